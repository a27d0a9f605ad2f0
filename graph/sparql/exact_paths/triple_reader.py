"""Reads the triples of a query (SPARQL 1.1, grammar rules 75 to 109)."""

from graph.sparql.exact_paths.path_reader import read_verb
from graph.sparql.exact_paths.token_stream import TokenStream, Unreadable
from graph.sparql.exact_paths.triple_nodes import Kind, Node, Property, Statement

__all__ = ["read_statement"]

_CONSTANTS = ("iri", "name", "number")


def read_statement(stream: TokenStream, graph: str) -> Statement:
    """Read a subject and its properties.

    Raises:
        Unreadable: If they do not stand here.
    """
    start = stream.peek().start
    subject = _node(stream)
    may_stand_alone = bool(subject.properties)
    properties = () if may_stand_alone and _ends(stream) else _properties(stream)
    end = stream.tokens[stream.position - 1].end
    return Statement(subject, properties, start, end, graph)


def _ends(stream: TokenStream) -> bool:
    token = stream.peek()
    is_keyword = token.kind == "word" and token.text != "a"
    return token.kind == "end" or stream.is_at(".", "}", "{") or is_keyword


def _properties(stream: TokenStream) -> tuple[Property, ...]:
    found = [_property(stream)]
    while stream.accept(";"):
        if not stream.is_at(";", "]") and not _ends(stream):
            found.append(_property(stream))
    return tuple(found)


def _property(stream: TokenStream) -> Property:
    path = read_verb(stream)
    objects = [_node(stream)]
    while stream.accept(","):
        objects.append(_node(stream))
    return Property(path, tuple(objects))


def _node(stream: TokenStream) -> Node:
    if stream.accept("["):
        own = () if stream.is_at("]") else _properties(stream)
        stream.expect("]")
        return Node(Kind.BRACKETS, properties=own)
    if stream.accept("("):
        items = []
        while not stream.is_at(")"):
            items.append(_node(stream))
        stream.expect(")")
        return Node(Kind.COLLECTION, items=tuple(items))
    return _term(stream)


def _term(stream: TokenStream) -> Node:
    token = stream.take()
    if token.kind == "variable":
        return Node(Kind.VARIABLE, token.text)
    if token.kind == "node":
        return Node(Kind.LABEL, token.text)
    if token.kind == "string":
        return Node(Kind.CONSTANT, token.text + _tag(stream))
    is_signed = token.text in ("+", "-") and stream.peek().kind == "number"
    if token.kind == "operator" and is_signed:
        return Node(Kind.CONSTANT, token.text + stream.take().text)
    is_truth = token.kind == "word" and token.text.lower() in ("true", "false")
    if token.kind in _CONSTANTS or is_truth:
        return Node(Kind.CONSTANT, token.text)
    raise Unreadable(token.text)


def _tag(stream: TokenStream) -> str:
    if stream.peek().kind == "language":
        return stream.take().text
    if stream.accept("^^"):
        token = stream.take()
        if token.kind not in ("iri", "name"):
            raise Unreadable(token.text)
        return f"^^{token.text}"
    return ""
