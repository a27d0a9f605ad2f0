"""Bibliographies that only their heading announces, as parts of a text of blocks.

A page or a note says « Bibliographie » and lists works until its next heading. Who
writes such a text marks them once at its end.
"""

import re
from dataclasses import replace
from typing import Final

from ingest.readers.block_text import BlockText
from ontology.structure import Block, BlockKind

__all__ = ["mark_apparatus"]

_TITLES: Final = (
    (
        BlockKind.BIBLIOGRAPHY,
        re.compile(
            r"(?:éléments de |pour aller plus loin : )?(?:bibliographie|sitographie|"
            r"webographie|références(?: bibliographiques| citées)?|bibliography|"
            r"references|works cited|bibliografía)(?: (?:sélective|indicative|citée))?",
            re.IGNORECASE,
        ),
    ),
    (
        BlockKind.CONTENTS,
        re.compile(r"sommaire|table des matières|table of contents", re.IGNORECASE),
    ),
)
_NUMBER = re.compile(r"^[\dIVX]{1,4}[.)\s–-]+")
_ENDS: Final = " :.\u00a0"


def mark_apparatus(text: BlockText) -> None:
    """Add the blocks of bibliographies and tables of contents, by their headings."""
    whole = text.text()
    sections = text.sections
    for place, section in enumerate(sections):
        kind = _kind(section.title)
        if kind is None:
            continue
        following = sections[place + 1 :]
        is_contents = kind is BlockKind.CONTENTS
        ends = (
            one.start for one in following if is_contents or one.level <= section.level
        )
        end = len(whole[: next(ends, len(whole))].rstrip())
        if not any(
            block.kind.is_apparatus and block.start < end and block.end > section.start
            for block in text.blocks
        ):
            _insert(text.blocks, Block(kind, section.start, end))


def _kind(title: str) -> BlockKind | None:
    plain = _NUMBER.sub("", title).strip(_ENDS)
    return next((kind for kind, words in _TITLES if words.fullmatch(plain)), None)


def _insert(blocks: list[Block], part: Block) -> None:
    """Insert a part before what it holds, and keep the parents of cells right."""
    at = next(
        (place for place, block in enumerate(blocks) if block.start >= part.start),
        len(blocks),
    )
    blocks[:] = [
        replace(block, parent=block.parent + 1)
        if block.parent is not None and block.parent >= at
        else block
        for block in blocks
    ]
    blocks.insert(at, part)
