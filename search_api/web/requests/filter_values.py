"""Refuses a filter whose value does not exist, naming values that do.

An unknown group is a typing slip, not an empty result: « aucun document » would be
taken for a fact about the corpus.
"""

from typing import Final

from graph.ports import DocumentFilter
from ontology.model import EntityKind
from search_api.answers.wording import FACET_LABELS, language_label
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.search_parameters import FilterParameters
from search_api.web.services import Knowledge

__all__ = ["require_known_values"]

_SHOWN: Final = 8
_SHOWN_CHARACTERS: Final = 80


def require_known_values(knowledge: Knowledge, parameters: FilterParameters) -> None:
    """Let filters pass whose values exist in the library or in the reference data.

    Raises:
        ProblemError: Naming the parameter, the value and values that exist.
    """
    for kind in EntityKind:
        for value in getattr(parameters, kind.value):
            if not _is_entity(knowledge, kind, value):
                raise _unknown(
                    kind.value, value, _entities_like(knowledge, kind, value)
                )
    for value in parameters.language:
        if not _finds(knowledge, DocumentFilter(languages=(value,))):
            raise _unknown("language", value, _languages(knowledge))
    for value in parameters.collection:
        if not _finds(knowledge, DocumentFilter(collections=(value,))):
            raise _unknown("collection", value, [])


def _is_entity(knowledge: Knowledge, kind: EntityKind, value: str) -> bool:
    linked = DocumentFilter(entities=((kind.value, value),))
    return (
        _finds(knowledge, linked)
        or knowledge.entities.describe(kind, value) is not None
    )


def _finds(knowledge: Knowledge, restriction: DocumentFilter) -> bool:
    return bool(knowledge.catalogue.document_identifiers(restriction))


def _entities_like(knowledge: Knowledge, kind: EntityKind, value: str) -> list[str]:
    """Return identifiers whose names resemble the value, else the most used ones."""
    found = knowledge.entities.search(value.replace("-", " "), kind=kind)
    found = found or knowledge.entities.search("", kind=kind)
    return [hit.entity.identifier for hit in found]


def _languages(knowledge: Knowledge) -> list[str]:
    every = knowledge.catalogue.document_identifiers(DocumentFilter())
    return [
        f"{code} ({language_label(code)})"
        for code, _, _ in knowledge.catalogue.facets(every).get("language", [])
    ]


def _unknown(parameter: str, value: str, known: list[str]) -> ProblemError:
    shown = value[:_SHOWN_CHARACTERS]
    if known:
        more = "…" if len(known) > _SHOWN else "."
        remedy = f"Valeurs connues, par exemple : {', '.join(known[:_SHOWN])}{more}"
    else:
        remedy = "« /documents » montre les documents et leurs champs."
    name = FACET_LABELS.get(parameter, parameter).lower()
    return ProblemError(
        "invalid-parameter",
        f"« {parameter} » vaut « {shown} », mais aucun document ne porte cette valeur "
        f"({name}). {remedy}",
        errors=(ProblemItem(detail="valeur inconnue", parameter=parameter),),
    )
