"""PowerPoint files (PPTX, PPTM, PPSX, POTX): each slide is a page, its title a heading.

Slides are read in their order, shapes in the order in which they are read aloud; what
a speaker noted stands under its slide. Hidden slides and shapes and comments are
counted and never published: who made the file chose not to show them.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.losses import LossCount, merged
from ingest.read_text import Heading, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.office.live_dates import with_live_dates, without_live_dates
from ingest.readers.office.office_archive import nothing_read
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.office.office_properties import stated
from ingest.readers.slides.slide_shapes import P, SlideShapes, letters_in
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["read_presentation"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHAPES = f"{P}cSld/{P}spTree"
_SPEECH = "body"


def read_presentation(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a PowerPoint presentation.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no presentation.
        NoText: If no slide holds text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    package = OfficePackage(content, request.limits)
    part, root = package.main_part("ppt/presentation.xml")
    deck = _Deck(package, request)
    for name in _slides(package, part, root):
        deck.read(name)
    if not any(page.text for page in deck.pages):
        raise nothing_read(package.losses, "aucun texte dans cette présentation")
    return ReadText(
        pages=tuple(deck.pages),
        is_paged=True,
        is_final=True,
        found=tuple(stated(package, "PPTX")),
        headings=tuple(deck.headings),
        losses=deck.losses,
    )


def _slides(package: OfficePackage, part: str, root: etree._Element) -> Iterator[str]:
    """Yield the names of the slides in the order in which they are shown."""
    relations = package.relations(part)
    for element in root.iterfind(f"{P}sldIdLst/{P}sldId"):
        relation = relations.get(element.get(f"{_R}id") or "")
        if relation is not None and not relation.is_external:
            yield relation.target


class _Deck:
    """The slides that were read so far.

    Attributes:
        pages: Of the slides that are shown.
        headings: Their titles.
    """

    def __init__(self, package: OfficePackage, request: ReadingRequest) -> None:
        self.pages: list[ReadPage] = []
        self.headings: list[Heading] = []
        self._package = package
        self._limit = request.limits.characters
        self._is_converted = request.is_converted
        self._live = 0
        self._number = 0
        self._lost = LossCount()
        self._layouts: set[str] = set()

    def read(self, part: str) -> None:
        """Read a slide.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        self._number += 1
        slide = self._package.tree(part)
        if slide is None:
            return
        for comments in self._package.trees(part, "comments"):
            self._lost.add(LossKind.COMMENT, sum(1 for _ in comments.iter("{*}cm")))
        if slide.get("show") in ("0", "false"):
            detail = f"diapositive {self._number} masquée"
            self._lost.add(LossKind.HIDDEN_TEXT, letters_in(slide), detail=detail)
            return
        if self._is_converted:
            self._live += without_live_dates(slide)
        blocks = BlockText(self._limit)
        shapes = SlideShapes(self._package, part, blocks, self._lost)
        for tree in slide.iterfind(_SHAPES):
            shapes.write(tree)
        self._write_speech(part, blocks)
        text = blocks.text()
        self._limit -= len(text)
        at = len(self.pages)
        self.headings += [Heading(s.title, s.level, at) for s in blocks.sections]
        furniture = tuple(dict.fromkeys(self._furniture(part)))
        self.pages.append(
            ReadPage(text, "pptx", blocks=tuple(blocks.blocks), furniture=furniture)
        )

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is not in the text."""
        lost = merged((*self._lost.losses, *self._package.losses))
        return with_live_dates(lost, self._live)

    def _write_speech(self, part: str, blocks: BlockText) -> None:
        for notes in self._package.trees(part, "notesSlide"):
            for shape in notes.iter(f"{P}sp"):
                place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
                if place is not None and place.get("type") == _SPEECH:
                    lines = ("".join(_texts(line)) for line in shape.iter(f"{_A}p"))
                    blocks.add("\n".join(lines), kind=BlockKind.NOTE)

    def _furniture(self, part: str) -> Iterator[str]:
        """Yield what the layouts of a slide print around it, for the first of them."""
        for layout in self._package.targets(part, "slideLayout"):
            masters = self._package.targets(layout, "slideMaster")
            for name in (layout, *masters):
                if name in self._layouts:
                    continue
                self._layouts.add(name)
                root = self._package.tree(name)
                for shape in () if root is None else root.iter(f"{P}sp"):
                    words = " ".join("".join(_texts(shape)).split())
                    if words and shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None:
                        yield words


def _texts(element: etree._Element) -> Iterator[str]:
    for piece in element.iter(f"{_A}t", f"{_A}br"):
        yield "\n" if piece.tag == f"{_A}br" else (piece.text or "").replace("\v", "\n")
