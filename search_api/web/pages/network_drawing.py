"""Draws an entity among its nearest neighbours: plain geometry, no script.

The drawing repeats what the list beside it says: who does not see it loses nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.entity_ports import EntityDescription, Neighbour
from search_api.answers import links

__all__ = ["HEIGHT", "WIDTH", "Network", "Node", "draw"]

WIDTH, HEIGHT = 880, 420
_SHOWN = 12
_LABEL_CHARACTERS = 24
_ROUND_X, _ROUND_Y = 235, 165


@dataclass(frozen=True, slots=True)
class Node:
    """A neighbour in the drawing; lengths in units of the drawing.

    Attributes:
        x: From the left.
        y: From the top.
        anchor: Where the label stands: ``start``, ``middle`` or ``end``.
        label_x: Of the label.
        label_y: Of the label.
        label: Shortened name.
        address: Page of the neighbour.
        style: ``certain``, ``uncertain`` or ``beside``: how the line is drawn.
    """

    x: float
    y: float
    anchor: str
    label_x: float
    label_y: float
    label: str
    address: str
    style: str


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing.

    Attributes:
        nodes: Around the centre, clockwise from the top.
        center: Name in the middle.
        words: What the drawing shows, in one sentence.
    """

    nodes: tuple[Node, ...]
    center: str
    words: str


def draw(found: EntityDescription, neighbours: Sequence[Neighbour]) -> Network | None:
    """Return the drawing, or None where there are no neighbours."""
    shown = neighbours[:_SHOWN]
    if not shown:
        return None
    names = ", ".join(each.entity.label for each in shown)
    return Network(
        nodes=tuple(
            _node(each, number / len(shown)) for number, each in enumerate(shown)
        ),
        center=_shortened(found.entity.label),
        words=f"{found.entity.label} au centre, relié à : {names}.",
    )


def _node(neighbour: Neighbour, turn: float) -> Node:
    angle = 2 * math.pi * turn - math.pi / 2
    x = WIDTH / 2 + _ROUND_X * math.cos(angle)
    y = HEIGHT / 2 + _ROUND_Y * math.sin(angle)
    side = math.cos(angle)
    beside = 12 if side > 0.2 else -12 if side < -0.2 else 0
    above = -14 if math.sin(angle) < 0 else 24
    entity = neighbour.entity
    return Node(
        x=round(x, 1),
        y=round(y, 1),
        anchor="start" if beside > 0 else "end" if beside < 0 else "middle",
        label_x=round(x + beside, 1),
        label_y=round(y + (5 if beside else above), 1),
        label=_shortened(entity.label),
        address=links.entity_page(entity.kind, entity.identifier),
        style=_style(neighbour),
    )


def _style(neighbour: Neighbour) -> str:
    if neighbour.certain_facts:
        return "certain"
    return "uncertain" if neighbour.uncertain_facts else "beside"


def _shortened(text: str) -> str:
    if len(text) <= _LABEL_CHARACTERS:
        return text
    return f"{text[: _LABEL_CHARACTERS - 1].rstrip()}…"
