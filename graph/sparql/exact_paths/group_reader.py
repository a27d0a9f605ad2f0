"""Reads the groups of a query: their triples, what they bind, what takes all of it.

Not a whole parser: expressions are passed over, but for the groups inside of EXISTS.
What is not read here is ``Unreadable``, never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from graph.sparql.exact_paths.token_stream import (
    TokenStream,
    Unreadable,
    end_of_query,
    split_dots,
)
from graph.sparql.exact_paths.triple_nodes import Kind, Node, Statement
from graph.sparql.exact_paths.triple_reader import read_statement
from graph.sparql.tokens import Token

__all__ = ["QueryGroups", "Star", "Wide", "read_groups"]

_KEYWORDS: Final = (*("OPTIONAL", "LATERAL", "GRAPH", "FILTER", "BIND", "VALUES"),)

Names = dict[str, None]
"""Variables, in the order of their first appearance, without sign."""


@dataclass(frozen=True, slots=True)
class Star:
    """A ``SELECT *`` or ``DESCRIBE *``: where the star stands, what it means."""

    token: Token
    names: tuple[str, ...]


class Wide(Enum):
    """What the engine evaluates over all graphs at once, though it is in one."""

    SELECT = "un sous-SELECT"
    MINUS = "un MINUS sans variable commune"


@dataclass(slots=True)
class QueryGroups:
    """What the groups of a query hold.

    Attributes:
        statements: All triples, in order.
        stars: All projections of everything.
        counts_distinct_rows: Whether ``COUNT(DISTINCT *)`` stands somewhere.
        tables_in_graphs: Where a ``GRAPH ?name`` that holds VALUES opens its brace, and
            the name.
        wide_in_graphs: What in a ``GRAPH ?name`` would look beyond one graph.
    """

    statements: list[Statement] = field(default_factory=list)
    stars: list[Star] = field(default_factory=list)
    counts_distinct_rows: bool = False
    tables_in_graphs: dict[int, str] = field(default_factory=dict)
    wide_in_graphs: list[Wide] = field(default_factory=list)


def read_groups(
    tokens: Iterable[Token], blocks: Mapping[int, Sequence[str]] | None = None
) -> QueryGroups:
    """Read a query.

    Args:
        tokens: Without blanks and comments; a search block is one of kind ``block``.
        blocks: Variables that search blocks bind, without sign, by where they begin.

    Raises:
        Unreadable: If it is not SPARQL 1.1, or not as it is read here.
    """
    reader = _Reader(TokenStream(split_dots(tokens)), blocks or {})
    reader.query()
    return reader.found


@dataclass(slots=True)
class _Reader:
    stream: TokenStream
    blocks: Mapping[int, Sequence[str]]
    graph: str = ""
    opened: int = 0
    found: QueryGroups = field(default_factory=QueryGroups)

    def query(self) -> None:
        stream = self.stream
        while stream.is_at("PREFIX", "BASE"):
            is_prefix = stream.take().text.upper() == "PREFIX"
            for _ in range(2 if is_prefix else 1):
                stream.take()
        if stream.is_at("SELECT"):
            self.select()
        elif form := stream.accept("ASK", "CONSTRUCT"):
            if form.text.upper() == "CONSTRUCT" and stream.is_at("{"):
                stream.skip_balanced()  # the template has no paths
            self.body()
        elif stream.accept("DESCRIBE"):
            self.describe()
        if not end_of_query(stream.peek()):
            raise Unreadable(stream.peek().text)

    def describe(self) -> None:
        star = self.stream.accept("*")
        while self.stream.peek().kind in ("variable", "iri", "name"):
            self.stream.take()
        if self.stream.is_at("FROM", "WHERE", "{"):
            names = self.body()
            if star is not None:
                self.found.stars.append(Star(star, tuple(names)))

    def select(self) -> Names:
        """Read a SELECT and return what it shows."""
        stream = self.stream
        stream.expect("SELECT")
        if self.in_any_graph:
            self.found.wide_in_graphs.append(Wide.SELECT)
        stream.accept("DISTINCT", "REDUCED")
        star = stream.accept("*")
        shown: Names = {}
        while star is None and not stream.is_at("FROM", "WHERE", "{"):
            if stream.is_at("("):
                shown |= self.expression()
            else:
                shown[_variable(stream.take())] = None
        names = self.body()
        if star is None:
            return shown
        self.found.stars.append(Star(star, tuple(names)))
        return names

    def body(self) -> Names:
        """Read what follows a form: dataset, group, modifiers."""
        stream = self.stream
        while stream.accept("FROM"):
            stream.accept("NAMED")
            stream.take()
        stream.accept("WHERE")
        names = self.group()
        while not (end_of_query(stream.peek()) or stream.is_at("}")):
            if stream.accept("VALUES"):
                names |= self.values()
            elif stream.is_at("("):
                self.expression()
            elif stream.take().kind in ("open", "block"):
                raise Unreadable("a group among modifiers")
        return names

    def group(self) -> Names:
        """Read a group and return what its solutions may bind."""
        stream = self.stream
        stream.expect("{")
        names: Names = {}
        if stream.is_at("SELECT"):
            names = self.select()
        while not stream.accept("}"):
            if stream.accept("MINUS"):
                self.minus(names)
            else:
                names |= self.element()
        return names

    def minus(self, names: Names) -> None:
        inner = self.group()
        if self.in_any_graph and not names.keys() & inner.keys():
            self.found.wide_in_graphs.append(Wide.MINUS)

    @property
    def in_any_graph(self) -> bool:
        """Whether this is in a ``GRAPH ?name``."""
        return self.graph[:1] in ("?", "$")

    def element(self) -> Names:
        stream = self.stream
        if stream.accept(".", "UNION"):
            return {}
        if stream.is_at("{"):
            return self.group()
        if stream.peek().kind == "block":
            return dict.fromkeys(self.blocks[stream.take().start])
        if keyword := stream.accept(*_KEYWORDS):
            return self.behind(keyword.text.upper())
        return self.triples()

    def behind(self, keyword: str) -> Names:
        """Read what a keyword announces."""
        match keyword:
            case "OPTIONAL" | "LATERAL":
                return self.group()
            case "GRAPH":
                return self.named_graph()
            case "BIND":
                return self.expression()
            case "VALUES":
                return self.values()
            case _:
                self.constraint()
                return {}

    def named_graph(self) -> Names:
        name = self.stream.take()
        outer = self.graph, self.opened
        self.graph, self.opened = name.text, self.stream.peek().end
        inner = self.group()
        self.graph, self.opened = outer
        own: Names = {name.text[1:]: None} if name.kind == "variable" else {}
        return own | inner

    def triples(self) -> Names:
        statement = read_statement(self.stream, self.graph)
        self.found.statements.append(statement)
        names: Names = dict.fromkeys(_names(statement.subject))
        for own in statement.properties:
            names |= _path_names(str(own.path))
            for node in own.objects:
                names |= dict.fromkeys(_names(node))
        return names

    def constraint(self) -> None:
        """Read what stands behind FILTER."""
        stream = self.stream
        if stream.accept("NOT"):
            stream.expect("EXISTS")
            self.group()
        elif stream.accept("EXISTS"):
            self.group()
        else:
            if not stream.is_at("("):
                stream.take()
            self.expression()

    def expression(self) -> Names:
        """Read a bracket, and return the name that ``AS`` gives at its end."""
        stream = self.stream
        stream.expect("(")
        named: Names = {}
        while not stream.is_at(")"):
            if stream.is_at("("):
                self.expression()
            elif stream.is_at("{"):
                self.group()
            elif stream.accept("AS"):
                named = {_variable(stream.take()): None}
            elif stream.take().text.upper() == "DISTINCT" and stream.is_at("*"):
                self.found.counts_distinct_rows = True
        stream.expect(")")
        return named

    def values(self) -> Names:
        stream = self.stream
        if self.in_any_graph:
            self.found.tables_in_graphs[self.opened] = self.graph
        names: Names = {}
        if stream.is_at("("):
            names = dict.fromkeys(_variable(t) for t in stream.skip_balanced())
        else:
            names[_variable(stream.take())] = None
        stream.skip_balanced()
        return names


def _names(node: Node) -> list[str]:
    found = [node.text[1:]] if node.kind is Kind.VARIABLE else []
    for item in node.items:
        found += _names(item)
    for own in node.properties:
        found += _path_names(str(own.path))
        for inner in own.objects:
            found += _names(inner)
    return found


def _path_names(path: str) -> Names:
    return {path[1:]: None} if path[0] in "?$" else {}


def _variable(token: Token) -> str:
    if token.kind != "variable":
        raise Unreadable(token.text)
    return token.text[1:]
