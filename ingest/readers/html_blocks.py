"""Write the blocks of an element: HTML tags, and the TEI-like ones of trafilatura."""

from lxml.html import HtmlElement

from ingest.readers.block_text import BlockText
from ingest.texts.languages import normal_language

__all__ = ["write_blocks"]

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = {"ul", "ol", "list", "dl"}
_ITEMS = {"li", "item", "dt", "dd"}
_BLOCKS = {
    "p", "div", "section", "article", "main", "blockquote", "quote", "figure",
    "figcaption", "address", "details", "summary", "table", "body", "center", "pre",
    "fieldset", "ab", "header", "footer", "tbody", "thead", "tfoot", "hr",
}  # fmt: skip
_SILENT = {
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "nav",
    "form", "button", "select", "textarea", "audio", "video", "canvas",
}  # fmt: skip
_DEEPEST = 100


def write_blocks(
    element: HtmlElement, blocks: BlockText, *, language: str | None
) -> None:
    """Write all text of an element.

    Args:
        element: From lxml.
        blocks: Written to.
        language: Of the page; parts that state another are remembered.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    _Writer(blocks, language or "").write(element)


class _Writer:
    def __init__(self, blocks: BlockText, language: str) -> None:
        self._blocks = blocks
        self._page_language = language
        self._pending: list[str] = []

    def write(self, element: HtmlElement) -> None:
        self._walk(element, "", 0)
        self._flush("")

    def _walk(self, element: HtmlElement, language: str, depth: int) -> None:
        tag = _tag(element)
        if tag in _SILENT or _is_hidden(element):
            return
        stated = normal_language(element.get("lang") or "") or language
        own = stated if stated != self._page_language else ""
        if depth > _DEEPEST or tag == "pre":
            self._flush(own)
            self._blocks.add_verbatim(element.text_content())
            return
        level = _HEADINGS.get(tag) or _rend_level(element, tag)
        if level:
            self._flush(own)
            self._blocks.add_heading(_flat(element), level, language=own)
        elif tag in ("tr", "row"):
            self._flush(own)
            self._row(element, own)
        else:
            self._contents(element, tag, own, depth)

    def _contents(
        self, element: HtmlElement, tag: str, language: str, depth: int
    ) -> None:
        is_block = tag in _BLOCKS or tag in _LISTS or tag in _ITEMS
        if is_block:
            self._flush(language)
        if tag in _ITEMS:
            self._pending.append("- " if tag in ("li", "item") else "")
        if tag in ("br", "lb"):
            self._pending.append("\n")
        self._pending.append(_flow(element.text))
        for child in element:
            if isinstance(child.tag, str):
                self._walk(child, language, depth + 1)
            self._pending.append(_flow(child.tail))
        if is_block:
            self._flush(language, is_tight=tag in _ITEMS)

    def _row(self, row: HtmlElement, language: str) -> None:
        cells = [_flat(cell) for cell in row if isinstance(cell.tag, str)]
        first = row.getprevious() is None
        self._blocks.add(" | ".join(cells), language=language, is_tight=not first)

    def _flush(self, language: str, *, is_tight: bool = False) -> None:
        text = "".join(self._pending)
        self._pending.clear()
        if text.strip(" -\n"):
            self._blocks.add(text, language=language, is_tight=is_tight)


def _tag(element: HtmlElement) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _rend_level(element: HtmlElement, tag: str) -> int:
    """Return the level of a heading of trafilatura: ``<head rend="h2">``."""
    return _HEADINGS.get(element.get("rend") or "", 2) if tag == "head" else 0


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or "display:none" in (
        element.get("style") or ""
    ).replace(" ", "")


def _flow(text: str | None) -> str:
    """Line breaks of the source are white space; only ``<br>`` breaks a line."""
    return " ".join(("x" + text + "x").split())[1:-1] if text else ""


def _flat(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
