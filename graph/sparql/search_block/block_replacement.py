"""Puts what a search found in the place of its block, and finds places back.

The rewritten query has no SERVICE. What stands for a block are IRIs of ours, numbers
and strings written by ``string_literals.written``; no text of the user's is copied.
Triples whose paths are written otherwise (``exact_paths``) are replaced the same way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import QueryError
from graph.sparql.exact_paths.path_rewriting import Edit
from graph.sparql.search_block.block_reader import SearchBlock
from graph.sparql.search_block.block_vocabulary import Output
from graph.sparql.search_block.search_ports import FoundPassage
from graph.sparql.search_block.string_literals import place_of, written
from ontology.iris import Iris

__all__ = ["Rewritten", "rewrite", "skeleton"]

_IRI: Final = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A query whose blocks and paths have been replaced.

    Attributes:
        text: What the engine reads.
        original: What the user wrote.
        edits: ``(start, end, length)``: where a piece stood in the original, and the
            length of what replaced it; in order.
    """

    text: str
    original: str
    edits: tuple[tuple[int, int, int], ...] = ()

    def original_place(self, line: int, column: int) -> tuple[int, int]:
        """Return where in the user's text a place of the rewritten text lies.

        A place inside of what replaced a piece is the beginning of the piece.
        """
        if not self.edits:
            return line, column
        before = self.text.split("\n")[: line - 1]
        offset = sum(len(text) + 1 for text in before) + column - 1
        moved = 0
        for start, end, length in self.edits:
            if offset < start - moved:
                break
            if offset < start - moved + length:
                return place_of(self.original, start)
            moved += end - start - length
        return place_of(self.original, min(offset + moved, len(self.original)))


def skeleton(
    query: str, blocks: Sequence[SearchBlock], edits: Sequence[Edit] = ()
) -> str:
    """Return the query with one empty row instead of each block, for the guard."""
    empty = [Edit(block.start, block.end, " VALUES () { () } ") for block in blocks]
    return _replaced(query, [*empty, *edits]).text


def rewrite(
    query: str,
    blocks: Sequence[SearchBlock],
    *,
    found: Sequence[Sequence[FoundPassage]],
    iris: Iris,
    edits: Sequence[Edit] = (),
) -> Rewritten:
    """Return the query with the rows found instead of each block.

    Args:
        query: As the user wrote it.
        blocks: In order.
        found: One sequence per block.
        iris: Mints the IRIs of documents and passages.
        edits: What else to change, outside of the blocks.

    Raises:
        QueryError: If an identifier makes no IRI.
    """
    tables = [
        Edit(block.start, block.end, _table(block, rows, iris))
        for block, rows in zip(blocks, found, strict=True)
    ]
    return _replaced(query, [*tables, *edits])


def _replaced(query: str, edits: Sequence[Edit]) -> Rewritten:
    pieces, places, end = [], [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [query[end : edit.start], edit.text]
        places.append((edit.start, edit.end, len(edit.text)))
        end = edit.end
    return Rewritten("".join([*pieces, query[end:]]), query, tuple(places))


def _table(block: SearchBlock, rows: Sequence[FoundPassage], iris: Iris) -> str:
    """Write VALUES; a variable that stands twice must be given the same value."""
    variables = list(dict.fromkeys(name for name, _ in block.outputs))
    lines = []
    for row in rows:
        values: dict[str, set[str]] = {}
        for name, output in block.outputs:
            values.setdefault(name, set()).add(_value(row, output, iris))
        if all(len(own) == 1 for own in values.values()):
            lines.append(f"({' '.join(min(values[name]) for name in variables)})")
    return f" VALUES ({' '.join(variables)}) {{ {' '.join(lines)} }} "


def _value(row: FoundPassage, output: Output, iris: Iris) -> str:
    match output:
        case Output.DOCUMENT:
            return _iri(iris.document(row.document))
        case Output.PASSAGE:
            return _iri(iris.passage(row.passage))
        case Output.SCORE:
            return f"{row.score:.4f}"
        case Output.QUOTATION:
            return written(row.quotation)


def _iri(iri: str) -> str:
    if not _IRI.fullmatch(iri):
        raise QueryError(f"« {iri[:200]} » n’est pas une IRI")
    return f"<{iri}>"
