"""Web pages: the text of the post, without the site around it.

A post of a notebook is taken from its own element (``entry-content``); for other pages
trafilatura finds the main text. The title comes from metadata, never from the first
line: that is the navigation of the platform.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.errors import NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.html_blocks import write_blocks
from ingest.readers.html_metadata import page_metadata
from ingest.readers.html_tree import parse_html
from ingest.readers.notebook_posts import abstract_in, mark_abstracts, navigation_end
from ingest.texts.encodings import decode
from ingest.texts.languages import normal_language

__all__ = ["read_html"]

_POST = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' post-content ')]",
    "//*[@itemprop='articleBody']",
)
_AROUND = (
    "//nav|//header|//footer|//aside|//form|//script|//style|//noscript|//template"
)
_FEW = 200
_SHORT = 1_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)


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
    blocks, engine = _write_best(tree, content, request, language)
    text = blocks.text()
    spans = mark_abstracts(text, blocks.sections, blocks.spans)
    abstract = abstract_in(language or "fr", text, blocks.sections)
    if abstract:
        found = (Found("abstract", abstract, "section Résumé"), *found)
    return ReadText(
        pages=(ReadPage(text, engine),),
        is_final=True,
        found=found,
        sections=tuple(blocks.sections),
        spans=spans,
    )


def _write_best(
    tree: HtmlElement, content: bytes, request: ReadingRequest, language: str | None
) -> tuple[BlockText, str]:
    for body, engine in _bodies(tree, content):
        _drop_navigation(body)
        blocks = BlockText(request.limits.characters)
        write_blocks(body, blocks, language=language)
        if blocks.text():
            return blocks, engine
    raise NoText("aucun texte dans cette page web")


def _drop_navigation(body: HtmlElement) -> None:
    """Take out elements that hold the navigation of the platform and nothing else."""
    for element in list(
        body.iter("div", "ul", "p", "section", "header", "span", "list")
    ):
        words = _short_text(element)
        if words and navigation_end(words) == len(words):
            element.clear(keep_tail=True)


def _short_text(element: HtmlElement) -> str:
    """Return the words of an element, or nothing when there are many."""
    words: list[str] = []
    length = 0
    for piece in element.itertext():
        length += len(piece)
        if length > _SHORT:
            return ""
        words += piece.split()
    return " ".join(words)


def _parse(content: bytes) -> HtmlElement:
    stated = _CHARSET.search(content[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    if encoding in ("iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252"):
        text = content.decode("cp1252" if "15" not in encoding else encoding, "replace")
    else:
        text = decode(content).text
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    return parse_html(text)


def _language(found: tuple[Found, ...]) -> str | None:
    stated = (normal_language(item.value) for item in found if item.name == "language")
    return next((code for code in stated if code), None)


def _bodies(tree: HtmlElement, content: bytes) -> Iterator[tuple[HtmlElement, str]]:
    """Yield elements that may hold the text, the most certain first."""
    for path in _POST:
        for element in tree.xpath(path)[:1]:
            if len(element.text_content().strip()) > 1:
                yield element, "html"
    main = _main_text(content)
    if main is not None and len("".join(main.itertext()).strip()) >= _FEW:
        yield main, "trafilatura"
    for hidden in tree.xpath(_AROUND):
        hidden.drop_tree()
    for path in ("//main", "//article", "//body"):
        yield from ((element, "html") for element in tree.xpath(path)[:1])


def _main_text(content: bytes) -> HtmlElement | None:
    # Importing it takes a moment, and posts of notebooks do without.
    import trafilatura

    document = trafilatura.bare_extraction(
        content, include_comments=False, include_tables=True, with_metadata=False
    )
    # The alternative is a dictionary, which bare_extraction gave in old versions.
    return getattr(document, "body", None)
