r"""Cuts a SPARQL query into tokens, in time linear in its length.

Not a parser: the engine parses. The guard needs to know what is code and what is text,
comment or IRI, exactly as the engine will see it. Three traps decide the shape:

* The engine has no tokens of its own, so ``trueSERVICE<…>`` and ``SERVICEex:a{`` are
  calls. A run of letters is therefore one token, to be searched, not compared.
* ``<`` opens an IRI or compares. After an operand in brackets both readings are
  possible; where they would disagree on what follows, the query is refused.
* A prefixed name may hold escapes (``ex:a\'b``) but cannot begin with a dot.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ontology.iris import SEARCH_SERVICE

__all__ = [
    "RawBlock",
    "Token",
    "is_operand",
    "read_block",
    "read_token",
]

_IRI = r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"
_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN: Final = re.compile(
    rf"""
    (?P<blank>[ \t\r\n]++)
  | (?P<comment>\#[^\r\n]*+)
  | (?P<string>
        '''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
      | \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"
      | '(?:[^'\\\r\n]|\\.)*+'
      | "(?:[^"\\\r\n]|\\.)*+" )
  | (?P<iri>{_IRI})
  | (?P<variable>[?$]\w++)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<node>_:[\w.\-]*+)
  | (?P<word>[^\W\d_][\w.\-]*+(?!:))
  | (?P<name>(?:[^\W\d_][\w.\-]*+)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})
           (?:[\w:.\-]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})*+)?+)
  | (?P<number>\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?|\.\d++(?:[eE][+-]?\d++)?)
  | (?P<open><<\(?|[{{(\[])
  | (?P<close>\)?>>|[}})\]])
  | (?P<separator>[.;,])
  | (?P<datatype>\^\^)
  | (?P<operator>&&|\|\||<=|>=|!=|[/|^*+\-!=<>?])
  | (?P<other>\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS: Final = {"string", "iri", "variable", "language", "node", "name", "number"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query.

    Attributes:
        kind: Name of the group above.
        text: The characters.
        start: Offset in the query.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.start + len(self.text)

    @property
    def pieces(self) -> Iterator[str]:
        """Yield the words of a run of letters, in upper case."""
        return (piece.upper() for piece in re.split(r"[.\-]", self.text) if piece)


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A ``SERVICE <urn:gtnum:recherche> { … }``, not read yet.

    Attributes:
        start: Offset of SERVICE.
        tokens: What stands between the braces, the closing one included.
    """

    start: int
    tokens: tuple[Token, ...]

    @property
    def end(self) -> int:
        """Return the offset behind the closing brace."""
        return self.tokens[-1].end


def read_token(query: str, position: int, *, may_compare: bool) -> Token:
    """Read the token at a position.

    Args:
        query: The whole query.
        position: Less than its length.
        may_compare: Whether ``<`` can be an operator here.
    """
    found = _TOKEN.match(query, position)
    # The last alternative takes any character.
    assert found is not None  # noqa: S101
    kind, text = str(found.lastgroup), found.group()
    if kind == "iri" and may_compare and not _is_unclear(text):
        return Token("operator", "<", position)
    return Token("unclear" if kind == "iri" and may_compare else kind, text, position)


def read_block(query: str, call: Token) -> RawBlock | None:
    """Return the search block that begins at a call, or None where it is another call.

    Args:
        query: The whole query.
        call: The token SERVICE.
    """
    coming = _significant(query, call.end)
    service, brace = next(coming, None), next(coming, None)
    if service is None or brace is None:
        return None
    if service.text != f"<{SEARCH_SERVICE}>" or brace.text != "{":
        return None
    tokens = []
    for token in coming:
        tokens.append(token)
        if token.text in ("{", "}"):  # no group stands in a block: the reader says so
            return RawBlock(call.start, tuple(tokens))
    # Cut: as if it were closed at the end, where the engine will miss a brace.
    tokens.append(Token("close", "}", len(query) - 1))
    return RawBlock(call.start, tuple(tokens))


def _significant(query: str, position: int) -> Iterator[Token]:
    """Yield the tokens from a place on, without blanks and comments."""
    while position < len(query):
        token = read_token(query, position, may_compare=False)
        position = token.end
        if token.kind in ("number", "name", "node") and token.text.endswith("."):
            token = Token(token.kind, token.text.rstrip("."), token.start)
            position = token.end  # the dots end a statement
        if token.kind not in ("blank", "comment"):
            yield token


def is_operand(token: Token | None) -> bool:
    """Whether a token ends a value, so that an operator may follow."""
    if token is None:
        return False
    return (
        token.kind in _OPERANDS
        or token.text in (")", "]", "}")
        or (token.kind == "word" and token.text.lower() in ("true", "false"))
    )


def _is_unclear(iri: str) -> bool:
    """Whether text or comments would begin inside if ``<`` were an operator."""
    return "'" in iri or "#" in iri
