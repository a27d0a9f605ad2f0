"""Reads the groups of a query: their triples, what they bind, what takes all of it.

Not a whole parser: expressions are passed over, but for the groups inside of EXISTS.
What is not read here is ``Unreadable``, never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.sparql.exact_paths.query_groups import QueryGroups, Star, Wide
from graph.sparql.exact_paths.token_stream import (
    TokenStream,
    Unreadable,
    end_of_query,
    split_dots,
)
from graph.sparql.exact_paths.triple_nodes import Kind, Node
from graph.sparql.exact_paths.triple_reader import read_statement
from graph.sparql.tokens import Token

__all__ = ["read_groups"]

_AGGREGATES: Final = frozenset(
    ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
)
_DEEPEST: Final = 100
"""Groups in each other; the guard admits fewer."""
_KEYWORDS: Final = (*("OPTIONAL", "LATERAL", "GRAPH", "FILTER", "BIND", "VALUES"),)

Names = dict[str, None]
"""Variables, in the order of their first appearance, without sign."""


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
    depth: int = 0
    aggregates: bool = False
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
        outer, self.aggregates = self.aggregates, False
        stream.accept("DISTINCT", "REDUCED")
        star = stream.accept("*")
        shown: Names = {}
        while star is None and not stream.is_at("FROM", "WHERE", "{"):
            if stream.is_at("("):
                shown |= self.expression()
            else:
                shown[_variable(stream.take())] = None
        begin = stream.position
        names = self.body()
        name = self.graph[1:]
        if self.in_any_graph and name not in (shown if star is None else names):
            self.keep_graph(begin, is_hidden=name in names)
        self.aggregates = outer
        if star is None:
            return shown
        self.found.stars.append(Star(star, tuple(names)))
        return names

    def keep_graph(self, begin: int, *, is_hidden: bool) -> None:
        """Let a SELECT in a ``GRAPH ?name`` show, and group by, the name.

        Args:
            begin: Where its dataset or group begins, among the tokens.
            is_hidden: Whether its group has a variable of this name for itself.
        """
        tokens = self.stream.tokens[begin : self.stream.position]
        end = [t.text.upper() for t in _behind_group(tokens) if t.kind == "word"]
        is_grouped = "GROUP" in end
        is_whole = self.aggregates and not is_grouped
        is_cut = "LIMIT" in end or "OFFSET" in end
        shows_hidden = is_hidden and any(
            self.graph[1:] in star.names and star.token.start > tokens[0].start
            for star in self.found.stars
        )
        if is_whole or is_cut or shows_hidden:
            self.found.wide_in_graphs.append(Wide.SELECT)
            return
        places = [tokens[0].start]
        if is_grouped:
            places += [t.end for t in _behind_group(tokens) if t.text.upper() == "BY"][
                :1
            ]
        if is_hidden:
            same = ("?" + self.graph[1:], "$" + self.graph[1:])
            self.found.hidden_names += [t for t in tokens if t.text in same]
        self.found.graph_names.update(dict.fromkeys(places, self.graph))

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
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable("{")
        names: Names = {}
        if stream.is_at("SELECT"):
            names = self.select()
        while not stream.accept("}"):
            if stream.accept("MINUS"):
                self.minus(names)
            else:
                names |= self.element()
        self.depth -= 1
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
            else:
                word = stream.take().text.upper()
                self.aggregates |= word in _AGGREGATES
                is_counted = word == "DISTINCT" and stream.is_at("*")
                self.found.counts_distinct_rows |= is_counted
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


def _behind_group(tokens: Sequence[Token]) -> list[Token]:
    """Return what stands behind the last group of a SELECT."""
    closing = [i for i, token in enumerate(tokens) if token.text == "}"]
    return list(tokens[closing[-1] + 1 :])


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
