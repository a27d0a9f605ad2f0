"""Moves every IRI of a store under another base, into a new store.

Things and graphs move (``<base>id/…``, ``<base>graph/…``); the vocabulary stays where
it is, and so does every text. The description is left out: it is made anew.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
)

from graph.descriptions.publication import DESCRIPTION
from graph.errors import StoreError
from graph.store_failures import STORE_FAILURES, failed
from ontology.iris import Iris

__all__ = ["MovedStatements", "move_statements"]

_Term = NamedNode | BlankNode | Literal | DefaultGraph | Triple


@dataclass(frozen=True, slots=True)
class MovedStatements:
    """What was moved, counted on both sides.

    Attributes:
        statements: Number of statements.
        graphs: Number of named graphs.
        iris: Number of places where an IRI changed.
    """

    statements: int
    graphs: int
    iris: int


def move_statements(
    source: Path, folder: Path, *, old: Iris, new: Iris
) -> MovedStatements:
    """Write all statements of a store, moved to another base, into a new store.

    Args:
        source: Store of a published generation.
        folder: Where the new store will stand; must not exist.
        old: The base that the statements have.
        new: The base that they shall have.

    Raises:
        StoreError: If a store fails, or if the new store does not hold the same number
            of statements in each graph and with each property, or an IRI was left
            behind. The new store is then of no use.
    """
    try:
        move = _Move(Store.read_only(str(source)), old, new)
        target = Store(str(folder))
        target.bulk_extend(move.quads())
        target.optimize()
        target.flush()
        move.verify(target)
    except STORE_FAILURES as error:
        raise failed(
            f"le déplacement de {source} vers {folder} a échoué",
            error,
            remedy="Vérifiez la place sur le disque et les droits.",
        ) from error
    return MovedStatements(
        sum(move.by_graph.values()), len(move.by_graph), move.changed
    )


class _Move:
    """One move, which counts while it reads."""

    def __init__(self, store: Store, old: Iris, new: Iris) -> None:
        self._store = store
        self._old, self._new = old, new
        self._prefixes = (f"{old.base}id/", f"{old.base}graph/")
        self.by_graph: Counter[str] = Counter()
        self.by_property: Counter[str] = Counter()
        self.changed = 0

    def quads(self) -> Iterator[Quad]:
        """Yield the moved statements."""
        left_out = NamedNode(self._old.named_graph(DESCRIPTION))
        for quad in self._store:
            if quad.graph_name == left_out:
                continue
            name = self._moved(quad.graph_name)
            predicate = self._moved(quad.predicate)
            self.by_graph[str(name)] += 1
            self.by_property[str(predicate)] += 1
            yield Quad(
                self._moved(quad.subject),  # type: ignore[arg-type]  # kinds stay
                predicate,  # type: ignore[arg-type]
                self._moved(quad.object),  # type: ignore[arg-type]
                name,  # type: ignore[arg-type]
            )

    def _moved(self, term: _Term) -> _Term:
        if not isinstance(term, NamedNode) or not term.value.startswith(self._prefixes):
            return term
        self.changed += 1
        return NamedNode(self._new.base + term.value[len(self._old.base) :])

    def verify(self, target: Store) -> None:
        """Ask the new store itself what it holds.

        Raises:
            StoreError: If that is not what was read.
        """
        count = (
            "SELECT ?key (COUNT(*) AS ?n) {{ GRAPH ?{} {{ ?s ?{} ?o }} }} GROUP BY ?key"
        )
        for what, expected, query in (
            ("graphes", self.by_graph, count.format("key", "p")),
            ("propriétés", self.by_property, count.format("g", "key")),
        ):
            found = {str(r["key"]): int(r["n"].value) for r in _rows(target, query)}
            if found != dict(expected):
                differing = sorted(set(found.items()) ^ set(expected.items()))[:3]
                raise StoreError(
                    f"le graphe déplacé ne compte pas les mêmes {what} : {differing}",
                    remedy="Rien n’a été publié ; signalez ce défaut.",
                )
        self._look_for_the_forgotten(target)

    def _look_for_the_forgotten(self, target: Store) -> None:
        tests = " || ".join(
            f'(isIRI(?{name}) && STRSTARTS(STR(?{name}), "{prefix}"))'
            for name in ("s", "o", "g")
            for prefix in self._prefixes
        )
        query = f"SELECT ?s ?o ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({tests}) }} LIMIT 1"
        for row in _rows(target, query):
            raise StoreError(
                f"une IRI est restée sous l’ancienne base : {row['s']} {row['o']}",
                remedy="Rien n’a été publié ; signalez ce défaut.",
            )


def _rows(store: Store, query: str) -> QuerySolutions:
    found = store.query(query)
    if not isinstance(found, QuerySolutions):
        raise StoreError("une requête de contrôle n’est pas un SELECT")
    return found
