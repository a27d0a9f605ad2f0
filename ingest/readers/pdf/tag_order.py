"""The reading order that the author of a tagged PDF has laid down.

A tagged file names the pieces of each page in the order in which they are read. The
order is taken where it names nearly all text of the page; what it calls no content
(an artifact: page numbers, running heads) keeps its place at the edges.
"""

import ctypes
from collections.abc import Sequence
from itertools import pairwise, repeat

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Glyphs, Handle, unchecked
from ingest.readers.pdf.lines import Line

__all__ = ["in_tag_order", "is_tagged"]

_DEEPEST = 40
_MOST_ELEMENTS = 20_000
_LONGEST_KIND = 100
_NOTES = frozenset(name.encode("utf-16-le") for name in ("Note", "FENote"))
_GROUPS = frozenset(name.encode("utf-16-le") for name in ("Document", "Part", "Sect"))
_MANY = 50
"""Children above which a group is taken at the word of the standard: it holds elements
and no text of its own. Asking each child costs more than reading the page."""

_COVERED = 0.85
"""Of the letters of a page that the tags name at least."""

_count = unchecked(pdfium.FPDF_StructElement_CountChildren)
_content = unchecked(pdfium.FPDF_StructElement_GetChildMarkedContentID)
_child = unchecked(pdfium.FPDF_StructElement_GetChildAtIndex, ctypes.c_void_p)
_root = unchecked(pdfium.FPDF_StructTree_GetChildAtIndex, Handle)
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
            element = _root(tree, at)
            _rank(element, ranks)
            if len(ranks) > _MOST_ELEMENTS:
                return {}
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return ranks


def _rank(
    element: Handle, ranks: dict[int, int], depth: int = 0, *, is_note: bool = False
) -> None:
    """Rank the marked content of an element and its children, in their order.

    A note stands in the tags where it is called, often inside of a sentence; its
    content gets ranks behind those of the text.
    """
    if depth > _DEEPEST or len(ranks) > _MOST_ELEMENTS:
        return
    kind, count = _kind(element), _count(element)
    is_note = is_note or kind in _NOTES
    is_group = count > _MANY and kind in _GROUPS
    # The elements of a whole document are children on each page, nearly all empty.
    for at, child in enumerate(map(_child, repeat(element), range(count))):
        if child:
            _rank(Handle(child), ranks, depth + 1, is_note=is_note)
        elif is_group:
            continue
        elif (content := _content(element, at)) >= 0:
            rank = len(ranks) + (_MOST_ELEMENTS if is_note else 0)
            ranks.setdefault(content, rank)


def _kind(element: Handle) -> bytes:
    """Return the type of an element in UTF-16, as pdfium tells it."""
    size = _type(element, _name, _ROOM)
    return _name.raw[: max(0, size - 2)] if size <= _LONGEST_KIND else b""
