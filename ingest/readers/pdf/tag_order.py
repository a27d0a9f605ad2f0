"""The reading order that the author of a tagged PDF has laid down.

A tagged file names the pieces of each page in the order in which they are read. The
order is taken where it names nearly all text of the page; what it calls no content
(an artifact: page numbers, running heads) keeps its place at the edges.
"""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Glyphs, unchecked
from ingest.readers.pdf.lines import Line

__all__ = ["in_tag_order", "is_tagged"]

_DEEPEST = 40
_MOST_ELEMENTS = 20_000
_LONGEST_KIND = 100
_NOTES = frozenset(name.encode("utf-16-le") for name in ("Note", "FENote"))
_COVERED = 0.85
"""Of the letters of a page that the tags name at least."""

_count = unchecked(pdfium.FPDF_StructElement_CountChildren)
_content = unchecked(pdfium.FPDF_StructElement_GetChildMarkedContentID)
_child = unchecked(pdfium.FPDF_StructElement_GetChildAtIndex, ctypes.c_void_p)
_type = unchecked(pdfium.FPDF_StructElement_GetType, ctypes.c_ulong)
_name = ctypes.create_string_buffer(_LONGEST_KIND)
_ROOM = ctypes.c_ulong(_LONGEST_KIND)


def is_tagged(document: pypdfium2.PdfDocument) -> bool:
    """Whether the file says that it is tagged."""
    return bool(pdfium.FPDFCatalog_IsTagged(document.raw))


def in_tag_order(
    lines: Sequence[Line], page: pypdfium2.PdfPage, glyphs: Glyphs
) -> list[Line] | None:
    """Return the lines in the order of the tags.

    Returns:
        None where the tags do not cover the text of the page.
    """
    ranks = _ranks(page)
    if not ranks:
        return None
    ids = glyphs.content_ids([line.first for line in lines])
    letters = sum(len(line.text) for line in lines)
    named = sum(
        len(line.text) for line, own in zip(lines, ids, strict=True) if own in ranks
    )
    if named < _COVERED * letters:
        return None
    placed: list[tuple[int, int, Line]] = []
    rank = -1
    for at, (line, own) in enumerate(zip(lines, ids, strict=True)):
        # What has no tag stays behind the line that it follows in the file.
        rank = ranks.get(own, rank)
        placed.append((rank, at, line))
    if all(before[0] <= after[0] for before, after in pairwise(placed)):
        return list(lines)
    return [line for _, _, line in sorted(placed, key=lambda entry: entry[:2])]


def _ranks(page: pypdfium2.PdfPage) -> dict[int, int]:
    """Return the rank of each piece of marked content of a page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    ranks: dict[int, int] = {}
    try:
        for at in range(max(0, pdfium.FPDF_StructTree_CountChildren(tree))):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)
            element = ctypes.cast(child, ctypes.c_void_p)
            for content, is_note in _contents(element, 0):
                rank = len(ranks) + (_MOST_ELEMENTS if is_note else 0)
                ranks.setdefault(content, rank)
                if len(ranks) > _MOST_ELEMENTS:
                    return {}
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return ranks


def _contents(
    element: ctypes.c_void_p, depth: int, *, is_note: bool = False
) -> Iterator[tuple[int, bool]]:
    """Yield the marked content of an element and its children, in their order.

    A note stands in the tags where it is called, often inside of a sentence; with each
    content comes whether it is one, so that notes can be read behind the text.
    """
    if depth > _DEEPEST:
        return
    is_note = is_note or _kind(element) in _NOTES
    for at in range(_count(element)):
        content = _content(element, at)
        if content >= 0:
            yield content, is_note
        elif child := _child(element, at):
            yield from _contents(ctypes.c_void_p(child), depth + 1, is_note=is_note)


def _kind(element: ctypes.c_void_p) -> bytes:
    """Return the type of an element in UTF-16, as pdfium tells it."""
    size = _type(element, _name, _ROOM)
    return _name.raw[: max(0, size - 2)] if size <= _LONGEST_KIND else b""
