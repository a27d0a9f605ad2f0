"""``/entities`` and the mentions of a document: links that show their evidence."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from graph.entity_ports import EntityHit
from ontology.model import DocumentSummary, EntityKind, Mention
from search_api.answers import links
from search_api.answers.search_schemas import EntityOut
from search_api.answers.wording import ENTITY_LABELS
from search_api.web.dependencies import FreshnessDep, KnowledgeDep, PresenterDep
from search_api.web.document_lookup import find_document
from search_api.web.entities.entity_lookup import find_entity
from search_api.web.entities.entity_parameters import (
    EntityListParameters,
    EntityParameters,
    MentionListParameters,
)
from search_api.web.entities.entity_presenter import (
    entity_documents,
    fact_out,
    full_entity,
    hit_out,
    mention_fields,
    neighbour_out,
)
from search_api.web.entities.entity_schemas import (
    DocumentMentionOut,
    EntityAnswer,
    EntityListAnswer,
    KindCount,
    MentionListAnswer,
)
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.responses.caching import UNCHANGED
from search_api.web.search_parameters import cleaned
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(tags=["Entités"])

_Kind = Annotated[EntityKind, Path(description="Genre d’entité", examples=["lab"])]
_Entity = Annotated[
    str, Path(description="Identifiant de l’entité", examples=["techne"])
]
_Document = Annotated[
    str,
    Path(description="Identifiant du document", examples=["sheet-gtnum-2022-aeson"]),
]


@router.get(
    "/entities",
    operation_id="list_entities",
    summary="Chercher des entités par leur nom",
    responses={
        **UNCHANGED,
        **problem_responses("invalid-parameter", "stale-cursor", "not-ready"),
    },
)
def list_entities(
    parameters: Annotated[EntityListParameters, Query()],
    knowledge: KnowledgeDep,
    freshness: FreshnessDep,
    response: Response,
) -> EntityListAnswer:
    """Trouve groupes, laboratoires, académies, personnes, notions … par un nom.

    Ni les accents, ni les ligatures, ni la casse ne comptent.
    """
    wanted = ListRequest.read(
        parameters.cursor,
        limit=parameters.limit,
        generation=knowledge.generation,
        freshness=freshness,
    )
    every = knowledge.entities.search(
        cleaned(parameters.q), prefix=parameters.autocomplete
    )
    hits = [hit for hit in every if parameters.kind in (None, hit.entity.kind)]
    page = wanted.page(hits, "/entities", parameters.pairs())
    response.headers.update({**freshness.headers, **page.headers})
    return EntityListAnswer(
        total=page.total,
        entities=[hit_out(hit) for hit in page.items],
        kinds=_kind_counts(every),
        next=page.next,
        generation=knowledge.generation,
    )


@router.get(
    "/entities/{kind}/{identifier}",
    operation_id="get_entity",
    summary="Décrire une entité, ses faits et ses preuves",
    responses={
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "unknown-entity", "stale-cursor", "not-ready"
        ),
    },
)
def get_entity(
    kind: _Kind,
    identifier: _Entity,
    parameters: Annotated[EntityParameters, Query()],
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    freshness: FreshnessDep,
    response: Response,
) -> EntityAnswer:
    """Donne les noms, les faits avec leurs sources, les documents et les voisins.

    Un fait incertain porte « certain: false ». Chaque document cite les caractères
    exacts qui le relient à l’entité.
    """
    found = find_entity(knowledge, kind, identifier)
    wanted = ListRequest.read(
        parameters.cursor,
        limit=parameters.limit,
        generation=knowledge.generation,
        freshness=freshness,
    )
    documents = wanted.page(
        knowledge.entities.documents(kind, identifier),
        links.entity_api(kind, identifier),
        parameters.pairs(),
    )
    neighbours = knowledge.entities.neighbours(kind, identifier)
    response.headers.update({**freshness.headers, **documents.headers})
    return EntityAnswer(
        entity=full_entity(found),
        facts=[fact_out(fact) for fact in found.facts],
        named_in=[fact_out(fact) for fact in found.named_in],
        documents_total=documents.total,
        documents=entity_documents(
            knowledge,
            presenter,
            found,
            shown=documents.items,
            evidence=parameters.evidence,
        ),
        neighbours_total=len(neighbours),
        neighbours=[
            neighbour_out(each) for each in neighbours[: parameters.neighbours]
        ],
        next=documents.next,
        generation=knowledge.generation,
    )


@router.get(
    "/documents/{identifier}/mentions",
    operation_id="list_mentions",
    summary="Lire les mentions d’un document",
    responses={
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "unknown-document", "stale-cursor", "not-ready"
        ),
    },
)
def list_mentions(
    identifier: _Document,
    parameters: Annotated[MentionListParameters, Query()],
    knowledge: KnowledgeDep,
    freshness: FreshnessDep,
    response: Response,
) -> MentionListAnswer:
    """Donne ce que nomment les passages, dans l’ordre de lecture, avec la preuve."""
    summary = find_document(knowledge, identifier)
    wanted = ListRequest.read(
        parameters.cursor,
        limit=parameters.limit,
        generation=knowledge.generation,
        freshness=freshness,
    )
    page = wanted.page(
        knowledge.entities.mentions(identifier),
        f"{links.document_api(identifier)}/mentions",
        [("limit", str(parameters.limit))],
    )
    response.headers.update({**freshness.headers, **page.headers})
    return MentionListAnswer(
        document=identifier,
        total=page.total,
        mentions=_mentions(knowledge, summary, page.items),
        next=page.next,
        generation=knowledge.generation,
    )


def _kind_counts(hits: list[EntityHit]) -> list[KindCount]:
    counted = Counter(hit.entity.kind for hit in hits)
    return [
        KindCount(kind=kind.value, label=ENTITY_LABELS[kind], count=counted[kind])
        for kind in EntityKind
        if counted[kind]
    ]


def _mentions(
    knowledge: Knowledge, summary: DocumentSummary, mentions: Sequence[Mention]
) -> list[DocumentMentionOut]:
    labels = knowledge.entities.labels([(each.kind, each.entity) for each in mentions])
    passages = knowledge.catalogue.passages(sorted({each.passage for each in mentions}))
    return [
        DocumentMentionOut.model_validate(
            {
                **mention_fields(each, summary=summary, passage=passages[each.passage]),
                "entity": EntityOut(
                    kind=each.kind.value,
                    id=each.entity,
                    label=labels[each.kind, each.entity],
                ),
            }
        )
        for each in mentions
    ]
