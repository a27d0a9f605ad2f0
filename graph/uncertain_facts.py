"""The facts that are not certain, as the plain triples that no graph of a store holds.

A fact of low or medium certainty stands in a statement node alone, so that nobody who
asks plainly counts it as certain. Whoever wants to see it can still ask plainly, in two
graphs that are made from the statement nodes when they are named::

    <base>graph/incertain   the plain triples of uncertain facts, and nothing else
    <base>graph/tout        these and every certain triple together

Neither is ever part of the union of all graphs. Since nothing of it is stored, a
library of an older version has both too. Workers load this file by path: it imports
nothing but Oxigraph, and writes the few terms it needs itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

__all__ = [
    "TOO_MANY",
    "TooManyStatements",
    "UncertainDataset",
    "has_statements",
    "uncertain_facts",
]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_GTNUM = "https://gtnum.example/ontology#"
_TYPE = NamedNode(f"{_RDF}type")
_SUBJECT = NamedNode(f"{_RDF}subject")
_PREDICATE = NamedNode(f"{_RDF}predicate")
_OBJECT = NamedNode(f"{_RDF}object")
_STATEMENT = NamedNode(f"{_GTNUM}Statement")
_CERTAINTY = NamedNode(f"{_GTNUM}certainty")
_UNCERTAIN = tuple(NamedNode(f"{_GTNUM}certainty-{n}") for n in ("medium", "low"))
_ALL = "*"


TOO_MANY = "too many statements for a dataset in memory"
"""What ``TooManyStatements`` says: a worker hands on words, not classes."""


class TooManyStatements(ValueError):  # noqa: N818 - a bound, not a fault
    """More statements would have to be put together than is allowed."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY)


_Node = NamedNode | BlankNode | Literal | Triple


Quads = Callable[..., Iterable[Quad]]
"""The statements of a pattern: ``quads_for_pattern`` of a store."""


def has_statements(quads: Quads) -> bool:
    """Whether a store says of any fact how certain it is."""
    return next(iter(quads(None, _CERTAINTY, None, None)), None) is not None


def uncertain_facts(quads: Quads) -> list[Triple]:
    """Return the uncertain facts that no graph of a store holds plainly, sorted.

    Raises:
        OSError: If the store fails; what its ``quads`` raises otherwise.
    """
    found = {
        triple
        for certainty in _UNCERTAIN
        for quad in quads(None, _CERTAINTY, certainty, None)
        if _has(quads, quad.subject, _TYPE, _STATEMENT)
        for triple in _facts(quads, quad.subject)
        if not _has(quads, triple.subject, triple.predicate, triple.object)
    }
    return sorted(found, key=str)


def _facts(quads: Quads, statement: _Node) -> Iterator[Triple]:
    subjects, predicates, values = (
        [quad.object for quad in quads(statement, part, None, None)]
        for part in (_SUBJECT, _PREDICATE, _OBJECT)
    )
    for subject in subjects:
        for predicate in predicates:
            for value in values:
                yield Triple(subject, predicate, value)  # type: ignore[arg-type]


def _has(quads: Quads, *pattern: _Node) -> bool:
    return next(iter(quads(*pattern, None)), None) is not None


@dataclass
class UncertainDataset:
    """What one open store has to say of uncertain facts; each part read once.

    Attributes:
        store: The published store, open.
        graph: IRI of the graph of uncertain facts.
        everything: IRI of the graph of all facts together.
        most: How many statements may be put together for one dataset.
    """

    store: Store
    graph: str
    everything: str
    most: int
    _facts: list[Triple] | None = None
    _made: dict[tuple[str, ...], Store] = field(default_factory=dict)

    def facts(self) -> list[Triple]:
        """Return the uncertain facts, sorted."""
        if self._facts is None:
            self._facts = uncertain_facts(self.store.quads_for_pattern)
        return self._facts

    def told(self, named: Iterable[str], *, any_property: bool) -> Mapping[str, int]:
        """Count uncertain facts that a query over certain ones does not see.

        Args:
            named: The IRIs that it names.
            any_property: Whether it asks for properties that it does not name.

        Returns:
            Property that is named → number of uncertain facts with it. Where any is
            asked for, ``*`` → number of those about the things that are named, or of
            all where none of these is uncertain in anything.
        """
        terms = set(named)
        if any_property:
            about = [
                fact
                for fact in self.facts()
                if not terms.isdisjoint({_value(fact.subject), _value(fact.object)})
            ]
            number = len(about or self.facts())
            return {_ALL: number} if number else {}
        found = (f.predicate.value for f in self.facts() if f.predicate.value in terms)
        return dict(sorted(Counter(found).items()))

    def store_with(self, listed: Sequence[str]) -> Store:
        """Return a store in memory that holds the graphs of a dataset.

        Args:
            listed: IRIs of its graphs; where none is listed, every graph, and in the
                default graph every certain triple.

        Raises:
            TooManyStatements: If it would hold more than is allowed.
            OSError: If the published store fails.
        """
        key = tuple(sorted(set(listed)))
        if key not in self._made:
            made = Store()
            made.bulk_extend(self._bounded(self._quads(key)))
            if has_statements(self.store.quads_for_pattern):
                made.add_graph(NamedNode(self.graph))
            self._made = {key: made}  # one at a time: each may be large
        return self._made[key]

    def _quads(self, listed: tuple[str, ...]) -> Iterator[Quad]:
        for graph in listed:
            yield from self._graph(graph)
        if self.graph not in listed:
            yield from self._graph(self.graph)
        if not listed:
            for quad in self.store:
                yield quad
                yield Quad(quad.subject, quad.predicate, quad.object)

    def _graph(self, graph: str) -> Iterator[Quad]:
        name = NamedNode(graph)
        if graph == self.everything:
            for quad in self.store:
                yield Quad(quad.subject, quad.predicate, quad.object, name)
        if graph in (self.graph, self.everything):
            for fact in self.facts():
                yield Quad(fact.subject, fact.predicate, fact.object, name)
        else:
            yield from self.store.quads_for_pattern(None, None, None, name)

    def _bounded(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for number, quad in enumerate(quads):
            if number >= self.most:
                raise TooManyStatements
            yield quad


def _value(term: _Node) -> str | None:
    return term.value if isinstance(term, NamedNode) else None
