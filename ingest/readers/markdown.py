"""Markdown to plain text with headings, by CommonMark's own reading of it.

Links and emphasis keep their words, code stays, images leave their description, tables
become one line per row. Front matter becomes metadata.
"""

from collections.abc import Iterator, Sequence

import lxml.html
from lxml.etree import LxmlError
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import NoText, TooLarge
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.front_matter import split_front_matter
from ingest.texts.encodings import decode

__all__ = ["read_markdown"]


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
    builder = _Builder(BlockText(request.limits.characters))
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    builder.build(parser.parse(head.body))
    written = builder.blocks.text()
    if not written:
        raise NoText("la note ne contient aucun texte")
    found = head.found
    if builder.first_title:
        found = (*found, Found("title", builder.first_title, "first heading"))
    return ReadText(
        pages=(ReadPage(written, "markdown"),),
        is_final=True,
        found=found,
        links=head.links,
        sections=tuple(builder.blocks.sections),
        problems=(head.problem,) if head.problem else (),
    )


class _Builder:
    """Walks the flat list of tokens and writes blocks."""

    def __init__(self, blocks: BlockText) -> None:
        self.blocks = blocks
        self.first_title = ""
        self._heading = 0
        self._markers: list[int | None] = []
        self._item_is_open = False
        self._row: list[str] | None = None
        self._is_first_row = False

    def build(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            handle = getattr(self, f"_on_{token.type}", None)
            if handle is not None:
                handle(token)

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _on_heading_close(self, _token: Token) -> None:
        self._heading = 0

    def _on_inline(self, token: Token) -> None:
        text = "".join(_inline(token.children or ()))
        if self._row is not None:
            self._row.append(" ".join(text.split()))
        elif self._heading:
            if not self.first_title and self._heading == 1:
                self.first_title = " ".join(text.split())
            self.blocks.add_heading(text, self._heading)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        marker = self._marker() if self._item_is_open else ""
        self.blocks.add(marker + text, is_tight=bool(self._markers))
        self._item_is_open = False

    def _marker(self) -> str:
        number = self._markers[-1]
        if number is None:
            return "- "
        self._markers[-1] = number + 1
        return f"{number}. "

    def _on_bullet_list_open(self, _token: Token) -> None:
        self._markers.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._markers.append(int(token.attrs.get("start", 1)))

    def _on_bullet_list_close(self, _token: Token) -> None:
        self._markers.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, _token: Token) -> None:
        self._item_is_open = True

    def _on_table_open(self, _token: Token) -> None:
        self._is_first_row = True

    def _on_tr_open(self, _token: Token) -> None:
        self._row = []

    def _on_tr_close(self, _token: Token) -> None:
        row = " | ".join(cell for cell in self._row or ())
        self._row = None
        self.blocks.add(row, is_tight=not self._is_first_row)
        self._is_first_row = False

    def _on_fence(self, token: Token) -> None:
        self.blocks.add_verbatim(token.content)

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        self._add(_text_of_html(token.content))


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "image":
            yield "".join(_inline(token.children or ()))


def _text_of_html(source: str) -> str:
    """Return the words of a piece of HTML inside Markdown; scripts hold none."""
    try:
        tree = lxml.html.fragment_fromstring(source, create_parent="div")
    except (LxmlError, ValueError):
        return ""
    for hidden in tree.xpath(".//script|.//style|.//comment()"):
        hidden.drop_tree()
    return " ".join(tree.text_content().split())
