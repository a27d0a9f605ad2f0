"""The significant tokens of a query, one after the other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from graph.sparql.tokens import Token

__all__ = ["TokenStream", "Unreadable", "end_of_query", "split_dots"]

_DOTTED: Final = ("name", "node", "number")
_END: Final = Token("end", "", -1)
_OPENING: Final = {"(": ")", "{": "}", "[": "]"}


class Unreadable(Exception):  # noqa: N818 - the engine, or a refusal, tells the user
    """The tokens do not make what is read here."""


def end_of_query(token: Token) -> bool:
    """Return whether there are no tokens left."""
    return token.kind == "end"


def split_dots(tokens: Iterable[Token]) -> list[Token]:
    """Part names from the dot that ends their statement, as the engine does."""
    parted: list[Token] = []
    for token in tokens:
        text = token.text.rstrip(".")
        if token.kind in _DOTTED and text and text != token.text:
            parted.append(Token(token.kind, text, token.start))
            dots = range(token.start + len(text), token.end)
            parted += [Token("separator", ".", place) for place in dots]
        elif token.kind == "word" and re.fullmatch(r"(?:a|true|false)\.", token.text):
            parted.append(Token("word", text, token.start))
            parted.append(Token("separator", ".", token.end - 1))
        else:
            parted.append(token)
    return parted


@dataclass(slots=True)
class TokenStream:
    """A place among tokens."""

    tokens: list[Token]
    position: int = field(default=0)

    def peek(self, ahead: int = 0) -> Token:
        """Return the token that is next; one of kind ``end`` behind the last."""
        place = self.position + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def take(self) -> Token:
        """Return the next token and go on.

        Raises:
            Unreadable: At the end.
        """
        token = self.peek()
        if end_of_query(token):
            raise Unreadable("cut")
        self.position += 1
        return token

    def is_at(self, *texts: str) -> bool:
        """Return whether the next token is one of these signs, or words in capitals."""
        token = self.peek()
        text = token.text.upper() if token.kind == "word" else token.text
        return token.kind not in ("string", "block") and text in texts

    def accept(self, *texts: str) -> Token | None:
        """Take the next token where it is one of these."""
        return self.take() if self.is_at(*texts) else None

    def expect(self, *texts: str) -> Token:
        """Take the next token.

        Raises:
            Unreadable: If it is none of these.
        """
        if not self.is_at(*texts):
            raise Unreadable(f"{self.peek().text!r} instead of {texts}")
        return self.take()

    def skip_balanced(self) -> list[Token]:
        """Take a bracket with all it holds, and return that.

        Raises:
            Unreadable: If it does not close.
        """
        opened = self.expect(*_OPENING)
        depth, held = [_OPENING[opened.text]], []
        while depth:
            token = self.take()
            held.append(token)
            if token.kind == "open":
                if token.text not in _OPENING:
                    raise Unreadable(token.text)
                depth.append(_OPENING[token.text])
            elif token.kind == "close" and token.text != depth.pop():
                raise Unreadable(token.text)
        return held[:-1]
