"""Asks a competency question of the graph, in the guarded workers, as a table."""

import json
from dataclasses import dataclass

from graph.ports import QueryService
from graph.queries.competency import CompetencyQuestion

__all__ = ["NO_ANSWER", "QuestionTable", "ask"]

NO_ANSWER = "Aucune réponse dans le graphe."

_ACCEPT = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """A whole answer.

    Attributes:
        columns: Names of the variables, in order.
        rows: Values in the order of ``columns``, None where there is none.
        elapsed_seconds: Of the evaluation.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    elapsed_seconds: float

    @property
    def message(self) -> str | None:
        """What a reader must be told where the answer is empty, else None."""
        return None if self.rows else NO_ANSWER


def ask(queries: QueryService, question: CompetencyQuestion) -> QuestionTable:
    """Return the answer to a question.

    Raises:
        QueryError: If there is no whole answer, see ``graph.errors``.
    """
    answer = queries.execute(question.query, accept=_ACCEPT)
    content = json.loads(answer.body)
    columns = tuple(str(name) for name in content["head"]["vars"])
    rows = tuple(
        tuple(row[name]["value"] if name in row else None for name in columns)
        for row in content["results"]["bindings"]
    )
    return QuestionTable(columns, rows, answer.elapsed_seconds)
