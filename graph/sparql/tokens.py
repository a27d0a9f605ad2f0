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

__all__ = ["Token", "is_operand", "read_token"]

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
    def pieces(self) -> Iterator[str]:
        """Yield the words of a run of letters, in upper case."""
        return (piece.upper() for piece in re.split(r"[.\-]", self.text) if piece)


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
