"""Opens one generation for reading: its search, its related work, its drafts.

generation ─▶ graph    catalogue, entities      shared by all that follows
─▶ indexes  vectors, words, second look
─▶ linker   as the generation was made ─▶ questions and drafts
═▶ Knowledge
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.entities.entity_catalogue import EmbeddedEntities
from graph.stores.fact_queries import EmbeddedFactQueries
from gtnum.library.generation import Generation
from gtnum.library.generation_check import GenerationCheck
from gtnum.reference_data import published_linker
from gtnum.settings import Settings
from gtnum.wiring.draft_parts import draft_reader, fetched_pages
from gtnum.wiring.history_parts import history
from gtnum.wiring.publication_parts import described, downloads, require_base, resources
from gtnum.wiring.shared_parts import withdrawals
from gtnum.wiring.sparql_search_parts import OpenSearches
from ingest.isolation.pool import ReaderPool
from ontology.iris import Iris
from search_api.calibration import read_calibration
from search_api.direct_answers.answering_searcher import AnsweringSearcher
from search_api.direct_answers.fact_answerer import FactAnswerer
from search_api.embedders.registry import EMBEDDED_FAST, load_embedder, subword_table
from search_api.hits import HitSources
from search_api.indexer import READ_AT_OPENING, OpenIndexes
from search_api.passage_search import PassageSearch
from search_api.ports import Embedder
from search_api.query import SearchQuery
from search_api.query_proposals.proposer import QueryProposer
from search_api.related_work.finder import Related
from search_api.related_work.naming import Naming
from search_api.reliability import SHIPPED, Calibration
from search_api.searcher import Searcher
from search_api.understanding.named_entities import Link
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.spelling import Speller
from search_api.understanding.suggestions import Suggester
from search_api.web.services import Knowledge

__all__ = ["open_generation", "passage_search"]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The files of a generation, opened once for everything that reads them."""

    generation: str
    catalogue: EmbeddedCatalogue
    entities: EmbeddedEntities
    facts: EmbeddedFactQueries
    indexes: OpenIndexes
    embedder: Embedder
    link: Link
    iris: Iris
    calibration: Calibration | None
    sources: HitSources

    @classmethod
    def open(
        cls, settings: Settings, embedder: Embedder, generation: Generation
    ) -> "_Parts":
        """Open the parts of a generation.

        Raises:
            KnowledgeError: If one of them cannot be read.
        """
        iris = Iris(settings.base_iri)
        catalogue = EmbeddedCatalogue(generation.graph, iris)
        return cls(
            generation.name,
            catalogue,
            EmbeddedEntities(generation.graph, iris),
            EmbeddedFactQueries(generation.graph, iris),
            # They were compared with the other files of the generation.
            indexes=OpenIndexes(generation.indexes, embedder, with_checksums=False),
            embedder=embedder,
            link=published_linker(settings, generation),
            iris=iris,
            calibration=read_calibration(generation.folder),
            sources=HitSources.of(catalogue),
        )


def open_generation(
    settings: Settings,
    embedder: Embedder,
    generation: Generation,
    *,
    searches: OpenSearches | None = None,
    pool: ReaderPool | None = None,
    is_verified: bool = False,
) -> Knowledge:
    """Open a generation until the ``Knowledge`` is closed.

    Every file is compared with its checksum before it is opened, or where there are too
    many for that, by the ``check`` of the ``Knowledge``.

    Args:
        settings: Of this process.
        embedder: The model of the settings.
        generation: A published one.
        searches: Where queries in SPARQL find the search of this generation.
        pool: Reads drafts; None starts one for each draft.
        is_verified: Whether the caller has compared every file just now.

    Raises:
        LibraryDamaged: If a file is not what was published.
        LibraryError: If it has another base of IRIs than the settings.
        IndexMismatch: If the indexes were made by another model.
        CurationError: If the decisions it was made with fit these reference data no
            more.
    """
    require_base(settings, generation)
    check = GenerationCheck(generation)
    if not is_verified:
        check.begin(READ_AT_OPENING)
    parts = _Parts.open(settings, embedder, generation)
    suggester = Suggester(parts.catalogue, parts.indexes.words)
    answerer = FactAnswerer(
        parts.facts, parts.entities, catalogue=parts.catalogue, iris=parts.iris
    )
    reader = _question_reader(parts)
    searcher = AnsweringSearcher(_searcher(parts, suggester, reader), answerer)
    return Knowledge(
        generation=generation.name,
        published_at=datetime.fromisoformat(generation.manifest.created_at),
        searcher=searcher,
        related=_related(settings, parts),
        catalogue=parts.catalogue,
        embedder_name=embedder.name,
        counts=generation.manifest.counts,
        entities=parts.entities,
        history=cache(lambda: history(settings, generation, parts.catalogue)),
        is_calibrated=parts.calibration is not None,
        seal=generation.seal,
        was_withdrawn=withdrawals(settings).has,
        describe_endpoint=described(settings, generation),
        resources=resources(settings, generation),
        downloads=downloads(generation),
        suggest=suggester.suggest,
        propose_queries=_proposer(parts, reader, answerer).propose,
        read_draft=draft_reader(settings, parts.link, pool),
        fetch_page=fetched_pages(settings),
        first_uses=(*_first_uses(parts, searcher, suggester), answerer.warm_up),
        check=check.finish,
        is_checked=lambda: is_verified or check.is_done,
        spoiled=lambda: check.spoiled,
        check_again=check.begin_again,
        halt=check.halt,
        release=_shared(parts, generation, searches),
    )


def _shared(
    parts: _Parts, generation: Generation, searches: OpenSearches | None
) -> Callable[[], None]:
    """Let SPARQL find the search of a generation; return what releases both."""
    if searches is None:
        return parts.indexes.close
    own = passage_search(generation.name, parts.sources, parts.embedder, parts.indexes)
    searches.add(generation.graph, own)

    def release() -> None:
        searches.remove(generation.graph)
        parts.indexes.close()

    return release


def passage_search(
    generation: str,
    sources: HitSources,
    embedder: Embedder,
    indexes: OpenIndexes,
) -> PassageSearch:
    """Return the search that SPARQL asks."""
    return PassageSearch(
        sources,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation=generation,
        sentence_embedder=_sentence_embedder(),
        second_look=indexes.second_look,
    )


@cache
def _sentence_embedder() -> Embedder:
    """Load the quick table once, for every generation that is opened.

    Sentences are compared by the hundred for each answer: only the table is quick
    enough, whatever model ranks the passages.
    """
    return load_embedder(EMBEDDED_FAST)


def _related(settings: Settings, parts: _Parts) -> Related:
    return Related(
        parts.catalogue,
        parts.embedder,
        vectors=parts.indexes.vectors,
        words=parts.indexes.words,
        generation=parts.generation,
        most_asked=settings.related_paragraphs,
        calibration=parts.calibration or SHIPPED,
        naming=Naming(parts.catalogue, parts.entities, parts.sources.glossary),
    )


def _question_reader(parts: _Parts) -> QuestionReader:
    return QuestionReader(
        parts.catalogue,
        parts.entities,
        link=parts.link,
        iris=parts.iris,
        words=parts.indexes.words,
        glossary=parts.sources.glossary,
    )


def _proposer(
    parts: _Parts, reader: QuestionReader, answerer: FactAnswerer
) -> QueryProposer:
    return QueryProposer(
        _sentence_embedder(),
        find_names=lambda text: reader.read(text).named,
        answer=answerer.answer,
        entities=parts.catalogue.entities,
        iris=parts.iris,
    )


def _searcher(parts: _Parts, suggester: Suggester, reader: QuestionReader) -> Searcher:
    return Searcher(
        parts.catalogue,
        parts.embedder,
        vectors=parts.indexes.vectors,
        words=parts.indexes.words,
        generation=parts.generation,
        sentence_embedder=_sentence_embedder(),
        second_look=parts.indexes.second_look,
        reader=reader,
        speller=Speller(parts.indexes.words, suggester.written, table=subword_table()),
        calibration=parts.calibration or SHIPPED,
        sources=parts.sources,
    )


def _first_uses(
    parts: _Parts, searcher: AnsweringSearcher, suggester: Suggester
) -> tuple[Callable[[], object], ...]:
    """Return what reads names, titles, words and models, what is asked most first."""
    return (
        parts.entities.kinds,
        # Names two entities and a word that nobody writes: reads all a question may.
        lambda: searcher.search(SearchQuery("GTnum MICA numériqeu")),
        lambda: suggester.suggest("numerique"),
    )
