"""The same references as Markdown, and as plain text.

Signs of Markdown in texts of strangers are escaped: what is rendered is what stands in
the work. Italics are left out, because no rule closes them behind every title.
"""

import re
from collections.abc import Sequence
from itertools import count
from typing import Final
from urllib.parse import quote

from search_api.citations.citable import Citable
from search_api.citations.formatted_references import ADDRESS, reference
from search_api.citations.one_line import one_line
from search_api.citations.paste_blocks.chosen_references import (
    ChosenReference,
    Quotation,
    Sheet,
)
from search_api.citations.paste_blocks.french_typography import french_spaces, quoted

__all__ = ["markdown_footnotes", "markdown_list", "plain_list"]

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")
_LINE_START: Final = re.compile(r"^([ \t]*)(\d{1,9})?([.)+=:-])", re.MULTILINE)
# What a renderer would take away, or take for code.
_INDENT: Final = re.compile(r"^[ \t]++|(?<![ \t])[ \t]++$", re.MULTILINE)
_IN_ADDRESS: Final = "/:?#@!$&'()*+,;=%~-._"


def markdown_list(chosen: Sequence[ChosenReference], style: str) -> str:
    """Return a list, quotations below each reference.

    Raises:
        KeyError: If there is no such style.
    """
    items = (
        "\n\n".join(
            [
                f"- {_cited(one, style)}",
                *(_quotation(each, "  ") for each in one.quotations),
            ]
        )
        for one in chosen
    )
    return "".join(f"{item}\n\n" for item in items).removesuffix("\n")


def markdown_footnotes(
    chosen: Sequence[ChosenReference], style: str, first: int = 1
) -> str:
    """Return quotations with their calls ``[^1]``, and the notes.

    Args:
        chosen: A note for each quotation; one for a work of which nothing is quoted.
        style: Of references.
        first: Number of the first note.

    Raises:
        KeyError: If there is no such style.
    """
    numbers = count(first)
    texts, notes = [], []
    for one in chosen:
        cited = _cited(one, style)
        for quotation in one.quotations or (None,):
            number = next(numbers)
            texts.append(_called(one.work, quotation, f"[^{number}]"))
            place = f", {_link(quotation)}" if quotation else ""
            notes.append(f"[^{number}]: {cited}{place}")
    return "\n\n".join([*texts, "\n".join(notes)]) + "\n" if notes else ""


def plain_list(chosen: Sequence[ChosenReference], style: str) -> str:
    """Return references as plain text, a paragraph each, and what is quoted.

    Raises:
        KeyError: If there is no such style.
    """
    items = (
        "\n".join(
            [
                french_spaces(_described(one.sheet) + reference(one.work, style).text),
                *(
                    f"{quoted(each.text)} ({each.place}\u202f; {each.address})"
                    for each in one.quotations
                ),
            ]
        )
        for one in chosen
    )
    return "".join(f"{item}\n\n" for item in items).removesuffix("\n")


def _called(work: Citable, quotation: Quotation | None, call: str) -> str:
    if quotation is None:
        return f"{_escaped(one_line(french_spaces(work.full_title)))}{call}"
    return _prefixed(quoted(_verbatim(quotation)) + call, "")


def _cited(chosen: ChosenReference, style: str) -> str:
    text = one_line(_described(chosen.sheet) + reference(chosen.work, style).text)
    return _escaped_addresses(french_spaces(text))


def _described(sheet: Sheet | None) -> str:
    if sheet is None:
        return ""
    named = " et ".join(map(quoted, sheet.titles))
    after = ", ".join(sheet.sources or sheet.authors)
    return f"Description de {named}{f', d’après {after}' if after else ''}. "


def _quotation(quotation: Quotation, indent: str) -> str:
    return _prefixed(f"{quoted(_verbatim(quotation))} ({_link(quotation)})", indent)


def _verbatim(quotation: Quotation) -> str:
    return _escaped(_INDENT.sub("", quotation.text))


def _prefixed(text: str, indent: str) -> str:
    lines = text.splitlines()
    return "\n".join(f"{indent}> {line}".rstrip(" ") for line in lines)


def _link(quotation: Quotation) -> str:
    return f"[{quotation.place}]({_address(quotation.address)})"


def _address(address: str) -> str:
    safe = _IN_ADDRESS.replace("(", "").replace(")", "")
    return f"<{quote(address, safe=safe)}>"


def _escaped_addresses(text: str) -> str:
    done, at = [], 0
    for found in ADDRESS.finditer(text):
        done += [_plain(text[at : found.start()]), f"<{found[0]}>"]
        at = found.end()
    done.append(_plain(text[at:]))
    return _LINE_START.sub(r"\1\2\\\3", "".join(done))


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _escaped(text: str) -> str:
    r"""Return a text whose signs Markdown does not read.

    >>> print(_escaped("1. *Titre* [a](b)"))
    1\. \*Titre\* \[a\](b)
    """
    return _LINE_START.sub(r"\1\2\\\3", _plain(text))
