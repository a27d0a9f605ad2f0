"""Points of an answer on a map of France, overseas in frames of their own.

Plain geometry, nothing is asked of a map server. Outlines: Natural Earth 1:50m.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from search_api.web.pages.answers.answer_table import Table

__all__ = ["Frame", "Map", "Point", "draw_map"]

_LATITUDE: Final = frozenset({"lat", "latitude"})
_LONGITUDE: Final = frozenset({"long", "lon", "lng", "longitude"})
_MAIN: Final = (560.0, 560.0)
_SMALL: Final = (110.0, 100.0)
_GAP: Final = 12.0
WIDTH: Final = 720


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the answer, in units of the drawing."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of France: its box, its outlines as SVG points, its points."""

    name: str
    x: float
    y: float
    width: float
    height: float
    outlines: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A map; ``words`` say in one sentence what it shows and what it leaves out."""

    frames: tuple[Frame, ...]
    words: str
    width: int = WIDTH
    height: int = 590


@dataclass(frozen=True, slots=True)
class _Place:
    latitude: float
    longitude: float
    label: str


def draw_map(table: Table) -> Map | None:
    """Return a map where the answer has a latitude and a longitude, else None."""
    places = _places(table)
    if not places:
        return None
    frames = tuple(_frame(part, number, places) for number, part in enumerate(_parts()))
    shown = sum(len(frame.points) for frame in frames)
    outside = len(places) - shown
    words = f"{shown} lieux sur une carte de France"
    words += f", {outside} hors de la carte." if outside else "."
    return Map(frames, words)


def _places(table: Table) -> list[_Place]:
    latitude = _column(table, _LATITUDE)
    longitude = _column(table, _LONGITUDE)
    if latitude is None or longitude is None:
        return []
    found = []
    for row in table.rows:
        north, east = row[latitude].number, row[longitude].number
        if north is None or east is None:
            continue
        words = [cell for cell in row if cell.text and cell.number is None]
        # The shortest column of words is the name, rather than an address.
        label = min((cell.text for cell in words), key=len, default="")
        found.append(_Place(north, east, label))
    return found


def _column(table: Table, names: frozenset[str]) -> int | None:
    places = (i for i, name in enumerate(table.columns) if name.lower() in names)
    return next(places, None)


@cache
def _parts() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("france.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["frames"])


def _frame(part: dict[str, Any], number: int, places: list[_Place]) -> Frame:
    width, height = _MAIN if number == 0 else _SMALL
    x = 0.0 if number == 0 else _MAIN[0] + 2 * _GAP
    y = 0.0 if number == 0 else (number - 1) * (_SMALL[1] + _GAP + 6)
    projection = _Projection(part, x, y, width, height)
    return Frame(
        name=part["name"],
        x=x,
        y=y,
        width=width,
        height=height,
        outlines=tuple(
            " ".join(projection.text(*corner) for corner in outline)
            for outline in part["outlines"]
        ),
        points=tuple(
            Point(*projection.at(place.longitude, place.latitude), place.label)
            for place in places
            if part["west"] <= place.longitude <= part["east"]
            and part["south"] <= place.latitude <= part["north"]
        ),
    )


class _Projection:
    """Equirectangular, true to scale at the middle latitude of the frame."""

    def __init__(
        self, part: dict[str, Any], x: float, y: float, width: float, height: float
    ) -> None:
        self._part = part
        self._shrink = math.cos(math.radians((part["south"] + part["north"]) / 2))
        span_x = (part["east"] - part["west"]) * self._shrink
        span_y = part["north"] - part["south"]
        self._scale = min(width / span_x, height / span_y)
        self._left = x + (width - span_x * self._scale) / 2
        self._top = y + (height - span_y * self._scale) / 2

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y, in tenths of a unit."""
        east = (longitude - self._part["west"]) * self._shrink * self._scale
        south = (self._part["north"] - latitude) * self._scale
        return round(self._left + east, 1), round(self._top + south, 1)

    def text(self, longitude: float, latitude: float) -> str:
        """Return a corner as SVG writes it."""
        x, y = self.at(longitude, latitude)
        return f"{x:g},{y:g}"
