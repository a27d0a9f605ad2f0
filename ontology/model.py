"""What the project talks about, as Python sees it.

The same words stand in ``core.ttl``; a test keeps the two equal. All classes are
frozen: a stage of the pipeline makes a new value, it never changes one.

    Source ──read──▶ Document ──cut──▶ Passage ──link──▶ Mention ──names──▶ Entity
                        │ pages, sections                   │ evidence
                        └──────────── DocumentRecord ───────┘

Offsets count code points of ``Document.text``; ends are exclusive. Pages are numbered
from 1 in reading order, positions from 0. A passage never crosses a page, and the
passages of a page cover all of its text but white space, so that a page can be shown,
and a quotation checked, from the passages alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ontology.described import DeducedDate, Described, WorkDate, work_date
from ontology.errors import OntologyError
from ontology.structure import Block, Loss, PassageRole

__all__ = [
    "LINKING_PAGE",
    "PAGE_SEPARATOR",
    "SOURCE_PAGE",
    "SOURCE_TITLE",
    "Abstract",
    "DeclaredLink",
    "Document",
    "DocumentKind",
    "DocumentRecord",
    "DocumentSummary",
    "Entity",
    "EntityKind",
    "FieldOrigin",
    "Hyperlink",
    "Label",
    "Mention",
    "Page",
    "Passage",
    "Section",
    "Source",
    "Work",
    "WorkMatch",
    "abstracts_in_order",
]

PAGE_SEPARATOR = "\f"
"""Stands between the pages in ``Document.text``; it belongs to no page."""

LINKING_PAGE = "linking page"
"""Origin of what a page says that links to a file: it counts where the file, in what it
states and prints, says nothing itself."""

SOURCE_PAGE = "source_page"
SOURCE_TITLE = "source_title"
"""Names of the address and the title of such a page, among the origins of the file."""


class DocumentKind(StrEnum):
    """What a document is, in the terms of the calls; ``document`` when unknown."""

    CALL = "call"
    THEME = "theme"
    GROUP_SHEET = "group_sheet"
    PRODUCTION_SHEET = "production_sheet"
    PRESENTATION = "presentation"
    WATCH_NOTE = "watch_note"
    LITERATURE_REVIEW = "literature_review"
    EXPERIENCE_BOOK = "experience_book"
    SYNTHESIS_NOTE = "synthesis_note"
    REPORT = "report"
    ARTICLE = "article"
    POST = "post"
    EVENT = "event"
    TRANSLATION = "translation"
    GLOSSARY = "glossary"
    DATASET = "dataset"
    PAGE = "page"
    DOCUMENT = "document"


class EntityKind(StrEnum):
    """What a mention may name."""

    GROUP = "group"
    LAB = "lab"
    INSTITUTION = "institution"
    ACADEMY = "academy"
    REGION = "region"
    SERVICE = "service"
    PERSON = "person"
    THEME = "theme"
    WAVE = "wave"
    PRODUCTION = "production"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Source:
    """A file or an address before it is read.

    Attributes:
        uri: ``<collection>/<relative path>`` for files, the address otherwise. With
            the collection it is the identity of the document over time.
        media_type: Detected from the content, for example ``application/pdf``.
        size_bytes: Length of the content.
        sha256: Of the content, 64 lower-case hexadecimal digits.
    """

    uri: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: ``text[start:end]``, numbered from 1.

    Attributes:
        number: Position in the file, the number that ``#page=`` expects.
        start: First offset of the page in ``Document.text``.
        end: Offset behind its last character.
        engine: What read the page, for example ``pdfium``, ``pypdf``, ``html``.
        label: Number printed on the page when the file gives one (``iv``, ``12``).
        ocr_confidence: From 0 to 1 where the page was read from its image, else None.
        furniture: Lines taken out as belonging to the paper: running heads and feet,
            page numbers, from top to bottom.
    """

    number: int
    start: int
    end: int
    engine: str = ""
    label: str | None = None
    ocr_confidence: float | None = None
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: its text, its level (1 is the highest) and where it starts."""

    title: str
    level: int
    start: int


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """Where a metadata value comes from, and how it was printed before cleaning.

    Attributes:
        name: Of the field.
        origin: Where it stood, for example ``front matter`` or ``first page``.
        printed: Before cleaning.
        confidence: How far it is believed, from 0 to 1; None where nobody judged.
    """

    name: str
    origin: str
    printed: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DeclaredLink:
    """A link that the document itself states, such as ``group`` in its front matter.

    Attributes:
        kind: What the target is.
        target: Our identifier of it, or its name as printed.
        origin: Where it is stated, for example ``front matter``.
    """

    kind: EntityKind
    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class Abstract:
    """A summary that the document prints, in one language: ISO 639-1, or ``und``."""

    text: str
    language: str


def abstracts_in_order(
    abstracts: Iterable[Abstract], language: str
) -> tuple[Abstract, ...]:
    """Return one abstract for each language, that of the document first.

    Args:
        abstracts: The best of each language first.
        language: Of the document.
    """
    best: dict[str, Abstract] = {}
    for abstract in abstracts:
        best.setdefault(abstract.language, abstract)
    return tuple(
        sorted(best.values(), key=lambda a: (a.language != language, a.language))
    )


@dataclass(frozen=True, slots=True)
class Document:
    """A document after reading and cleaning.

    Attributes:
        identifier: Stable over changes of content, ``[a-z0-9-]+``, at most 80 long.
        source: Where it was read.
        collection: The named set of sources it belongs to.
        title: Never empty; the file name where nothing better is known.
        text: Clean text of all pages, joined by ``PAGE_SEPARATOR``.
        pages: At least one, in order, not overlapping.
        is_paged: Whether the page numbers mean something to a reader (PDF).
        kind: What it is.
        language: ISO 639-1, or ``und``.
        date: Of the document itself, with the precision known: ``2024``, ``2024-03``,
            ``2024-03-05``, or EDTF.
        authors: Of the document itself, in the printed order.
        publisher: As printed, or None.
        url: Official address of the document itself, never a mirror.
        licence: As stated: an SPDX identifier, an address or printed words.
        abstracts: One for each language, that of the document first.
        doi: ``10.…/…`` in lower case, or None.
        handle: ``<prefix>/<suffix>`` as stated, or None.
        hal_id: Without version, for example ``hal-02321700``, or None.
        describes: Things that the document only describes, as a sheet does.
        deduced_date: Where no date is printed, one that was deduced.
        signature: Of the text, for finding copies; empty where none was made.
        sections: Headings in order of ``start``.
        blocks: Tables, lists, notes and the like in reading order; a block stands
            behind the one that holds it.
        losses: What was seen and is not in the text, at most one for each kind.
        links: What the document declares about itself.
        origins: One entry per metadata field that has a value.
    """

    identifier: str
    source: Source
    collection: str
    title: str
    text: str
    pages: tuple[Page, ...]
    is_paged: bool = False
    kind: DocumentKind = DocumentKind.DOCUMENT
    language: str = "und"
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    abstracts: tuple[Abstract, ...] = ()
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None
    describes: tuple[Described, ...] = ()
    deduced_date: DeducedDate | None = None
    signature: str = ""
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    losses: tuple[Loss, ...] = ()
    links: tuple[DeclaredLink, ...] = ()
    origins: tuple[FieldOrigin, ...] = ()

    @property
    def is_record(self) -> bool:
        """Whether it is only the description of something else."""
        return bool(self.describes)

    @property
    def work_date(self) -> WorkDate | None:
        """The date that counts: of what is described, else its own."""
        return work_date(self.date, self.describes, self.deduced_date)

    @property
    def linked_from(self) -> str | None:
        """Address of the page that links to it, where it was found behind a page."""
        pages = (
            origin.printed
            for origin in self.origins
            if (origin.name, origin.origin) == (SOURCE_PAGE, LINKING_PAGE)
        )
        return next(pages, None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text of one page, the unit of search and of quotation.

    ``document.text[start:end] == text`` always holds.

    Attributes:
        identifier: ``<document>.<position>``.
        document: Identifier of the document.
        position: From 0, in reading order.
        page: From 1.
        start: Offset in ``Document.text``.
        end: Offset behind the last character.
        text: Verbatim.
        language: ISO 639-1, or ``und``.
        section: Titles of the headings above it, outermost first.
        role: Where it stands; apparatus answers nothing, the rest is searched.

    Raises:
        OntologyError: If the offsets cannot be those of the text.

    >>> Passage("fiche.0", "fiche", 0, 1, 10, 17, "Bonjour", "fr").end
    17
    """

    identifier: str
    document: str
    position: int
    page: int
    start: int
    end: int
    text: str
    language: str = "und"
    section: tuple[str, ...] = ()
    role: PassageRole = PassageRole.BODY

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.text):
            raise OntologyError(
                f"passage {self.identifier}: offsets {self.start}–{self.end} do not "
                f"fit a text of {len(self.text)} characters"
            )


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage names an entity, with the evidence.

    Attributes:
        passage: Identifier of the passage.
        document: Identifier of the document.
        page: From 1.
        start: Offset in ``Document.text``.
        end: Offset behind the last character.
        text: The exact characters.
        entity: Identifier of the entity, unique within its kind.
        kind: What the entity is.
        method: How it was found, for example ``label``, ``acronym``, ``declared``.
        confidence: From 0 to 1.
    """

    passage: str
    document: str
    page: int
    start: int
    end: int
    text: str
    entity: str
    kind: EntityKind
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """Words of a text that lead elsewhere: ``text[start:end]``, and the address."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name: text, language (empty for an acronym) and whether it is preferred."""

    text: str
    language: str = "fr"
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Something of the GTnum world that a text may name."""

    identifier: str
    kind: EntityKind
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with all that was derived from it: the unit that sinks accept.

    Attributes:
        document: The document.
        passages: Of its text, in order.
        mentions: What they name.
        hyperlinks: Of its text, in order, as far as the reader of its format knows
            them; a draft is asked for what it cites, the graph does not hold them.
    """

    document: Document
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...] = field(default=())
    hyperlinks: tuple[Hyperlink, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, as a list of results shows it.

    Fields that ``Document`` has as well mean the same.
    """

    identifier: str
    title: str
    kind: DocumentKind
    language: str
    collection: str
    media_type: str
    sha256: str
    size_bytes: int
    page_count: int
    passage_count: int
    is_paged: bool
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    abstracts: tuple[Abstract, ...] = ()
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None
    describes: tuple[Described, ...] = ()
    deduced_date: DeducedDate | None = None

    @property
    def is_record(self) -> bool:
        """Whether it is only the description of something else."""
        return bool(self.describes)

    @property
    def work_date(self) -> WorkDate | None:
        """The date that counts: of what is described, else its own."""
        return work_date(self.date, self.describes, self.deduced_date)

    @property
    def abstract(self) -> str | None:
        """The abstract in the language of the document, else the first, or None."""
        return self.abstracts[0].text if self.abstracts else None


@dataclass(frozen=True, slots=True)
class WorkMatch:
    """Why two documents are manifestations of one work.

    Attributes:
        first: Identifier of a document.
        second: Identifier of another.
        method: ``bytes``, ``text``, ``near_text``, ``doi``, ``handle``, ``hal`` or
            ``address``.
        similarity: Share of what both texts hold for ``near_text``, else 1.
    """

    first: str
    second: str
    method: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Work:
    """One work that the library holds more than once.

    Attributes:
        identifier: That of its official manifestation.
        manifestations: Two documents or more, the official one first.
        matches: The pairs that joined them.
    """

    identifier: str
    manifestations: tuple[str, ...]
    matches: tuple[WorkMatch, ...]
