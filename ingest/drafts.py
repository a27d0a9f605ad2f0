"""Read a text that is not kept, such as the draft of a post."""

import re
from contextlib import nullcontext
from email.message import Message
from typing import Final

from ingest.errors import MalformedContent, TooLarge
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits
from ingest.pasted_text import recognise
from ingest.readers import is_supported
from ingest.sources.media_types import HEAD_BYTES, HTML, TEXT, media_type_of
from ingest.texts.chunking import Chunking
from ingest.texts.encodings import decode
from ontology.model import DocumentRecord

__all__ = ["read_draft"]

_NAMELESS: Final = "brouillon"
_TAG: Final = re.compile(r"<[a-z!/]", re.IGNORECASE)


def read_draft(
    content: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    limits: Limits | None = None,
    chunking: Chunking | None = None,
    pool: ReaderPool | None = None,
) -> DocumentRecord:
    """Read a text that is not kept, exactly as the corpus was read.

    What was pasted is read as what it is, not as what it was sent as: see
    ``ingest.pasted_text``.

    Args:
        content: The bytes of the draft.
        name: File name, if it has one.
        media_type: With or without parameters; trusted when a reader exists for it,
            else found from the bytes.
        limits: Bounds; those of ``pool`` when one is given.
        chunking: Lengths of passages.
        pool: Running readers, which saves the start of a process.

    Raises:
        ReadingError: The subclass that names why it cannot be read.
        IngestError: If no child process can be started.
        CallCancelled: If nobody waits for it any more.
    """
    kind, charset = _declared(media_type)
    is_text = name is None or name.lower().endswith(".txt")
    if is_text and kind in ("", TEXT, HTML):
        content, kind = _pasted(content, kind, charset)
    job = ReadingJob(
        uri=f"draft/{name or _NAMELESS}",
        collection="draft",
        name=name or _NAMELESS,
        content=content,
        media_type=kind if is_supported(kind) else "",
        chunking=chunking or Chunking(),
    )
    with nullcontext(pool) if pool else ReaderPool(limits, workers=1) as readers:
        try:
            return readers.read(job).record
        except TooLarge as error:
            remedy = error.remedy or "Donnez-en une partie à la fois, un chapitre."
            raise TooLarge(error.message, remedy=remedy) from error


def _declared(media_type: str | None) -> tuple[str, str]:
    """Return a media type without parameters, and its character set or nothing."""
    header = Message()
    header["content-type"] = media_type or ""
    return (
        (media_type or "").partition(";")[0].strip().lower(),
        header.get_content_charset() or "",
    )


def _pasted(content: bytes, kind: str, charset: str) -> tuple[bytes, str]:
    """Return what was pasted in UTF-8, with its type; as it was where it is no text."""
    if media_type_of(content[:HEAD_BYTES]) not in (TEXT, HTML):
        return content, ""
    try:
        text = _decoded(content, charset)
    except MalformedContent:
        return content, ""
    text, found = recognise(text)
    if not found and kind == HTML and _TAG.search(text):
        return content, HTML  # with the character set that it states itself
    return text.encode("utf-8", "replace"), found


def _decoded(content: bytes, charset: str) -> str:
    """Decode by the character set that was declared, where that is possible.

    Raises:
        MalformedContent: If the bytes are no text.
    """
    if charset:
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content).text
