"""Parse HTML, whole pages and fragments, however deeply their elements are nested.

The parser of libxml2 drops what stands deeper than 256 elements. Such a page is parsed
again, and its deepest elements are laid side by side: all text stays, in order.
"""

import re
from dataclasses import dataclass
from typing import Final

import lxml.html
from lxml import etree

from ingest.errors import MalformedContent

__all__ = ["parse_html"]

_DEEPEST: Final = 180
_DEEPEST_AT_ALL: Final = 220
_BOXES: Final = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "span",
        "font",
        "center",
        "blockquote",
        "p",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "small",
        "big",
        "a",
        "ul",
        "ol",
        "li",
        "dl",
        "dd",
        "form",
        "fieldset",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "details",
        "td",
        "th",
        "sup",
        "sub",
    ]
)
"""Elements whose contents may stand behind them instead."""


_LONGEST_TAG: Final = 30_000
_MOST_ATTRIBUTES: Final = 2_000
_TAG = re.compile(
    r"""<([a-zA-Z][a-zA-Z0-9-]*+)"""
    r"""(?:[^<>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]*+)|["'])*+>?"""
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_html(html: str) -> lxml.html.HtmlElement:
    """Return the root element of a page, an ``html`` element.

    Raises:
        MalformedContent: If there is none.
    """
    # lxml refuses a text that declares an encoding.
    html = _DECLARATION.sub("", html.lstrip("\ufeff"))
    if len(html) > _LONGEST_TAG:
        html = _TAG.sub(_with_few_attributes, html)
    # huge_tree stays off: lxml then refuses absurd depth and size by itself.
    parser = lxml.html.HTMLParser()
    try:
        tree = lxml.html.document_fromstring(html, parser=parser)
        if any("depth" in entry.message for entry in parser.error_log):
            tree = etree.fromstring(html, etree.HTMLParser(target=_Flattened()))
    except (etree.LxmlError, ValueError) as error:
        raise MalformedContent("ce texte HTML ne peut pas être lu") from error
    # What stands behind a stray </html> becomes a page of its own beside the first.
    for beside in list(tree.itersiblings()):
        if isinstance(beside.tag, str):
            tree.append(beside)
    return tree


def _with_few_attributes(tag: re.Match[str]) -> str:
    """Return a tag as it is, or without attributes where nobody wrote so many.

    The parser compares each with all before it: a hundred thousand take a minute.
    """
    written = tag[0]
    if len(written) <= _LONGEST_TAG:
        return written
    count = max(written.count("="), len(written.split()))
    return f"<{tag[1]}>" if count > _MOST_ATTRIBUTES else written


@dataclass(slots=True)
class _Open:
    """An element whose end has not come; ``beside`` if its contents stand behind it."""

    element: lxml.html.HtmlElement
    level: int
    beside: bool = False


class _Flattened:
    """Builds a tree of bounded depth: what is deeper in boxes stands beside them."""

    def __init__(self) -> None:
        self._make = lxml.html.html_parser.makeelement
        self._root: lxml.html.HtmlElement | None = None
        self._open: list[_Open] = []
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._write()
        element = self._make(tag, dict(attributes))
        level = 0
        if self._open:
            parent = self._open[-1]
            level = parent.level + 1
            is_box = parent.element.tag in _BOXES
            if level > (_DEEPEST if is_box else _DEEPEST_AT_ALL):
                parent.beside, level = True, parent.level
                parent.element.getparent().append(element)
            else:
                parent.element.append(element)
        elif self._root is None:
            self._root = element
        self._open.append(_Open(element, level))

    def end(self, _tag: str) -> None:
        # Text behind both ends up in one place: joined once, not at every end.
        is_same_place = len(self._open) > 1 and all(
            one.beside and one.level == self._open[-1].level for one in self._open[-2:]
        )
        if not is_same_place:
            self._write()
        self._open.pop()

    def data(self, text: str) -> None:
        self._text.append(text)

    def _write(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if not self._open or not text:
            return
        inside = self._open[-1]
        holder = inside.element.getparent() if inside.beside else inside.element
        if len(holder):
            holder[-1].tail = (holder[-1].tail or "") + text
        else:
            holder.text = (holder.text or "") + text

    def comment(self, _text: str) -> None:
        """Comments are no text."""

    def pi(self, _target: str, _text: str | None = None) -> None:
        """Nor are processing instructions."""

    def close(self) -> lxml.html.HtmlElement:
        if self._root is None:
            raise ValueError("no element")
        return self._root
