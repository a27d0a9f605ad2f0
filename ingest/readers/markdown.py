"""Markdown to text of blocks, by CommonMark's own reading of it.

Links and emphasis keep their words, code stays, images leave their description; tables,
lists with their numbers and footnotes are blocks. HTML inside is read as HTML. Front
matter becomes metadata.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from ingest.errors import MalformedContent, NoText, TooLarge
from ingest.losses import LossCount
from ingest.read_text import Found, LinkedWords, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText, Cell
from ingest.readers.front_matter import split_front_matter
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_inline import is_file_name
from ingest.readers.html.html_links import links_in
from ingest.readers.html.html_tree import parse_html
from ingest.texts.encodings import UNKNOWN, decode
from ontology.structure import BlockKind, LossKind

__all__ = ["read_markdown"]

_DEEPEST: Final = 100


def read_markdown(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a note.

    Raises:
        MalformedContent: If the bytes are no text.
        NoText: If nothing is left behind the front matter.
        TooLarge: If it has more characters than allowed.
    """
    text = decode(content).text
    if len(text) > request.limits.characters:
        raise TooLarge(f"le texte dépasse {request.limits.characters} caractères")
    head = split_front_matter(text.lstrip("\ufeff").replace("\r\n", "\n"))
    builder = _Builder(BlockText(request.limits.characters), _parser())
    builder.build(head.body)
    if head.problem:
        builder.lost.add(LossKind.METADATA, detail=head.problem)
    builder.lost.add(LossKind.CHARACTERS, text.count(UNKNOWN))
    written = builder.blocks.text()
    if not written:
        raise NoText("la note ne contient aucun texte")
    found = head.found
    if builder.first_title:
        found = (*found, Found("title", builder.first_title, "first heading"))
    return ReadText(
        pages=(ReadPage(written, "markdown", blocks=tuple(builder.blocks.blocks)),),
        is_final=True,
        found=found,
        links=head.links,
        describes=head.describes,
        sections=tuple(builder.blocks.sections),
        spans=tuple(builder.blocks.spans),
        losses=builder.lost.losses,
        hyperlinks=tuple(builder.links),
    )


def _parser() -> MarkdownIt:
    options = {"html": True, "maxNesting": _DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, inline=False, move_to_end=False)


class _Builder:
    """Walks the flat list of tokens and writes blocks."""

    def __init__(self, blocks: BlockText, parser: MarkdownIt) -> None:
        self.blocks = blocks
        self._parser = parser
        self.first_title = ""
        self.lost = LossCount()
        self.links: list[LinkedWords] = []
        self._heading = 0
        self._numbers: list[int | None] = []
        self._item_is_open = False
        self._note = ""
        self._rows: list[list[Cell]] = []
        self._cell: Cell | None = None

    def build(self, source: str) -> None:
        tokens = self._parser.parse(source)
        # The parser leaves out what would stand inside the deepest block.
        deepest = sum(t.level == _DEEPEST - 1 and t.nesting == 1 for t in tokens)
        self.lost.add(LossKind.DEPTH, deepest)
        for token in tokens:
            handle: Callable[[Token], None] | None
            handle = getattr(self, f"_on_{token.type}", None)
            if handle is not None:
                handle(token)

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _on_heading_close(self, _token: Token) -> None:
        self._heading = 0

    def _on_inline(self, token: Token) -> None:
        children = token.children or []
        text = self._words(children)
        if self._cell is not None:
            self._cell.text.add(text)
        elif self._heading:
            if not self.first_title and self._heading == 1:
                self.first_title = " ".join(text.split())
            self.blocks.add_heading(text, self._heading)
        elif _is_image(children):
            self.blocks.add(text, kind=BlockKind.ALTERNATIVE_TEXT)
        else:
            self._add(text)

    def _words(self, tokens: Sequence[Token]) -> str:
        """Return the words of a line; HTML in it is read as HTML."""
        if not any(t.type == "html_inline" and not _is_break(t) for t in tokens):
            self.links += _links(tokens)
            return "".join(_inline(tokens))
        line = self._parser.renderer.render(tokens, self._parser.options, {})
        inner = BlockText(len(line) + 1_000, is_cell=True)
        tree = parse_html(f"<p>{line}</p>")
        self.lost.extend(write_blocks(tree, inner, language=None))
        self.links += links_in([tree])
        return inner.text()

    def _add(self, text: str) -> None:
        if self._note:
            label, self._note = self._note, ""
            self.blocks.add(f"[{label}] {text}", kind=BlockKind.NOTE, label=label)
        elif self._item_is_open:
            depth = len(self._numbers)
            self.blocks.add_item(text, mark=self._mark(), depth=depth)
        else:
            self.blocks.add(text, is_tight=bool(self._numbers))
        self._item_is_open = False

    def _mark(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "-"
        self._numbers[-1] = number + 1
        return f"{number}."

    def _on_bullet_list_open(self, _token: Token) -> None:
        self._numbers.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._numbers.append(int(token.attrs.get("start", 1)))

    def _on_bullet_list_close(self, _token: Token) -> None:
        self._numbers.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, _token: Token) -> None:
        self._item_is_open = True

    def _on_list_item_close(self, _token: Token) -> None:
        self._item_is_open = False  # an empty item has no text that is one

    def _on_footnote_reference_open(self, token: Token) -> None:
        self._note = _label(token)

    def _on_footnote_reference_close(self, _token: Token) -> None:
        self._note = ""

    def _on_table_open(self, _token: Token) -> None:
        self._rows = []

    def _on_tr_open(self, _token: Token) -> None:
        self._rows.append([])

    def _on_td_open(self, token: Token) -> None:
        self._cell = self.blocks.cell(is_header=token.tag == "th")
        self._rows[-1].append(self._cell)

    _on_th_open = _on_td_open

    def _on_td_close(self, _token: Token) -> None:
        self._cell = None

    _on_th_close = _on_td_close

    def _on_table_close(self, _token: Token) -> None:
        self.blocks.add_table(self._rows)

    def _on_fence(self, token: Token) -> None:
        self.blocks.add_verbatim(token.content)

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        try:
            tree = parse_html(f"<html><body>{token.content}</body></html>")
        except MalformedContent:
            self.lost.add(LossKind.BROKEN_PART)
            return
        self.lost.extend(write_blocks(tree, self.blocks, language=None))
        self.links += links_in([tree])


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or _is_break(token):
            yield "\n"
        elif token.type == "footnote_ref":
            yield f"[{_label(token)}]"
        elif token.type == "image":
            words = "".join(_inline(token.children or ())).strip()
            yield "" if is_file_name(words) else words


def _links(tokens: Sequence[Token]) -> Iterator[LinkedWords]:
    """Yield the links of a line; CommonMark puts none inside another."""
    opened = 0
    for place, token in enumerate(tokens):
        if token.type == "link_open":
            opened = place
        elif token.type == "link_close":
            target = str(tokens[opened].attrs.get("href", ""))
            yield LinkedWords("".join(_inline(tokens[opened + 1 : place])), target)


def _is_image(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is an image and nothing else."""
    kinds = {token.type for token in tokens if token.content.strip() or token.children}
    return kinds == {"image"}


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content.lower().startswith("<br")


def _label(token: Token) -> str:
    meta = token.meta or {}
    return str(meta.get("label") or meta.get("id", 0) + 1)
