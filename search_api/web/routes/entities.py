"""``/entities`` and the mentions of a document: links that show their evidence."""

from collections import Counter
from typing import Annotated, Any

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
from search_api.web.requests.list_cursors import next_address, read_cursor
from search_api.web.search_parameters import cleaned
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(tags=["Entités"])

_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Inchangé depuis la réponse que le client possède"}
}
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
    response_model=EntityListAnswer,
    responses={
        **_UNCHANGED,
        **problem_responses("invalid-parameter", "stale-cursor", "not-ready"),
    },
)
def list_entities(
    parameters: Annotated[EntityListParameters, Query()],
    knowledge: KnowledgeDep,
    freshness: FreshnessDep,
    response: Response,
) -> EntityListAnswer | Response:
    """Trouve groupes, laboratoires, académies, personnes, notions … par un nom.

    Ni les accents, ni les ligatures, ni la casse ne comptent.
    """
    offset = read_cursor(parameters.cursor, generation=knowledge.generation)
    unchanged = freshness.unchanged()
    if unchanged is not None:
        return unchanged
    every = knowledge.entities.search(
        cleaned(parameters.q), prefix=parameters.autocomplete
    )
    hits = [hit for hit in every if parameters.kind in (None, hit.entity.kind)]
    end = offset + parameters.limit
    following = next_address(
        "/entities",
        parameters.pairs(),
        generation=knowledge.generation,
        end=end,
        total=len(hits),
    )
    response.headers.update({**freshness.headers, **_link(following)})
    return EntityListAnswer(
        total=len(hits),
        entities=[hit_out(hit) for hit in hits[offset:end]],
        kinds=_kind_counts(every),
        next=following,
        generation=knowledge.generation,
    )


@router.get(
    "/entities/{kind}/{identifier}",
    operation_id="get_entity",
    summary="Décrire une entité, ses faits et ses preuves",
    response_model=EntityAnswer,
    responses={
        **_UNCHANGED,
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
) -> EntityAnswer | Response:
    """Donne les noms, les faits avec leurs sources, les documents et les voisins.

    Un fait incertain porte « certain: false ». Chaque document cite les caractères
    exacts qui le relient à l’entité.
    """
    found = find_entity(knowledge, kind, identifier)
    offset = read_cursor(parameters.cursor, generation=knowledge.generation)
    unchanged = freshness.unchanged()
    if unchanged is not None:
        return unchanged
    documents = knowledge.entities.documents(kind, identifier)
    neighbours = knowledge.entities.neighbours(kind, identifier)
    end = offset + parameters.limit
    following = next_address(
        links.entity_api(kind, identifier),
        parameters.pairs(),
        generation=knowledge.generation,
        end=end,
        total=len(documents),
    )
    response.headers.update({**freshness.headers, **_link(following)})
    return EntityAnswer(
        entity=full_entity(found),
        facts=[fact_out(fact) for fact in found.facts],
        named_in=[fact_out(fact) for fact in found.named_in],
        documents_total=len(documents),
        documents=entity_documents(
            knowledge,
            presenter,
            found,
            shown=documents[offset:end],
            evidence=parameters.evidence,
        ),
        neighbours_total=len(neighbours),
        neighbours=[
            neighbour_out(each) for each in neighbours[: parameters.neighbours]
        ],
        next=following,
        generation=knowledge.generation,
    )


@router.get(
    "/documents/{identifier}/mentions",
    operation_id="list_mentions",
    summary="Lire les mentions d’un document",
    response_model=MentionListAnswer,
    responses={
        **_UNCHANGED,
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
) -> MentionListAnswer | Response:
    """Donne ce que nomment les passages, dans l’ordre de lecture, avec la preuve."""
    summary = find_document(knowledge, identifier)
    offset = read_cursor(parameters.cursor, generation=knowledge.generation)
    unchanged = freshness.unchanged()
    if unchanged is not None:
        return unchanged
    mentions = knowledge.entities.mentions(identifier)
    end = offset + parameters.limit
    following = next_address(
        f"{links.document_api(identifier)}/mentions",
        [("limit", str(parameters.limit))],
        generation=knowledge.generation,
        end=end,
        total=len(mentions),
    )
    response.headers.update({**freshness.headers, **_link(following)})
    return MentionListAnswer(
        document=identifier,
        total=len(mentions),
        mentions=_mentions(knowledge, summary, mentions[offset:end]),
        next=following,
        generation=knowledge.generation,
    )


def _link(following: str | None) -> dict[str, str]:
    return {} if following is None else {"Link": f'<{following}>; rel="next"'}


def _kind_counts(hits: list[EntityHit]) -> list[KindCount]:
    counted = Counter(hit.entity.kind for hit in hits)
    return [
        KindCount(kind=kind.value, label=ENTITY_LABELS[kind], count=counted[kind])
        for kind in EntityKind
        if counted[kind]
    ]


def _mentions(
    knowledge: Knowledge, summary: DocumentSummary, mentions: list[Mention]
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
