"""What a page holds but does not show: hidden elements, and how much they say.

Text for screen readers alone (``sr-only``) is text: somebody reads it. What is hidden
from screen readers alone (``aria-hidden``) is an icon or the drawing of a formula when
it is short, and text when it is prose: a folded panel.

A piece of HTML without style sheets, as it is copied from an editor, shows what its
attributes say and nothing else: white letters on no ground, or prose that is hidden
from screen readers, were put there to be read by programs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

__all__ = ["SILENT", "Visibility", "is_drawing", "tag_of", "visible_text", "words_of"]

SILENT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "head", "iframe", "object", "embed",
        "applet", "audio", "video", "canvas", "map", "datalist", "button",
    }
)  # fmt: skip
"""Elements whose contents are no text."""

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:[;!]|$))",
    re.IGNORECASE,
)
_AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*)", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_SELECTOR = re.compile(r"[a-z]*(?:([.#])([\w-]+))|\[hidden\]", re.IGNORECASE)
_WHITE: Final = (
    r"(?:white|#fff\b|#(?:f[c-f]){3}(?:[0-9a-f]{2})?\b"
    r"|rgba?\(\s*25[2-5]\s*,\s*25[2-5]\s*,\s*25[2-5]\b[^)]{0,20}\)"
    r"|hsla?\([^()%]{0,20}%\s*,\s*(?:100|9[89])%[^)]{0,20}\))"
)
_WHITE_LETTERS = re.compile(rf"(?<![\w-])color\s*:\s*{_WHITE}", re.IGNORECASE)
_GROUND = re.compile(
    rf"(?<![\w-])background(?:-color|-image)?\s*:\s*+(?!{_WHITE}|transparent|none|inherit)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?<![\w-])(?:opacity\s*:\s*0*(?:\.0+)?\s*(?:[;!]|$)|color\s*:\s*transparent"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*[01](?:\.\d+)?p[xt]\b"
    r"|(?:max-)?height\s*:\s*[01](?:p[xt])?\s*(?:[;!]|$))",
    re.IGNORECASE,
)
_LARGEST_STYLE: Final = 500_000
_SHORT: Final = 40


class Visibility:
    """Tells which elements of a page are hidden.

    Only what the page itself says counts: attributes, and rules of its own ``style``
    elements for one class or one identifier.

    Args:
        root: Of the page or of a piece of it.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._classes: set[str] = set()
        self._identifiers: set[str] = set()
        tree = root.getroottree()
        self._is_bare = next(tree.iter("link", "style"), None) is None
        for style in tree.iter("style"):
            self._read_style("".join(style.itertext())[:_LARGEST_STYLE])

    def is_hidden(self, element: HtmlElement) -> bool:
        """Whether the element and all inside it is not shown."""
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _HIDING.search(style):
            return True
        if tag_of(element) == "dialog" and element.get("open") is None:
            return True
        if self._is_bare and _is_unseen(element, style or ""):
            return True
        return self._is_hidden_by_rule(element)

    def _is_hidden_by_rule(self, element: HtmlElement) -> bool:
        if not self._classes and not self._identifiers:
            return False
        names = words_of(element.get("class"))
        return (
            not self._classes.isdisjoint(names)
            or element.get("id") in self._identifiers
        )

    def _read_style(self, source: str) -> None:
        plain = _AT_RULE.sub("", _COMMENT.sub("", source))
        for selectors, declarations in _rules(plain):
            if not _HIDING.search(declarations):
                continue
            for selector in selectors.split(","):
                one = _SELECTOR.fullmatch(selector.strip())
                if one and one[2]:
                    names = self._classes if one[1] == "." else self._identifiers
                    names.add(one[2])


def _is_unseen(element: HtmlElement, style: str) -> bool:
    """Whether an element that no style sheet can change is there but not seen."""
    if element.tag == "del" or element.get("aria-hidden") == "true":
        return True
    if _UNSEEN.search(style):
        return True
    letters = style
    if element.tag == "font":
        letters += f";color:{element.get('color') or ''}"
    if not _WHITE_LETTERS.search(letters):
        return False
    return not any(
        one.get("class") or one.get("bgcolor") or _GROUND.search(one.get("style") or "")
        for one in (element, *element.iterancestors())
    )


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations, in time linear in the length."""
    pieces = _BRACE.split(style)
    for at in range(1, len(pieces) - 3, 2):
        if pieces[at] == "{" and pieces[at + 2] == "}":
            yield pieces[at - 1][-500:], pieces[at + 1][:5000]


def tag_of(element: HtmlElement) -> str:
    """Return the name of an element in lower case, without its namespace."""
    tag = element.tag
    return _plain_name(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1_000)
def _plain_name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def words_of(value: str | None) -> frozenset[str]:
    """Return the words of an attribute such as ``class``."""
    return frozenset((value or "").split())


def visible_text(element: HtmlElement) -> str:
    """Return the text of an element, without scripts, styles and the like."""
    return "".join(
        piece
        for piece in element.xpath(
            ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript"
            " or ancestor::template)]"
        )
    )


def is_drawing(element: HtmlElement) -> bool:
    """Whether it is hidden from screen readers and no prose: an icon, a formula."""
    if element.get("aria-hidden") != "true":
        return False
    if "katex" in (element.get("class") or "") or tag_of(element) == "mjx-math":
        return True
    words = visible_text(element).split()
    return sum(map(len, words)) < _SHORT
