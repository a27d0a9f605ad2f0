"""Notes of web pages: which links call them, and where they stand.

    Le carnet<sup><a href="#fn1" id="r1">1</a></sup>     ──▶ « Le carnet[1] »
    <li id="fn1">Une plateforme. <a href="#r1">↩</a></li> ──▶ « [1] Une plateforme. »

A call is a short link inside the page, to something that exists; the link that leads
back from a note is none. WordPress, Hypothèses, Word, Markdown and EPUB each write
them in their own way; what they share is this.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of, words_of

__all__ = ["Notes", "is_note"]

_LABEL = re.compile(
    r"[\[({]?\s*((?:note\s*)?\d{1,4}|[ivxlc]{1,7}|[a-z]|\*{1,4}|[†‡§])\s*[\])}]?",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:^|[-_.:])(?:s?d?foot|end)?(?:_?ftn|_?fn|notes?|edn|foot|sdfootnote)", re.I
)
_CLASSES: Final = frozenset(
    {
        "footnote-ref", "footnote-reference", "footnoteref", "footnotecall", "noteref",
        "footnote-link", "footnote", "endnote", "easy-footnote", "footnote-anchor",
        "FootnoteAnchor", "sdfootnoteanc", "sdendnoteanc", "spip_note",
        "note_appel", "appel-note", "appelnote", "wp-block-footnotes__link",
    }
)  # fmt: skip
_BACK_CLASSES: Final = frozenset(
    {
        "footnote-backref", "footnote-back", "footnote-return", "FootnoteSymbol",
        "sdfootnotesym", "sdendnotesym", "easy-footnote-to-top", "reversefootnote",
        "footnote_backlink", "back-link", "doc-backlink",
    }
)  # fmt: skip
_ROLES: Final = frozenset({"doc-noteref", "noteref"})
_NOTE_ROLES: Final = frozenset(
    {"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"}
)
_HOLDERS: Final = frozenset(
    {"p", "li", "dd", "dt", "div", "aside", "section", "blockquote", "tr", "footer"}
)
_LONGEST: Final = 6_000
_LONGEST_CALL: Final = 12


class Notes:
    """The calls and notes of a page.

    Args:
        root: Of the page or of a piece of it.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._calls: dict[HtmlElement, str] = {}
        self._back: set[HtmlElement] = set()
        self._notes: dict[HtmlElement, str] = {}
        anchors = [one for one in root.iter("a") if "#" in (one.get("href") or "")]
        roles = root.xpath(
            ".//*[@role or @*[local-name()='type' or name()='epub:type']]"
        )
        for element in roles:
            if not _NOTE_ROLES.isdisjoint(_roles(element)):
                self._notes[element] = ""
        if anchors:
            self._read(anchors, _targets(root))

    def call(self, element: HtmlElement) -> str:
        """Return the label of a link that calls a note; else an empty string."""
        return self._calls.get(element, "")

    def is_back(self, element: HtmlElement) -> bool:
        """Whether a link leads from a note back to its call."""
        return element in self._back

    def note(self, element: HtmlElement) -> str | None:
        """Return the label of a note, perhaps empty; None for other elements."""
        return self._notes.get(element)

    def called_from(self, element: HtmlElement) -> list[HtmlElement]:
        """Return the notes that links inside an element call, in document order."""
        labels = {
            label
            for anchor, label in self._calls.items()
            if element in anchor.iterancestors()
        }
        return [note for note, label in self._notes.items() if label in labels]

    def _read(
        self, anchors: list[HtmlElement], targets: dict[str, HtmlElement]
    ) -> None:
        origins: set[str] = set()
        labels: dict[str, str] = {}
        for anchor in anchors:
            name = (anchor.get("href") or "").rpartition("#")[2]
            if name in origins or _is_marked_back(anchor):
                self._back.add(anchor)
            elif name in targets and (label := _label(anchor, name, len(labels) + 1)):
                self._calls[anchor] = labels.setdefault(name, label)
                origins.update(_names_around(anchor))
        shared: set[HtmlElement] = set()
        for name, label in labels.items():
            holder = _holder(targets[name])
            if holder is None or holder in shared:
                continue
            if self._notes.get(holder):
                shared.add(holder)
                del self._notes[holder]
            elif not any(call in self._calls for call in _own_links(holder, targets)):
                self._notes[holder] = label


def is_note(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is a note, or holds the notes."""
    roles = _roles(element)
    return not _NOTE_ROLES.isdisjoint(roles) or not roles.isdisjoint(
        ("doc-endnotes", "endnotes", "footnotes")
    )


def _targets(root: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in root.xpath(".//*[@id or @name]"):
        for name in (element.get("id"), element.get("name")):
            if name:
                found.setdefault(name, element)
    return found


def _label(anchor: HtmlElement, name: str, number: int) -> str:
    """Return the label if the link calls a note, else an empty string."""
    printed = " ".join("".join(anchor.itertext()).split())
    if len(printed) > _LONGEST_CALL:
        return ""
    is_said = not _ROLES.isdisjoint(_roles(anchor)) or not _CLASSES.isdisjoint(
        _classes_around(anchor)
    )
    if not printed:
        return str(number) if is_said else ""
    plain = _LABEL.fullmatch(printed)
    if plain is None:
        return printed.strip("[]() ") if is_said else ""
    is_raised = any(tag_of(one) == "sup" for one in _around(anchor)) or (
        anchor.find(".//sup") is not None
    )
    if is_said or is_raised or _TARGET.search(name) or printed[0] in "[({":
        return plain[1]
    return ""


def _around(anchor: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the link and the inline elements that hold nothing else."""
    yield anchor
    for above in anchor.iterancestors():
        if tag_of(above) not in ("sup", "span", "small", "b", "i", "em", "strong"):
            return
        yield above


def _classes_around(anchor: HtmlElement) -> set[str]:
    return {name for one in _around(anchor) for name in words_of(one.get("class"))}


def _names_around(anchor: HtmlElement) -> Iterator[str]:
    for one in (*_around(anchor), *anchor.iterchildren()):
        if isinstance(one.tag, str):
            yield from filter(None, (one.get("id"), one.get("name")))
    before = anchor.getprevious()
    if before is not None and tag_of(before) == "a" and not before.tail:
        yield from filter(None, (before.get("id"), before.get("name")))


def _roles(element: HtmlElement) -> set[str]:
    return {
        word
        for name in ("role", "epub:type", "{http://www.idpf.org/2007/ops}type")
        for word in words_of(element.get(name))
    }


def _is_marked_back(anchor: HtmlElement) -> bool:
    printed = "".join(anchor.itertext()).strip()
    return (
        not _BACK_CLASSES.isdisjoint(words_of(anchor.get("class")))
        or "doc-backlink" in _roles(anchor)
        or printed in ("↩", "↩︎", "↑", "^", "⤴", "↵", "⇑", "⏎")
    )


def _holder(target: HtmlElement) -> HtmlElement | None:
    """Return the block that a target stands for, unless it is far too long."""
    for one in (target, *target.iterancestors()):
        tag = tag_of(one)
        if tag in ("body", "html", "article", "main", "table", "ol", "ul", "dl"):
            return None
        if tag in _HOLDERS:
            length = sum(len(piece) for piece in one.itertext())
            return one if length <= _LONGEST else None
    return None


def _own_links(
    holder: HtmlElement, targets: dict[str, HtmlElement]
) -> Iterator[HtmlElement]:
    """Yield links of a block into itself: with a call, it is text and no note."""
    for anchor in holder.iter("a"):
        name = (anchor.get("href") or "").rpartition("#")[2]
        target = targets.get(name)
        if target is not None and (
            target is holder or holder in target.iterancestors()
        ):
            yield anchor
