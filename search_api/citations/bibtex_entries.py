"""BibTeX and BibLaTeX: entries that TeX sets and reference managers read back.

Values are UTF-8; only what TeX would take for a command is written as one. Addresses
stand verbatim, with what would end a value in percent form. Titles and bodies stand in
double braces: no style changes their capitals, nothing cuts a body in two.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from search_api.citations.citable import Author, Body, Citable, CitableKind
from search_api.citations.issued_dates import read_issued
from search_api.citations.one_line import one_line

__all__ = ["Dialect", "bibtex", "escaped"]


class Dialect(StrEnum):
    """Which fields and types the entries have."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


_TYPES = {
    CitableKind.REPORT: ("techreport", "report"),
    CitableKind.ARTICLE: ("article", "article"),
    CitableKind.POST: ("misc", "online"),
    CitableKind.WEB_PAGE: ("misc", "online"),
    CitableKind.DATASET: ("misc", "dataset"),
    CitableKind.BOOK: ("book", "book"),
    CitableKind.CHAPTER: ("incollection", "incollection"),
    CitableKind.PAPER: ("inproceedings", "inproceedings"),
    CitableKind.PRESENTATION: ("misc", "unpublished"),
    CitableKind.CALL: ("techreport", "report"),
    CitableKind.THESIS: ("phdthesis", "thesis"),
    CitableKind.RECORD: ("misc", "online"),
    CitableKind.DOCUMENT: ("misc", "online"),
}
_CONTAINERS = {
    CitableKind.ARTICLE: ("journal", "journaltitle"),
    CitableKind.CHAPTER: ("booktitle", "booktitle"),
    CitableKind.PAPER: ("booktitle", "booktitle"),
}
_PUBLISHERS = {
    CitableKind.REPORT: "institution",
    CitableKind.CALL: "institution",
    CitableKind.THESIS: "school",
}
_LANGUAGES = {"fr": "french", "en": "english", "es": "spanish", "de": "german"}
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)

# BibTeX counts the braces of a text even behind a backslash, so they are named.
_COMMANDS = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\lbrace}",
        "}": r"{\rbrace}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: rf"\{sign}" for sign in "&%$#_"},
    }
)
_LIGATURES = ("--", "''", "``", "?`", "!`", ",,", "<<", ">>")
_UNFIT = {sign: f"%{ord(sign):02X}" for sign in '\\{}"<>^`| '}
_VERBATIM = str.maketrans(_UNFIT)


def escaped(text: str) -> str:
    r"""Write a text so that TeX sets exactly it.

    >>> escaped("50 % & {A}")
    '50 \\% \\& {\\lbrace}A{\\rbrace}'
    """
    written = one_line(text).translate(_COMMANDS)
    for pair in _LIGATURES:
        while pair in written:
            written = written.replace(pair, f"{pair[0]}{{}}{pair[1]}")
    return written


def bibtex(
    works: Iterable[Citable],
    dialect: Dialect = Dialect.BIBTEX,
    *,
    heading: Sequence[str] = (),
    annotations: Sequence[str] = (),
) -> str:
    """Return a file of entries.

    Args:
        works: In their order; their identifiers become the keys.
        dialect: Of fields and types.
        heading: Lines of a comment above the entries.
        annotations: What goes with each work, empty where nothing does; none for none.
    """
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field, ImplicitComment

    blocks: list[Block] = []
    if heading:
        # BibTeX has no comments but text without « @ » between entries.
        lines = (f"% {one_line(line)}".replace("@", "(a)") for line in heading)
        blocks.append(ImplicitComment("\n".join(lines)))
    keys: set[str] = set()
    for place, work in enumerate(works):
        fields = _fields(work, dialect)
        if annotations and annotations[place]:
            fields["annote"] = _braced(annotations[place])
        blocks.append(
            Entry(
                _TYPES[work.kind][dialect is Dialect.BIBLATEX],
                _new_key(work.identifier, keys),
                [Field(name, value) for name, value in fields.items()],
            )
        )
    return write_string(Library(blocks), unparse_stack=[])


def _new_key(identifier: str, keys: set[str]) -> str:
    """Return a key that no entry of the file has yet: two would hide each other."""
    letters = (
        sign if sign.isascii() and sign.isalnum() else "-" for sign in identifier
    )
    wanted = "".join(letters).strip("-") or "x"
    key, number = wanted, 1
    while key in keys:
        number += 1
        key = f"{wanted}-{number}"
    keys.add(key)
    return key


def _braced(text: str) -> str:
    return f"{{{escaped(text)}}}"


def _fields(work: Citable, dialect: Dialect) -> dict[str, str]:
    """Return the fields in the order in which people read them, values enclosed."""
    is_biblatex = dialect is Dialect.BIBLATEX
    container = _CONTAINERS.get(work.kind, ("howpublished", "organization"))
    language = None if work.language == "und" else work.language
    texts = {
        container[is_biblatex]: work.container,
        _PUBLISHERS.get(work.kind, "publisher")
        if not is_biblatex
        else "institution"
        if work.kind in _PUBLISHERS
        else "publisher": work.publisher,
        "location" if is_biblatex else "address": work.place,
        "pages": work.pages and work.pages.replace("--", "-"),
        "pagetotal": str(work.page_count) if work.page_count else None,
        "language": language,
        "langid": _LANGUAGES.get(work.language) if is_biblatex else None,
        "type": work.genre,
        "copyright": work.licence,
        "keywords": ", ".join(work.keywords),
        "handle": work.handle,
        "hal_id": work.hal_id,
        "urldate": work.accessed,
        "note": work.described_in and f"Décrit par {work.described_in}",
        **{
            "abstract" if place == 0 else f"abstract_{language}": text
            for place, (language, text) in enumerate(work.abstracts)
        },
    }
    return {
        **_names(work),
        "title": f"{{{_braced(work.full_title)}}}",
        **_dates(work, dialect),
        **_addresses(work),
        **{name: _braced(text) for name, text in texts.items() if text},
    }


def _names(work: Citable) -> dict[str, str]:
    roles = {"author": work.authors, "editor": work.editors}
    return {
        role: f"{{{' and '.join(_name(one) for one in people)}}}"
        for role, people in roles.items()
        if people
    }


def _name(author: Author) -> str:
    """Write a name; a part that BibTeX would take apart again stands in braces."""
    if isinstance(author, Body):
        return _braced(author.name)
    family = escaped(author.family)
    before = " ".join(
        part for part in (author.dropped_particle, author.particle) if part
    )
    if before.endswith(("’", "'")):
        family, before = f"{{{escaped(before)}{family}}}", ""
    elif family[:1].islower() or _is_taken_apart(family):
        family = f"{{{family}}}"
    surname = f"{escaped(before)} {family}".strip()
    given = escaped(author.given)
    if not given:
        return surname if surname.startswith("{") else f"{{{surname}}}"
    return f"{surname}, {f'{{{given}}}' if _is_taken_apart(given) else given}"


def _is_taken_apart(part: str) -> bool:
    return "," in part or " and " in f" {part} ".lower()


def _dates(work: Citable, dialect: Dialect) -> dict[str, str]:
    """Return the date in EDTF, which BibLaTeX reads, and in the fields of BibTeX."""
    issued = read_issued(work.issued)
    if issued is None:
        return {}
    found = {"date": f"{{{issued.text}}}"}
    if dialect is Dialect.BIBTEX:
        found["year"] = f"{{{abs(issued.first[0]):04}}}"
        if len(issued.first) > 1 and not issued.is_interval:
            found["month"] = _MONTHS[issued.first[1] - 1]
    return found


def _addresses(work: Citable) -> dict[str, str]:
    found = {"url": f"{{{_verbatim(work.best_address)}}}"}
    if work.doi:
        found["doi"] = f"{{{_verbatim(work.doi)}}}"
    return found


def _verbatim(address: str) -> str:
    return one_line(address).translate(_VERBATIM)
