"""Blocks go into one JSON text and come back; the page that describes it is true."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from ontology.block_json import read_blocks, write_blocks
from ontology.errors import OntologyError
from ontology.structure import Block, BlockKind

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "blocks.md"


def test_every_key_survives():
    blocks = (
        Block(BlockKind.TABLE, 0, 9),
        Block(
            BlockKind.CELL,
            1,
            1,
            level=3,
            label='« "œ" »',
            row=1,
            column=2,
            row_span=3,
            column_span=4,
            is_header=True,
            parent=0,
        ),
    )
    text = write_blocks(blocks)
    assert read_blocks(text) == blocks
    assert set(json.loads(text)[1]) == {field.name for field in fields(Block)}
    assert set(json.loads(text)[0]) == {"kind", "start", "end"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}x",
        "[1]",
        "5",
        '[{"kind":"poem","start":0,"end":1}]',
        '[{"kind":"note"}]',
        '[{"kind":"note","start":2,"end":1}]',
        '[{"kind":"note","start":0,"x":1}]',
    ],
)
def test_another_text_is_refused(text):
    with pytest.raises(OntologyError):
        read_blocks(text)


def test_the_page_names_every_kind_and_key():
    page = PAGE.read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    assert {kind.value for kind in BlockKind} <= named
    assert {field.name for field in fields(Block)} <= named
    example = re.search(r"\[\{.*?\}\]", page, re.DOTALL)
    assert example is not None
    assert len(read_blocks(example[0])) == 3
