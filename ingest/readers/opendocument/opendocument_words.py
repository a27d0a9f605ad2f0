"""The words of an OpenDocument paragraph: what is seen, nothing hidden or deleted."""

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from ingest.losses import LossCount
from ingest.readers.office.office_archive import local_name
from ingest.readers.office.office_math import formula_text
from ingest.readers.opendocument.opendocument_file import (
    DRAW,
    MATH,
    OFFICE,
    TEXT,
    XLINK,
    OpenDocumentFile,
)
from ingest.readers.opendocument.opendocument_styles import OpenDocumentStyles
from ontology.structure import LossKind

__all__ = ["OpenDocumentWords"]

_WHITE = re.compile(r"\s+")
_MOST_SPACES = 1_000
_SILENT = {
    f"{TEXT}{tag}"
    for tag in ("note-citation", "footnote-citation", "endnote-citation", "number",
                "sequence-decls", "variable-decls", "user-field-decls")
} | {f"{OFFICE}annotation-end", f"{OFFICE}event-listeners"}  # fmt: skip


class OpenDocumentWords:
    """Takes the words out of paragraphs and counts what it leaves there.

    Args:
        file: For the formulae that stand in objects of their own.
        styles: Of the file.

    Attributes:
        asides: Shapes among the last words; the caller writes and empties them.
        notes: Those that were called, in order; their words come later.
        lost: How much of what was left out.
        formulae: Formulae among the last words; the caller empties it.
    """

    def __init__(self, file: OpenDocumentFile, styles: OpenDocumentStyles) -> None:
        self.asides: list[etree._Element] = []
        self.notes: list[etree._Element] = []
        self.formulae: list[str] = []
        self.lost = LossCount()
        self._file = file
        self._styles = styles
        self._forms: Mapping[str, Callable[[etree._Element], Iterator[str]]] = {
            f"{TEXT}s": _spaces,
            f"{TEXT}tab": _space,
            f"{TEXT}tab-stop": _space,
            f"{TEXT}line-break": _line_break,
            f"{TEXT}span": self._span,
            f"{TEXT}note": self._note,
            f"{TEXT}footnote": self._note,
            f"{TEXT}endnote": self._note,
            f"{TEXT}ruby": self._ruby,
            f"{TEXT}hidden-text": self._hidden_text,
            f"{TEXT}hidden-paragraph": self._hidden,
            f"{TEXT}tracked-changes": self._hidden,
            f"{OFFICE}annotation": self._comment,
            f"{MATH}math": self._formula,
        }

    def of(self, paragraph: etree._Element) -> str:
        """Return what is seen of a paragraph or heading."""
        style = paragraph.get(f"{TEXT}style-name") or ""
        is_hidden = self._styles.is_hidden(style, "paragraph")
        if is_hidden or _says_hidden(paragraph):
            self.leave_out(paragraph)
            return ""
        return "".join(self._pieces(paragraph))

    def leave_out(self, element: etree._Element) -> None:
        """Count the characters of something hidden or deleted."""
        comments = list(element.iter(f"{OFFICE}annotation"))
        self.lost.add(LossKind.COMMENT, len(comments))
        length = _length(element) - sum(map(_length, comments))
        self.lost.add(LossKind.HIDDEN_TEXT, length)

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        yield _WHITE.sub(" ", element.text or "")
        for child in element:
            form = self._forms.get(child.tag)
            if form is not None:
                yield from form(child)
            elif isinstance(child.tag, str) and child.tag.startswith(DRAW):
                yield from self._shape(child)
            elif child.tag not in _SILENT:
                yield from self._pieces(child)
            yield _WHITE.sub(" ", child.tail or "")

    def _span(self, span: etree._Element) -> Iterator[str]:
        if self._styles.is_hidden(span.get(f"{TEXT}style-name") or "", "text"):
            self.leave_out(span)
        else:
            yield from self._pieces(span)

    def _note(self, note: etree._Element) -> Iterator[str]:
        self.notes.append(note)
        yield f"[{len(self.notes)}]"

    def _ruby(self, ruby: etree._Element) -> Iterator[str]:
        for part in ruby:
            words = "".join(self._pieces(part))
            is_reading = part.tag == f"{TEXT}ruby-text"
            yield f" ({words})" if is_reading and words.strip() else words

    def _hidden(self, element: etree._Element) -> Iterator[str]:
        self.leave_out(element)
        yield from ()

    def _hidden_text(self, element: etree._Element) -> Iterator[str]:
        stated = element.get(f"{TEXT}string-value") or ""
        self.lost.add(LossKind.HIDDEN_TEXT, max(len(stated), _length(element)))
        yield from ()

    def _comment(self, _element: etree._Element) -> Iterator[str]:
        self.lost.add(LossKind.COMMENT)
        yield from ()

    def _formula(self, formula: etree._Element) -> Iterator[str]:
        text = formula_text(formula)
        self.formulae += [text] if text else []
        yield text

    def _shape(self, shape: etree._Element) -> Iterator[str]:
        """Yield a formula that stands in the line; keep other shapes for later."""
        if local_name(shape) == "a":
            yield from self._pieces(shape)
            return
        formula = self.formula_in(shape)
        if formula is None:
            self.asides.append(shape)
        else:
            yield from self._formula(formula)

    def formula_in(self, shape: etree._Element) -> etree._Element | None:
        """Return the formula that a frame shows, if it shows one."""
        for item in shape.iterchildren(f"{DRAW}object"):
            inline = item.find(f"{MATH}math")
            if inline is not None:
                return inline
            root = self._file.embedded(item.get(f"{XLINK}href") or "")
            if root is not None and root.tag == f"{MATH}math":
                return root
        return None


def _says_hidden(paragraph: etree._Element) -> bool:
    """Whether a field hides the paragraph that it stands in."""
    field = paragraph.find(f".//{TEXT}hidden-paragraph")
    return field is not None and field.get(f"{TEXT}is-hidden") == "true"


def _length(element: etree._Element) -> int:
    return len(_WHITE.sub(" ", "".join(element.itertext())).strip())


def _spaces(element: etree._Element) -> Iterator[str]:
    count = element.get(f"{TEXT}c") or "1"
    is_number = count.isdecimal() and len(count) < 9
    yield " " * (min(int(count), _MOST_SPACES) if is_number else 1)


def _space(_element: etree._Element) -> Iterator[str]:
    yield " "


def _line_break(_element: etree._Element) -> Iterator[str]:
    yield "\n"
