"""What a sheet describes, kept apart from what the sheet is.

A front matter says it in a block of its own (``describes``). Sheets of an older form
put address, publisher and date of the work beside title and authors of the sheet; these
go over to the work here, so that no document carries the address of another under its
own authors, whatever form it was written in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.metadata.field_choice import Fields
from ingest.metadata.printed_dates import edtf_date
from ingest.metadata.scholarly_identifiers import doi_in, is_identifier_address
from ingest.read_text import Found
from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.model import DeclaredLink, DocumentKind, EntityKind

__all__ = ["keep_apart"]

_SHEETS = {
    DocumentKind.GROUP_SHEET: (DescribedKind.GROUP, EntityKind.GROUP),
    DocumentKind.PRODUCTION_SHEET: (DescribedKind.PRODUCTION, EntityKind.PRODUCTION),
    DocumentKind.THEME: (DescribedKind.THEME, EntityKind.THEME),
}
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")
_CERTAINTIES = {one.value: one for one in DescribedCertainty}
_OF_WORK = ("url", "publisher", "doi", "handle", "hal_id")


def keep_apart(
    fields: Fields,
    stated: Sequence[Described],
    found: Sequence[Found],
    links: Sequence[DeclaredLink],
) -> tuple[Described, ...]:
    """Return what a document describes, and take it from the fields of the document.

    Args:
        fields: Of the document; changed where they hold what is of the work.
        stated: Things as the front matter states them.
        found: Metadata as printed.
        links: What the document declares about itself.
    """
    things = tuple(stated) or tuple(_of_older_form(fields, found, links))
    if things and not stated:
        _take(fields, _OF_WORK)
    clean = tuple(_tidy(thing) for thing in things)
    same = [
        name
        for name in ("url", "doi")
        if getattr(fields, name) in {getattr(thing, name) for thing in clean}
        and getattr(fields, name) is not None
    ]
    _take(fields, same)
    return clean


def _take(fields: Fields, names: Sequence[str]) -> None:
    for name in names:
        setattr(fields, name, None)
    fields.origins = [one for one in fields.origins if one.name not in names]


def _of_older_form(
    fields: Fields, found: Sequence[Found], links: Sequence[DeclaredLink]
) -> Iterator[Described]:
    """Yield what a sheet describes that says it by keys beside its own."""
    kinds = _SHEETS.get(fields.kind)
    if kinds is None:
        return
    printed = {item.name: item.value for item in reversed(found)}
    targets = [link.target for link in links if link.kind is kinds[1]]
    pages = printed.get("pages", "")
    for target in targets or (None,):
        yield Described(
            kind=kinds[0],
            # Whoever wrote a sheet so named it after what it describes.
            title=fields.title,
            target=target,
            date=printed.get("issued"),
            publisher=fields.publisher,
            pages=int(pages) if pages.isdecimal() and len(pages) < 7 else None,
            url=fields.url,
            certainty=_CERTAINTIES.get(printed.get("confidence", "")),
        )


def _tidy(thing: Described) -> Described:
    url = thing.url if thing.url and _ADDRESS.fullmatch(thing.url) else None
    doi = doi_in(thing.doi) if thing.doi else None
    if doi is None and url and is_identifier_address(url):
        doi = doi_in(url)
    date = edtf_date(thing.date) if thing.date else None
    pages = thing.pages or None
    return replace(thing, url=url, doi=doi, date=date, pages=pages)
