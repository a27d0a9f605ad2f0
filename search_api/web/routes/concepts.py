"""``/concepts``: the subject scheme as a tree, and the concepts around one."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from ontology.model import EntityKind
from ontology.terms import Reused
from search_api.answers import links
from search_api.web.dependencies import FreshnessDep, KnowledgeDep
from search_api.web.entities.entity_lookup import find_concept, find_entity
from search_api.web.entities.entity_presenter import (
    concept_out,
    concept_tree_out,
    labels_out,
)
from search_api.web.entities.entity_schemas import ConceptAnswer, ConceptTreeAnswer
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.caching import UNCHANGED

__all__ = ["router"]

router = APIRouter(tags=["Entités"])


@router.get(
    "/concepts",
    operation_id="list_concepts",
    summary="Lire l’arbre des notions",
    responses={**UNCHANGED, **problem_responses("not-ready")},
)
def list_concepts(
    knowledge: KnowledgeDep, freshness: FreshnessDep, response: Response
) -> ConceptTreeAnswer:
    """Donne toutes les notions, leurs liens et leur nombre de documents.

    Une notion peut avoir plusieurs notions plus larges : elle n’est écrite qu’une fois.
    """
    freshness.require_changed()
    concepts = knowledge.entities.concepts()
    response.headers.update(freshness.headers)
    return ConceptTreeAnswer(
        total=len(concepts),
        top=[name for name, concept in concepts.items() if not concept.broader],
        concepts=[concept_tree_out(concept) for concept in concepts.values()],
        generation=knowledge.generation,
    )


@router.get(
    "/concepts/{identifier}",
    operation_id="get_concept",
    summary="Décrire une notion",
    responses={**UNCHANGED, **problem_responses("unknown-entity", "not-ready")},
)
def get_concept(
    identifier: Annotated[
        str, Path(description="Identifiant", examples=["learning-analytics"])
    ],
    knowledge: KnowledgeDep,
    freshness: FreshnessDep,
    response: Response,
) -> ConceptAnswer:
    """Donne les noms, la définition et les notions plus larges, étroites ou liées."""
    concept = find_concept(knowledge, identifier)
    found = find_entity(knowledge, EntityKind.CONCEPT, identifier)
    freshness.require_changed()
    definitions = (f.value for f in found.facts if f.predicate == Reused.DEFINITION)
    response.headers.update(freshness.headers)
    return ConceptAnswer(
        id=identifier,
        label=concept.entity.label,
        labels=labels_out(found),
        definition=next(definitions, None),
        documents=concept.documents,
        broader=[concept_out(each) for each in concept.broader],
        narrower=[concept_out(each) for each in concept.narrower],
        related=[concept_out(each) for each in concept.related],
        entity=links.entity_api(EntityKind.CONCEPT, identifier),
        generation=knowledge.generation,
    )
