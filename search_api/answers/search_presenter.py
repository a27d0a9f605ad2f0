"""Turns what the searcher and the graph return into the JSON of the API."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from graph.ports import Catalogue, DocumentStructure
from ingest.losses import described
from ontology.described import Described, WorkDate
from ontology.iris import Iris
from ontology.model import DocumentSummary, EntityKind, Passage, Work
from search_api.answers import links
from search_api.answers.date_wording import edtf_words, work_date_words
from search_api.answers.direct_answer_presenter import direct_answers_out
from search_api.answers.direct_answer_wording import failure_words
from search_api.answers.explanation import explanations
from search_api.answers.result_messages import results_message
from search_api.answers.score_schemas import ExplanationOut, ScoresOut
from search_api.answers.search_address import SearchAddress
from search_api.answers.search_schemas import (
    AbstractOut,
    ContextOut,
    CopyOut,
    DescribedOut,
    DocumentOut,
    EntityOut,
    FacetValue,
    FullDocumentOut,
    HitOut,
    LinksOut,
    LossOut,
    MatchOut,
    PageOut,
    PassageHitOut,
    PassageOut,
    SearchAnswer,
    WorkDateOut,
    WorkOut,
)
from search_api.answers.understood_presenter import (
    entity_card_out,
    spelling_out,
    understood_out,
)
from search_api.answers.wording import kind_label
from search_api.query import (
    PassageHit,
    SearchHit,
    SearchResults,
)

__all__ = ["Presenter", "entities_out", "linked_entities", "milliseconds"]

_ENTITY_KINDS = frozenset(kind.value for kind in EntityKind)


def linked_entities(catalogue: Catalogue, identifier: str) -> list[EntityOut]:
    """Return what a document is linked to: groups, labs, académies, concepts."""
    facets = catalogue.facets([identifier], limit=40)
    return [
        EntityOut(kind=field, id=value, label=label)
        for field, values in facets.items()
        if field in _ENTITY_KINDS
        for value, label, _count in values
    ]


Neighbours = tuple[Passage | None, Passage | None]
_NOBODY: Mapping[str, Neighbours] = MappingProxyType({})


class Presenter:
    """Writes documents, passages and results as the API shows them.

    Args:
        iris: Mints the IRIs of documents.
    """

    def __init__(self, iris: Iris) -> None:
        self._iris = iris

    def document(self, summary: DocumentSummary) -> DocumentOut:
        """Describe a document."""
        return DocumentOut.model_validate(self._fields(summary))

    def full_document(self, summary: DocumentSummary) -> FullDocumentOut:
        """Describe a document and its file."""
        return FullDocumentOut.model_validate(
            {
                **self._fields(summary),
                "doi": summary.doi,
                "handle": summary.handle,
                "hal_id": summary.hal_id,
                "abstract": summary.abstract,
                "abstracts": [
                    AbstractOut(language=one.language, text=one.text)
                    for one in summary.abstracts
                ],
                "collection": summary.collection,
                "media_type": summary.media_type,
                "size_bytes": summary.size_bytes,
                "sha256": summary.sha256,
                "passage_count": summary.passage_count,
            }
        )

    def _fields(self, summary: DocumentSummary) -> dict[str, object]:
        return {
            "id": summary.identifier,
            "iri": self._iris.document(summary.identifier),
            "is_record": summary.is_record,
            "describes": [_described(thing) for thing in summary.describes],
            "work_date": _work_date(summary.work_date),
            "title": summary.title,
            "kind": summary.kind.value,
            "kind_label": kind_label(summary.kind),
            "date": summary.date,
            "language": summary.language,
            "authors": list(summary.authors),
            "url": summary.url,
            "publisher": summary.publisher,
            "licence": summary.licence,
            "page_count": summary.page_count,
            "paged": summary.is_paged,
            "links": _links(summary),
        }

    def copy(self, summary: DocumentSummary) -> CopyOut:
        """Describe one of several manifestations."""
        return CopyOut(
            id=summary.identifier,
            title=summary.title,
            date=summary.date,
            url=summary.url,
            publisher=summary.publisher,
            media_type=summary.media_type,
            collection=summary.collection,
            links=_links(summary),
        )

    def work(
        self, work: Work | None, known: Mapping[str, DocumentSummary]
    ) -> WorkOut | None:
        """Describe a work, with the reasons why its manifestations are one."""
        if work is None:
            return None
        return WorkOut(
            id=work.identifier,
            iri=self._iris.thing("work", work.identifier),
            official=work.manifestations[0],
            manifestations=[
                self.copy(known[name]) for name in work.manifestations if name in known
            ],
            evidence=[
                MatchOut(
                    documents=(match.first, match.second),
                    method=match.method,
                    similarity=match.similarity,
                )
                for match in work.matches
            ],
        )

    def passage(self, summary: DocumentSummary, passage: Passage) -> PassageOut:
        """Describe a passage."""
        return PassageOut(
            id=passage.identifier,
            text=passage.text,
            page=passage.page,
            start=passage.start,
            end=passage.end,
            section=list(passage.section),
            language=passage.language,
            role=passage.role.value,
            url=links.passage_url(summary, passage),
        )

    def passage_hit(
        self,
        summary: DocumentSummary,
        hit: PassageHit,
        *,
        around: Neighbours | None = None,
    ) -> PassageHitOut:
        """Describe a passage that answers, with its scores.

        Args:
            summary: Of its document.
            hit: The passage.
            around: The passages before and behind it, where they shall be shown.
        """
        parts = hit.parts
        return PassageHitOut(
            **self.passage(summary, hit.passage).model_dump(),
            score=hit.score,
            scores=ScoresOut(
                words=parts.words,
                vectors=parts.vectors,
                words_share=parts.words_share,
                vectors_share=parts.vectors_share,
                intent_share=parts.intent_share,
                closeness_share=parts.closeness_share,
                kind_weight=parts.kind_weight,
            ),
            highlights=list(hit.highlights),
            best_sentence=hit.best_sentence,
            synonyms=list(hit.synonyms),
            context=None if around is None else self._context(summary, around),
        )

    def _context(self, summary: DocumentSummary, around: Neighbours) -> ContextOut:
        before, behind = around
        return ContextOut(
            previous=None if before is None else self.passage(summary, before),
            next=None if behind is None else self.passage(summary, behind),
        )

    def losses(self, structure: DocumentStructure) -> list[LossOut]:
        """Describe what of a document is not in its text."""
        return [LossOut(**described(loss)) for loss in structure.losses]

    def pages(
        self,
        summary: DocumentSummary,
        passages: Iterable[Passage],
        structure: DocumentStructure,
    ) -> list[PageOut]:
        """Group passages, given in order, by page."""
        return [
            PageOut(
                number=number,
                url=links.page_url(summary, number),
                furniture=list(structure.furniture.get(number, ())),
                passages=[self.passage(summary, passage) for passage in group],
            )
            for number, group in groupby(passages, key=lambda passage: passage.page)
        ]

    def search_answer(
        self,
        address: SearchAddress,
        results: SearchResults,
        *,
        neighbours: Mapping[str, Neighbours] = _NOBODY,
    ) -> SearchAnswer:
        """Write one page of hits.

        Args:
            address: Of the search.
            results: Of the searcher.
            neighbours: Passage → the ones before and behind it, where asked for.
        """
        reasons = explanations(results) if address.explain else {}
        following = None
        if results.next_cursor is not None:
            following = links.with_parameters(
                "/search", address.pairs(cursor=results.next_cursor)
            )
        return SearchAnswer(
            query=results.query.text,
            total=results.total,
            further_total=results.further_total,
            capped=results.is_capped,
            hits=[self._hit(hit, neighbours, reasons) for hit in results.hits],
            next=following,
            state=results.state,
            reliable=results.is_reliable,
            message=results_message(results),
            understood=[
                understood_out(one, address, path="/search")
                for one in results.understood
            ],
            entities=[entity_card_out(card) for card in results.entities],
            direct_answers=direct_answers_out(results.direct, address, path="/search"),
            direct_answers_message=failure_words(results.direct),
            spelling=spelling_out(results.spelling, address, path="/search"),
            facets={
                field: [
                    FacetValue(value=value, label=label, count=count)
                    for value, label, count in values
                ]
                for field, values in results.facets.items()
            },
            generation=results.generation,
            model=results.embedder,
            took_ms=milliseconds(results.elapsed_seconds),
        )

    def _hit(
        self,
        hit: SearchHit,
        neighbours: Mapping[str, Neighbours],
        reasons: Mapping[str, ExplanationOut],
    ) -> HitOut:
        return HitOut(
            document=self.document(hit.document),
            stratum=hit.stratum,
            score=hit.score,
            passages=[
                self.passage_hit(
                    hit.document,
                    found,
                    around=neighbours.get(found.passage.identifier),
                )
                for found in hit.passages
            ],
            explanation=reasons.get(hit.document.identifier),
            copies=[self.copy(other) for other in hit.copies],
        )


def _described(thing: Described) -> DescribedOut:
    return DescribedOut(
        kind=thing.kind.value,
        id=thing.target,
        title=thing.title,
        date=thing.date,
        date_words=edtf_words(thing.date),
        authors=list(thing.authors),
        publisher=thing.publisher,
        pages=thing.pages,
        language=thing.language,
        url=thing.url,
        doi=thing.doi,
        licence=thing.licence,
        certainty=thing.certainty and thing.certainty.value,
        sources=list(thing.sources),
    )


def _work_date(date: WorkDate | None) -> WorkDateOut | None:
    if date is None:
        return None
    return WorkDateOut(
        edtf=date.edtf,
        earliest=date.earliest and date.earliest.isoformat(),
        latest=date.latest and date.latest.isoformat(),
        basis=date.basis.value,
        words=work_date_words(date),
    )


def _links(summary: DocumentSummary) -> LinksOut:
    return LinksOut(
        self=links.document_api(summary.identifier),
        original=links.original(summary.identifier),
        page=links.document_page(summary.identifier),
    )


def entities_out(shared: Sequence[tuple[str, str, str]]) -> list[EntityOut]:
    """Write entities given as kind, identifier and label."""
    return [EntityOut(kind=kind, id=name, label=label) for kind, name, label in shared]


def milliseconds(seconds: float) -> float:
    """Return how many, to a tenth."""
    return round(seconds * 1000, 1)
