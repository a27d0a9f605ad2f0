"""From a ``Citable`` to CSL-JSON, the form that citation processors and Zotero share.

Bodies are ``literal`` names, so that no processor cuts them. What CSL has no variable
for (licence, handle, abstracts in other languages, the date in EDTF) stands under
``custom``, which the schema of CSL keeps for such pairs.
"""

from typing import Any

from search_api.citations.citable import Author, Body, Citable, CitableKind
from search_api.citations.issued_dates import IssuedDate, read_issued
from search_api.citations.one_line import one_line

__all__ = ["csl_item"]

_TYPES = {
    CitableKind.REPORT: "report",
    CitableKind.ARTICLE: "article-journal",
    CitableKind.POST: "post-weblog",
    CitableKind.WEB_PAGE: "webpage",
    CitableKind.DATASET: "dataset",
    CitableKind.BOOK: "book",
    CitableKind.CHAPTER: "chapter",
    CitableKind.PAPER: "paper-conference",
    CitableKind.PRESENTATION: "speech",
    CitableKind.CALL: "report",
    CitableKind.THESIS: "thesis",
    CitableKind.RECORD: "webpage",
    CitableKind.DOCUMENT: "document",
}


def csl_item(work: Citable) -> dict[str, Any]:
    """Return the CSL-JSON item of a work; what is not known has no key."""
    issued = read_issued(work.issued)
    plain = {
        # Of a title of nothing but controls, its name here is left.
        "title": one_line(work.full_title) or work.identifier,
        "container-title": work.container,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "page": work.pages,
        "DOI": work.doi,
        "URL": work.best_address,
        "language": None if work.language == "und" else work.language,
        "abstract": work.abstracts[0][1] if work.abstracts else None,
        "keyword": ", ".join(work.keywords),
        "genre": work.genre,
        "note": work.described_in and f"Décrit par {work.described_in}",
    }
    structured: dict[str, Any] = {
        "author": [_name(author) for author in work.authors],
        "editor": [_name(editor) for editor in work.editors],
        "issued": issued and _date(issued),
        "accessed": (visited := read_issued(work.accessed)) and _date(visited),
        "number-of-pages": work.page_count,
        "custom": _custom(work),
    }
    return {
        "type": _TYPES[work.kind],
        "id": work.identifier,
        **{key: one_line(text) for key, text in plain.items() if text},
        **{key: value for key, value in structured.items() if value},
    }


def _name(author: Author) -> dict[str, str]:
    if isinstance(author, Body):
        return {"literal": one_line(author.name)}
    parts = {
        "family": author.family,
        "given": author.given,
        "dropping-particle": author.dropped_particle,
        "non-dropping-particle": author.particle,
    }
    return {key: one_line(part) for key, part in parts.items() if part}


def _date(issued: IssuedDate) -> dict[str, Any]:
    """Return a date variable; CSL has no open interval, so that one is put in words."""
    if issued.is_interval and not issued.end:
        return {"literal": f"depuis {issued.start[0]}"}
    if issued.is_interval and not issued.start:
        return {"literal": f"jusqu’en {issued.end[0]}"}
    ends = [issued.start, issued.end] if issued.is_interval else [issued.start]
    found: dict[str, Any] = {"date-parts": [list(end) for end in ends]}
    if issued.is_uncertain:
        found["circa"] = True
    return found


def _custom(work: Citable) -> dict[str, Any]:
    known = {
        "iri": work.iri,
        "page": work.page,
        "issued": work.issued,
        "licence": work.licence,
        "handle": work.handle,
        "hal_id": work.hal_id,
        "abstracts": dict(work.abstracts[1:]),
        "authors": [author.iri for author in work.authors]
        if any(author.iri for author in work.authors)
        else None,
    }
    return {key: value for key, value in known.items() if value}
