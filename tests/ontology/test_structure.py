"""Blocks keep what they say of a run of text, wherever the run comes to stand."""

import pytest

from ontology.errors import OntologyError
from ontology.structure import Block, BlockKind

CELL = Block(
    BlockKind.CELL, 3, 9, 0, "a", row=1, column=2, row_span=3, column_span=4,
    is_header=True, parent=5,
)  # fmt: skip


def test_a_moved_block_changes_only_its_place():
    moved = CELL.moved(100, 7)
    assert (moved.start, moved.end, moved.parent) == (103, 109, 12)
    assert moved.moved(-100, -7) == CELL


def test_a_block_without_a_parent_gets_none():
    assert Block(BlockKind.HEADING, 0, 4, level=1).moved(2, 7).parent is None


def test_no_block_moves_before_the_text():
    with pytest.raises(OntologyError):
        CELL.moved(-4, 0)
