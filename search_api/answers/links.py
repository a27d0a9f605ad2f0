"""The addresses of the application, made in one place.

All are root-relative, so that they hold behind any host name;
``WebSettings.public_url`` goes in front where an absolute address is needed.
"""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from ontology.model import DocumentSummary, EntityKind, Passage

__all__ = [
    "PASSAGES_PER_PART",
    "concept_api",
    "document_api",
    "document_page",
    "draft_feed",
    "entity_api",
    "entity_page",
    "original",
    "original_page",
    "page_url",
    "passage_page",
    "passage_url",
    "question_api",
    "task_api",
    "web_address",
    "with_parameters",
]

PASSAGES_PER_PART = 100
"""How many passages of a document without pages one view shows."""

Pairs = Iterable[tuple[str, str]]


def document_api(identifier: str) -> str:
    """Return where the API describes a document."""
    return f"/documents/{quote(identifier, safe='')}"


def draft_feed(token: str) -> str:
    """Return where a draft is followed."""
    return f"/feeds/draft/{quote(token, safe='')}.atom"


def original(identifier: str) -> str:
    """Return where the stored file of a document is."""
    return f"{document_api(identifier)}/original"


def original_page(identifier: str, page: int) -> str:
    """Return the stored file, opened on a page (RFC 8118)."""
    return f"{original(identifier)}#page={page}"


def document_page(identifier: str) -> str:
    """Return where people read about a document."""
    return f"/document/{quote(identifier, safe='')}"


def passage_page(document: DocumentSummary, passage: Passage) -> str:
    """Return the place of a passage on the page of its document."""
    if document.is_paged:
        view = f"?page={passage.page}" if document.page_count > 1 else ""
    else:
        part = passage.position // PASSAGES_PER_PART + 1
        view = f"?partie={part}" if part > 1 else ""
    return f"{document_page(document.identifier)}{view}#passage-{passage.position}"


def page_url(document: DocumentSummary, page: int) -> str:
    """Return where a page can be seen: in the PDF, or on our page."""
    if document.media_type == "application/pdf":
        return original_page(document.identifier, page)
    return document_page(document.identifier)


def passage_url(document: DocumentSummary, passage: Passage) -> str:
    """Return where the passage can be checked: the page of the PDF, or our page."""
    if document.media_type == "application/pdf":
        return original_page(document.identifier, passage.page)
    return passage_page(document, passage)


def entity_api(kind: EntityKind | str, identifier: str) -> str:
    """Return where the API describes an entity."""
    return f"/entities/{kind}/{quote(identifier, safe='')}"


def entity_page(kind: EntityKind | str, identifier: str) -> str:
    """Return where people read about an entity."""
    return f"/entite/{kind}/{quote(identifier, safe='')}"


def concept_api(identifier: str) -> str:
    """Return where the API describes a concept."""
    return f"/concepts/{quote(identifier, safe='')}"


def question_api(name: str) -> str:
    """Return where the API answers a question of ours."""
    return f"/questions/{quote(name, safe='')}"


def task_api(identifier: str) -> str:
    """Return where a task can be asked about."""
    return f"/tasks/{quote(identifier, safe='')}"


def with_parameters(path: str, pairs: Pairs) -> str:
    """Return a path with a query string; without one where there is nothing to say."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def web_address(written: str | None) -> str | None:
    """Return an address from a document if it may stand in ``href``, else None.

    Documents are foreign: ``javascript:`` and its kin never become links.
    """
    if written and written.lower().startswith(("http://", "https://")):
        return written
    return None
