"""What the web application needs from the rest of the house, as small ports.

    Services ──current()──▶ Knowledge    one published generation, opened for reading
        │                     └── read_draft()   a draft, read as that corpus was
        ├── queries                      the SPARQL of strangers, in killable workers
        └── original()                   the stored file behind a document

A request asks ``current()`` once and uses that snapshot to its end; a generation
published meanwhile is another snapshot, seen by the next request.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from graph.entity_ports import (
    Concept,
    EntityCatalogue,
    EntityDescription,
    EntityDocument,
    EntityHit,
    Neighbour,
)
from graph.ports import Catalogue, DocumentFilter, QueryService
from graph.resource_ports import NoResources, Resources
from ontology.model import DocumentRecord, EntityKind, Mention
from search_api.corpus_history import CorpusHistory
from search_api.errors import SearchError
from search_api.query import SearchQuery, SearchResults
from search_api.query_proposals.proposer import ProposedQuery
from search_api.related_work.draft_outline import DraftOutline
from search_api.related_work.results import RelatedResults
from search_api.understanding.suggestions import Suggestion
from search_api.web.dump_file import Download

__all__ = [
    "AddressesClosed",
    "DraftFollower",
    "FetchPage",
    "FetchedPage",
    "Knowledge",
    "NoEntities",
    "OriginalUnsound",
    "ReadDraft",
    "RelatedFinder",
    "Searcher",
    "ServiceNotReady",
    "Services",
    "no_page",
]


class NoEntities:
    """An ``EntityCatalogue`` that knows nothing; see the port for the methods."""

    def kinds(self) -> Mapping[EntityKind, int]:
        """Return no kind."""
        return {}

    def search(
        self,
        question: str,  # noqa: ARG002 - the names of the port
        *,
        kind: EntityKind | None = None,  # noqa: ARG002
        prefix: bool = True,  # noqa: ARG002
    ) -> list[EntityHit]:
        """Find nothing."""
        return []

    def describe(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> EntityDescription | None:
        """Know no entity."""
        return None

    def documents(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> list[EntityDocument]:
        """Return no document."""
        return []

    def evidence(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
        *,
        document: str,  # noqa: ARG002
    ) -> list[Mention]:
        """Return no mention."""
        return []

    def neighbours(
        self,
        kind: EntityKind,  # noqa: ARG002
        identifier: str,  # noqa: ARG002
    ) -> list[Neighbour]:
        """Return no neighbour."""
        return []

    def concepts(self) -> Mapping[str, Concept]:
        """Return an empty scheme."""
        return {}

    def mentions(self, document: str) -> list[Mention]:  # noqa: ARG002
        """Return no mention."""
        return []

    def labels(
        self, entities: Sequence[tuple[EntityKind, str]]
    ) -> dict[tuple[EntityKind, str], str]:
        """Call every entity by its identifier."""
        return {key: key[1] for key in entities}


class FetchedPage(Protocol):
    """A page that is a draft: its bytes, with hints of its name and media type."""

    @property
    def content(self) -> bytes:
        """The bytes."""
        ...

    @property
    def name(self) -> str | None:
        """The last part of its path, or None."""
        ...

    @property
    def media_type(self) -> str:
        """As found in the bytes."""
        ...


FetchPage = Callable[[str], FetchedPage]
"""From an address to what stands there. Raises ``DraftNotFetched`` where it is not
public or does not come, ``AddressesClosed`` where none is fetched."""

ReadDraft = Callable[[bytes, str | None, str | None], DocumentRecord]
"""From the bytes of a draft, its file name and its declared media type (both hints
only) to a record; nothing is stored. Raises ``ReadingError`` where it cannot become
text within the limits."""


class AddressesClosed(SearchError):  # noqa: N818 - a setting of the service
    """The service fetches no pages."""


class OriginalUnsound(SearchError):  # noqa: N818 - a state of one file
    """The stored file behind a document is not what was read any more."""


class ServiceNotReady(SearchError):  # noqa: N818 - a state, not a fault
    """No generation can be served at the moment."""


class Searcher(Protocol):
    """Answers questions over one generation; safe to call from several threads."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits.

        Raises:
            BadQuestion: If the question or a parameter cannot be used.
            StaleCursor: If the cursor belongs to another generation.
        """
        ...


class DraftFollower(Protocol):
    """Finds documents near a draft of which only the outline is left.

    Attributes:
        fingerprint: Of the model that made the vectors.
    """

    fingerprint: str

    def near(
        self, outline: DraftOutline, documents: frozenset[str]
    ) -> Mapping[str, str]:
        """Return document → its nearest passage, of those near the draft.

        Args:
            outline: All that is left of the draft, made by the same model.
            documents: Which may be near.

        Raises:
            BadQuestion: If the outline is none of this model.
        """
        ...


class RelatedFinder(Protocol):
    """Finds documents related to a draft; safe to call from several threads."""

    @property
    def follower(self) -> DraftFollower:
        """What comes near a draft that is not here."""
        ...

    def find(
        self,
        record: DocumentRecord,
        *,
        limit: int,
        restriction: DocumentFilter,
        exclude: Collection[str] = (),
        liked: Collection[str] = (),
        disliked: Collection[str] = (),
    ) -> RelatedResults:
        """Return related documents, best first; nothing of the draft is kept.

        Args:
            record: The draft, read and cut as the corpus was.
            limit: Documents at most, 1 to 100.
            restriction: Which documents may answer.
            exclude: Documents that may not, nor their copies.
            liked: Documents whose passages ask beside the draft.
            disliked: Documents that lower what is like them.
        """
        ...


def _never(_document: str) -> bool:
    """Say that a document was never withdrawn."""
    return False


def _no_suggestion(_typed: str, _limit: int) -> Sequence[Suggestion]:
    """Complete nothing."""
    return ()


def _no_query(_question: str) -> Sequence[ProposedQuery]:
    """Propose nothing."""
    return ()


def _no_draft(_content: bytes, _name: str | None, _type: str | None) -> DocumentRecord:
    """Read no draft.

    Raises:
        ServiceNotReady: Always.
    """
    raise ServiceNotReady("Les brouillons ne sont pas lus ici.")


def no_page(_address: str) -> FetchedPage:
    """Fetch no page.

    Raises:
        AddressesClosed: Always.
    """
    raise AddressesClosed(
        "Ce service ne va pas chercher de pages à une adresse.",
        remedy="Collez le texte de la page, ou envoyez-la en fichier. "
        "L’administrateur ouvre les adresses par GTNUM_RELATED_ADDRESSES.",
    )


def _nothing() -> None:
    """Do nothing: for snapshots that hold no files."""


def _whole() -> bool:
    """Say that every file was read: for snapshots that hold none."""
    return True


def _none_spoiled() -> Mapping[str, str]:
    """Name no file: for snapshots that hold none."""
    return {}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A published generation, opened for reading.

    Attributes:
        generation: Name of the generation, for example ``0007``.
        published_at: When it was published, with time zone.
        searcher: Answers questions.
        related: Finds documents related to a draft.
        catalogue: Describes documents and passages.
        embedder_name: Name of the model whose vectors are searched.
        counts: Numbers of documents, passages, mentions and triples.
        entities: Describes groups, labs, people, concepts … and their evidence.
        describe_endpoint: From an ``Accept`` header to media type and body of the
            SPARQL service description, or None where there is none.
        was_withdrawn: Whether a document that is not there was taken out on demand.
        resources: Describes anything that has an IRI, and gives named graphs.
        downloads: Files of all statements, by name.
        suggest: Completes what is typed, at most so many; none where there is nobody
            to ask.
        propose_queries: Queries in SPARQL for a question in French, best first.
        read_draft: Reads, cuts and links a draft exactly as the documents of this
            generation were, with the names and decisions it was made with.
        fetch_page: Fetches a public page that is a draft; none is fetched unless the
            settings say so.
        first_uses: What reads something once and keeps it, best called before the
            first question has to wait for it; each may raise ``KnowledgeError``.
        check: Reads what opening had no time to compare with its checksum; raises
            ``KnowledgeError`` where a file is not what was published.
        is_checked: Whether nothing is left for ``check``.
        spoiled: Files that no answer comes from and that are not what was published,
            with what is wrong with them, in French.
        check_again: Leaves every file to ``check`` once more.
        halt: Makes a ``check`` under way end within a moment.
        history: When documents came, changed and left.
        is_calibrated: Whether it was measured, when it was published, from where a
            document answers; see ``search_api.calibration``.
        seal: What only this generation has and nobody outside knows, for tokens.
        release: Called once by ``close``.
    """

    generation: str
    published_at: datetime
    searcher: Searcher
    related: RelatedFinder
    catalogue: Catalogue
    embedder_name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    entities: EntityCatalogue = field(default_factory=NoEntities)
    describe_endpoint: Callable[[str], tuple[str, bytes]] | None = None
    was_withdrawn: Callable[[str], bool] = _never
    resources: Resources = field(default_factory=NoResources)
    downloads: Mapping[str, Download] = field(default_factory=dict)
    suggest: Callable[[str, int], Sequence[Suggestion]] = _no_suggestion
    propose_queries: Callable[[str], Sequence[ProposedQuery]] = _no_query
    read_draft: ReadDraft = _no_draft
    fetch_page: FetchPage = no_page
    first_uses: Sequence[Callable[[], object]] = ()
    check: Callable[[], None] = _nothing
    is_checked: Callable[[], bool] = _whole
    spoiled: Callable[[], Mapping[str, str]] = _none_spoiled
    check_again: Callable[[], None] = _nothing
    halt: Callable[[], None] = _nothing
    history: Callable[[], CorpusHistory] = CorpusHistory
    is_calibrated: bool = False
    seal: bytes = b""
    release: Callable[[], None] = _nothing

    def close(self) -> None:
        """Release the files and the memory of the snapshot; it is then spent."""
        self.release()


class Services(Protocol):
    """Everything behind the routes; built by the wiring, replaced by fakes in tests.

    Attributes:
        queries: Answers SPARQL on the published generation.
    """

    queries: QueryService

    def current(self) -> Knowledge:
        """Return the snapshot that a request shall use from its start to its end.

        Raises:
            KnowledgeError: If no generation can be served, for example
                ``ServiceNotReady``.
        """
        ...

    def original(self, sha256: str) -> Path | None:
        """Return the stored original file, or None where it is not kept.

        Raises:
            OriginalUnsound: If it is not what was read.
        """
        ...

    def original_problem(self, sha256: str) -> str:
        """Say in French what is wrong with an original, as far as that is quickly told.

        Empty where nothing is known to be wrong.
        """
        ...

    def close(self) -> None:
        """Release everything."""
        ...
