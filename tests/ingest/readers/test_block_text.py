"""The text that readers build, and what it says about its runs."""

import pytest

from ingest.errors import TooLarge
from ingest.readers.block_text import BlockText
from ontology.structure import Block, BlockKind


def cell(blocks: BlockText, text: str, **facts: object):
    made = blocks.cell(**facts)  # type: ignore[arg-type]
    made.text.add(text)
    return made


def shown(blocks: BlockText, kind: BlockKind) -> list[str]:
    text = blocks.text()
    return [text[b.start : b.end] for b in blocks.blocks if b.kind is kind]


def test_cells_are_parted_and_know_their_place():
    blocks = BlockText(1000)
    blocks.add("Avant.")
    blocks.add_table(
        [
            [cell(blocks, "Réf.", is_header=True), cell(blocks, "Académie")],
            [cell(blocks, "REVE"), cell(blocks, "Nancy-Metz")],
        ]
    )
    blocks.add("Après.")
    assert blocks.text() == "Avant.\n\nRéf.\tAcadémie\nREVE\tNancy-Metz\n\nAprès."
    assert shown(blocks, BlockKind.TABLE) == ["Réf.\tAcadémie\nREVE\tNancy-Metz"]
    assert shown(blocks, BlockKind.CELL) == ["Réf.", "Académie", "REVE", "Nancy-Metz"]
    cells = [b for b in blocks.blocks if b.kind is BlockKind.CELL]
    assert [(c.row, c.column, c.is_header) for c in cells] == [
        (0, 0, True), (0, 1, False), (1, 0, False), (1, 1, False),
    ]  # fmt: skip
    assert {c.parent for c in cells} == {0}


def test_a_cell_that_fills_rows_moves_those_below_to_their_column():
    blocks = BlockText(1000)
    blocks.add_table(
        [
            [cell(blocks, "2022", row_span=2), cell(blocks, "CREAD")],
            [cell(blocks, "IMS")],
        ]
    )
    cells = [b for b in blocks.blocks if b.kind is BlockKind.CELL]
    assert [(c.row, c.column) for c in cells] == [(0, 0), (0, 1), (1, 1)]
    assert blocks.text() == "2022\tCREAD\n\tIMS"


def test_an_inner_table_stands_once_inside_its_cell():
    blocks = BlockText(1000)
    outer = cell(blocks, "dehors")
    outer.text.add_table([[cell(blocks, "a"), cell(blocks, "b")]])
    blocks.add_table([[outer, cell(blocks, "fin")]])
    assert blocks.text() == "dehors\na\tb\tfin"
    kinds = [(b.kind, b.parent) for b in blocks.blocks]
    assert kinds == [
        (BlockKind.TABLE, None),
        (BlockKind.CELL, 0),
        (BlockKind.TABLE, 1),
        (BlockKind.CELL, 2),
        (BlockKind.CELL, 2),
        (BlockKind.CELL, 0),
    ]
    assert shown(blocks, BlockKind.CELL) == ["dehors\na\tb", "a", "b", "fin"]


def test_a_table_without_text_leaves_nothing():
    blocks = BlockText(1000)
    blocks.add_table([[blocks.cell(), blocks.cell()]])
    assert (blocks.text(), blocks.blocks) == ("", [])


def test_items_keep_their_number_in_the_text():
    blocks = BlockText(1000)
    blocks.add_item("Former", mark="1.")
    blocks.add_item("Outiller", mark="a)", depth=2)
    blocks.add_item("  ", mark="3.")
    assert blocks.text() == "1. Former\na) Outiller"
    assert [(b.label, b.level) for b in blocks.blocks] == [("1.", 1), ("a)", 2)]


def test_a_part_covers_all_that_was_added_inside():
    blocks = BlockText(1000)
    blocks.add("Texte.")
    with blocks.part(BlockKind.BIBLIOGRAPHY):
        blocks.add("Durand, 2020.")
        blocks.add("Petit, 2021.")
    blocks.add("Suite.")
    assert shown(blocks, BlockKind.BIBLIOGRAPHY) == ["Durand, 2020.\n\nPetit, 2021."]


def test_a_text_over_the_limit_is_too_large():
    with pytest.raises(TooLarge):
        BlockText(5).add("trop long")


def test_headings_are_sections_but_not_in_cells():
    blocks = BlockText(1000)
    blocks.add_heading("Méthode", 2)
    inner = blocks.cell()
    inner.text.add_heading("Terrain", 3)
    blocks.add_table([[inner]])
    assert [s.title for s in blocks.sections] == ["Méthode"]
    assert blocks.blocks[0] == Block(BlockKind.HEADING, 0, 7, level=2)
