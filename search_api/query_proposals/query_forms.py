"""Our queries as forms: what each answers, and what may be filled into it.

Two shelves: the questions that the graph must be able to answer
(``graph.queries.competency``) and the questions about given things that the search page
asks (``graph.queries.bound``). Those over texts are left out: a question in plain
French is asked of the search itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.queries.bound import bind
from graph.queries.competency import (
    CompetencyQuestion,
    competency_names,
    load_competency,
)
from graph.queries.filled_values import fill_values, values_of
from ontology.model import EntityKind
from search_api.direct_answers.asked_relations import RELATIONS, AskedRelation
from search_api.query_proposals.form_wordings import WORDINGS

__all__ = ["QueryForm", "query_forms"]

Values = Mapping[str, Sequence[str]]
_OVER_TEXTS: Final = frozenset({"cq30", "cq31"})
_VARIABLE: Final = re.compile(r"\?(\w+)")
_ALL: Final = "tous"
"""Condition of the query of groups that names nothing."""


@dataclass(frozen=True, slots=True)
class QueryForm:
    """A query of ours that things can be filled into.

    Attributes:
        name: For example ``labs`` or ``cq05``.
        title: What it answers, in French.
        wordings: Ways to ask for that.
        slots: Variable → kinds of things that it may be.
        uncertainty: How uncertain facts show in its answer.
        write: From variable → IRIs to the whole query.
        free: Variables that hold an example until a reader changes it.
    """

    name: str
    title: str
    wordings: tuple[str, ...]
    slots: Mapping[str, frozenset[EntityKind]]
    write: Callable[[Values], str]
    uncertainty: str = ""
    free: tuple[str, ...] = ()


def query_forms(base: str) -> tuple[QueryForm, ...]:
    """Return all forms.

    Args:
        base: Base of the IRIs of things, ends with ``/``.
    """
    facts: dict[str, list[AskedRelation]] = {}
    for relation in RELATIONS:
        facts.setdefault(relation.name, []).append(relation)
    return (
        *(_of_facts(own, base) for own in facts.values()),
        *(
            _of_competency(load_competency(name, base=base))
            for name in competency_names()
            if name not in _OVER_TEXTS
        ),
    )


def _of_facts(relations: Sequence[AskedRelation], base: str) -> QueryForm:
    first = relations[0]
    slots: dict[str, frozenset[EntityKind]] = {}
    for relation in relations:
        slots |= relation.slots
    return QueryForm(
        first.name,
        WORDINGS[first.name][0],
        WORDINGS[first.name],
        slots,
        partial(_written, first, base),
        "certitude… donne le degré de chaque fait dont une ligne dépend ; sources…, "
        "d’où il vient.",
    )


def _written(relation: AskedRelation, base: str, values: Values) -> str:
    filled: dict[str, Sequence[str]] = {**relation.values, **values}
    if not values:
        filled[_ALL] = ()
    return bind(relation.query, filled, base=base)


def _of_competency(question: CompetencyQuestion) -> QueryForm:
    slots = {}
    for variable, values in values_of(question.query).items():
        kinds = {value.partition(":")[0] for value in values}
        if kinds <= set(EntityKind):
            slots[variable] = frozenset(map(EntityKind, kinds))
    return QueryForm(
        question.name,
        question.question,
        (question.question, *WORDINGS.get(question.name, ())),
        slots,
        partial(fill_values, question.query),
        question.uncertainty,
        tuple(_VARIABLE.findall(question.parameter)),
    )
