"""Asks the query service what a request asks, for programs and for the page alike."""

from graph.descriptions.query_library import house_prefixes
from graph.ports import QueryAnswer, QueryService
from ontology.iris import Iris
from search_api.web.requests.declared_prefixes import declarations, places_as_written
from search_api.web.requests.sparql_protocol import SparqlRequest

__all__ = ["execute"]


def execute(
    queries: QueryService,
    asked: SparqlRequest,
    *,
    iris: Iris,
    is_trusted: bool,
    accept: str | None = None,
) -> QueryAnswer:
    """Return the whole answer to a request.

    Args:
        queries: Answers.
        asked: The request as read.
        iris: Of this library.
        is_trusted: Whether the service knows who asks.
        accept: In place of what the request accepts, or None.

    Raises:
        QueryError: One of its kinds, with places as in the query that was sent.
    """
    query = asked.query
    declared = (
        declarations(query, house_prefixes(iris)) if asked.declares_prefixes else ""
    )
    with places_as_written(declared):
        return queries.execute(
            declared + query,
            accept=asked.accept if accept is None else accept,
            timeout_seconds=asked.timeout_seconds,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            is_trusted=is_trusted,
        )
