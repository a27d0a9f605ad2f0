"""Straight lines and edges of rectangles that are drawn on a page."""

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Box, Handle, first_values, unchecked

__all__ = ["Rules", "page_rules"]

_THIN = 2.5
_SHORTEST = 8.0
_MOST_RULES = 700
_MOST_PATHS = 1_500
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 200
_MOST_SEGMENTS_OF_PAGE = 20_000
_LARGEST = 0.8
"""Of the page: a larger rectangle is its background."""

_PATH = pdfium.FPDF_PAGEOBJ_PATH
_object = unchecked(pdfium.FPDFPage_GetObject, Handle)
_kind = unchecked(pdfium.FPDFPageObj_GetType)
_count = unchecked(pdfium.FPDFPath_CountSegments)
_bounds = unchecked(pdfium.FPDFPageObj_GetBounds)
_mode = unchecked(pdfium.FPDFPath_GetDrawMode)
_matrix = unchecked(pdfium.FPDFPageObj_GetMatrix)
_segment = unchecked(pdfium.FPDFPath_GetPathSegment, Handle)
_segment_kind = unchecked(pdfium.FPDFPathSegment_GetType)
_point = unchecked(pdfium.FPDFPathSegment_GetPoint)
_edges = (ctypes.c_float * (4 * _MOST_PATHS))()
_EDGES = [
    [ctypes.byref(_edges, 4 * at) for at in range(side, 4 * _MOST_PATHS, 4)]
    for side in range(4)
]
_points = (ctypes.c_float * (2 * _MOST_SEGMENTS))()
_XS, _YS = (
    [ctypes.byref(_points, 4 * at) for at in range(axis, 2 * _MOST_SEGMENTS, 2)]
    for axis in range(2)
)
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
    objects = list(map(_object, repeat(page.raw), range(count)))
    kinds = map(_kind, objects)
    paths = [x for x, kind in zip(objects, kinds, strict=True) if kind == _PATH]
    if not 0 < len(paths) <= _MOST_PATHS:
        return rules
    width, height = page.get_size()
    largest = _LARGEST * width * height
    segments = 0
    for path, bounds in _long_paths(paths):
        own = _count(path)
        segments += own if own <= _MOST_SEGMENTS else 0
        for box in _boxes(path, own, bounds):
            if (box.right - box.left) * (box.top - box.bottom) < largest:
                rules.add(box)
        is_drawing = len(rules.level) + len(rules.upright) > _MOST_RULES
        if is_drawing or segments > _MOST_SEGMENTS_OF_PAGE:
            return Rules()
    return rules


def _long_paths(paths: Sequence[Handle]) -> Iterator[tuple[Handle, Box | None]]:
    """Yield the paths that are seen and long enough for a rule, with their bounds.

    Bounds are None where pdfium knows none.
    """
    found = list(map(_bounds, paths, *_EDGES))
    edges = iter(first_values(_edges, "f", 4 * len(paths)))
    boxes = map(Box, edges, edges, edges, edges)
    for path, box, is_known in zip(paths, boxes, found, strict=False):
        is_short = max(box.right - box.left, box.top - box.bottom) < _SHORTEST
        if is_known and is_short:
            continue
        if _mode(path, *_MODES) and (_modes[0] or _modes[1]):
            yield path, box if is_known else None


def _boxes(path: Handle, segments: int, bounds: Box | None) -> Iterator[Box]:
    """Yield a simple path as one box, another one by its straight parts."""
    if segments <= 5:
        if bounds:
            yield _grown(bounds, segments)
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


def _straight(path: Handle, count: int) -> Iterator[Box]:
    """Yield the level and upright parts of a path."""
    matrix = pdfium.FS_MATRIX()
    if not _matrix(path, ctypes.byref(matrix)):
        return
    segments = list(map(_segment, repeat(path), range(count)))
    deque(map(_point, segments, _XS, _YS), maxlen=0)
    flat = iter(first_values(_points, "f", 2 * count))
    a, b, c, d, e, f = (getattr(matrix, name) for name in "abcdef")
    points = [
        (a * x + c * y + e, b * x + d * y + f) for x, y in zip(flat, flat, strict=True)
    ]
    kinds = map(_segment_kind, segments[1:])
    for ((x, y), (to_x, to_y)), kind in zip(pairwise(points), kinds, strict=True):
        is_straight = min(abs(x - to_x), abs(y - to_y)) <= 1.0
        if is_straight and kind == pdfium.FPDF_SEGMENT_LINETO:
            yield Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
