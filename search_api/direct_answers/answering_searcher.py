"""A searcher that also answers from the graph, where facts answer."""

import logging
import time
from dataclasses import replace
from typing import Final, Protocol

from graph.errors import GraphError
from ontology.call_context import checkpoint
from search_api.answered import DirectAnswers
from search_api.direct_answers.fact_answerer import FactAnswerer
from search_api.query import AnswerState, SearchQuery, SearchResults

__all__ = ["AnsweringSearcher", "FindsDocuments"]

_log: Final = logging.getLogger(__name__)


class FindsDocuments(Protocol):
    """What is asked for documents, and tells what it understood."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits."""
        ...


class AnsweringSearcher:
    """Adds what the graph answers to the first page of hits; safe for several threads.

    Args:
        searcher: Finds documents and understands names.
        answerer: Asks the graph of the same generation.
    """

    def __init__(self, searcher: FindsDocuments, answerer: FactAnswerer) -> None:
        self._searcher = searcher
        self._answerer = answerer

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits; the first with what the graph answers.

        Where the graph was asked and knows nothing, documents that seem to answer only
        speak of the subject: it is made of them.

        A graph that fails leaves the hits as they are, and the answer says so.

        Raises:
            BadQuestion: If the question or a parameter cannot be used.
            StaleCursor: If the cursor belongs to another generation.
            IndexMismatch: If index and catalogue do not know the same passages.
        """
        results = self._searcher.search(query)
        if query.cursor is not None or not query.with_intent or query.only_answers:
            return results
        checkpoint()
        started = time.perf_counter()
        direct = self._answered(results)
        spent = results.elapsed_seconds + time.perf_counter() - started
        state = results.state
        if direct.is_none_known and state is AnswerState.ANSWERED:
            state = AnswerState.MENTIONED
        return replace(results, direct=direct, state=state, elapsed_seconds=spent)

    def _answered(self, results: SearchResults) -> DirectAnswers:
        try:
            found = self._answerer.answer(
                results.wording, results.named, ignored=results.query.ignored
            )
        except GraphError as error:
            _log.warning("no answer from the facts: %s", error)
            return DirectAnswers(is_failed=True)
        return DirectAnswers(found)
