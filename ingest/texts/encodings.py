"""Bytes of a text to characters, by the encodings that French documents use."""

import codecs
from dataclasses import dataclass

from ingest.errors import MalformedContent

__all__ = ["UNKNOWN", "Decoded", "decode"]

UNKNOWN = "\ufffd"
"""Stands for bytes that are no character of the encoding."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was found in."""

    text: str
    encoding: str


def decode(content: bytes, *, is_cut: bool = False) -> Decoded:
    """Decode by byte-order mark, then UTF-8, then Windows-1252.

    Args:
        content: All bytes, or the first ones.
        is_cut: Whether ``content`` may end inside a character.

    Raises:
        MalformedContent: If the bytes are no text: zero bytes, a broken UTF-16 file,
            or too many control characters.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strict(content, encoding, is_cut=is_cut), encoding)
    if b"\x00" in content:
        raise MalformedContent(
            "le fichier contient des octets nuls : ce n’est pas un texte",
            remedy="Enregistrez-le en texte UTF-8.",
        )
    try:
        return Decoded(_strict(content, "utf-8", is_cut=is_cut), "utf-8")
    except MalformedContent:
        pass
    # cp1252 leaves five bytes undefined; real files use them by accident.
    text = content.decode("cp1252", errors="replace")
    controls = sum(1 for c in text if c == UNKNOWN or (c < " " and c not in "\t\n\r\f"))
    if controls * 50 > len(text):
        raise MalformedContent(
            "le fichier n’est un texte dans aucun codage connu (UTF-8, UTF-16, "
            "Windows-1252)",
            remedy="Enregistrez-le en texte UTF-8.",
        )
    return Decoded(text, "cp1252")


def _strict(content: bytes, encoding: str, *, is_cut: bool) -> str:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(content, final=not is_cut)
    except UnicodeDecodeError as error:
        raise MalformedContent(
            f"le texte n’est pas en {encoding} à partir de l’octet {error.start}",
            remedy="Enregistrez-le en texte UTF-8.",
        ) from error
