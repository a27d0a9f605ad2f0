"""A feed before it is written as Atom or RSS.

Feeds are stateless: the address of a feed is its question, and the identifier of an
entry is the IRI of its document, so that a reader sees a document once in a feed,
however often it is asked. Entries stand in the order in which they came into the
corpus, the newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from search_api.answers.own_fields import OwnFields
from search_api.corpus_history import CorpusHistory
from search_api.xml_elements import Element, child

__all__ = [
    "MOST_ENTRIES",
    "OPENSEARCH",
    "Feed",
    "FeedEntry",
    "entry_of",
    "newest",
    "tell_search",
]

MOST_ENTRIES: Final = 100
OPENSEARCH: Final = "application/opensearchdescription+xml"
_LONGEST_SUMMARY: Final = 1_000
_NOBODY: Final = "Auteur non indiqué"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document in a feed.

    Attributes:
        identifier: Its IRI, or one of the event that is told.
        title: Plain text.
        page: Absolute address of our page about it.
        came: When it came into the corpus.
        updated: When it last changed there.
        authors: At least one; never ours for the text of another.
        summary: Plain text; may be empty.
        category: What it is, in French.
        language: ISO 639-1, or ``und``.
        related: Where it stands elsewhere, or what it describes.
    """

    identifier: str
    title: str
    page: str
    came: datetime
    updated: datetime
    authors: tuple[str, ...]
    summary: str
    category: str
    language: str
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        address: Absolute, of the feed itself; also its identifier.
        page: Absolute, of the page with the same content for people.
        search: Absolute, of the description of the search (OpenSearch).
        title: Plain text.
        subtitle: Plain text.
        updated: When anything in it last changed.
        entries: Newest first, ``MOST_ENTRIES`` at most.
        total: How many there are without that bound.
        question: What was asked, or empty.
    """

    address: str
    page: str
    search: str
    title: str
    subtitle: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    total: int
    question: str = ""


def newest(documents: Iterable[str], history: CorpusHistory) -> list[str]:
    """Return documents by the date when they came, the newest first."""
    by_name = sorted(documents)
    return sorted(by_name, key=history.came, reverse=True)


def entry_of(
    fields: OwnFields, history: CorpusHistory, *, quotation: str = ""
) -> FeedEntry:
    """Return the entry of a document.

    Args:
        fields: What it says of itself.
        history: Knows when it came and changed.
        quotation: What it says about what was asked; used where it has no abstract.
    """
    summary = " ".join((fields.abstract or quotation).split())
    if len(summary) > _LONGEST_SUMMARY:
        summary = summary[: _LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
    return FeedEntry(
        identifier=fields.iri,
        title=" ".join(fields.full_title.split()),
        page=fields.page,
        came=history.came(fields.identifier),
        updated=history.updated(fields.identifier),
        authors=fields.creators or (_NOBODY,),
        summary=summary,
        category=fields.kind_label,
        language=fields.language,
        related=(*fields.addresses, *fields.described),
    )


def tell_search(root: Element, feed: Feed) -> None:
    """Add what OpenSearch wants of a feed; the root declares ``opensearch``."""
    child(root, "opensearch:totalResults", str(feed.total))
    child(root, "opensearch:startIndex", "1")
    child(root, "opensearch:itemsPerPage", str(MOST_ENTRIES))
    if feed.question:
        asked = feed.question
        child(root, "opensearch:Query", role="request", searchTerms=asked)
