"""Blocks of HTML that WordPress keeps as they are, each reference with its COinS.

Only elements and attributes that ``wp_kses_post`` lets through are written (the tests
hold its list). Square brackets are written as references to characters: WordPress would
take ``[gallery]`` in a title for a shortcode of its own.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import count
from typing import Final

from search_api.citations.citable import Citable
from search_api.citations.coins import coins
from search_api.citations.formatted_references import reference
from search_api.citations.one_line import one_line
from search_api.citations.paste_blocks.chosen_references import (
    ChosenReference,
    Quotation,
    Sheet,
)
from search_api.citations.paste_blocks.french_typography import french_spaces, quoted

__all__ = ["footnotes", "gutenberg", "html_list"]

# An empty element loses its end in the block editor once its line is edited there.
_JOINER: Final = "\u2060"


def html_list(chosen: Sequence[ChosenReference], style: str) -> str:
    """Return a list of references, quotations below each.

    Raises:
        KeyError: If there is no such style.
    """
    items = (
        f"<li>{_cited(one, style)}{''.join(map(_quotation, one.quotations))}</li>"
        for one in chosen
    )
    return _lines("<ul>", *items, "</ul>") if chosen else ""


def gutenberg(chosen: Sequence[ChosenReference], style: str) -> str:
    """Return the same as blocks of WordPress' block editor (version 6.0 and later).

    An item of its list holds a line of text, so that quotations follow behind a break.

    Raises:
        KeyError: If there is no such style.
    """
    items = (
        "<!-- wp:list-item -->\n"
        f"<li>{_reference(one, style)}{_span(one.work, _JOINER)}"
        f"{''.join(map(_broken, one.quotations))}</li>\n"
        "<!-- /wp:list-item -->"
        for one in chosen
    )
    inner = "\n\n".join(items)
    written = f"<!-- wp:list -->\n<ul>{inner}</ul>\n<!-- /wp:list -->\n"
    return written if chosen else ""


def footnotes(chosen: Sequence[ChosenReference], style: str, first: int = 1) -> str:
    """Return quotations with their calls, to place in the text, and the notes.

    WordPress keeps the notes of its own block outside of the text; these are links
    within the page, which every version and every editor takes.

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
            texts.append(_called(one.work, quotation, number))
            place = f", {_link(quotation)}" if quotation else ""
            notes.append(
                f'<li id="note-{number}">{cited}{place} <a href="#appel-{number}" '
                f'aria-label="Revenir à l’appel de la note {number}">↩</a></li>'
            )
            # A work that comes twice is one reference for Zotero.
            cited = _reference(one, style)
    start = f' start="{first}"' if first != 1 else ""
    return _lines(*texts, "<hr>", f"<ol{start}>", *notes, "</ol>") if notes else ""


def _called(work: Citable, quotation: Quotation | None, number: int) -> str:
    call = f'<sup><a id="appel-{number}" href="#note-{number}">{number}</a></sup>'
    if quotation is None:
        return f"<p>{_text(one_line(french_spaces(work.full_title)))}{call}</p>"
    return _block(quotation, call)


def _cited(chosen: ChosenReference, style: str) -> str:
    return f"{_reference(chosen, style)}{_span(chosen.work)}"


def _reference(chosen: ChosenReference, style: str) -> str:
    before = _description(chosen.sheet) if chosen.sheet else ""
    formatted = french_spaces(reference(chosen.work, style).html)
    return f"{before}{_no_shortcode(formatted)}"


def _span(work: Citable, held: str = "") -> str:
    return f'<span class="Z3988" title="{escape(coins(work))}">{held}</span>'


def _description(sheet: Sheet) -> str:
    """Return what stands before the reference of a sheet: it is not the work."""
    named = _enumerated(quoted(_text(french_spaces(title))) for title in sheet.titles)
    sources = [
        f'<a href="{_text(address)}" rel="noreferrer">{_text(site)}</a>'
        for site, address in sheet.named_sources
    ]
    after = _enumerated(sources or map(_text, sheet.authors))
    return f"Description de {named}{f', d’après {after}' if after else ''}. "


def _quotation(quotation: Quotation) -> str:
    return f"\n{_block(quotation, f' ({_link(quotation)})')}"


def _block(quotation: Quotation, after: str) -> str:
    return (
        f'<blockquote cite="{_text(quotation.address)}"><p{_language(quotation)}>'
        f"{quoted(_text(quotation.text))}{after}</p></blockquote>"
    )


def _broken(quotation: Quotation) -> str:
    said = quoted(_text(quotation.text))
    if language := _language(quotation):
        said = f"<span{language}>{said}</span>"
    return f"<br>{said} ({_link(quotation)})"


def _link(quotation: Quotation) -> str:
    return f'<a href="{_text(quotation.address)}">{quotation.place}</a>'


def _language(quotation: Quotation) -> str:
    is_french = quotation.language in ("fr", "und")
    return "" if is_french else f' lang="{_text(quotation.language)}"'


def _enumerated(parts: Iterable[str]) -> str:
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} et {last}" if most else last


def _text(text: str) -> str:
    return _no_shortcode(escape(text))


def _no_shortcode(escaped: str) -> str:
    return escaped.replace("[", "&#091;").replace("]", "&#093;")


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"
