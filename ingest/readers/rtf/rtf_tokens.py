r"""The tokens of an RTF file: groups, control words, bytes and characters.

    {\b Un \'e9t\'e9}  ─▶  BEGIN  WORD("b")  BYTES("Un ")  BYTES(é)  …  END

RTF 1.9.1; anything else in the file is skipped, nothing is an error here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

__all__ = ["CODE_PAGES", "Token", "TokenKind", "decoded", "tokens"]

CODE_PAGES: Final = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Character sets of fonts, by the number that RTF gives them."""

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])"
    rb"|([{}])|([\r\n]+)|([^\\{}\r\n]+)",
    re.DOTALL,
)


class TokenKind(Enum):
    """What a token is."""

    BEGIN = auto()
    END = auto()
    WORD = auto()
    SYMBOL = auto()
    BYTES = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the file.

    Attributes:
        kind: What it is.
        name: Of a control word or symbol.
        value: Number behind a control word, or None.
        content: Bytes of text.
    """

    kind: TokenKind
    name: str = ""
    value: int | None = None
    content: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens of a file in order; embedded binary data is passed over."""
    at = 0
    while match := _TOKEN.search(content, at):
        at = match.end()
        word, number, code, symbol, brace, line, text = match.groups()
        if word is not None:
            value = int(number) if number is not None else None
            if word == b"bin":
                at += max(0, min(value or 0, len(content)))
                continue
            yield Token(TokenKind.WORD, word.decode("ascii"), value)
        elif code is not None:
            yield Token(TokenKind.BYTES, content=bytes([int(code, 16)]))
        elif symbol is not None:
            yield Token(TokenKind.SYMBOL, symbol.decode("latin-1"))
        elif brace is not None:
            yield Token(TokenKind.BEGIN if brace == b"{" else TokenKind.END)
        elif line is None:
            yield Token(TokenKind.BYTES, content=text)


def decoded(content: bytes, code_page: str) -> str:
    """Return bytes as text; what a code page does not know is left out."""
    try:
        return content.decode(code_page, "ignore")
    except LookupError:
        return content.decode("cp1252", "ignore")
