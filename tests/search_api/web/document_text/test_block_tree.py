"""Blocks stand in what surrounds them; cells in the table that they name."""

import pytest

from ontology.structure import Block, BlockKind
from search_api.web.document_text.block_tree import tree, walk


def shape(nodes):
    return [(n.block.start, n.block.end, shape(n.inside)) for n in nodes]


def block(kind, start, end, **fields):
    return Block(BlockKind(kind), start, end, **fields)


def test_what_stands_within_is_held_and_what_overlaps_stands_beside():
    blocks = [
        block("note", 0, 10),
        block("paragraph", 0, 10),
        block("paragraph", 5, 11),
        block("note", 20, 30),
        block("paragraph", 20, 25),
        block("paragraph", 25, 30),
    ]
    assert shape(tree(blocks, 0, 30)) == [
        (0, 10, [(0, 10, [])]),
        (5, 11, []),
        (20, 30, [(20, 25, []), (25, 30, [])]),
    ]


@pytest.mark.parametrize(
    "kind", ["heading", "alternative_text", "formula", "code", "table"]
)
def test_a_leaf_holds_nothing_by_place(kind):
    blocks = [block(kind, 0, 10), block("paragraph", 2, 4)]
    assert shape(tree(blocks, 0, 10)) == [(0, 10, []), (2, 4, [])]


def test_an_empty_block_holds_nothing():
    blocks = [block("paragraph", 3, 3), block("paragraph", 3, 3)]
    assert shape(tree(blocks, 0, 9)) == [(3, 3, []), (3, 3, [])]


def test_a_cell_stands_in_the_table_that_it_names():
    blocks = [
        block("table", 0, 10),
        block("cell", 0, 4, parent=0),
        block("table", 0, 4, parent=1),
        block("cell", 0, 2, parent=2),
        block("cell", 5, 9, parent=0),
        block("cell", 5, 9, parent=99),
    ]
    assert shape(tree(blocks, 0, 20)) == [
        (0, 10, [(0, 4, [(0, 4, [(0, 2, [])])]), (5, 9, [(5, 9, [])])])
    ]


def test_a_part_of_the_text_holds_the_blocks_that_touch_it():
    blocks = [block("paragraph", n, n + 5) for n in (0, 5, 10, 15, 20)]
    assert [start for start, _, _ in shape(tree(blocks, 10, 15))] == [5, 10, 15]


def test_a_cell_whose_table_is_elsewhere_stands_alone():
    blocks = [block("table", 0, 3), block("cell", 8, 9, parent=0)]
    assert shape(tree(blocks, 6, 9)) == [(8, 9, [])]


def test_each_node_is_met_before_what_it_holds_and_all_in_order():
    blocks = [
        block("note", 0, 10),
        block("paragraph", 0, 4),
        block("paragraph", 5, 9),
        block("note", 12, 20),
        block("paragraph", 13, 15),
    ]
    met = [node.block.start for node in walk(tree(blocks, 0, 20))]
    assert met == [0, 0, 5, 12, 13]
    assert list(walk([])) == []
