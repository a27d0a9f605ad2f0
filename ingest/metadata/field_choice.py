"""Choose the fields of a document from what readers found, and say where from.

The first usable value wins; readers list their best origin first. What was printed is
kept beside the cleaned value in ``FieldOrigin``, so that a doubt can be settled.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ingest.metadata.cover_page import read_cover
from ingest.metadata.document_kinds import (
    SHEETS,
    is_of_platform,
    kind_by_title,
    kind_stated,
)
from ingest.metadata.printed_dates import is_only_date, iso_date
from ingest.metadata.scholarly_identifiers import (
    doi_in,
    hal_in,
    handle_in,
    is_identifier_address,
)
from ingest.read_text import Found
from ingest.texts.characters import clean_characters
from ingest.texts.languages import UNDETERMINED, language_of, normal_language
from ontology.model import PAGE_SEPARATOR, DocumentKind, FieldOrigin

__all__ = ["Fields", "choose_fields", "is_plausible_title"]

_LONGEST_TITLE = 300
_LONGEST_FIELD = 20_000
_COVER = 1_500
_SINGLE = ("publisher", "licence", "abstract")
_EXTENSION = re.compile(
    r"\.(docx?|odt|pdf|tex|indd|pptx?|rtf|txt|dvi|qxd|xlsx?)\s*$", re.I
)
_PRODUCER = re.compile(
    r"^(microsoft (word|powerpoint|excel) - |présentation powerpoint)", re.I
)
_EMPTY_TITLE = re.compile(
    r"(untitled|sans titre|sans nom|titre|title|document\d*|microsoft word|pdf|new|"
    r"présentation powerpoint|powerpoint presentation|diapositive \d+|slide \d+|"
    r"print|index|page \d+|about:blank|none|null|my title|sommaire|résumé|abstract|"
    r"table des matières|introduction|contents)[\s\d_-]*",
    re.IGNORECASE,
)
_FILE_PROPERTIES = {"PDF", "DOCX", "ODT", "PPTX"}
_TITLED = {"front matter", "WordPress", "OAI-PMH", "feed"}
"""Origins where a title is a field of its own that a person filled in."""

_PROGRAMS = {
    "microsoft office user", "user", "admin", "administrator", "utilisateur", "author",
    "auteur", "prénom nom", "prenom nom", "first last", "anonymous", "anonyme", "owner",
    "propriétaire", "unknown", "inconnu", "default", "invité", "guest", "root",
}  # fmt: skip
"""Who is named as author where nobody wrote a name."""

_PROGRAM = re.compile(r"(microsoft |ms )?(office|word|windows)[ -]?(20\d\d)?", re.I)
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
    abstract: str | None = None
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
    cover = read_cover(text) if has_cover else ()
    clean = [_tidy(item) for item in (*found, *cover)]
    fields = Fields()
    _choose_title(fields, clean, uri=uri, text=text)
    fields.identifier = _first(fields, clean, "identifier", lambda item: item.value)
    fields.date = _choose_date(fields, clean, text)
    fields.url = _first(fields, clean, "url", _address)
    fields.publisher, fields.licence, fields.abstract = (
        _first(fields, clean, name, lambda item: item.value or None) for name in _SINGLE
    )
    fields.authors = _choose_authors(fields, clean)
    _choose_language(fields, clean, text)
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


def is_plausible_title(text: str) -> bool:
    """Return whether a stated title can be one, and no name of a file or program.

    >>> is_plausible_title("Microsoft Word - rapport.docx"), is_plausible_title("Zoé")
    (False, True)
    """
    letters = sum(1 for c in text if c.isalpha())
    return (
        letters >= 3
        and letters * 2 >= len(text.replace(" ", ""))
        and not _EMPTY_TITLE.fullmatch(text)
        and not _EXTENSION.search(text)
        and not ("_" in text and " " not in text)
        and "\ufffd" not in text
        and not is_only_date(text)
    )


def _tidy(item: Found) -> Found:
    value = " ".join(clean_characters(item.value[:_LONGEST_FIELD]).split())
    return Found(item.name, value, item.origin)


def _first(
    fields: Fields,
    found: Sequence[Found],
    name: str,
    accept: Callable[[Found], str | None],
) -> str | None:
    for item in found:
        if item.name == name and (value := accept(item)):
            fields.origins.append(FieldOrigin(name, item.origin, item.value))
            return value
    return None


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
    stated = [item for item in found if item.name == "date" and not _is_unset(item)]
    if not stated or stated[0].origin in _FILE_PROPERTIES:
        stated.sort(key=lambda item: item.origin in _FILE_PROPERTIES)
        cover = text[:_COVER].partition(PAGE_SEPARATOR)[0].split("\n")
        printed = [line for line in cover if is_only_date(line)]
        stated = [*(Found("date", line, "text") for line in printed[:1]), *stated]
    return _first(fields, stated, "date", lambda item: iso_date(item.value))


def _is_unset(item: Found) -> bool:
    """Programs that want the same bytes every time write an invented instant."""
    return item.value.startswith(("D:20000101000000", "D:19700101", "D:19800101"))


def _address(item: Found) -> str | None:
    return item.value if _ADDRESS.fullmatch(item.value) else None


def _choose_title(
    fields: Fields, found: Sequence[Found], *, uri: str, text: str
) -> None:
    def accept(item: Found) -> str | None:
        title = _without_program(item.value)
        trusted = item.origin in _TITLED and bool(title)
        return _shorten(title) if trusted or is_plausible_title(title) else None

    title = _first(fields, found, "title", accept)
    if title is None and (line := _first_line(text)):
        title = _shorten(line)
        fields.origins.append(FieldOrigin("title", "text", line))
    if title is None:
        name = PurePosixPath(uri).name
        title = _shorten(PurePosixPath(uri).stem.replace("_", " ").strip() or name)
        fields.origins.append(FieldOrigin("title", "file name", name))
    fields.title = title or "Sans titre"


def _without_program(printed: str) -> str:
    """Take the name of the program off, and the ending of the file it names.

    >>> _without_program("Microsoft Word - Le bilan de l’année.docx")
    'Le bilan de l’année'
    """
    title = _PRODUCER.sub("", printed).strip()
    if title != printed and len(title.split()) >= 3:
        title = _EXTENSION.sub("", title).strip()
    return title


def _first_line(text: str) -> str | None:
    for line in text.lstrip().split("\n")[:12]:
        candidate = line.strip(" #*-–—•")
        if 4 <= len(candidate) <= 200 and is_plausible_title(candidate):
            return candidate
    return None


def _shorten(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rpartition(" ")[0] + "…"


def _choose_authors(fields: Fields, found: Sequence[Found]) -> tuple[str, ...]:
    named = [item for item in found if item.name == "authors" and _is_name(item.value)]
    if not named:
        return ()
    best = named[0].origin
    names = [item.value for item in named if item.origin == best]
    fields.origins.append(FieldOrigin("authors", best, " ; ".join(names)))
    return tuple(dict.fromkeys(names))[:200]


def _is_name(value: str) -> bool:
    return (
        2 <= len(value) <= 200
        and any(c.isalpha() for c in value)
        and "@" not in value
        and value.casefold() not in _PROGRAMS
        and not _PROGRAM.fullmatch(value)
    )


def _choose_language(fields: Fields, found: Sequence[Found], text: str) -> None:
    def trusted(item: Found) -> str | None:
        # The language of a PDF catalogue is that of the word processor, too often.
        return normal_language(item.value) if item.origin != "PDF" else None

    stated = _first(fields, found, "language", trusted)
    if stated is None:
        guess = language_of(text)
        if guess != UNDETERMINED:
            fields.origins.append(FieldOrigin("language", "text", guess))
        stated = guess
    fields.language = stated


def _choose_kind(fields: Fields, found: Sequence[Found]) -> None:
    for item in found:
        if item.name == "kind" and (kind := kind_stated(item.value, item.origin)):
            if is_of_platform(kind, item.origin) and kind_by_title(fields.title):
                continue
            fields.kind = kind
            fields.origins.append(FieldOrigin("kind", item.origin, item.value))
            return
    if kind := kind_by_title(fields.title):
        fields.kind = kind
        fields.origins.append(FieldOrigin("kind", "title", fields.title))
