"""Posts of the research notebook: abstracts in two or three languages, one body.

A post opens with « Résumé » and, below it, « Résumé en français », « … en anglais »,
« … en espagnol »; older posts only say « Français » and « Anglais ». Each part gets its
language, so that the same facts in three languages never look like three findings.

Copies of posts often begin with the navigation of the platform (« OpenEdition Books …
Suivez-nous »), which is no title and no text.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.read_text import Found, LanguageSpan
from ontology.model import Section

__all__ = ["abstracts_in", "mark_abstracts", "navigation_end"]

_LABEL = re.compile(
    r"(?:(?:résumé|abstract|resumen|summary)\s*(?:en|in|\(|:|–|-)?\s*)?"
    r"(français|anglais|espagnol|french|english|spanish|español|inglés)\)?",
    re.IGNORECASE,
)
_BARE = {"résumé": "fr", "abstract": "en", "summary": "en", "resumen": "es"}
_CODES = {
    "français": "fr", "french": "fr", "anglais": "en", "english": "en", "inglés": "en",
    "espagnol": "es", "spanish": "es", "español": "es",
}  # fmt: skip
_UPDATE = re.compile(r"\s*\(?mise à jour\s*:[^\n]{0,40}\s*$", re.IGNORECASE)


_NAVIGATION = re.compile(
    r"\s*(?:(?:(?:Tout )?OpenEdition(?: (?:Books|Journals|Search|Freemium))?"
    r"|(?:Calenda|Hypothèses|Hypotheses|Freemium|Suivez-nous|Follow us|Rechercher|"
    r"Lettre et alertes|Lettre|Newsletters? and alerts|Search)\b)"
    r"\s*(?:[|·•>–-]\s*)?){4,20}"
)
_LONGEST_NAVIGATION = 400


def navigation_end(text: str) -> int:
    """Return where the navigation of the platform ends at the start of a text, or 0.

    >>> line = "OpenEdition Books OpenEdition Journals Calenda Suivez-nous Un"
    >>> line[navigation_end(line):]
    'Un'
    >>> navigation_end("Hypothèses de recherche")
    0
    """
    found = _NAVIGATION.match(text, 0, _LONGEST_NAVIGATION)
    return found.end() if found and "OpenEdition" in found[0] else 0


def mark_abstracts(
    text: str, sections: Sequence[Section], spans: Sequence[LanguageSpan]
) -> tuple[LanguageSpan, ...]:
    """Add the languages of the abstracts to the parts that state theirs already."""
    added = [
        LanguageSpan(start, end, code)
        for code, start, end in _abstracts(text, sections)
        if not any(span.start < end and start < span.end for span in spans)
    ]
    return tuple(sorted((*spans, *added), key=lambda span: span.start))


def abstracts_in(text: str, sections: Sequence[Section]) -> tuple[Found, ...]:
    """Return the abstract of each language, without its heading."""
    found: dict[str, Found] = {}
    for code, start, end in _abstracts(text, sections):
        body = text[start:end].partition("\n")[2].strip()
        if words := _UPDATE.sub("", body).strip():
            origin = "section Résumé"
            found.setdefault(code, Found("abstract", words, origin, code))
    return tuple(found.values())


def _abstracts(
    text: str, sections: Sequence[Section]
) -> Iterator[tuple[str, int, int]]:
    """Yield language, start and end of each abstract, its heading included."""
    for index, section in enumerate(sections[:20]):
        code = _language_of(section.title)
        if code is None:
            continue
        is_last = index + 1 == len(sections)
        end = len(text) if is_last else sections[index + 1].start
        if text[section.start + len(section.title) : end].strip():
            yield code, section.start, end


def _language_of(title: str) -> str | None:
    plain = title.strip(" :.").casefold()
    match = _LABEL.fullmatch(plain)
    return _CODES[match[1].casefold()] if match else _BARE.get(plain)
