"""RIS: tagged lines for EndNote, Zotero, Mendeley and all others.

A line is a value, so values are one line. A comma parts family and given name: a body
ends with one, which tells EndNote and Zotero alike that it has no given name. A comma
*inside* the name of a body is written ‚ (U+201A), which looks the same and is no comma:
no reader of RIS keeps such a name whole otherwise.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from search_api.citations.citable import Author, Body, Citable, CitableKind
from search_api.citations.issued_dates import IssuedDate, read_issued
from search_api.citations.one_line import one_line

__all__ = ["ris", "uncut_name"]

_TYPES = {
    CitableKind.REPORT: "RPRT",
    CitableKind.ARTICLE: "JOUR",
    CitableKind.POST: "BLOG",
    CitableKind.WEB_PAGE: "ELEC",
    CitableKind.DATASET: "DATA",
    CitableKind.BOOK: "BOOK",
    CitableKind.CHAPTER: "CHAP",
    CitableKind.PAPER: "CPAPER",
    CitableKind.PRESENTATION: "SLIDE",
    CitableKind.CALL: "RPRT",
    CitableKind.THESIS: "THES",
    CitableKind.RECORD: "ELEC",
    CitableKind.DOCUMENT: "ELEC",
}


def uncut_name(author: Author) -> str:
    """Return a name with one comma, behind which stands the given name if any.

    >>> uncut_name(Body("Direction du numérique, Paris"))
    'Direction du numérique‚ Paris,'
    """
    if isinstance(author, Body):
        return f"{_no_comma(one_line(author.name))},"
    given = _no_comma(one_line(author.given))
    return f"{_no_comma(one_line(author.surname))}, {given}".rstrip()


def _no_comma(name: str) -> str:
    return name.replace(",", "‚")


def ris(
    works: Iterable[Citable], *, notes: Sequence[str] = (), source: str = ""
) -> str:
    """Return a file of records.

    RIS knows nothing but records, and readers refuse a file with lines above the first;
    so what a list is stands in each of its records.

    Args:
        works: In their order.
        notes: What goes with each work, empty where nothing does; none for none.
        source: The catalogue that gave them, empty for none.
    """
    from rispy import TAG_KEY_MAPPING, RisWriter, dumps

    class _Writer(RisWriter):  # type: ignore[misc]  # rispy has no types
        """Writes no number above a record, and the tag for rights."""

        DEFAULT_MAPPING: ClassVar = {**TAG_KEY_MAPPING, "CR": "rights"}
        SEPARATOR = None

        def set_header(self, count: int) -> str:  # noqa: ARG002 - as rispy calls it
            return ""

    records = [
        _record(work, notes[place] if notes else "", source)
        for place, work in enumerate(works)
    ]
    written: str = dumps(records, implementation=_Writer)
    return f"{written.rstrip(chr(10))}\n" if written.strip() else ""


def _record(work: Citable, note: str, source: str) -> dict[str, Any]:
    issued, visited = read_issued(work.issued), read_issued(work.accessed)
    told = (work.described_in and f"Décrit par {work.described_in}", note)
    notes = [one_line(one) for one in told if one]
    first, _, last = (work.pages or "").replace("–", "-").partition("-")
    abstracts = [text for _, text in work.abstracts]
    texts: dict[str, str | None] = {
        "title": work.full_title,
        "secondary_title": work.container,
        "date": _ris_date(issued),
        "year": f"{abs(issued.first[0]):04}" if issued else None,
        "access_date": _ris_date(visited),
        "publisher": work.publisher,
        "place_published": work.place,
        "start_page": first or _page_count(work),
        "end_page": last,
        "doi": work.doi,
        "language": None if work.language == "und" else work.language,
        "abstract": abstracts[0] if abstracts else None,
        "type_of_work": work.genre,
        "rights": work.licence,
        "accession_number": work.hal_id or work.handle,
        "database_provider": source,
        "id": work.identifier,
    }
    record: dict[str, Any] = {
        "type_of_reference": _TYPES[work.kind],
        "authors": [uncut_name(author) for author in work.authors],
        "secondary_authors": [uncut_name(editor) for editor in work.editors],
        **{key: one_line(text) for key, text in texts.items() if text},
        "urls": [one_line(work.best_address)],
        "keywords": [one_line(keyword) for keyword in work.keywords],
        "notes": [*notes, *(one_line(text) for text in abstracts[1:])],
    }
    return {key: value for key, value in record.items() if value}


def _page_count(work: Citable) -> str | None:
    """Return the pages of a whole book; elsewhere they would read as « page 12 »."""
    if work.page_count and work.kind in (CitableKind.BOOK, CitableKind.THESIS):
        return str(work.page_count)
    return None


def _ris_date(issued: IssuedDate | None) -> str | None:
    """Return ``YYYY/MM/DD/other``; what is no plain date stands in EDTF behind it."""
    if issued is None:
        return None
    parts = [f"{part:02}" for part in issued.first]
    parts[0] = f"{abs(issued.first[0]):04}"
    if issued.is_interval or issued.is_uncertain:
        # The last field of a date is free text, and a slash would part it.
        return "/".join(
            [*parts, *[""] * (3 - len(parts)), issued.text.replace("/", " - ")]
        )
    return "/".join(parts)
