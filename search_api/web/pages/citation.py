"""How to cite a document: words for people, tags for programmes."""

from collections.abc import Sequence
from urllib.parse import quote

from ontology.model import DocumentKind, DocumentSummary
from search_api.answers import links
from search_api.answers.wording import date_words

__all__ = ["citation_words", "highwire_tags", "json_ld"]

_SCHEMA_TYPES = {
    DocumentKind.ARTICLE: "ScholarlyArticle",
    DocumentKind.REPORT: "Report",
    DocumentKind.WATCH_NOTE: "Report",
    DocumentKind.SYNTHESIS_NOTE: "Report",
    DocumentKind.LITERATURE_REVIEW: "Report",
    DocumentKind.POST: "BlogPosting",
    DocumentKind.DATASET: "Dataset",
    DocumentKind.PAGE: "WebPage",
}


def citation_words(summary: DocumentSummary, *, public_url: str) -> str:
    """Return a citation to paste: authors, title, publisher, date, address."""
    address = _doi_address(summary) or links.web_address(summary.url)
    own_page = f"{public_url}{links.document_page(summary.identifier)}"
    parts = [
        ", ".join(summary.authors),
        f"« {summary.title} »",
        summary.publisher or "",
        date_words(summary.date),
        address or own_page,
    ]
    return ". ".join(part.rstrip(".") for part in parts if part)


def json_ld(
    summary: DocumentSummary, *, iri: str, public_url: str
) -> dict[str, object]:
    """Describe a document with schema.org for search engines."""
    optional: dict[str, object | None] = {
        "datePublished": summary.date,
        "abstract": summary.abstract,
        "license": summary.licence,
        "sameAs": _doi_address(summary) or links.web_address(summary.url),
        "author": [{"@type": "Person", "name": name} for name in summary.authors]
        or None,
        "publisher": summary.publisher
        and {"@type": "Organization", "name": summary.publisher},
    }
    return {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES.get(summary.kind, "CreativeWork"),
        "@id": iri,
        "name": summary.title,
        "inLanguage": summary.language,
        "url": f"{public_url}{links.document_page(summary.identifier)}",
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": summary.media_type,
            "contentUrl": f"{public_url}{links.original(summary.identifier)}",
        },
        **{key: value for key, value in optional.items() if value},
    }


def highwire_tags(
    summary: DocumentSummary, *, public_url: str, keywords: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Return ``citation_*`` tags, which Zotero and Google Scholar read.

    Args:
        summary: The document.
        public_url: Address that users see.
        keywords: Labels of the concepts it is linked to.
    """
    tags = [("citation_title", summary.title)]
    tags += [("citation_author", name) for name in summary.authors]
    if summary.date:
        tags.append(("citation_publication_date", summary.date.replace("-", "/")))
    if summary.publisher:
        tags.append(("citation_publisher", summary.publisher))
        if _SCHEMA_TYPES.get(summary.kind) == "Report":
            institution = "citation_technical_report_institution"
            tags.append((institution, summary.publisher))
    if summary.doi:
        tags.append(("citation_doi", summary.doi))
    tags.append(("citation_language", summary.language))
    tags += [("citation_keywords", keyword) for keyword in keywords]
    own_page = f"{public_url}{links.document_page(summary.identifier)}"
    tags.append(("citation_abstract_html_url", own_page))
    if summary.media_type == "application/pdf":
        address = f"{public_url}{links.original(summary.identifier)}"
        tags.append(("citation_pdf_url", address))
    return tags


def _doi_address(summary: DocumentSummary) -> str | None:
    return f"https://doi.org/{quote(summary.doi, safe='/')}" if summary.doi else None
