"""Asks all engines the same query, and judges what they answer.

empty        no engine has a row: the pair says nothing
agreed       ours is what every peer that answers says, and one does
explained    a peer differs, or ours from both, for a reason in the table
unjudged     no peer has an answer
unexplained  everything else
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from benchmarks.differential.constructs import Query
from benchmarks.differential.engines import EngineFailed, EngineRefused
from benchmarks.differential.known_differences import explanation
from benchmarks.w3c_suites.result_tables import Table, difference

__all__ = ["VERDICTS", "Judged", "judge"]

VERDICTS: Final = ("empty", "agreed", "explained", "refused", "unjudged", "unexplained")


class Engine(Protocol):
    """What answers queries."""

    name: str

    def answer(self, query: str) -> Table:
        """Answer a SELECT.

        Raises:
            EngineFailed: If it cannot.
        """


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and what became of it.

    Attributes:
        query: The text.
        verdict: One of ``VERDICTS``.
        reasons: Names of the entries that explain, or what differs.
    """

    query: str
    verdict: str
    reasons: tuple[str, ...] = ()


def judge(query: Query, ours: Engine, peers: Sequence[Engine]) -> Judged:
    """Ask all, and judge.

    Raises:
        SyntaxError: If the query is no SPARQL.
    """
    try:
        own = ours.answer(query.text)
    except EngineRefused as refused:
        return Judged(query.text, "refused", (str(refused),))
    answers: dict[str, Table] = {}
    failures = []
    for engine in peers:
        try:
            answers[engine.name] = engine.answer(query.text)
        except EngineFailed as error:
            failures.append(f"{engine.name}: {error}")
    if not own.rows and not any(table.rows for table in answers.values()):
        return Judged(query.text, "empty")
    if not answers:
        return Judged(query.text, "unjudged", tuple(failures))
    return _judged(query, own, answers)


def _judged(query: Query, own: Table, answers: dict[str, Table]) -> Judged:
    differing = {
        name: said
        for name, table in answers.items()
        if (said := _difference(own, table, query, head=name != "rdflib"))
    }
    if not differing:
        return Judged(query.text, "agreed")
    # Alone against all, ours is in the wrong until the table says otherwise.
    known = explanation("ours", query.text) if len(differing) == len(answers) else None
    if known is not None:
        return Judged(query.text, "explained", (known.name,))
    reasons, is_explained = [], True
    for name, said in differing.items():
        entry = explanation(name, query.text)
        reasons.append(f"{name}: {said}" if entry is None else entry.name)
        is_explained = is_explained and entry is not None
    verdict = "explained" if is_explained else "unexplained"
    return Judged(query.text, verdict, tuple(reasons))


def _difference(own: Table, other: Table, query: Query, *, head: bool) -> str:
    if not head:
        # rdflib's head of SELECT * names what only FILTER or MINUS has (18.2.1).
        other = Table(own.variables, other.rows)
    if query.is_reduced:
        own, other = _distinct(own), _distinct(other)
    try:
        return difference(own, other, query.order)
    except RuntimeError as error:
        return str(error)


def _distinct(table: Table) -> Table:
    rows = {frozenset(row.items()): row for row in table.rows}
    return Table(table.variables, tuple(rows.values()))
