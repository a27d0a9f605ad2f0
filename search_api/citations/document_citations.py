"""From a document of ours to a ``Citable``: the one place that decides whose it is.

A sheet (of a group, a production, a theme) is cited for itself: its authors, its day,
our page. The work that it describes has other authors and another address; nothing of
it stands in the citation of the sheet.
"""

from collections.abc import Sequence
from dataclasses import replace

from ontology.iris import Iris
from ontology.model import DocumentKind, DocumentSummary
from search_api.answers import links
from search_api.citations.citable import Citable, CitableKind
from search_api.citations.printed_names import author_of

__all__ = ["CATALOGUE", "OWN_TEAM", "SHEETS", "citable_of"]

OWN_TEAM = "Équipe du graphe GTnum"
"""Who wrote the texts of the starter corpus; it publishes nowhere but here."""

CATALOGUE = "Graphe GTnum"
"""What our own pages are part of."""

SHEETS = frozenset(
    {DocumentKind.GROUP_SHEET, DocumentKind.PRODUCTION_SHEET, DocumentKind.THEME}
)
"""Documents that describe something else."""

_KINDS = {
    DocumentKind.CALL: (CitableKind.CALL, "Appel"),
    DocumentKind.PRESENTATION: (CitableKind.PRESENTATION, None),
    DocumentKind.WATCH_NOTE: (CitableKind.REPORT, "Note de veille"),
    DocumentKind.LITERATURE_REVIEW: (CitableKind.REPORT, "Revue de littérature"),
    DocumentKind.EXPERIENCE_BOOK: (CitableKind.REPORT, "Cahier d’expériences"),
    DocumentKind.SYNTHESIS_NOTE: (CitableKind.REPORT, "Note de synthèse"),
    DocumentKind.REPORT: (CitableKind.REPORT, None),
    DocumentKind.ARTICLE: (CitableKind.ARTICLE, None),
    DocumentKind.POST: (CitableKind.POST, None),
    DocumentKind.DATASET: (CitableKind.DATASET, None),
    DocumentKind.PAGE: (CitableKind.WEB_PAGE, None),
    DocumentKind.EVENT: (CitableKind.WEB_PAGE, "Événement"),
}


def citable_of(
    summary: DocumentSummary,
    *,
    iris: Iris,
    public_url: str,
    keywords: Sequence[str] = (),
) -> Citable:
    """Return how a document is cited.

    Args:
        summary: The document; of several copies of a work, the official one.
        iris: Mints the IRI of the document.
        public_url: Address of this service, without ``/`` at the end.
        keywords: Labels of the concepts it is linked to.
    """
    language, abstract = summary.language, summary.abstract
    own = Citable(
        identifier=summary.identifier,
        iri=iris.document(summary.identifier),
        kind=CitableKind.RECORD,
        title=f"Fiche descriptive : {summary.title}",
        page=f"{public_url}{links.document_page(summary.identifier)}",
        authors=tuple(author_of(author) for author in summary.authors),
        issued=summary.date,
        container=CATALOGUE,
        licence=summary.licence,
        language=language,
        abstracts=((language, abstract),) if abstract else (),
        keywords=tuple(keywords),
    )
    if _describes(summary, (iris.base, f"{public_url}/")):
        return own
    return _work(own, summary)


def _describes(summary: DocumentSummary, ours: tuple[str, ...]) -> bool:
    """Say whether a document is a sheet, by its kind or by what it says of itself.

    What our team wrote stands here; another address can only be that of a work it
    describes, whatever the kind (a call told in our words).
    """
    elsewhere = bool(summary.url and not summary.url.startswith(ours))
    is_told_by_us = OWN_TEAM in summary.authors and (elsewhere or bool(summary.doi))
    return summary.kind in SHEETS or is_told_by_us


def _work(own: Citable, summary: DocumentSummary) -> Citable:
    """Return the citation of a document that is the work itself."""
    kind, genre = _KINDS.get(summary.kind, (CitableKind.DOCUMENT, None))
    # What publishes an article or a post is the thing in which it stands.
    is_held = kind in (CitableKind.ARTICLE, CitableKind.POST, CitableKind.WEB_PAGE)
    return replace(
        own,
        kind=kind,
        title=summary.title,
        genre=genre,
        container=summary.publisher if is_held else None,
        publisher=None if is_held else summary.publisher,
        doi=summary.doi,
        handle=summary.handle,
        hal_id=summary.hal_id,
        address=links.web_address(summary.url),
    )
