"""Blocks as one JSON text: the literal that the graph keeps for each document.

An object a block, in the order of the document; a key that has its usual value is left
out, so that most blocks are three keys long. ``docs/reference/blocks.md`` describes it.
"""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from ontology.errors import OntologyError
from ontology.structure import Block, BlockKind

__all__ = ["read_blocks", "write_blocks"]

_USUAL: Final = {
    field.name: field.default
    for field in fields(Block)
    if field.name not in ("kind", "start", "end")
}


def write_blocks(blocks: Iterable[Block]) -> str:
    """Return the JSON text of blocks; the same blocks always give the same text.

    >>> write_blocks([Block(BlockKind.HEADING, 0, 7, level=2)])
    '[{"kind":"heading","start":0,"end":7,"level":2}]'
    """
    values = [
        {"kind": block.kind.value, "start": block.start, "end": block.end}
        | {
            name: getattr(block, name)
            for name, usual in _USUAL.items()
            if getattr(block, name) != usual
        }
        for block in blocks
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_blocks(text: str) -> tuple[Block, ...]:
    """Read what ``write_blocks`` wrote.

    Raises:
        OntologyError: If the text is anything else.

    >>> read_blocks('[{"kind":"note","start":4,"end":9,"label":"1"}]')[0].label
    '1'
    """
    try:
        return tuple(_block(values) for values in json.loads(text))
    except (AttributeError, TypeError, ValueError) as error:
        raise OntologyError(f"blocs illisibles : {error}") from error


def _block(values: dict[str, Any]) -> Block:
    return Block(**{**values, "kind": BlockKind(values.get("kind", ""))})
