"""The words of a Word paragraph: what is seen, and nothing that is hidden or deleted.

A paragraph holds more than words: calls of notes, pictures with their alternative
texts, text boxes, charts, formulae. The words come back as text; what must stand in a
block of its own is kept aside until the paragraph is written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

from ingest.losses import LossCount
from ingest.readers.office.office_archive import local_name
from ingest.readers.office.office_math import formula_text
from ingest.readers.word.word_styles import W, WordStyles, is_on, value
from ontology.structure import LossKind

__all__ = ["FALLBACK", "Aside", "AsideKind", "WordRuns", "chosen", "letters_in"]

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK: Final = f"{_MC}Fallback"

_SILENT = {
    f"{W}{tag}"
    for tag in (
        "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr",
    )
}  # fmt: skip
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOL_LETTERS = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
"""What the font Symbol shows for ``a`` to ``z``; capitals are the same in Greek."""

_WINGDINGS = {
    0xFC: "✓",
    0xFB: "✗",
    0xFE: "☑",
    0xFD: "☒",
    0xA8: "☐",
    0x6F: "☐",
    0xE0: "→",
}


class AsideKind(StrEnum):
    """What stands in a block of its own behind its paragraph."""

    ALTERNATIVE_TEXT = "alternative_text"
    ART = "art"
    BOX = "box"
    CHART = "chart"
    DIAGRAM = "diagram"


@dataclass(frozen=True, slots=True)
class Aside:
    """A thing inside a paragraph.

    Attributes:
        kind: What it is.
        text: Alternative text, words drawn as art, or the identifier of a relation.
        element: The contents of a text box.
    """

    kind: AsideKind
    text: str = ""
    element: etree._Element | None = None


class WordRuns:
    """Takes the words out of paragraphs and counts what it leaves there.

    Args:
        styles: Of the document.

    Attributes:
        asides: What the last paragraphs held besides words; the caller empties it.
        formulae: Formulae among the last words; the caller empties it.
        notes: Kind and identifier of each note that is called, to its number.
        lost: How much of what was left out.
    """

    def __init__(self, styles: WordStyles) -> None:
        self.asides: list[Aside] = []
        self.formulae: list[str] = []
        self.notes: dict[tuple[str, str], int] = {}
        self.lost = LossCount()
        self._styles = styles
        self._style = ""
        self._forms: Mapping[str, Callable[[etree._Element], Iterator[str]]] = {
            f"{W}r": self._run,
            f"{W}t": _own_text,
            f"{W}del": self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{W}delText": self._deleted,
            f"{W}sym": _symbol,
            f"{W}footnoteReference": self._call,
            f"{W}endnoteReference": self._call,
            f"{W}fldChar": _field,
            f"{W}ruby": self._ruby,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._object,
            f"{M}oMath": self._formula,
            f"{_MC}AlternateContent": self._alternatives,
            **{f"{W}{tag}": _sign for tag in _MARKS},
        }

    def words(self, paragraph: etree._Element) -> str:
        """Return what is seen of a paragraph."""
        self._style = self._styles.of(paragraph)
        return "".join(self._pieces(paragraph))

    def leave_out(self, element: etree._Element) -> None:
        """Count the letters of something hidden or deleted."""
        self.lost.add(LossKind.HIDDEN_TEXT, letters_in(element))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            form = self._forms.get(child.tag)
            if form is not None:
                yield from form(child)
            elif child.tag not in _SILENT:
                yield from self._pieces(child)

    def _run(self, run: etree._Element) -> Iterator[str]:
        if self._styles.is_hidden(run, self._style):
            self.leave_out(run)
        else:
            yield from self._pieces(run)

    def _deleted(self, element: etree._Element) -> Iterator[str]:
        self.leave_out(element)
        yield from ()

    def _call(self, reference: etree._Element) -> Iterator[str]:
        kind = local_name(reference).removesuffix("Reference")
        key = (kind, reference.get(f"{W}id") or "")
        yield f"[{self.notes.setdefault(key, len(self.notes) + 1)}]"

    def _ruby(self, ruby: etree._Element) -> Iterator[str]:
        reading, base = ruby.find(f"{W}rt"), ruby.find(f"{W}rubyBase")
        yield from () if base is None else self._pieces(base)
        words = "" if reading is None else "".join(self._pieces(reading)).strip()
        yield f" ({words})" if words else ""

    def _formula(self, formula: etree._Element) -> Iterator[str]:
        text = formula_text(formula)
        if text:
            self.formulae.append(text)
        yield text

    def _alternatives(self, element: etree._Element) -> Iterator[str]:
        best = chosen(element)
        yield from () if best is None else self._pieces(best)

    def _object(self, element: etree._Element) -> Iterator[str]:
        embedded = element.find("{*}OLEObject")
        program = "" if embedded is None else embedded.get("ProgID") or ""
        if program.startswith("Equation"):
            self.lost.add(LossKind.FORMULA)
        elif embedded is not None or element.find(f"{W}control") is not None:
            self.lost.add(LossKind.EMBEDDED_OBJECT, detail=program[:40])
        yield from self._drawing(element)

    def _drawing(self, drawing: etree._Element) -> Iterator[str]:
        properties = next(drawing.iter(f"{_DRAWING}docPr"), None)
        if properties is not None and properties.get("hidden") in ("1", "true"):
            self.leave_out(drawing)
            return
        self._note_alternative(properties)
        self._look_inside(drawing)
        yield from ()

    def _note_alternative(self, properties: etree._Element | None) -> None:
        if properties is not None:
            text = properties.get("descr") or properties.get("title") or ""
            if text.strip():
                self.asides.append(Aside(AsideKind.ALTERNATIVE_TEXT, text))

    def _look_inside(self, drawing: etree._Element) -> None:
        """Keep what a drawing holds: boxes, charts, diagrams, words as art."""
        for child in drawing:
            name = local_name(child)
            if name == "txbxContent":
                self.asides.append(Aside(AsideKind.BOX, element=child))
            elif name == "chart":
                self.asides.append(Aside(AsideKind.CHART, child.get(f"{_R}id") or ""))
            elif child.tag == f"{_DIAGRAM}relIds":
                self.asides.append(Aside(AsideKind.DIAGRAM, child.get(f"{_R}dm") or ""))
            elif child.tag == f"{_MC}AlternateContent":
                best = chosen(child)
                if best is not None:
                    self._look_inside(best)
            else:
                self._note_attributes(child, name)
                self._look_inside(child)

    def _note_attributes(self, element: etree._Element, name: str) -> None:
        """Keep the texts that the old drawing language holds in attributes."""
        art = element.get("string") or "" if name == "textpath" else ""
        if art.strip():
            self.asides.append(Aside(AsideKind.ART, art))
        is_old = "urn:schemas-microsoft-com:vml" in element.tag
        if is_old and (element.get("alt") or "").strip():
            self.asides.append(Aside(AsideKind.ALTERNATIVE_TEXT, element.get("alt")))


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """Return the best form of a thing that is given in several, if any."""
    return next((child for child in alternatives if len(child)), None)


def letters_in(element: etree._Element) -> int:
    """Count the characters of text below an element, each copy once."""
    tags = (f"{W}t", f"{W}delText", f"{M}t")
    return sum(
        len(piece.text or "")
        for piece in element.iter(*tags)
        if next(piece.iterancestors(FALLBACK), None) is None
    )


def _own_text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""


def _sign(element: etree._Element) -> Iterator[str]:
    yield _MARKS[local_name(element)]


def _symbol(element: etree._Element) -> Iterator[str]:
    """Yield a sign that is stated by its place in a font of symbols."""
    try:
        code = int(element.get(f"{W}char") or "", 16)
        font = (element.get(f"{W}font") or "").casefold()
        place = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
        if font == "symbol" and chr(place).isascii() and chr(place).isalpha():
            letter = _SYMBOL_LETTERS[ord(chr(place).lower()) - ord("a")]
            yield letter.upper() if chr(place).isupper() else letter
        elif font.startswith("wingdings"):
            yield _WINGDINGS.get(place, "•")
        else:
            yield chr(code)
    except (ValueError, OverflowError):
        return


def _field(element: etree._Element) -> Iterator[str]:
    """Yield what a field of an old form holds besides text."""
    choices = element.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [
            entry.get(f"{W}val") or "" for entry in choices.iter(f"{W}listEntry")
        ]
        at = value(choices, "result") or value(choices, "default") or "0"
        if at.isdecimal() and len(at) < 6 and int(at) < len(entries):
            yield entries[int(at)]
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        ticked = is_on(state if state is not None else box.find(f"{W}default"))
        yield "☒" if ticked else "☐"
