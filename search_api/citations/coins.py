"""COinS: a citation in the ``title`` of an empty ``span`` (OpenURL, Z39.88-2004).

Zotero, Mendeley and link resolvers read it from any page, also from one into which it
was pasted. Of the five formats of OpenURL, articles, books, reports, papers and theses
have their own; all else is Dublin Core with the type that Zotero calls it.
"""

from urllib.parse import quote, urlencode

from search_api.citations.citable import Author, Body, Citable, CitableKind
from search_api.citations.issued_dates import read_issued
from search_api.citations.one_line import one_line

__all__ = ["ZOTERO_TYPES", "coins"]

ZOTERO_TYPES = {
    CitableKind.REPORT: "report",
    CitableKind.ARTICLE: "journalArticle",
    CitableKind.POST: "blogPost",
    CitableKind.WEB_PAGE: "webpage",
    CitableKind.DATASET: "dataset",
    CitableKind.BOOK: "book",
    CitableKind.CHAPTER: "bookSection",
    CitableKind.PAPER: "conferencePaper",
    CitableKind.PRESENTATION: "presentation",
    CitableKind.CALL: "report",
    CitableKind.THESIS: "thesis",
    CitableKind.RECORD: "webpage",
    CitableKind.DOCUMENT: "document",
}
"""Each kind as the type of item that Zotero makes of it."""

_FORMATS = {
    CitableKind.ARTICLE: ("journal", "article", "atitle", "jtitle"),
    CitableKind.REPORT: ("book", "report", "btitle", ""),
    CitableKind.CALL: ("book", "report", "btitle", ""),
    CitableKind.BOOK: ("book", "book", "btitle", ""),
    CitableKind.CHAPTER: ("book", "bookitem", "atitle", "btitle"),
    CitableKind.PAPER: ("book", "proceeding", "atitle", "btitle"),
    CitableKind.THESIS: ("dissertation", "", "title", ""),
}
_LONGEST_ABSTRACT = 600
Pairs = list[tuple[str, str]]


def coins(work: Citable) -> str:
    """Return the context object: what stands, escaped, in the ``title`` of the span."""
    known = _FORMATS.get(work.kind)
    pairs = _dublin_core(work) if known is None else _openurl(work, *known)
    written = [("ctx_ver", "Z39.88-2004"), *pairs]
    return urlencode(
        [(key, one_line(text)) for key, text in written if text], quote_via=quote
    )


def _openurl(work: Citable, form: str, genre: str, title: str, container: str) -> Pairs:
    publisher = "inst" if form == "dissertation" else "pub"
    return [
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft.genre", genre),
        (f"rft.{title}", work.full_title),
        (f"rft.{container}", work.container if container and work.container else ""),
        *_authors(work.authors),
        ("rft.date", _date(work)),
        (f"rft.{publisher}", work.publisher or ""),
        ("rft.place", work.place or ""),
        ("rft.pages", work.pages or ""),
        ("rft.language", "" if work.language == "und" else work.language),
        ("rft_id", f"info:doi/{work.doi}" if work.doi else ""),
        ("rft_id", work.best_address),
    ]


def _dublin_core(work: Citable) -> Pairs:
    abstract = work.abstracts[0][1] if work.abstracts else ""
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", ZOTERO_TYPES[work.kind]),
        ("rft.title", work.full_title),
        ("rft.source", work.container or ""),
        *_authors(work.authors),
        ("rft.date", _date(work)),
        ("rft.publisher", work.publisher or ""),
        ("rft.rights", work.licence or ""),
        ("rft.description", abstract[:_LONGEST_ABSTRACT]),
        ("rft.language", "" if work.language == "und" else work.language),
        ("rft.identifier", work.best_address),
        ("rft_id", f"info:doi/{work.doi}" if work.doi else ""),
    ]


def _authors(authors: tuple[Author, ...]) -> Pairs:
    """Return the authors in order; only ``aucorp`` is never taken for a person."""
    return [
        ("rft.aucorp", author.name)
        if isinstance(author, Body)
        else ("rft.au", author.inverted)
        for author in authors
    ]


def _date(work: Citable) -> str:
    issued = read_issued(work.issued)
    return issued.iso() if issued else ""
