"""Places of characters on a page, asked of pdfium many at a time.

pypdfium2 declares the type of each argument; checking them takes three times as long as
the calls themselves. Here the same functions get arguments of the right types without
the check, in one sweep over buffers that are made once. Like pdfium itself, this is not
safe in threads.
"""

import ctypes
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from operator import sub
from typing import Any, Literal, NamedTuple, cast

import pypdfium2
import pypdfium2.raw as pdfium

__all__ = ["Box", "Ends", "Glyphs", "Handle", "first_values", "unchecked"]

Floats = list[float]
_ROOM = 512
_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b|\.b$", re.IGNORECASE)
_FORCED_BOLD = 1 << 18


class Handle(ctypes.c_void_p):
    """Something of pdfium's; false where there is none.

    A class of its own, because ctypes makes a number of a bare ``c_void_p``.
    """


def unchecked(
    function: Callable[..., object], answer: type = ctypes.c_int
) -> Callable[..., Any]:
    """Return a function of pdfium without checks of its arguments.

    Args:
        function: As pypdfium2 declares it.
        answer: Its type; ``Handle`` for what pdfium wants back as it is.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(answer)(address or 0)


_char_index = unchecked(pdfium.FPDFText_GetCharIndexFromTextIndex)
_char_origin = unchecked(pdfium.FPDFText_GetCharOrigin)
_count_rects = unchecked(pdfium.FPDFText_CountRects)
_font_info = unchecked(pdfium.FPDFText_GetFontInfo)
_has_no_unicode = unchecked(pdfium.FPDFText_HasUnicodeMapError)
_loose_box = unchecked(pdfium.FPDFText_GetLooseCharBox)

_text_object = unchecked(pdfium.FPDFText_GetTextObject, Handle)
_marked_content = unchecked(pdfium.FPDFPageObj_GetMarkedContentID)

_origins = (ctypes.c_double * (2 * _ROOM))()
_boxes = (pdfium.FS_RECTF * _ROOM)()
_X = [ctypes.byref(_origins, 16 * at) for at in range(_ROOM)]
_Y = [ctypes.byref(_origins, 16 * at + 8) for at in range(_ROOM)]
_BOXES = [ctypes.byref(box) for box in _boxes]
_name = ctypes.create_string_buffer(80)
_flags = ctypes.c_int()
_AT_FLAGS = ctypes.byref(_flags)
_NAME_ROOM = ctypes.c_ulong(len(_name))


class Box(NamedTuple):
    """A rectangle in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


class Ends(NamedTuple):
    """Where runs of characters begin and end, one entry per run.

    Attributes:
        lefts: Where the pen began the first character.
        baselines: Of the first character; smaller is lower.
        rights: Where the last character ends.
        heights: Of the last character, about the size of the font.
    """

    lefts: list[float]
    baselines: list[float]
    rights: list[float]
    heights: list[float]


class Glyphs:
    """The characters of one page, by their index in pdfium's list.

    Args:
        page: Open for as long as this is asked.
    """

    def __init__(self, page: pypdfium2.PdfTextPage) -> None:
        self._page = page
        self._raw = page.raw

    def ends(self, firsts: Sequence[int], lasts: Sequence[int]) -> Ends:
        """Return the places of runs.

        Args:
            firsts: Index of the first character of each run.
            lasts: Index of the last one.
        """
        if len(firsts) <= _ROOM:
            return self._ends(firsts, lasts)
        ends = Ends([], [], [], [])
        for at in range(0, len(firsts), _ROOM):
            some = self._ends(firsts[at : at + _ROOM], lasts[at : at + _ROOM])
            for whole, part in zip(ends, some, strict=True):
                whole += part
        return ends

    def _ends(self, firsts: Sequence[int], lasts: Sequence[int]) -> Ends:
        count = len(firsts)
        found = list(map(_char_origin, repeat(self._raw), firsts, _X, _Y))
        places = first_values(_origins, "d", 2 * count)
        is_boxed = list(map(_loose_box, repeat(self._raw), lasts, _BOXES))
        edges = first_values(_boxes, "f", 4 * count)
        # What pdfium does not know still holds what the last page had there.
        if 0 in found:
            places = [v if found[at // 2] else 0.0 for at, v in enumerate(places)]
        if 0 in is_boxed:
            edges = [v if is_boxed[at // 4] else 0.0 for at, v in enumerate(edges)]
        heights = list(map(sub, edges[1::4], edges[3::4]))
        return Ends(places[::2], places[1::2], edges[2::4], heights)

    def heights(self, indexes: Sequence[int]) -> list[float]:
        """Return about the size of the font of characters, 0 where unknown."""
        found: list[float] = []
        for at in range(0, len(indexes), _ROOM):
            some = indexes[at : at + _ROOM]
            is_boxed = list(map(_loose_box, repeat(self._raw), some, _BOXES))
            edges = first_values(_boxes, "f", 4 * len(some))
            heights = map(sub, edges[1::4], edges[3::4])
            found += [v if is_boxed[n] else 0.0 for n, v in enumerate(heights)]
        return found

    def box(self, index: int) -> Box:
        """Return the box that the ink of a character fills; empty where unknown."""
        found = self._page.get_charbox(index)
        return Box(*found)

    def unmapped(self, first: int, last: int) -> int:
        """Return how many characters of a run stand for no known letter."""
        # pdfium answers -1 for what it does not know itself.
        errors = map(_has_no_unicode, repeat(self._raw), range(first, last + 1))
        return sum(1 for error in errors if error == 1)

    def content_ids(self, indexes: Sequence[int]) -> list[int]:
        """Return the marked content that characters belong to, -1 for none."""
        drawn = map(_text_object, repeat(self._raw), indexes)
        return [_marked_content(each) if each else -1 for each in drawn]

    def index(self, offset: int) -> int:
        """Return the index of the character at an offset in the text, -1 for none."""
        return int(_char_index(self._raw, offset))

    def rectangles(self, first: int, count: int) -> int:
        """Return how many pieces a run was drawn in."""
        return int(_count_rects(self._raw, first, count))

    def is_bold(self, index: int) -> bool:
        """Whether the font of a character says that it is bold."""
        size = _font_info(self._raw, index, _name, _NAME_ROOM, _AT_FLAGS)
        if not 0 < size <= len(_name):
            return False
        return _is_bold_name(_name.value) or bool(_flags.value & _FORCED_BOLD)


def first_values(
    buffer: ctypes.Array[Any], kind: Literal["d", "f"], count: int
) -> Floats:
    """Return the first numbers of a buffer."""
    numbers = memoryview(buffer).cast("B").cast(kind)
    return cast("Floats", numbers[:count].tolist())


@lru_cache(maxsize=1_000)
def _is_bold_name(name: bytes) -> bool:
    return bool(_BOLD.search(name.decode("utf-8", "replace")))
