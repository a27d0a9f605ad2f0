"""A work as every citation sees it, before any format.

A ``Person`` has a family name and may be inverted; a ``Body`` has one name, which is
never cut. What is not known is empty: no format writes a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote

__all__ = ["KIND_LABELS", "Author", "Body", "Citable", "CitableKind", "Person"]


class CitableKind(StrEnum):
    """What is cited; ``record`` is a description that somebody wrote of a work."""

    REPORT = "report"
    ARTICLE = "article"
    POST = "post"
    WEB_PAGE = "web_page"
    DATASET = "dataset"
    BOOK = "book"
    CHAPTER = "chapter"
    PAPER = "paper"
    PRESENTATION = "presentation"
    CALL = "call"
    THESIS = "thesis"
    RECORD = "record"
    DOCUMENT = "document"


KIND_LABELS: Mapping[CitableKind, str] = MappingProxyType(
    {
        CitableKind.REPORT: "Rapport",
        CitableKind.ARTICLE: "Article",
        CitableKind.POST: "Billet",
        CitableKind.WEB_PAGE: "Page web",
        CitableKind.DATASET: "Jeu de données",
        CitableKind.BOOK: "Livre",
        CitableKind.CHAPTER: "Chapitre",
        CitableKind.PAPER: "Communication",
        CitableKind.PRESENTATION: "Présentation",
        CitableKind.CALL: "Appel",
        CitableKind.THESIS: "Thèse",
        CitableKind.RECORD: "Fiche descriptive",
        CitableKind.DOCUMENT: "Document",
    }
)
"""The kinds in French."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as an author.

    Attributes:
        family: Family name with what never leaves it: ``Le Roux``, ``La Tour``.
        given: Given names or initials, or empty.
        particle: A particle that stays with the family name: ``van der``.
        dropped_particle: One that goes behind the given name when names are inverted:
            the French ``de`` and ``d’``.
        iri: ORCID or IdRef address, or None.

    >>> Person("La Tour", "Georges", dropped_particle="de").name
    'Georges de La Tour'
    >>> Person("Ormesson", "Jean", dropped_particle="d’").inverted
    'd’Ormesson, Jean'
    """

    family: str
    given: str = ""
    particle: str = ""
    dropped_particle: str = ""
    iri: str | None = None

    @property
    def surname(self) -> str:
        """The family name with its particles, as it is read."""
        surname = ""
        for part in (self.dropped_particle, self.particle, self.family):
            space = "" if not surname or surname[-1] in "’'" else " "
            surname += space + part if part else ""
        return surname

    @property
    def name(self) -> str:
        """The name as it is read."""
        return f"{self.given} {self.surname}".strip()

    @property
    def inverted(self) -> str:
        """The family name first, as files for reference managers want it."""
        return f"{self.surname}, {self.given}" if self.given else self.surname


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, a group or a collective as an author.

    Attributes:
        name: In full.
        iri: ROR, IdRef or Wikidata address, or None.
    """

    name: str
    iri: str | None = None


Author = Person | Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """Everything that a citation of a work needs.

    Attributes:
        identifier: Ours, ``[a-z0-9-]+`` for documents; the key in files of references.
        iri: Of the work in the graph.
        kind: What it is.
        title: Main title, never empty.
        subtitle: Or empty.
        authors: In their order.
        editors: In their order.
        issued: Date of the work in EDTF: ``2024``, ``2024-03``, ``2017/2020``,
            ``2021?``; None where none is known.
        accessed: Day of the last visit, ``YYYY-MM-DD``, or None.
        container: Journal, blog, site or book in which it stands, or None.
        publisher: Who published it, or None.
        place: Where, or None.
        pages: ``12-30``, within the container, or None.
        page_count: Of the whole work, or None.
        doi: ``10.…/…``, or None.
        handle: ``prefix/suffix``, or None.
        hal_id: Or None.
        address: Official address, an ``http`` one, or None.
        page: Address of our page about it.
        licence: As stated, or None.
        language: ISO 639-1, or ``und``.
        abstracts: Language and text, that of the work first.
        keywords: In their order.
        genre: What it is in words, where the kind says too little, or None.
        described_in: Address of the record that describes the work, or None.
    """

    identifier: str
    iri: str
    kind: CitableKind
    title: str
    page: str
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    issued: str | None = None
    accessed: str | None = None
    container: str | None = None
    publisher: str | None = None
    place: str | None = None
    pages: str | None = None
    page_count: int | None = None
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None
    address: str | None = None
    licence: str | None = None
    language: str = "und"
    abstracts: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    genre: str | None = None
    described_in: str | None = None

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return f"{self.title} : {self.subtitle}" if self.subtitle else self.title

    @property
    def doi_address(self) -> str | None:
        """Where the DOI leads, or None."""
        return f"https://doi.org/{quote(self.doi, safe='/')}" if self.doi else None

    @property
    def best_address(self) -> str:
        """Where a reader goes: the official address first, our page last."""
        if self.address:
            return self.address
        if self.doi_address:
            return self.doi_address
        if self.handle:
            return f"https://hdl.handle.net/{quote(self.handle, safe='/')}"
        if self.hal_id:
            return f"https://hal.science/{quote(self.hal_id)}"
        return self.page

    @property
    def official_addresses(self) -> tuple[str, ...]:
        """Every address of the work itself: never one of ours, never of another."""
        known = (self.doi_address, self.address)
        return tuple(address for address in known if address)
