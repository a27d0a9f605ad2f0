"""Choose the fields of a document from what readers found, and say where from.

The first plausible value wins: readers list their best origin first, and what a cover
prints goes before what a program wrote into the file. What was printed is kept beside
the cleaned value in ``FieldOrigin``, with how far it is believed, so that a doubt can
be settled.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.metadata.cover_page import (
    BYLINE,
    BYLINE_AUTHOR,
    BYLINE_END,
    read_byline,
    read_cover,
)
from ingest.metadata.date_choice import dates_in_order
from ingest.metadata.document_kinds import (
    SHEETS,
    is_of_platform,
    kind_by_title,
    kind_stated,
)
from ingest.metadata.origin_trust import FILE_PROPERTIES, confidence_of
from ingest.metadata.plausible_authors import is_plausible_author
from ingest.metadata.printed_dates import edtf_date, is_only_date
from ingest.metadata.scholarly_identifiers import (
    doi_in,
    hal_in,
    handle_in,
    is_identifier_address,
)
from ingest.metadata.title_choice import choose_title
from ingest.read_text import Found
from ingest.texts.characters import clean_characters
from ingest.texts.languages import UNDETERMINED, language_of, normal_language
from ontology.model import (
    LINKING_PAGE,
    PAGE_SEPARATOR,
    Abstract,
    DocumentKind,
    FieldOrigin,
    abstracts_in_order,
)

__all__ = ["Fields", "choose_fields"]

_LONGEST_FIELD = 20_000
_COVER = 1_500
_BYLINES = (BYLINE, BYLINE_END, BYLINE_AUTHOR)
_SINGLE = ("publisher", "licence")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")


@dataclass(slots=True)
class Fields:
    """Chosen values; what is missing has the default of ``Document``."""

    title: str = ""
    kind: DocumentKind = DocumentKind.DOCUMENT
    language: str = UNDETERMINED
    identifier: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    abstracts: tuple[Abstract, ...] = ()
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None
    origins: list[FieldOrigin] = field(default_factory=list)


def choose_fields(
    found: Sequence[Found], *, uri: str, text: str, has_cover: bool = False
) -> Fields:
    """Return the fields of a document.

    Args:
        found: What the reader found, best origin first for each name.
        uri: Of the source, for the title of last resort.
        text: Clean text, for the language and a title where none is stated.
        has_cover: Whether first and last pages may speak of the document itself.
    """
    lines, end, marked = (
        [item.value for item in found if item.name == name] for name in _BYLINES
    )
    printed = read_cover(text) if has_cover else read_byline(lines, end, marked)
    stated = (item for item in found if item.name not in _BYLINES)
    clean = [_tidy(item) for item in (*stated, *printed)]
    clean.sort(key=lambda item: item.origin == LINKING_PAGE)
    fields = Fields()
    _choose_language(fields, clean, text)
    title = choose_title(
        clean, uri=uri, text=text, language=fields.language, has_cover=has_cover
    )
    fields.title = title.title
    fields.origins.append(
        FieldOrigin("title", title.origin, title.printed, title.confidence)
    )
    fields.identifier = _first(fields, clean, "identifier", lambda item: item.value)
    fields.date = _choose_date(fields, clean, text)
    fields.url = _first(fields, clean, "url", _address)
    fields.publisher, fields.licence = (
        _first(fields, clean, name, lambda item: item.value or None) for name in _SINGLE
    )
    fields.abstracts = _choose_abstracts(fields, clean)
    fields.authors = _choose_authors(fields, clean)
    _choose_kind(fields, clean)
    _choose_identifiers(fields, clean)
    known = {origin.name for origin in fields.origins} | _CHOSEN
    others: dict[str, Found] = {}
    for item in clean:
        # Keys that are no field of a document (issued, keywords…) stay as printed.
        if item.name not in known and item.value:
            before = others.get(item.name)
            value = f"{before.value} ; {item.value}" if before else item.value
            others[item.name] = Found(item.name, value, (before or item).origin)
    fields.origins += [FieldOrigin(o.name, o.origin, o.value) for o in others.values()]
    return fields


_CHOSEN = {
    "title", "identifier", "date", "url", "publisher", "licence", "abstract", "authors",
    "language", "kind", "doi", "handle", "hal_id",
}  # fmt: skip


def _tidy(item: Found) -> Found:
    value = " ".join(clean_characters(item.value[:_LONGEST_FIELD]).split())
    return replace(item, value=value)


def _first(
    fields: Fields,
    found: Sequence[Found],
    name: str,
    accept: Callable[[Found], str | None],
) -> str | None:
    for item in found:
        if item.name == name and (value := accept(item)):
            fields.origins.append(_origin(name, item))
            return value
    return None


def _origin(name: str, item: Found) -> FieldOrigin:
    return FieldOrigin(name, item.origin, item.value, confidence_of(item.origin))


def _choose_identifiers(fields: Fields, found: Sequence[Found]) -> None:
    """Read identifiers where they are stated, else from the address.

    The address on a sheet is that of the thing that it describes, and so are the
    identifiers in it.
    """
    addresses = [
        Found(name, item.value, item.origin)
        for item in found
        if item.name == "url" and is_identifier_address(item.value)
        for name in ("doi", "handle", "hal_id")
        if fields.kind not in SHEETS
    ]
    every = [*found, *addresses]
    fields.doi = _first(fields, every, "doi", lambda item: doi_in(item.value))
    fields.handle = _first(fields, every, "handle", lambda item: handle_in(item.value))
    fields.hal_id = _first(fields, every, "hal_id", lambda item: hal_in(item.value))


def _choose_date(fields: Fields, found: Sequence[Found], text: str) -> str | None:
    """Prefer the date on the cover to that of the file, which is of its last export."""
    dates = dates_in_order(found)
    if not dates or dates[0].origin in {*FILE_PROPERTIES, LINKING_PAGE}:
        cover = text[:_COVER].partition(PAGE_SEPARATOR)[0].split("\n")
        printed = [line for line in cover if is_only_date(line)]
        dates = [*(Found("date", line, "text") for line in printed[:1]), *dates]
    return _first(fields, dates, "date", lambda item: edtf_date(item.value))


def _address(item: Found) -> str | None:
    return item.value if _ADDRESS.fullmatch(item.value) else None


def _choose_authors(fields: Fields, found: Sequence[Found]) -> tuple[str, ...]:
    """Take the authors of one origin: a person's list, the cover, then properties."""
    named = [
        item
        for item in found
        if item.name == "authors" and is_plausible_author(item.value, item.origin)
    ]
    named.sort(key=lambda item: item.origin in FILE_PROPERTIES)
    if not named:
        return ()
    best = named[0].origin
    names = [item.value for item in named if item.origin == best]
    stated = {item.value for item in named if item.origin != best}
    confidence = 0.95 if stated.intersection(names) else confidence_of(best)
    fields.origins.append(FieldOrigin("authors", best, " ; ".join(names), confidence))
    return tuple(dict.fromkeys(names))[:200]


def _choose_abstracts(fields: Fields, found: Sequence[Found]) -> tuple[Abstract, ...]:
    """Take one abstract for each language: stated, else that of its words."""
    stated = [item for item in found if item.name == "abstract" and item.value]
    if stated:
        fields.origins.append(_origin("abstract", stated[0]))
    return abstracts_in_order(
        (Abstract(item.value, _language_of(item, fields)) for item in stated),
        fields.language,
    )


def _language_of(item: Found, fields: Fields) -> str:
    guess = normal_language(item.language) or language_of(item.value)
    return fields.language if guess == UNDETERMINED else guess


def _choose_language(fields: Fields, found: Sequence[Found], text: str) -> None:
    def trusted(item: Found) -> str | None:
        # The language of a PDF catalogue is that of the word processor, too often.
        return normal_language(item.value) if item.origin != "PDF" else None

    stated = _first(fields, found, "language", trusted)
    if stated is None:
        guess = language_of(text)
        if guess != UNDETERMINED:
            fields.origins.append(FieldOrigin("language", "text", guess, 0.9))
        stated = guess
    fields.language = stated


def _choose_kind(fields: Fields, found: Sequence[Found]) -> None:
    for item in found:
        if item.name == "kind" and (kind := kind_stated(item.value, item.origin)):
            if is_of_platform(kind, item.origin) and kind_by_title(fields.title):
                continue
            fields.kind = kind
            fields.origins.append(_origin("kind", item))
            return
    if kind := kind_by_title(fields.title):
        fields.kind = kind
        fields.origins.append(FieldOrigin("kind", "title", fields.title, 0.7))
