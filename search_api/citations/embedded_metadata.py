"""What a page says of a work to machines: ``citation_*``, Dublin Core, Schema.org.

Google Scholar and Zotero read the first, harvesters the second, search engines the
third. Readers of ``citation_author`` part names at commas and at the last space: a body
therefore ends with a comma, as in RIS.
"""

from typing import Any

from search_api.citations.citable import Author, Body, Citable, CitableKind
from search_api.citations.coins import ZOTERO_TYPES
from search_api.citations.issued_dates import read_issued
from search_api.citations.one_line import one_line
from search_api.citations.ris_records import uncut_name

__all__ = ["dublin_core_tags", "highwire_tags", "schema_org"]

_CONTAINERS = {
    CitableKind.ARTICLE: "citation_journal_title",
    CitableKind.CHAPTER: "citation_book_title",
    CitableKind.PAPER: "citation_conference_title",
}
_INSTITUTIONS = {
    CitableKind.REPORT: "citation_technical_report_institution",
    CitableKind.CALL: "citation_technical_report_institution",
    CitableKind.THESIS: "citation_dissertation_institution",
}
_SCHEMA_TYPES = {
    CitableKind.REPORT: "Report",
    CitableKind.ARTICLE: "ScholarlyArticle",
    CitableKind.POST: "BlogPosting",
    CitableKind.WEB_PAGE: "WebPage",
    CitableKind.DATASET: "Dataset",
    CitableKind.BOOK: "Book",
    CitableKind.CHAPTER: "Chapter",
    CitableKind.PAPER: "ScholarlyArticle",
    CitableKind.PRESENTATION: "PresentationDigitalDocument",
    CitableKind.THESIS: "Thesis",
    CitableKind.RECORD: "WebPage",
}
_DC_TYPES = {CitableKind.DATASET: "Dataset"}
Tags = list[tuple[str, str]]


def highwire_tags(work: Citable, *, pdf: str | None = None) -> Tags:
    """Return the ``citation_*`` tags.

    Args:
        work: What the page is about.
        pdf: Address of its PDF, where we keep one.
    """
    issued = read_issued(work.issued)
    first, _, last = (work.pages or "").replace("–", "-").partition("-")
    tags: list[tuple[str, str | None]] = [
        ("citation_title", work.full_title),
        *(("citation_author", uncut_name(author)) for author in work.authors),
        (
            "citation_publication_date",
            issued.iso().replace("-", "/") if issued else None,
        ),
        (_CONTAINERS.get(work.kind, ""), work.container),
        ("citation_publisher", work.publisher),
        (_INSTITUTIONS.get(work.kind, ""), work.publisher),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", work.doi),
        ("citation_language", None if work.language == "und" else work.language),
        *(("citation_keywords", keyword) for keyword in work.keywords),
        ("citation_public_url", work.best_address),
        ("citation_abstract_html_url", work.page),
        ("citation_pdf_url", pdf),
        # Zotero takes what has no tag of its own above for a journal article.
        ("z:itemType", ZOTERO_TYPES[work.kind]),
    ]
    return [(name, one_line(text)) for name, text in tags if name and text]


def dublin_core_tags(work: Citable) -> Tags:
    """Return the ``DC.*`` tags; a page with them declares ``schema.DC``."""
    identifiers = dict.fromkeys((work.doi_address, work.best_address))
    tags: list[tuple[str, str | None]] = [
        ("DC.title", work.full_title),
        *(("DC.creator", _plain_name(author)) for author in work.authors),
        *(("DC.contributor", _plain_name(editor)) for editor in work.editors),
        ("DC.date", work.issued),
        ("DC.publisher", work.publisher),
        ("DC.type", _DC_TYPES.get(work.kind, "Text")),
        *(("DC.identifier", address) for address in identifiers),
        ("DC.source", work.container),
        ("DC.language", None if work.language == "und" else work.language),
        ("DC.rights", work.licence),
        *(("DC.subject", keyword) for keyword in work.keywords),
        *(("DC.description", text) for _, text in work.abstracts),
    ]
    return [(name, one_line(text)) for name, text in tags if text]


def _plain_name(author: Author) -> str:
    return author.name if isinstance(author, Body) else author.inverted


def schema_org(work: Citable) -> dict[str, Any]:
    """Describe a work in Schema.org; ``sameAs`` only where it is the work itself."""
    issued = read_issued(work.issued)
    same = [] if work.kind is CitableKind.RECORD else list(work.official_addresses)
    optional: dict[str, Any] = {
        "alternativeHeadline": work.subtitle,
        "author": [_agent(author) for author in work.authors],
        "editor": [_agent(editor) for editor in work.editors],
        "datePublished": issued and issued.iso(),
        "temporalCoverage": issued and issued.is_interval and issued.text,
        "publisher": work.publisher
        and {"@type": "Organization", "name": work.publisher},
        "isPartOf": work.container
        and {"@type": "CreativeWork", "name": work.container},
        "pagination": work.pages,
        "numberOfPages": work.page_count
        if work.kind in (CitableKind.BOOK, CitableKind.THESIS)
        else None,
        "abstract": work.abstracts[0][1] if work.abstracts else None,
        "keywords": list(work.keywords),
        "license": work.licence,
        "genre": work.genre,
        "inLanguage": None if work.language == "und" else work.language,
        "sameAs": same[0] if len(same) == 1 else same,
        "subjectOf": work.described_in,
    }
    return {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES.get(work.kind, "CreativeWork"),
        "@id": work.iri,
        "name": work.full_title,
        "url": work.page,
        **{key: value for key, value in optional.items() if value},
    }


def _agent(author: Author) -> dict[str, str]:
    if isinstance(author, Body):
        known = {"@type": "Organization", "name": author.name}
    else:
        known = {"@type": "Person", "name": author.name, "familyName": author.surname}
        if author.given:
            known["givenName"] = author.given
    if author.iri:
        known["sameAs"] = author.iri
    return known
