"""Rows, heads and spans of tables; what cannot be a table stays text."""

import pytest
from markupsafe import escape

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.block_tree import tree
from search_api.web.document_text.shown_text import ShownText
from search_api.web.document_text.table_drawing import draw_rows, is_drawable


def shown(text, nodes):
    passage = Passage("d.0", "d", 0, 1, 0, len(text), text, "fr")
    return ShownText([passage], nodes, lambda _: "/x")


def made(text, *cells, start=0):
    """Cells are (start, end, fields) of a table from start to the end of the text."""
    blocks = [Block(BlockKind.TABLE, start, len(text))]
    blocks += [
        Block(BlockKind.CELL, low, high, parent=0, **fields)
        for low, high, fields in cells
    ]
    nodes = tree(blocks, 0, len(text))
    return nodes[0], shown(text, nodes)


def drawable(text, *cells, start=0):
    return is_drawable(*made(text, *cells, start=start))


def drawn(*cells, start=0, end=None):
    """Draw letters; each cell is (row, column, fields), one letter each."""
    text = " ".join("abcdefghijkl"[: len(cells)])
    placed = [
        (2 * n, 2 * n + 1, {"row": row, "column": column, **fields})
        for n, (row, column, fields) in enumerate(cells)
    ]
    table, words = made(text, *placed)
    return str(
        draw_rows(
            table,
            words,
            start,
            len(text) if end is None else end,
            body_of=lambda node: escape(text[node.block.start : node.block.end]),
        )
    )


HEAD = {"is_header": True}


def test_a_table_needs_cells():
    assert not drawable("a")
    assert drawable("a", (0, 1, {}))


def test_a_table_has_at_most_five_hundred_columns():
    assert drawable("a b", (0, 1, {}), (2, 3, {"column": 499}))
    assert not drawable("a b", (0, 1, {}), (2, 3, {"column": 500}))


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("a b", [(0, 1, {}), (2, 3, {"column": 1})], True),
        ("x a", [(2, 3, {})], False),
        ("a x b", [(0, 1, {}), (4, 5, {})], False),
        ("a x", [(0, 1, {})], False),
        ("a  ", [(0, 1, {})], True),
        ("b a", [(2, 3, {}), (0, 1, {})], True),
        ("abc", [(0, 3, {}), (1, 2, {"column": 1})], True),
    ],
)
def test_no_word_may_stand_beside_the_cells(text, cells, expected):
    assert drawable(text, *cells) is expected


def test_words_before_the_table_do_not_count():
    assert drawable("x a", (2, 3, {}), start=2)


def test_rows_and_columns_stand_in_their_order():
    assert drawn((1, 1, {}), (1, 0, {}), (0, 0, {}), (0, 1, {})) == (
        "<tbody><tr><td>c</td><td>d</td></tr><tr><td>b</td><td>a</td></tr></tbody>"
    )


def test_rows_of_headers_at_the_top_are_the_head():
    assert drawn((0, 0, HEAD), (1, 0, HEAD), (2, 0, {})) == (
        '<thead><tr><th scope="col">a</th></tr><tr><th scope="col">b</th></tr></thead>'
        "<tbody><tr><td>c</td></tr></tbody>"
    )


def test_a_table_of_headers_only_keeps_a_row_of_values():
    assert drawn((0, 0, HEAD), (1, 0, HEAD)) == (
        '<thead><tr><th scope="col">a</th></tr></thead>'
        '<tbody><tr><th scope="row">b</th></tr></tbody>'
    )
    assert drawn((0, 0, HEAD)) == '<tbody><tr><th scope="row">a</th></tr></tbody>'


def test_a_header_below_names_its_row_in_the_first_column_only():
    assert drawn((0, 0, {}), (0, 1, {}), (1, 0, HEAD), (1, 1, HEAD)) == (
        "<tbody><tr><td>a</td><td>b</td></tr>"
        '<tr><th scope="row">c</th><th scope="col">d</th></tr></tbody>'
    )


def test_a_head_that_reaches_into_the_values_is_none():
    html = drawn((0, 0, {**HEAD, "row_span": 2}), (0, 1, HEAD), (1, 1, {}))
    assert "<thead>" not in html
    assert '<th scope="row" rowspan="2">a</th>' in html


def test_spans_are_written_where_they_are_more_than_one():
    html = drawn((0, 0, {"row_span": 2, "column_span": 3}), (1, 3, {}))
    assert html == (
        '<tbody><tr><td rowspan="2" colspan="3">a</td></tr><tr><td>b</td></tr></tbody>'
    )


def test_a_span_over_rows_that_are_not_there_is_none():
    assert "rowspan" not in drawn((0, 0, {"row_span": 5}), (0, 1, {}))
    assert 'rowspan="2"' in drawn((0, 0, {"row_span": 5}), (3, 1, {}))


def test_places_that_no_cell_fills_are_empty_cells():
    assert drawn((0, 2, {}), (1, 0, {}), (1, 2, {})) == (
        "<tbody><tr><td></td><td></td><td>a</td></tr>"
        "<tr><td>b</td><td></td><td>c</td></tr></tbody>"
    )
    # The place under a cell that spans is taken, the one below that is free again.
    assert drawn((0, 0, {"row_span": 2}), (1, 1, {}), (2, 1, {})) == (
        '<tbody><tr><td rowspan="2">a</td></tr><tr><td>b</td></tr>'
        "<tr><td></td><td>c</td></tr></tbody>"
    )


def test_a_wide_span_is_bounded():
    html = drawn((0, 0, {"column_span": 1_001}))
    assert 'colspan="1000"' in html


def test_only_the_rows_of_the_part_are_drawn():
    rows = [(0, 0, {}), (1, 0, {}), (2, 0, {})]
    assert drawn(*rows, start=2, end=3) == "<tbody><tr><td>b</td></tr></tbody>"
