"""Web pages: the text of the post, without the site around it.

What of a page is its text is chosen in ``html_main_text``; it is written from the
page's own tree. The title comes from metadata, never from the first line: that is the
navigation of the platform. What stands around the text is kept beside it as furniture.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.errors import NoText
from ingest.losses import LossCount
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_links import links_in
from ingest.readers.html.html_main_text import MainText, choose_main_text
from ingest.readers.html.html_metadata import page_metadata
from ingest.readers.html.html_short_codes import break_paragraphs, expand_short_codes
from ingest.readers.html.html_tree import parse_html
from ingest.readers.html.html_visibility import visible_text
from ingest.readers.notebook_posts import abstracts_in, mark_abstracts
from ingest.sources.media_types import is_fragment
from ingest.texts.encodings import UNKNOWN, decode
from ingest.texts.languages import normal_language
from ontology.structure import LossKind

__all__ = ["read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_MOST_FURNITURE = 400
_LONGEST_LINE = 300
_MOST_WRITTEN = 50
_NO_LIMIT = 10**9


def read_html(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a web page.

    Raises:
        MalformedContent: If the bytes are no page.
        NoText: If no text is found in it.
        TooLarge: If it has more characters than allowed.
    """
    tree = _parse(content)
    found = page_metadata(tree)
    language = _language(found)
    main = choose_main_text(tree)
    blocks = BlockText(request.limits.characters)
    lost = LossCount()
    for element in main.elements:
        lost.extend(
            write_blocks(
                element,
                blocks,
                language=language,
                left_out=main.left_out,
                notes=main.notes,
            )
        )
    text = blocks.text()
    if not text:
        raise NoText("aucun texte dans cette page web")
    furniture = list(_furniture(tree, main))
    lost.add(LossKind.FURNITURE, len(furniture) - _MOST_FURNITURE)
    lost.add(LossKind.CHARACTERS, text.count(UNKNOWN))
    page = ReadPage(
        text,
        main.engine,
        blocks=tuple(blocks.blocks),
        furniture=tuple(furniture[:_MOST_FURNITURE]),
    )
    return ReadText(
        pages=(page,),
        is_final=True,
        found=(*abstracts_in(text, blocks.sections), *found),
        sections=tuple(blocks.sections),
        spans=mark_abstracts(text, blocks.sections, blocks.spans),
        losses=lost.losses,
        hyperlinks=tuple(links_in(main.elements, main.left_out)),
    )


def _furniture(tree: HtmlElement, main: MainText) -> Iterator[str]:
    """Yield the lines around the text, then those taken out of it."""
    body = next(tree.iter("body"), tree)
    outside = () if body in main.elements else (body,)
    for number, element in enumerate((*outside, *main.left_out)):
        if number > _MOST_WRITTEN:
            text = " ".join(visible_text(element).split())
        else:
            blocks = BlockText(_NO_LIMIT)
            left_out = main.elements if element is body else ()
            write_blocks(
                element, blocks, language=None, left_out=left_out, notes=main.notes
            )
            text = blocks.text()
        lines = (line.strip() for line in text.split("\n"))
        yield from (line[:_LONGEST_LINE] for line in lines if line)


def _parse(content: bytes) -> HtmlElement:
    stated = _CHARSET.search(content[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    if encoding in ("iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252"):
        text = content.decode("cp1252" if "15" not in encoding else encoding, "replace")
    else:
        text = decode(content).text
    if is_fragment(text):
        # No page as a browser shows it, but what an editor of posts holds.
        text = expand_short_codes(text)
        text = text if _PARAGRAPH.search(text) else break_paragraphs(text)
    return parse_html(text)


def _language(found: tuple[Found, ...]) -> str | None:
    stated = (normal_language(item.value) for item in found if item.name == "language")
    return next((code for code in stated if code), None)
