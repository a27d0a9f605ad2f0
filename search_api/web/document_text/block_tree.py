"""Blocks of a document as a tree: cells in their table, items in their cell.

A block says what holds it only for cells; all else is held by what surrounds it. What
overlaps without being inside stands beside.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ontology.structure import Block, BlockKind

__all__ = ["Node", "tree", "walk"]

_LEAVES = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.ALTERNATIVE_TEXT,
        BlockKind.FORMULA,
        BlockKind.CODE,
        BlockKind.TABLE,
    }
)
"""Hold nothing by place; a table holds its cells because they say so."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block and what stands in it, in the order of the text."""

    block: Block
    inside: list["Node"] = field(default_factory=list)


def tree(blocks: Sequence[Block], start: int, end: int) -> list[Node]:
    """Return the blocks that touch a part of the text, as a tree.

    Args:
        blocks: Of the whole document; one stands behind the one that holds it.
        start: First offset of the part.
        end: Behind its last character.
    """
    top: list[Node] = []
    known: dict[int, Node] = {}
    path: list[Node] = []
    for index, block in enumerate(blocks):
        if block.end < start or block.start > end:
            continue
        holder = None if block.parent is None else known.get(block.parent)
        if holder is not None:
            path = _up_to(path, holder)
        else:
            while path and not _holds(path[-1].block, block):
                path.pop()
        node = known[index] = Node(block)
        (path[-1].inside if path else top).append(node)
        path.append(node)
    return top


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield all nodes of a tree, each before what it holds."""
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.inside[::-1]


def _up_to(path: list[Node], holder: Node) -> list[Node]:
    while path and path[-1] is not holder:
        path.pop()
    return path or [holder]


def _holds(outer: Block, inner: Block) -> bool:
    if outer.kind in _LEAVES or outer.start == outer.end:
        return False
    return outer.start <= inner.start and inner.end <= outer.end
