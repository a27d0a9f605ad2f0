"""Reads the path of a triple from its tokens (SPARQL 1.1, grammar rules 88 to 96)."""

from graph.sparql.exact_paths.path_algebra import (
    Alternative,
    Closure,
    Inverse,
    Link,
    Negation,
    Path,
    Sequence,
)
from graph.sparql.exact_paths.token_stream import TokenStream, Unreadable

__all__ = ["read_verb"]

_SIGNS = ("*", "+", "?")


def read_verb(stream: TokenStream) -> Path:
    """Read a predicate: a variable, an IRI, ``a`` or a path.

    Raises:
        Unreadable: If there is none.
    """
    if stream.peek().kind == "variable":
        return Link(stream.take().text)
    return _alternative(stream)


def _alternative(stream: TokenStream) -> Path:
    parts = [_sequence(stream)]
    while stream.accept("|"):
        parts.append(_sequence(stream))
    return Alternative(tuple(parts)) if len(parts) > 1 else parts[0]


def _sequence(stream: TokenStream) -> Path:
    parts = [_step(stream)]
    while stream.accept("/"):
        parts.append(_step(stream))
    return Sequence(tuple(parts)) if len(parts) > 1 else parts[0]


def _step(stream: TokenStream) -> Path:
    is_inverse = stream.accept("^")
    path = _primary(stream)
    if sign := stream.accept(*_SIGNS):
        path = Closure(path, sign.text)
    return Inverse(path) if is_inverse else path


def _primary(stream: TokenStream) -> Path:
    if stream.accept("!"):
        return _negation(stream)
    if stream.accept("("):
        path = _alternative(stream)
        stream.expect(")")
        return path
    return Link(_predicate(stream))


def _negation(stream: TokenStream) -> Path:
    names: dict[bool, list[str]] = {False: [], True: []}
    if stream.accept("("):
        while not stream.is_at(")"):
            if any(names.values()):
                stream.expect("|")
            _negated(stream, names)
        stream.expect(")")
    else:
        _negated(stream, names)
    forwards, backwards = tuple(names[False]), tuple(names[True])
    if not backwards:
        return Negation(forwards)
    behind = Negation(backwards, is_backwards=True)
    return Alternative((Negation(forwards), behind)) if forwards else behind


def _negated(stream: TokenStream, names: dict[bool, list[str]]) -> None:
    is_backwards = stream.accept("^") is not None
    names[is_backwards].append(_predicate(stream))


def _predicate(stream: TokenStream) -> str:
    token = stream.take()
    is_a = token.kind == "word" and token.text == "a"
    if token.kind not in ("iri", "name") and not is_a:
        raise Unreadable(token.text)
    return token.text
