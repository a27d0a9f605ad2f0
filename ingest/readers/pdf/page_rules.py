"""Straight lines and edges of rectangles that are drawn on a page."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Box, unchecked

__all__ = ["Rules", "page_rules"]

_THIN = 2.5
_SHORTEST = 8.0
_MOST_RULES = 700
_MOST_PATHS = 1_500
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 200
_LARGEST = 0.8
"""Of the page: a larger rectangle is its background."""

_object = unchecked(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_kind = unchecked(pdfium.FPDFPageObj_GetType)
_segments = unchecked(pdfium.FPDFPath_CountSegments)
_bounds = unchecked(pdfium.FPDFPageObj_GetBounds)
_mode = unchecked(pdfium.FPDFPath_GetDrawMode)
_edges = (ctypes.c_float * 4)()
_EDGES = [ctypes.byref(_edges, 4 * at) for at in range(4)]
_modes = (ctypes.c_int * 2)()
_MODES = [ctypes.byref(_modes, 4 * at) for at in range(2)]


@dataclass(slots=True)
class Rules:
    """Horizontal and vertical rules, as thin boxes."""

    level: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> None:
        """Add a rule, or the four edges of a rectangle."""
        wide, high = box.right - box.left, box.top - box.bottom
        if high <= _THIN and wide >= _SHORTEST:
            middle = (box.top + box.bottom) / 2
            self.level.append(Box(box.left, middle, box.right, middle))
        elif wide <= _THIN and high >= _SHORTEST:
            middle = (box.left + box.right) / 2
            self.upright.append(Box(middle, box.bottom, middle, box.top))
        elif wide >= _SHORTEST and high >= _SHORTEST:
            for x in (box.left, box.right):
                self.upright.append(Box(x, box.bottom, x, box.top))
            for y in (box.bottom, box.top):
                self.level.append(Box(box.left, y, box.right, y))


def page_rules(page: pypdfium2.PdfPage) -> Rules:
    """Return the rules of a page; none where it is a drawing of very many paths."""
    rules = Rules()
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return rules
    width, height = page.get_size()
    largest = _LARGEST * width * height
    raw = page.raw
    paths = 0
    for index in range(count):
        drawn = ctypes.c_void_p(_object(raw, index))
        if _kind(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > _MOST_PATHS:
            return Rules()
        for box in _boxes(drawn):
            if (box.right - box.left) * (box.top - box.bottom) < largest:
                rules.add(box)
        if len(rules.level) + len(rules.upright) > _MOST_RULES:
            return Rules()
    return rules


def _boxes(path: ctypes.c_void_p) -> Iterator[Box]:
    """Yield a simple path as one box, another one by its straight parts."""
    if not _is_drawn(path):
        return
    segments = _segments(path)
    if segments <= 5:
        if _bounds(path, *_EDGES):
            yield _grown(Box(*_edges), segments)
    elif segments <= _MOST_SEGMENTS:
        yield from _straight(path, segments)


def _grown(box: Box, segments: int) -> Box:
    """Return the box of a line of two points without its own width."""
    if segments > 2:
        return box
    wide, high = box.right - box.left, box.top - box.bottom
    if wide >= high:
        middle = (box.top + box.bottom) / 2
        return Box(box.left, middle, box.right, middle)
    middle = (box.left + box.right) / 2
    return Box(middle, box.bottom, middle, box.top)


def _is_drawn(path: ctypes.c_void_p) -> bool:
    return bool(_mode(path, *_MODES) and (_modes[0] or _modes[1]))


def _straight(path: ctypes.c_void_p, segments: int) -> Iterator[Box]:
    """Yield the level and upright parts of a path."""
    path = ctypes.cast(path, pdfium.FPDF_PAGEOBJECT)
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix)):
        return
    points = [_point(path, at, matrix) for at in range(segments)]
    for (x, y, _), (to_x, to_y, is_line) in pairwise(points):
        if is_line and min(abs(x - to_x), abs(y - to_y)) <= 1.0:
            yield Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _point(
    path: pdfium.FPDF_PAGEOBJECT, index: int, matrix: pdfium.FS_MATRIX
) -> tuple[float, float, bool]:
    segment = pdfium.FPDFPath_GetPathSegment(path, index)
    at_x, at_y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(at_x), ctypes.byref(at_y))
    x, y = at_x.value, at_y.value
    is_line = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO
    return (
        matrix.a * x + matrix.c * y + matrix.e,
        matrix.b * x + matrix.d * y + matrix.f,
        is_line,
    )
