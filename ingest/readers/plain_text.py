"""Plain text: one page, lines as they stand."""

from ingest.errors import NoText, TooLarge
from ingest.losses import LossCount
from ingest.read_text import ReadingRequest, ReadPage, ReadText
from ingest.readers.notebook_posts import navigation_end
from ingest.texts.encodings import UNKNOWN, decode
from ontology.structure import LossKind

__all__ = ["read_text"]


def read_text(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a plain text.

    Raises:
        MalformedContent: If the bytes are no text.
        NoText: If there is nothing but white space.
        TooLarge: If it has more characters than allowed.
    """
    text = decode(content).text
    if not text.strip():
        raise NoText("le fichier est vide")
    if len(text) > request.limits.characters:
        raise TooLarge(f"le texte dépasse {request.limits.characters} caractères")
    lost = LossCount()
    lost.add(LossKind.CHARACTERS, text.count(UNKNOWN))
    page = ReadPage(text[navigation_end(text) :], "text")
    return ReadText(pages=(page,), losses=lost.losses)
