"""Pieces of other formats that a Word document takes in (altChunk)."""

import email
import email.policy
from pathlib import PurePosixPath

from lxml import etree

from ingest.errors import ReadingError
from ingest.losses import LossCount
from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_tree import parse_html
from ingest.texts.encodings import decode
from ontology.structure import Loss

__all__ = ["write_chunk"]

_PAGES = {".html", ".htm", ".xhtml"}
_ARCHIVES = {".mht", ".mhtml"}


def write_chunk(
    content: bytes, name: str, blocks: BlockText
) -> tuple[Loss, ...] | None:
    """Write a piece; return what of it is not in the text, None where it is not read.

    Args:
        content: Of the part.
        name: Of the part; its ending says what it is.
        blocks: Written to.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    ending = PurePosixPath(name).suffix.lower()
    try:
        if ending in _ARCHIVES:
            return _write_page(_page_of(content), blocks)
        text = decode(content).text
    except (ReadingError, LookupError, ValueError):
        return None
    if ending in _PAGES:
        return _write_page(text, blocks)
    if ending == ".txt":
        blocks.add(text)
        return ()
    return None


def _page_of(archive: bytes) -> str:
    """Return the page of a MIME archive, empty where there is none."""
    message = email.message_from_bytes(archive, policy=email.policy.default)
    page = message.get_body(("html",))
    return "" if page is None else str(page.get_content())


def _write_page(page: str, blocks: BlockText) -> tuple[Loss, ...] | None:
    if not page.strip():
        return None
    try:
        tree = parse_html(page)
    except (ReadingError, etree.LxmlError):
        return None
    lost = LossCount()
    for body in tree.iter("body"):
        lost.extend(write_blocks(body, blocks, language=None))
    return lost.losses
