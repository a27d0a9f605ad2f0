"""Draws passages as a document: headings, paragraphs, lists, tables, notes.

    passages + blocks ──▶ DrawnPart: one passage, or several that a table joins

The words are those of the passages, character by character; blocks decide the elements
around them and nothing else. Where there are no blocks, paragraphs are drawn.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from markupsafe import Markup

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.block_tree import Node, tree, walk
from search_api.web.document_text.shown_text import ShownText
from search_api.web.document_text.table_drawing import draw_rows, is_drawable
from search_api.web.excerpts import heading_end

__all__ = ["DrawnPart", "draw_passages"]

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_NUMBER = re.compile(r"\(?(\d{1,9})\s*[.)°]?\)?")
_LETTER = re.compile(r"\(?(?:[A-Za-z]|[ivxIVX]{1,5})[.)]")
_ALTERNATIVE = Markup(
    '<div class="alternative">'
    '<span class="editorial">Texte de l’image&nbsp;:</span> {}</div>'
)
_DEEPEST = 12
_DEEPEST_LIST = 8


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A passage as HTML, with those behind it that stand in the same table.

    Attributes:
        passage: The first.
        html: Its words and theirs; each of theirs can be linked to.
        anchor: The sign that links to the first.
    """

    passage: Passage
    html: Markup
    anchor: Markup


def draw_passages(
    passages: Sequence[Passage],
    blocks: Sequence[Block],
    *,
    address_of: Callable[[Passage], str],
) -> list[DrawnPart]:
    """Return what one view of a document shows.

    Args:
        passages: In reading order; headings that ``section`` repeats at their
            beginning are left to whoever shows the section.
        blocks: Of the whole document.
        address_of: Gives the address of a passage.
    """
    if not passages:
        return []
    nodes = tree(blocks, passages[0].start, passages[-1].end)
    text = ShownText(passages, nodes, address_of)
    drawing = _Drawing(text, _captions(nodes, text))
    parts = []
    for joined in _joined(passages, nodes):
        first = joined[0]
        start = first.start + heading_end(first.text, first.section)
        text.expect(joined[1:])
        html = drawing.flow(nodes, start, joined[-1].end)
        parts.append(DrawnPart(first, html, text.anchor(first)))
    return parts


def _joined(
    passages: Sequence[Passage], nodes: Sequence[Node]
) -> Iterable[list[Passage]]:
    """Yield passages together that a table must not be cut between."""
    tables = [n.block for n in walk(nodes) if n.block.kind is BlockKind.TABLE]
    joined = [passages[0]]
    for passage in passages[1:]:
        if any(table.start < passage.start < table.end for table in tables):
            joined.append(passage)
        else:
            yield joined
            joined = [passage]
    yield joined


def _captions(nodes: Sequence[Node], text: ShownText) -> dict[int, int]:
    """Return which caption stands right before a table, else right behind it."""
    found: dict[int, int] = {}
    for siblings in (nodes, *(node.inside for node in walk(nodes))):
        for one, other in pairwise(node.block for node in siblings):
            kinds = {one.kind, other.kind}
            if kinds != {BlockKind.TABLE, BlockKind.CAPTION}:
                continue
            if not text.plain(one.end, other.start).strip():
                table, caption = sorted((one, other), key=lambda b: b.kind != "table")
                found.setdefault(table.start, caption.start)
    return found


class _Drawing:
    """Draws nodes.

    Args:
        text: Writes the words.
        captions: Start of a table → start of the caption beside it.
    """

    def __init__(self, text: ShownText, captions: Mapping[int, int]) -> None:
        self._text = text
        self._captions = captions
        self._tables = 0

    def flow(
        self, nodes: Sequence[Node], start: int, end: int, *, depth: int = 0
    ) -> Markup:
        """Return everything between two offsets, once."""
        pieces: list[Markup] = []
        inside = [n for n in nodes if n.block.start < end and start < n.block.end]
        at = start
        while inside:
            node = inside[0]
            run = self._run(inside)
            del inside[: len(run)]
            low, high = max(at, node.block.start), min(end, run[-1].block.end)
            if high <= low:
                continue
            pieces += self._paragraphs(at, low)
            pieces.append(self._element(run, low, high, depth))
            at = high
        pieces += self._paragraphs(at, end)
        return Markup("").join(pieces)

    def _run(self, nodes: Sequence[Node]) -> list[Node]:
        """Return the first node; of a list all its items."""
        run = [nodes[0]]
        if nodes[0].block.kind is not BlockKind.LIST_ITEM:
            return run
        for node in takewhile(lambda n: n.block.kind is BlockKind.LIST_ITEM, nodes[1:]):
            if self._text.plain(run[-1].block.end, node.block.start).strip():
                break
            run.append(node)
        return run

    def _element(self, run: Sequence[Node], start: int, end: int, depth: int) -> Markup:
        node, kind = run[0], run[0].block.kind
        if depth > _DEEPEST:
            return Markup("").join(self._paragraphs(start, end))
        if kind is BlockKind.LIST_ITEM:
            return self._list(run, start, end, depth)
        if kind is BlockKind.TABLE:
            return self._table(node, start, end, depth)
        if kind.is_apparatus or kind in (BlockKind.PARAGRAPH, BlockKind.CELL):
            return self.flow(node.inside, start, end, depth=depth + 1)
        if kind is BlockKind.NOTE:
            return self._note(node, start, end, depth)
        if kind is BlockKind.HEADING:
            level = min(node.block.level + 2, 6)
            return Markup('<h{0} class="section-title">{1}</h{0}>').format(
                level, self._text.words(start, end)
            )
        return self._framed(node, start, end, depth)

    def _framed(self, node: Node, start: int, end: int, depth: int) -> Markup:
        """Draw a block whose kind is said beside its words or by its element."""
        kind = node.block.kind
        if kind is BlockKind.CODE:
            words = self._text.words(start, end)
            return Markup('<pre tabindex="0"><code>{}</code></pre>').format(words)
        if kind is BlockKind.FORMULA:
            words = self._text.words(start, end)
            return Markup('<p class="formula"><span role="math">{}</span></p>').format(
                words
            )
        if kind is BlockKind.CAPTION:
            return Markup('<div class="caption" id="legende-{}">{}</div>').format(
                node.block.start, self._body(node, start, end, depth)
            )
        if kind is BlockKind.ALTERNATIVE_TEXT:
            # Not part of the quotation: it is not selected with it.
            return _ALTERNATIVE.format(self._text.words(start, end))
        return Markup('<p class="form-field">{}</p>').format(
            self._text.words(start, end)
        )

    def _body(self, node: Node, start: int, end: int, depth: int) -> Markup:
        """Draw what stands in a node; words alone need no paragraph."""
        low, high = max(start, node.block.start), min(end, node.block.end)
        if not node.inside and not _PARAGRAPH.search(self._text.plain(low, high)):
            return self._text.words(low, high)
        return self.flow(node.inside, low, high, depth=depth + 1)

    def _paragraphs(self, start: int, end: int) -> list[Markup]:
        solid = self._text.solid(start, end) if start < end else None
        if solid is None:
            return []
        pieces = []
        for low, high in self._between_blank_lines(*solid):
            words = self._text.words(low, high)
            pieces.append(Markup("<p>{}</p>").format(words))
        return pieces

    def _between_blank_lines(self, start: int, end: int) -> list[tuple[int, int]]:
        found, at = [], start
        for gap_start, gap_end in self._text.gaps(start, end, _PARAGRAPH):
            found.append((at, gap_start))
            at = gap_end
        return [*found, (at, end)]

    def _list(self, items: Sequence[Node], start: int, end: int, depth: int) -> Markup:
        level = _level(items[0])
        is_ordered = all(
            _NUMBER.fullmatch(n.block.label) or _LETTER.fullmatch(n.block.label)
            for n in items
            if _level(n) <= level
        )
        name = "ol" if is_ordered else "ul"
        pieces = [Markup(f'<{name} class="items" role="list">')]  # noqa: S704
        at = 0
        while at < len(items):
            item = items[at]
            deeper = list(takewhile(lambda n: _level(n) > level, items[at + 1 :]))
            inner = self._list(deeper, start, end, depth) if deeper else Markup("")
            pieces.append(self._item(item, start, end, depth, inner, is_ordered))
            at += 1 + len(deeper)
        return Markup("").join([*pieces, Markup(f"</{name}>")])  # noqa: S704

    def _item(
        self,
        node: Node,
        start: int,
        end: int,
        depth: int,
        inner: Markup,
        is_ordered: bool,
    ) -> Markup:
        block = node.block
        low, high = max(start, block.start), min(end, block.end)
        mark = Markup("")
        if block.label and self._text.plain(low, high).startswith(block.label):
            edge = low + len(block.label)
            mark = Markup('<span class="mark">{}</span>').format(
                self._text.words(low, edge)
            )
            low = edge
        number = _NUMBER.fullmatch(block.label) if is_ordered else None
        value = Markup(' value="{}"').format(number[1]) if number else Markup("")
        body = self._body(node, low, high, depth)
        return Markup("<li{}>{}{}{}</li>").format(value, mark, body, inner)

    def _note(self, node: Node, start: int, end: int, depth: int) -> Markup:
        block = node.block
        back = Markup("")
        if self._text.has_call(block):
            back = Markup(
                ' <a class="back" role="doc-backlink" href="#appel-{}" '
                'aria-label="Revenir à l’appel de la note {}">↩</a>'
            ).format(block.start, block.label)
        return Markup('<div class="note" role="note" id="note-{}">{}{}</div>').format(
            block.start, self._body(node, start, end, depth), back
        )

    def _table(self, node: Node, start: int, end: int, depth: int) -> Markup:
        if not is_drawable(node, self._text):
            return Markup("").join(self._paragraphs(start, end))
        rows = draw_rows(
            node,
            self._text,
            start,
            end,
            body_of=lambda cell: self._body(cell, start, end, depth),
        )
        if depth:
            return Markup("<table>{}</table>").format(rows)
        self._tables += 1
        caption = self._captions.get(node.block.start)
        name = (
            Markup('aria-label="Tableau {}"').format(self._tables)
            if caption is None
            else Markup('aria-labelledby="legende-{}"').format(caption)
        )
        # Wide tables scroll: also with the keyboard, under a name.
        return Markup(
            '<div class="wide" role="region" tabindex="0" {}><table>{}</table></div>'
        ).format(name, rows)


def _level(node: Node) -> int:
    return min(max(node.block.level, 1), _DEEPEST_LIST)
