"""From a document of ours to a ``Citable``: the one place that decides whose it is.

A sheet (of a group, a production, a theme) is cited for itself: its authors, its day,
our page. The work that it describes has other authors and another address; nothing of
it stands in the citation of the sheet. It has a citation of its own, which says where
it is described.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import DocumentKind, DocumentSummary, EntityKind
from search_api.answers import links
from search_api.answers.described_wording import full_title
from search_api.citations.citable import Citable, CitableKind
from search_api.citations.printed_names import author_of

__all__ = ["CATALOGUE", "citable_of", "described_works"]

CATALOGUE = "Graphe GTnum"
"""What our own pages are part of."""

_WORKS = frozenset({DescribedKind.PRODUCTION, DescribedKind.CALL, DescribedKind.WORK})
"""What can be cited of all that a sheet may describe: a group is no work."""

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
_HELD = frozenset({CitableKind.ARTICLE, CitableKind.POST, CitableKind.WEB_PAGE})
"""What stands in something: that is printed where others name their publisher."""


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
        title=full_title(summary),
        page=f"{public_url}{links.document_page(summary.identifier)}",
        authors=tuple(author_of(author) for author in summary.authors),
        issued=summary.date,
        container=CATALOGUE,
        licence=summary.licence,
        language=language,
        abstracts=((language, abstract),) if abstract else (),
        keywords=tuple(keywords),
    )
    return own if summary.is_record else _work(own, summary)


def described_works(
    summary: DocumentSummary,
    *,
    iris: Iris,
    public_url: str,
    kinds: Mapping[str, DocumentKind],
) -> tuple[Citable, ...]:
    """Return how the works are cited that a sheet describes; none for a document.

    Args:
        summary: The sheet.
        iris: Mints the IRIs of productions.
        public_url: Address of this service, without ``/`` at the end.
        kinds: What each production is, by our identifier, as far as it is known.
    """
    page = f"{public_url}{links.document_page(summary.identifier)}"
    return tuple(
        _described(thing, summary.identifier, number, iris=iris, page=page, kinds=kinds)
        for number, thing in enumerate(summary.describes)
        if thing.kind in _WORKS
    )


def _described(
    thing: Described,
    sheet: str,
    number: int,
    *,
    iris: Iris,
    page: str,
    kinds: Mapping[str, DocumentKind],
) -> Citable:
    is_call = thing.kind is DescribedKind.CALL
    unknown = DocumentKind.CALL if is_call else DocumentKind.DOCUMENT
    known = kinds.get(thing.target or "", unknown)
    kind, genre = _KINDS.get(known, (CitableKind.DOCUMENT, None))
    is_held = kind in _HELD
    # A work that is none of ours has no IRI: its place on the sheet stands for it.
    iri = f"{iris.document(sheet)}#oeuvre-{number + 1}"
    if thing.target is not None:
        iri = iris.entity(EntityKind.PRODUCTION, thing.target)
    return Citable(
        identifier=thing.target or f"{sheet}-oeuvre-{number + 1}",
        iri=iri,
        kind=kind,
        genre=genre,
        title=thing.title,
        page=page,
        authors=tuple(author_of(author) for author in thing.authors),
        issued=thing.date,
        container=thing.publisher if is_held else None,
        publisher=None if is_held else thing.publisher,
        page_count=thing.pages,
        doi=thing.doi,
        address=links.web_address(thing.url),
        licence=thing.licence,
        language=thing.language or "und",
        described_in=page,
    )


def _work(own: Citable, summary: DocumentSummary) -> Citable:
    """Return the citation of a document that is the work itself."""
    kind, genre = _KINDS.get(summary.kind, (CitableKind.DOCUMENT, None))
    is_held = kind in _HELD
    return replace(
        own,
        kind=kind,
        genre=genre,
        container=summary.publisher if is_held else None,
        publisher=None if is_held else summary.publisher,
        doi=summary.doi,
        handle=summary.handle,
        hal_id=summary.hal_id,
        address=links.web_address(summary.url),
    )
