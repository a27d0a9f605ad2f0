"""Answers to SELECT as tables of plain terms, and what differs between two of them.

A row may stand several times. Blank nodes have no names: two tables are the same where
one renaming of them turns the rows of one into those of the other (RDF 1.1 Concepts,
3.6). Types and languages count; two numbers of one type are the same by their value.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import XSD, BNode, Literal
from rdflib.term import Node

__all__ = ["Blank", "Row", "Table", "Term", "comparable", "difference"]

_EXACT: Final = {XSD.integer, XSD.decimal}
_ROUNDED: Final = {XSD.double, XSD.float}
_MOST_STEPS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node by the name that one answer gives it."""

    name: str


Term = Blank | tuple[str, ...]
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT answers.

    Attributes:
        variables: Of the head.
        rows: In order; what is unbound is not there.
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


def comparable(node: Node) -> Term:
    """Return what makes two terms the same answer."""
    if isinstance(node, BNode):
        return Blank(str(node))
    if isinstance(node, Literal):
        datatype = str(node.datatype or "")
        if node.datatype == XSD.string:
            datatype = ""  # RDF 1.1: the type of a literal that shows none
        language = (node.language or "").lower()
        return ("literal", _value(node), datatype, language)
    return ("iri", str(node))


def _value(literal: Literal) -> str:
    try:
        if literal.datatype in _EXACT:
            return str(Decimal(str(literal)).normalize())
        if literal.datatype in _ROUNDED:
            return f"{float(str(literal)):.12g}"
    except (InvalidOperation, ValueError):
        pass  # ill-typed: only its text can be compared
    return str(literal)


def difference(found: Table, wanted: Table, order: Sequence[str] = ()) -> str:
    """Say how two tables differ; nothing where they are the same.

    Args:
        found: The answer.
        wanted: What it should be.
        order: Variables of ORDER BY, which both tables must follow alike; rows that
            are equal in all of them may change places.
    """
    if sorted(found.variables) != sorted(wanted.variables):
        return f"head {sorted(found.variables)} instead of {sorted(wanted.variables)}"
    if len(found.rows) != len(wanted.rows):
        return f"{len(found.rows)} rows instead of {len(wanted.rows)}"
    if not _is_renaming(found.rows, wanted.rows):
        return f"other rows: {_first_odd(found.rows, wanted.rows)}"
    keys = [[_nameless(row.get(n, ())) for n in order] for row in found.rows]
    if keys != [[_nameless(row.get(n, ())) for n in order] for row in wanted.rows]:
        return f"another order by {' '.join(order)}"
    return ""


def _nameless(term: Term | tuple[()]) -> Term | tuple[()]:
    return Blank("") if isinstance(term, Blank) else term


def _shape(row: Row) -> frozenset[tuple[str, Term | tuple[()]]]:
    return frozenset((name, _nameless(term)) for name, term in row.items())


def _first_odd(found: Sequence[Row], wanted: Sequence[Row]) -> str:
    one, other = Counter(map(_shape, found)), Counter(map(_shape, wanted))
    for title, odd in (("more", one - other), ("missing", other - one)):
        for shape in odd:
            return f"{title} {sorted(map(str, shape))}"
    return "blank nodes are shared otherwise"


def _is_renaming(found: Sequence[Row], wanted: Sequence[Row]) -> bool:
    if Counter(map(_shape, found)) != Counter(map(_shape, wanted)):
        return False
    # Rows without blank nodes are equal now. The others: those of few likes first.
    open_rows = [row for row in found if any(map(_is_blank, row.values()))]
    likes = Counter(map(_shape, open_rows))
    open_rows.sort(key=lambda row: (likes[_shape(row)], sorted(map(str, row.items()))))
    left = [row for row in wanted if any(map(_is_blank, row.values()))]
    return _Renaming(open_rows, left).exists()


def _is_blank(term: Term) -> bool:
    return isinstance(term, Blank)


@dataclass(slots=True)
class _Renaming:
    """A search for names, row by row, with steps back."""

    rows: list[Row]
    left: list[Row]
    steps: int = 0

    def exists(self) -> bool:
        """Return whether there is one.

        Raises:
            RuntimeError: If that takes too long to tell.
        """
        return self._goes_on(0, {}, {}, frozenset())

    def _goes_on(
        self,
        number: int,
        names: dict[Term, Term],
        taken: dict[Term, Term],
        used: frozenset[int],
    ) -> bool:
        if number == len(self.rows):
            return True
        for place, row in self._candidates(number, used):
            self.steps += 1
            if self.steps > _MOST_STEPS:
                raise RuntimeError("too many blank nodes that look alike")
            both = _extended(self.rows[number], row, names, taken)
            if both is not None and self._goes_on(number + 1, *both, used | {place}):
                return True
        return False

    def _candidates(
        self, number: int, used: frozenset[int]
    ) -> Iterator[tuple[int, Row]]:
        shape, seen = _shape(self.rows[number]), set()
        for place, row in enumerate(self.left):
            key = frozenset(row.items())
            if place not in used and key not in seen and _shape(row) == shape:
                seen.add(key)
                yield place, row


def _extended(
    row: Row, other: Row, names: dict[Term, Term], taken: dict[Term, Term]
) -> tuple[dict[Term, Term], dict[Term, Term]] | None:
    """Return the names with those that make one row the other; None if none do."""
    names, taken = dict(names), dict(taken)
    for variable, term in row.items():
        if isinstance(term, Blank):
            mate = other[variable]
            if names.setdefault(term, mate) != mate:
                return None
            if taken.setdefault(mate, term) != term:
                return None
    return names, taken
