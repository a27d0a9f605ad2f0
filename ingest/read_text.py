"""What a reader is given and what it gives back, before cleaning.

A reader tells what it saw and where; it decides nothing about what is best. Two kinds
of text come out of readers: *lines* as they were printed (PDF, plain text), which
cleaning still has to mend, and *blocks* (HTML, Markdown), whose paragraphs, headings
and offsets are already final.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.limits import Limits
from ingest.options import ReadingOptions
from ontology.described import Described
from ontology.model import DeclaredLink, Section
from ontology.structure import Block, Loss

__all__ = [
    "OCR",
    "ContainerReader",
    "Contents",
    "Found",
    "Heading",
    "LanguageSpan",
    "LinkedWords",
    "Part",
    "ReadPage",
    "ReadText",
    "Reader",
    "ReadingRequest",
]


OCR = "tesseract"
"""Engine of pages that were recognised from their image."""


def _nothing() -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """What a reader knows besides the bytes.

    Attributes:
        name: File name, for the title of last resort.
        limits: Bounds that a reader checks itself while it works.
        avoided: Engines that crashed on this file before.
        options: What may be used besides.
        alive: Told before each long step that is bounded by itself (a page that is
            recognised); the time for the document then begins anew.
        is_converted: Whether LibreOffice made the bytes just now, so that dates that it
            computed are of today and no text of the document.
    """

    name: str
    limits: Limits = field(default_factory=Limits)
    avoided: frozenset[str] = frozenset()
    options: ReadingOptions = field(default_factory=ReadingOptions)
    alive: Callable[[], None] = _nothing
    is_converted: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A metadata value as printed, and where it was found.

    Attributes:
        name: ``identifier``, ``title``, ``authors``, ``date``, ``language``,
            ``publisher``, ``url``, ``licence``, ``abstract``, ``kind`` or another key.
        value: As printed. Several authors are several ``Found``.
        origin: For example ``front matter``, ``XMP``, ``JSON-LD``.
        language: That the value is stated to be in, ISO 639-1, or empty.
    """

    name: str
    value: str
    origin: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The text of a page as the engine gave it.

    Attributes:
        text: One printed line per line, or final.
        engine: Who read it.
        label: Number printed on it, where the file gives one.
        ocr_confidence: From 0 to 1 where it was read from its image.
        blocks: What the text is made of, for final text; offsets in this page, a
            ``parent`` is an index among the blocks of this page.
        furniture: Lines taken out as belonging to the paper, from top to bottom.
    """

    text: str
    engine: str
    label: str | None = None
    ocr_confidence: float | None = None
    blocks: tuple[Block, ...] = ()
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of an outline, to be found again in the text of its page.

    Attributes:
        title: As printed.
        level: From 1.
        page: Index of the page, from 0.
    """

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A part of the text whose language is stated: offsets in the only page."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """Words of the text that lead elsewhere, and the address as written."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a reader returns.

    Attributes:
        pages: At least one; empty text is allowed.
        is_paged: Whether page numbers mean something to a person.
        is_final: Whether paragraphs are final (HTML, Markdown, slides). With exactly
            one page, ``sections`` and ``spans`` hold offsets in its text; with more,
            headings stand in ``headings``.
        found: Metadata, best origin first for each name.
        links: What the document declares about itself.
        describes: Things that it only describes, their dates as printed.
        sections: Headings with offsets, for final text.
        headings: Headings without offsets, for lines.
        spans: Parts in a stated language.
        losses: What was seen and is not handed on, counted; one that is not intended
            makes the state ``ok_partial`` (see ``ingest.losses``).
        notes: Remarks about what is not lost, in French.
        wants_ocr: Whether recognition of images would give more text than this.
        hyperlinks: In the order of the text, where the format has them.
    """

    pages: tuple[ReadPage, ...]
    is_paged: bool = False
    is_final: bool = False
    found: tuple[Found, ...] = ()
    links: tuple[DeclaredLink, ...] = ()
    describes: tuple[Described, ...] = ()
    sections: tuple[Section, ...] = ()
    headings: tuple[Heading, ...] = ()
    spans: tuple[LanguageSpan, ...] = ()
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    wants_ocr: bool = False
    hyperlinks: tuple[LinkedWords, ...] = ()


Reader = Callable[[bytes, ReadingRequest], ReadText]
"""Reads bytes.

Raises:
    ReadingError: The subclass that names the state.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file that holds several.

    Attributes:
        name: Unique in the file and stable over its versions, ``post-123``.
        fingerprint: Changes whenever what is read from the part would.
        size_bytes: Of its own text, in UTF-8.
        read: Reads it; raises a ``ReadingError`` as a reader does.
    """

    name: str
    fingerprint: str
    size_bytes: int
    read: Callable[[], ReadText]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of several documents holds.

    Attributes:
        title: Of the whole, for example of the blog.
        parts: The documents, in the order of the file.
        left_out: Why a part is no document for us, in French, by its name.
    """

    title: str
    parts: tuple[Part, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


ContainerReader = Callable[[bytes, ReadingRequest], Contents]
"""Lists the documents of a file.

Raises:
    ReadingError: The subclass that names the state.
"""
