"""Cites what the library holds: a document, hits, a selection."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from graph.entity_ports import Certainty
from ontology import kinds
from ontology.call_context import checkpoint
from ontology.iris import Iris
from ontology.model import DocumentKind, DocumentSummary, EntityKind, Passage
from ontology.terms import Reused
from search_api.answers import links
from search_api.answers.search_presenter import linked_entities
from search_api.answers.wording import (
    FACET_LABELS,
    date_words,
    kind_label,
    language_label,
)
from search_api.citations.citable import Citable
from search_api.citations.cited_lists import (
    CitedList,
    FoundPassage,
    ListEntry,
    ListHeading,
)
from search_api.citations.document_citations import citable_of, described_works
from search_api.query import SearchHit, SearchResults
from search_api.web.document_lookup import find_work
from search_api.web.services import Knowledge

__all__ = ["Citer"]

Pairs = Sequence[tuple[str, str]]
_KINDS_BY_LABEL = {kinds.kind_label(kind): kind for kind in DocumentKind}


class Citer:
    """Makes citations and lists of them.

    Args:
        iris: Mints the IRIs of documents.
        public_url: Address of this service, without ``/`` at the end.
    """

    def __init__(self, iris: Iris, public_url: str) -> None:
        self._iris = iris
        self._public_url = public_url

    def cite(self, summary: DocumentSummary, keywords: Sequence[str] = ()) -> Citable:
        """Return how a document is cited, whatever copies of it there are.

        Raises:
            CallCancelled: If nobody waits for the list that it is for.
        """
        checkpoint()
        return citable_of(
            summary, iris=self._iris, public_url=self._public_url, keywords=keywords
        )

    def document(self, knowledge: Knowledge, summary: DocumentSummary) -> Citable:
        """Return how a document is cited: a copy as the official manifestation."""
        official = summary
        work, manifestations = find_work(knowledge, summary.identifier)
        if work is not None:
            first = manifestations.get(work.manifestations[0], summary)
            # A sheet is no copy of the work that it describes, whatever it shares.
            if not (summary.is_record or first.is_record):
                official = first
        entities = linked_entities(knowledge.catalogue, summary.identifier)
        keywords = [each.label for each in entities if each.kind == "concept"]
        return self.cite(official, keywords)

    def passage_address(self, summary: DocumentSummary, passage: Passage) -> str:
        """Return where a passage can be checked, absolute."""
        return f"{self._public_url}{links.passage_page(summary, passage)}"

    def described(
        self, knowledge: Knowledge, summary: DocumentSummary
    ) -> tuple[Citable, ...]:
        """Return how the works are cited that a sheet describes, as the facts say."""
        targets = [thing.target for thing in summary.describes if thing.target]
        known = {target: _production_kind(knowledge, target) for target in targets}
        return described_works(
            summary,
            iris=self._iris,
            public_url=self._public_url,
            kinds={target: kind for target, kind in known.items() if kind is not None},
        )

    def one(
        self, knowledge: Knowledge, summary: DocumentSummary, *, of_described: bool
    ) -> CitedList:
        """Return a document as a list of one, or the works that it describes.

        Args:
            knowledge: The snapshot of this request.
            summary: The document.
            of_described: Whether what it describes is wanted; a document that is no
                sheet describes nothing, and the list is empty.
        """
        works: Sequence[Citable] = [self.document(knowledge, summary)]
        title = "Document"
        if of_described:
            works, title = self.described(knowledge, summary), "Œuvre décrite"
        path = links.document_page(summary.identifier)
        heading = self._heading(knowledge, title, path, total=len(works))
        return CitedList(heading, tuple(map(ListEntry, works)))

    def selection(
        self,
        knowledge: Knowledge,
        summaries: Iterable[DocumentSummary],
        *,
        total: int,
        path: str,
        filters: Pairs,
        is_chosen: bool,
    ) -> CitedList:
        """Return documents as a list.

        Args:
            knowledge: The snapshot of this request.
            summaries: In their order.
            total: How many there are in all.
            path: Where the list can be had again, from ``/``.
            filters: Names and values of the filters.
            is_chosen: Whether the documents were named one by one.
        """
        title = "Sélection" if is_chosen else "Catalogue"
        named = self._named(knowledge, filters)
        heading = self._heading(knowledge, title, path, total=total, filters=named)
        entries = (ListEntry(self.cite(summary)) for summary in summaries)
        return CitedList(heading, tuple(entries))

    def hits(
        self, knowledge: Knowledge, results: SearchResults, *, path: str, filters: Pairs
    ) -> CitedList:
        """Return a page of hits as a list, each with its best passage."""
        heading = self._heading(
            knowledge,
            "Recherche",
            path,
            total=results.total,
            filters=self._named(knowledge, filters),
            question=results.query.text,
            is_capped=results.is_capped,
        )
        entries = (self._entry(knowledge, hit) for hit in results.hits)
        return CitedList(heading, tuple(entries))

    def hit_works(
        self, knowledge: Knowledge, results: SearchResults
    ) -> dict[str, Citable]:
        """Return how each hit is cited, by the identifier of its document."""
        return {
            hit.document.identifier: self._work(knowledge, hit) for hit in results.hits
        }

    def _work(self, knowledge: Knowledge, hit: SearchHit) -> Citable:
        if hit.copies:
            return self.document(knowledge, hit.document)
        return self.cite(hit.document)

    def _entry(self, knowledge: Knowledge, hit: SearchHit) -> ListEntry:
        summary, best = hit.document, hit.passages[0].passage
        found = FoundPassage(
            text=best.text,
            page=best.page if summary.is_paged else None,
            address=self.passage_address(summary, best),
            score=hit.score,
        )
        return ListEntry(self._work(knowledge, hit), found)

    def _heading(
        self,
        knowledge: Knowledge,
        title: str,
        path: str,
        *,
        total: int,
        filters: Pairs = (),
        question: str = "",
        is_capped: bool = False,
    ) -> ListHeading:
        return ListHeading(
            title=title,
            question=question,
            filters=tuple(filters),
            generation=knowledge.generation,
            made_at=datetime.now(UTC),
            total=total,
            is_capped=is_capped,
            address=f"{self._public_url}{path}",
        )

    def _named(self, knowledge: Knowledge, filters: Pairs) -> list[tuple[str, str]]:
        """Return filters as people read them."""
        kinds = set(EntityKind)
        entities = [
            (EntityKind(name), value) for name, value in filters if name in kinds
        ]
        labels = knowledge.entities.labels(entities) if entities else {}
        return [
            (
                FACET_LABELS.get(name, name),
                labels[(EntityKind(name), value)]
                if name in kinds
                else _filter_words(name, value),
            )
            for name, value in filters
        ]


def _production_kind(knowledge: Knowledge, production: str) -> DocumentKind | None:
    """Return what the facts say a production is, where that is certain."""
    found = knowledge.entities.describe(EntityKind.PRODUCTION, production)
    for fact in found.facts if found else ():
        if fact.predicate == Reused.DCTERMS_TYPE and fact.certainty is Certainty.HIGH:
            return _KINDS_BY_LABEL.get(fact.value)
    return None


def _filter_words(name: str, value: str) -> str:
    if name == "kind":
        return kind_label(DocumentKind(value))
    if name == "language":
        return language_label(value)
    return date_words(value) if name.startswith("date_") else value
