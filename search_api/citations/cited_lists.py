"""Lists of citations to take away, each with what was asked, when and of what.

    CitedList ── heading: question, filters, generation, time, how many of how many
         └───── entries: a work, and the passage that was found in it

What a list is stands in every format, where its readers do not stumble over it: a
comment in BibTeX, a note and the provider in each record of RIS, ``custom`` in each
item of CSL-JSON, columns at the end of the CSV, the head of the printed page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from search_api.answers.wording import date_words, number_words
from search_api.citations.bibtex_entries import Dialect, bibtex
from search_api.citations.citable import Citable
from search_api.citations.csl_items import csl_item
from search_api.citations.document_citations import CATALOGUE
from search_api.citations.formatted_references import reference
from search_api.citations.one_line import one_line
from search_api.citations.ris_records import ris

__all__ = [
    "CitedList",
    "FoundPassage",
    "ListEntry",
    "ListHeading",
    "bibtex_list",
    "csl_list",
    "ris_list",
    "text_list",
]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Why a work is in a list: its best passage.

    Attributes:
        text: Quotation, verbatim.
        page: From 1, None where the document has no pages.
        address: Where it can be checked, absolute.
        score: From 0 to 1.
    """

    text: str
    page: int | None
    address: str
    score: float

    @property
    def words(self) -> str:
        """The quotation with its page, on one line."""
        page = f", p. {self.page}" if self.page else ""
        return f"« {one_line(self.text)} »{page} ({self.address})"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A work of a list."""

    work: Citable
    found: FoundPassage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHeading:
    """What a list is.

    Attributes:
        title: In French: ``Recherche``, ``Sélection``, ``Catalogue``, ``Document``.
        question: What was asked, empty where nothing was.
        filters: Names and values in French, in their order.
        generation: Of the library that answered.
        made_at: When, with time zone.
        total: How many there are in all.
        is_capped: Whether ``total`` counts the nearest only.
        address: Where the list can be had again, absolute.
    """

    title: str
    generation: str
    made_at: datetime
    total: int
    address: str
    question: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    is_capped: bool = False

    @property
    def asked(self) -> str:
        """What was asked, in one line."""
        question = one_line(self.question)
        return f"{self.title} : « {question} »" if question else self.title

    @property
    def filter_words(self) -> str:
        """The filters, in one line; empty for none."""
        return " ; ".join(f"{name} : {one_line(value)}" for name, value in self.filters)

    @property
    def made(self) -> str:
        """Which generation answered, and when, in French."""
        day = date_words(self.made_at.date().isoformat())
        return (
            f"{CATALOGUE}, génération {self.generation}, "
            f"le {day} à {self.made_at:%H:%M} {self.made_at:%Z}"
        )

    def counted(self, shown: int) -> str:
        """Say how many of how many."""
        total = number_words(self.total)
        all_of_them = f"les {total} plus proches" if self.is_capped else total
        return f"{number_words(shown)} sur {all_of_them}"

    def lines(self, shown: int) -> list[str]:
        """Return all of it, a line for each thing."""
        filters = [f"Filtres : {self.filter_words}"] if self.filters else []
        return [
            self.asked,
            *filters,
            f"Références : {self.counted(shown)}",
            self.made,
            self.address,
        ]


@dataclass(frozen=True, slots=True)
class CitedList:
    """A list to take away."""

    heading: ListHeading
    entries: tuple[ListEntry, ...]

    @property
    def works(self) -> Sequence[Citable]:
        """The works, in their order."""
        return [entry.work for entry in self.entries]

    def heading_lines(self) -> list[str]:
        """Return what the list is, a line for each thing."""
        return self.heading.lines(len(self.entries))


def bibtex_list(cited: CitedList, dialect: Dialect = Dialect.BIBTEX) -> str:
    """Write a list as BibTeX: a comment, then entries; passages are ``annote``."""
    return bibtex(
        cited.works,
        dialect,
        heading=cited.heading_lines(),
        annotations=[
            entry.found.words if entry.found else "" for entry in cited.entries
        ],
    )


def ris_list(cited: CitedList) -> str:
    """Write a list as RIS: what it is stands in a note of each record."""
    asked = " — ".join(cited.heading_lines())
    return ris(
        cited.works,
        notes=[
            f"{entry.found.words} — {asked}" if entry.found else asked
            for entry in cited.entries
        ],
        source=cited.heading.made,
    )


def csl_list(cited: CitedList) -> list[dict[str, Any]]:
    """Return a list as CSL-JSON, which is nothing but an array of items."""
    heading = cited.heading
    asked = {
        "asked": heading.asked,
        "filters": [list(pair) for pair in heading.filters],
        "generation": heading.generation,
        "made_at": heading.made_at.isoformat(timespec="seconds"),
        "shown": len(cited.entries),
        "total": heading.total,
        "address": heading.address,
    }
    items = []
    for entry in cited.entries:
        item = csl_item(entry.work)
        custom = {**item["custom"], "list": asked}
        if entry.found:
            custom["passage"] = {
                "text": entry.found.text,
                "page": entry.found.page,
                "address": entry.found.address,
                "score": round(entry.found.score, 4),
            }
        items.append({**item, "custom": custom})
    return items


def text_list(cited: CitedList, style: str = "iso690") -> str:
    """Write a list as references in a style, a paragraph each.

    Raises:
        KeyError: If there is no such style.
    """
    written = [reference(work, style).text for work in cited.works]
    return "\n\n".join(["\n".join(cited.heading_lines()), *written]) + "\n"
