"""Write the blocks of an HTML element: one writer for pages, posts, exports and books.

The tree is walked from tag to tag without recursion, so that depth costs nothing; a
cell is a text of its own until its table ends:

    table ─▶ row ─▶ cell: BlockText ─▶ … ─▶ BlockText.add_table

Nothing that a page shows is dropped silently: what is hidden, embedded or unreadable is
counted.
"""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from ingest.losses import LossCount
from ingest.readers.block_text import BlockText, Cell
from ingest.readers.html.html_formulas import (
    drawn_formula,
    formula_text,
    image_formula,
    is_display,
    is_drawn,
    script_formula,
    split_formulae,
)
from ingest.readers.html.html_inline import (
    alternative_text,
    field_text,
    flow,
    is_embedded_document,
    raised_text,
    verbatim_text,
)
from ingest.readers.html.html_lists import HtmlList
from ingest.readers.html.html_notes import Notes
from ingest.readers.html.html_parts import part_of
from ingest.readers.html.html_tables import is_layout
from ingest.readers.html.html_visibility import (
    SILENT,
    Visibility,
    is_drawing,
    tag_of,
    visible_text,
    words_of,
)
from ingest.texts.languages import normal_language
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["write_blocks"]

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_GROUPS: Final = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("ul", "ol", "menu", "dir", "dl"), "list"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    **dict.fromkeys(("input", "textarea", "select"), "field"),
    **dict.fromkeys(("br", "img", "math", "pre", "svg", "table", "tr", "sup"), ""),
    **dict.fromkeys(
        (
            "p", "div", "section", "article", "main", "blockquote", "figure", "address",
            "details", "summary", "body", "center", "fieldset", "legend", "label",
            "header", "footer", "tbody", "thead", "tfoot", "hr", "aside", "nav", "form",
            "hgroup", "search", "dialog", "listing", "xmp", "optgroup", "rp",
        ),
        "block",
    ),
}  # fmt: skip
_CAPTIONS: Final = frozenset(
    {"wp-caption-text", "gallery-caption", "figure-caption", "spip_doc_legende"}
)
_INNER_NOTES: Final = frozenset({"modern-footnotes-footnote__note", "inline-note"})
_REPEATED: Final = frozenset({"footnote_tooltip", "MathJax_Preview"})
"""What repeats a note or a formula that the page holds in another form."""


def write_blocks(
    element: HtmlElement,
    blocks: BlockText,
    *,
    language: str | None,
    left_out: Collection[HtmlElement] = (),
    notes: Notes | None = None,
) -> tuple[Loss, ...]:
    """Write all text of an element, and return what was seen and not written.

    Args:
        element: From lxml.
        blocks: Written to.
        language: Of the page; parts that state another are remembered.
        left_out: Elements inside that are no part of the text; not counted here.
        notes: Of the whole page; found in its tree where None.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    if notes is None:
        notes = Notes(element.getroottree().getroot())
    writer = _Writer(element, blocks, language or "", left_out, notes)
    writer.write(element)
    return writer.lost.losses


@dataclass(slots=True)
class _Frame:
    """What is being written: the document, or a cell of it."""

    blocks: BlockText
    pending: list[str] = field(default_factory=list)
    formulae: list[str] = field(default_factory=list)
    lists: list[HtmlList] = field(default_factory=list)
    behind: list[tuple[str, BlockKind, str]] = field(default_factory=list)
    label: str = ""
    mark: str | None = None
    depth: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


@dataclass(slots=True)
class _Table:
    is_layout: bool
    rows: list[list[Cell]] = field(default_factory=list)


class _Writer:
    def __init__(
        self,
        root: HtmlElement,
        blocks: BlockText,
        language: str,
        left_out: Collection[HtmlElement],
        notes: Notes,
    ) -> None:
        self.lost = LossCount()
        self._page_language = language
        self._languages = [""]
        self._left_out = set(left_out)
        self._shown = Visibility(root)
        self._notes = notes
        self._frames = [_Frame(blocks)]
        self._tables: list[_Table] = []
        self._parts: list[tuple[HtmlElement, AbstractContextManager[None]]] = []
        self._skipped: HtmlElement | None = None
        self._inner_notes = 0

    def write(self, root: HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if self._enter(element):
                    self._skipped = element
                    walk.skip_subtree()
                continue
            if event == "end" and element is not self._skipped:
                self._leave(element)
            self._skipped = None
            if element is not root:
                self._say_flow(element.tail, element.getparent())
        self._flush()

    @property
    def _frame(self) -> _Frame:
        return self._frames[-1]

    def _enter(self, element: HtmlElement) -> bool:
        """Begin an element; return whether nothing inside it is to be walked."""
        tag = tag_of(element)
        if self._is_skipped(element, tag) or self._is_whole(element, tag):
            return True
        if _is_block(element, tag):
            self._flush()
        stated = element.get("lang")
        code = normal_language(stated) if stated else None
        self._languages.append(code or self._languages[-1])
        self._begin_part(element)
        begin = getattr(self, f"_begin_{_GROUPS.get(tag) or tag}", None)
        if begin is not None:
            begin(element)
        self._say_flow(element.text, element)
        return False

    def _leave(self, element: HtmlElement) -> None:
        tag = tag_of(element)
        if _is_block(element, tag):
            self._flush()
        end = getattr(self, f"_end_{_GROUPS.get(tag) or tag}", None)
        if end is not None:
            end(element)
        if self._parts and self._parts[-1][0] is element:
            self._flush()
            self._frame.label = ""
            self._parts.pop()[1].__exit__(None, None, None)
        self._languages.pop()

    def _is_skipped(self, element: HtmlElement, tag: str) -> bool:
        """Whether an element is no text of the page; count what is hidden."""
        if element in self._left_out or not _REPEATED.isdisjoint(
            words_of(element.get("class"))
        ):
            return True
        if tag in SILENT:
            if tag == "script" and (text := script_formula(element)):
                self._say_formula(text, element)
            if is_embedded_document(element, tag):
                self.lost.add(LossKind.EMBEDDED_OBJECT)
            # The heading of a folded panel is a button.
            return not (tag == "button" and self._frame.level)
        if self._shown.is_hidden(element):
            hidden = "".join(visible_text(element).split())
            if any(map(str.isalpha, hidden)):
                self.lost.add(LossKind.HIDDEN_TEXT, len(hidden))
            return True
        return self._notes.is_back(element) or is_drawing(element)

    def _is_whole(self, element: HtmlElement, tag: str) -> bool:
        """Write an element that is taken as a whole; return whether it was one."""
        write = getattr(self, f"_write_{_GROUPS.get(tag) or tag}", None)
        if label := self._notes.call(element):
            self._say_call(label)
        elif not _INNER_NOTES.isdisjoint(words_of(element.get("class"))):
            self._write_inner_note(element)
        elif is_drawn(element):
            self._write_drawn(element)
        elif write is None or not write(element):
            return False
        return True

    # Inline

    def _say(self, text: str) -> None:
        if text:
            pending = self._frame.pending
            if text[0] == "]" and len(pending) > 1 and pending[-1][-1:] == "]":
                text = text[1:]
            pending.append(text)

    def _say_flow(self, text: str | None, element: HtmlElement | None) -> None:
        """Say the words of an element with the formulae that stand among them."""
        for words, formula, is_apart in split_formulae(flow(text), element):
            self._say(words)
            if formula:
                self._say_formula(formula, None, is_apart=is_apart)

    def _say_formula(
        self, text: str, element: HtmlElement | None, *, is_apart: bool = False
    ) -> None:
        """Say a formula in its line; one that stands apart is a block."""
        is_apart = is_apart or (element is not None and is_display(element))
        if is_apart:
            self._flush()
        self._frame.formulae.append(text)
        self._say(text)
        if is_apart:
            self._flush()

    def _say_call(self, label: str) -> None:
        """Say « [1] », once where the page prints the brackets itself."""
        pending = self._frame.pending
        if pending and pending[-1].endswith("["):
            pending[-1] = pending[-1][:-1]
        pending.append(f"[{label}]")

    def _write_inner_note(self, element: HtmlElement) -> None:
        """Keep a note that stands inside its sentence for behind the paragraph."""
        words = " ".join(visible_text(element).split())
        pending = self._frame.pending
        label = pending[-1].strip("[]") if pending else ""
        if not (label and pending[-1] == f"[{label}]"):
            self._inner_notes += 1
            label = str(self._inner_notes)
            self._say_call(label)
        if words:
            self._frame.behind.append((f"[{label}] {words}", BlockKind.NOTE, label))

    def _write_sup(self, element: HtmlElement) -> bool:
        if any(self._notes.call(one) for one in element.iter("a")):
            return False
        said = raised_text(element, "".join(self._frame.pending[-3:]))
        self._say(said)
        return bool(said)

    def _write_br(self, _element: HtmlElement) -> bool:
        self._frame.pending.append("\n")
        return True

    def _write_img(self, element: HtmlElement) -> bool:
        if formula := image_formula(element):
            self._say_formula(formula, element)
            return True
        text, is_inline = alternative_text(element)
        if is_inline or self._frame.level:
            self._say(text)
        elif text:
            self._frame.behind.append((text, BlockKind.ALTERNATIVE_TEXT, ""))
        return True

    _write_svg = _write_img

    def _write_math(self, element: HtmlElement) -> bool:
        if text := formula_text(element):
            self._say_formula(text, element)
        elif len(element):
            self.lost.add(LossKind.FORMULA)
        return True

    def _write_drawn(self, element: HtmlElement) -> None:
        text = drawn_formula(element)
        if text:
            self._say_formula(text, element)
        elif text is not None:
            self.lost.add(LossKind.FORMULA)

    def _write_field(self, element: HtmlElement) -> bool:
        """Write what a form shows in a field; an empty field only parts labels."""
        self._flush()
        text = field_text(element)
        if text:
            self._frame.blocks.add(text, kind=BlockKind.FORM_FIELD, is_tight=True)
        return True

    def _write_pre(self, element: HtmlElement) -> bool:
        if _holds_blocks(element):
            return False
        self._flush()
        text = verbatim_text(element, self._shown)
        if len(self._frames) > 1:
            text = text.expandtabs(4)
        is_verse = "wp-block-verse" in (element.get("class") or "")
        kind = BlockKind.PARAGRAPH if is_verse else BlockKind.CODE
        self._frame.blocks.add_verbatim(text, kind=kind)
        return True

    # Blocks

    def _flush(self) -> None:
        """Write the words so far as a block of what is being written."""
        frame = self._frame
        if frame.level:
            frame.pending.append(" ")
            return
        text = "".join(frame.pending)
        frame.pending.clear()
        is_formula = text.split() == " ".join(frame.formulae).split()
        is_formula = is_formula and frame.kind is BlockKind.PARAGRAPH
        kind = BlockKind.FORMULA if is_formula else frame.kind
        frame.formulae.clear()
        own = self._own_language()
        if text.strip():
            text, frame.label = frame.label + text.lstrip(), ""
            if frame.mark is not None:
                frame.blocks.add_item(
                    text, mark=frame.mark, depth=frame.depth, language=own
                )
                frame.mark = None
            else:
                is_tight = bool(frame.lists)
                frame.blocks.add(text, kind=kind, language=own, is_tight=is_tight)
        for words, kind, label in frame.behind:
            frame.blocks.add(words, kind=kind, label=label, language=own)
        frame.behind.clear()

    def _own_language(self) -> str:
        stated = self._languages[-1]
        return stated if stated != self._page_language else ""

    def _begin_part(self, element: HtmlElement) -> None:
        label = self._notes.note(element)
        kind = BlockKind.NOTE if label is not None else part_of(element)
        if kind is None or (tag_of(element) == "tr" and not self._is_loose()):
            return
        self._flush()
        part = self._frame.blocks.part(kind, label=label or "")
        part.__enter__()
        self._parts.append((element, part))
        if label:
            self._frame.label = f"[{label}] "

    def _begin_heading(self, element: HtmlElement) -> None:
        self._frame.level = _HEADINGS[tag_of(element)]

    def _end_heading(self, _element: HtmlElement) -> None:
        frame = self._frame
        title = " ".join("".join(frame.pending).replace("\n", " ").split(" "))
        frame.pending.clear()
        frame.formulae.clear()
        level, frame.level = frame.level, 0
        mark, frame.mark = frame.mark, None
        if mark and mark != "-" and title.strip():
            title = f"{mark} {title.strip()}"
        frame.blocks.add_heading(title, level, language=self._own_language())
        self._flush()

    def _begin_list(self, element: HtmlElement) -> None:
        self._frame.lists.append(HtmlList(element))

    def _end_list(self, _element: HtmlElement) -> None:
        self._frame.lists.pop()

    def _begin_item(self, element: HtmlElement) -> None:
        frame = self._frame
        is_note = self._notes.note(element) is not None
        mark = frame.lists[-1].mark(element) if frame.lists else "-"
        frame.depth = max(1, len(frame.lists)) + (tag_of(element) == "dd")
        frame.mark = None if is_note and self._notes.note(element) else mark

    def _end_item(self, _element: HtmlElement) -> None:
        self._frame.mark = None

    def _begin_caption(self, _element: HtmlElement) -> None:
        self._frame.kind = BlockKind.CAPTION

    def _end_caption(self, _element: HtmlElement) -> None:
        self._frame.kind = BlockKind.PARAGRAPH

    def _begin_block(self, element: HtmlElement) -> None:
        if not _CAPTIONS.isdisjoint(words_of(element.get("class"))):
            self._frame.kind = BlockKind.CAPTION

    def _end_block(self, element: HtmlElement) -> None:
        if not _CAPTIONS.isdisjoint(words_of(element.get("class"))):
            self._frame.kind = BlockKind.PARAGRAPH

    # Tables

    def _is_loose(self) -> bool:
        """Whether rows and cells here are no table but blocks."""
        return not self._tables or self._tables[-1].is_layout

    def _begin_table(self, element: HtmlElement) -> None:
        has_notes = any(self._notes.note(row) is not None for row in element.iter("tr"))
        self._tables.append(_Table(has_notes or is_layout(element)))

    def _end_table(self, _element: HtmlElement) -> None:
        table = self._tables.pop()
        if table.rows:
            self._frame.blocks.add_table(table.rows)

    def _begin_tr(self, _element: HtmlElement) -> None:
        if not self._is_loose():
            self._tables[-1].rows.append([])

    def _begin_cell(self, element: HtmlElement) -> None:
        if self._is_loose():
            return
        table = self._tables[-1]
        cell = self._frame.blocks.cell(
            row_span=_number(element.get("rowspan")),
            column_span=_number(element.get("colspan")),
            is_header=tag_of(element) == "th" or _is_in_head(element),
        )
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)
        self._frames.append(_Frame(cell.text))

    def _end_cell(self, _element: HtmlElement) -> None:
        if not self._is_loose() and len(self._frames) > 1:
            self._flush()
            self._frames.pop()


def _is_block(element: HtmlElement, tag: str) -> bool:
    if tag in ("br", "img", "math", "svg", "sup", "field"):
        return False
    if tag in _GROUPS:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return any(f"display:{one}" in style for one in ("block", "flex", "grid", "table"))


def _holds_blocks(element: HtmlElement) -> bool:
    return any(tag_of(one) in ("table", "p", "li", "div") for one in element.iter())


def _is_in_head(cell: HtmlElement) -> bool:
    row = cell.getparent()
    above = row.getparent() if row is not None else None
    return above is not None and tag_of(above) == "thead"


def _number(value: str | None) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
