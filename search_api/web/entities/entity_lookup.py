"""Finds entities, concepts and questions, or says which one is not there."""

from graph.entity_ports import Concept, EntityDescription
from graph.queries.competency import (
    CompetencyQuestion,
    competency_names,
    load_competency,
)
from ontology.model import EntityKind
from search_api.web.problems.problem_report import ProblemError
from search_api.web.services import Knowledge

__all__ = ["find_concept", "find_entity", "find_question"]

_SHOWN_CHARACTERS = 80


def find_entity(
    knowledge: Knowledge, kind: EntityKind, identifier: str
) -> EntityDescription:
    """Return names and facts of an entity.

    Raises:
        ProblemError: If none of this kind has this identifier.
    """
    found = knowledge.entities.describe(kind, identifier)
    if found is None:
        raise _unknown(identifier, f"de genre « {kind.value} » ")
    return found


def find_concept(knowledge: Knowledge, identifier: str) -> Concept:
    """Return a concept with those around it.

    Raises:
        ProblemError: If there is no such concept.
    """
    found = knowledge.entities.concepts().get(identifier)
    if found is None:
        raise _unknown(identifier, "du schéma de sujets ")
    return found


def find_question(name: str, *, base: str) -> CompetencyQuestion:
    """Return a question with its query.

    Args:
        name: For example ``cq01``.
        base: Base of the IRIs of the library.

    Raises:
        ProblemError: If there is no such question.
    """
    if name not in competency_names():
        raise ProblemError(
            "unknown-question",
            f"Aucune question « {name[:_SHOWN_CHARACTERS]} ». "
            "Les questions connues sont sous « /questions ».",
        )
    return load_competency(name, base=base)


def _unknown(identifier: str, which: str) -> ProblemError:
    return ProblemError(
        "unknown-entity",
        f"Aucune entité {which}ne s’appelle « {identifier[:_SHOWN_CHARACTERS]} ». "
        "Retrouvez-la par son nom : « /entities?q=… ».",
    )
