"""Turns entities, facts and mentions into the JSON of the API."""

from collections.abc import Iterable, Sequence

from graph.entity_ports import (
    Concept,
    EntityDescription,
    EntityDocument,
    EntityHit,
    EntityRef,
    Fact,
    Neighbour,
)
from ontology.model import DocumentSummary, Mention, Passage
from search_api.answers import links
from search_api.answers.search_presenter import Presenter
from search_api.answers.search_schemas import EntityOut
from search_api.answers.wording import ENTITY_LABELS
from search_api.web.entities.entity_schemas import (
    ConceptLinksOut,
    ConceptOut,
    EntityDocumentOut,
    EntityHitOut,
    EvidenceOut,
    FactOut,
    FactSourceOut,
    FullEntityOut,
    LabelOut,
    MentionOut,
    NeighbourOut,
)
from search_api.web.services import Knowledge

__all__ = [
    "concept_out",
    "concept_tree_out",
    "entity_documents",
    "entity_out",
    "fact_out",
    "full_entity",
    "hit_out",
    "labels_out",
    "mention_fields",
    "neighbour_out",
]


def entity_out(entity: EntityRef) -> EntityOut:
    """Write an entity as a link."""
    return EntityOut(kind=entity.kind.value, id=entity.identifier, label=entity.label)


def hit_out(hit: EntityHit) -> EntityHitOut:
    """Write an entity that was found by a name."""
    return EntityHitOut(
        **entity_out(hit.entity).model_dump(),
        kind_label=ENTITY_LABELS[hit.entity.kind],
        matched=hit.matched,
        documents=hit.documents,
        url=links.entity_api(hit.entity.kind, hit.entity.identifier),
    )


def labels_out(found: EntityDescription) -> list[LabelOut]:
    """Write the names of an entity."""
    return [
        LabelOut(text=each.text, language=each.language, preferred=each.is_preferred)
        for each in found.labels
    ]


def full_entity(found: EntityDescription) -> FullEntityOut:
    """Write an entity with its names."""
    entity = found.entity
    return FullEntityOut(
        **entity_out(entity).model_dump(),
        kind_label=ENTITY_LABELS[entity.kind],
        iri=found.iri,
        page=links.entity_page(entity.kind, entity.identifier),
        labels=labels_out(found),
    )


def fact_out(fact: Fact) -> FactOut:
    """Write a fact."""
    return FactOut(
        subject=entity_out(fact.subject),
        property=fact.predicate,
        label=fact.label,
        value=fact.value,
        entity=entity_out(fact.target) if fact.target else None,
        url=fact.url,
        certain=fact.is_certain,
        certainty=fact.certainty.value,
        basis=fact.basis,
        sources=[
            FactSourceOut(label=each.label, url=each.url) for each in fact.sources
        ],
        printed=fact.printed,
        note=fact.note,
    )


def neighbour_out(neighbour: Neighbour) -> NeighbourOut:
    """Write a neighbour."""
    return NeighbourOut(
        entity=entity_out(neighbour.entity),
        relations=list(neighbour.relations),
        certain_facts=neighbour.certain_facts,
        uncertain_facts=neighbour.uncertain_facts,
        passages=neighbour.passages,
    )


def concept_out(entity: EntityRef) -> ConceptOut:
    """Write a concept as a link."""
    return ConceptOut(
        id=entity.identifier,
        label=entity.label,
        url=links.concept_api(entity.identifier),
    )


def concept_tree_out(concept: Concept) -> ConceptLinksOut:
    """Write a concept with the identifiers of those around it."""
    return ConceptLinksOut(
        id=concept.entity.identifier,
        label=concept.entity.label,
        documents=concept.documents,
        broader=[each.identifier for each in concept.broader],
        narrower=[each.identifier for each in concept.narrower],
        related=[each.identifier for each in concept.related],
    )


def mention_fields(
    mention: Mention, *, summary: DocumentSummary, passage: Passage
) -> dict[str, object]:
    """Return the keys that every kind of mention has in the API."""
    return MentionOut(
        text=mention.text,
        passage=mention.passage,
        page=mention.page,
        start=mention.start,
        end=mention.end,
        method=mention.method,
        confidence=mention.confidence,
        url=links.passage_url(summary, passage),
    ).model_dump()


def entity_documents(
    knowledge: Knowledge,
    presenter: Presenter,
    found: EntityDescription,
    *,
    shown: Sequence[EntityDocument],
    evidence: int,
) -> list[EntityDocumentOut]:
    """Describe documents of an entity with their first mentions.

    Args:
        knowledge: The snapshot.
        presenter: Describes documents.
        found: The entity.
        shown: Documents linked to it.
        evidence: Mentions per document, at most.
    """
    entity = found.entity
    mentions = {
        each.document: knowledge.entities.evidence(
            entity.kind, entity.identifier, document=each.document
        )[:evidence]
        for each in shown
    }
    summaries = knowledge.catalogue.documents([each.document for each in shown])
    passages = _passages(knowledge, mentions.values())
    return [
        EntityDocumentOut(
            document=presenter.document(summaries[each.document]),
            mentions=each.mentions,
            declared=each.is_declared,
            evidence=[
                _evidence(mention, summaries[each.document], passages[mention.passage])
                for mention in mentions[each.document]
            ],
        )
        for each in shown
        if each.document in summaries
    ]


def _passages(
    knowledge: Knowledge, mentions: Iterable[list[Mention]]
) -> dict[str, Passage]:
    names = {mention.passage for found in mentions for mention in found}
    return knowledge.catalogue.passages(sorted(names))


def _evidence(
    mention: Mention, summary: DocumentSummary, passage: Passage
) -> EvidenceOut:
    return EvidenceOut.model_validate(
        {
            **mention_fields(mention, summary=summary, passage=passage),
            "context": passage.text,
            "highlight": (mention.start - passage.start, mention.end - passage.start),
        }
    )
