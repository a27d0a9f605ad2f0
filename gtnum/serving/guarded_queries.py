"""SPARQL that stops where the generation is found damaged."""

from collections.abc import Callable, Sequence
from pathlib import Path

from graph.ports import QueryAnswer, QueryService

__all__ = ["GuardedQueries"]


class GuardedQueries:
    """The ``QueryService`` of a service; asks first whether anything may be answered.

    Args:
        queries: Answers.
        require_sound: Raises ``KnowledgeError`` where nothing may be answered.
    """

    def __init__(
        self, queries: QueryService, require_sound: Callable[[], object]
    ) -> None:
        self._queries = queries
        self._require_sound = require_sound

    def execute(
        self,
        query: str,
        *,
        accept: str = "*/*",
        timeout_seconds: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        is_trusted: bool = False,
    ) -> QueryAnswer:
        """Evaluate a query, see ``QueryService.execute``.

        Raises:
            KnowledgeError: If nothing may be answered before or after; else as there.
        """
        self._require_sound()
        answer = self._queries.execute(
            query,
            accept=accept,
            timeout_seconds=timeout_seconds,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            is_trusted=is_trusted,
        )
        # Damage may have been found while the worker computed.
        self._require_sound()
        return answer

    def switch(self, store: Path) -> None:
        """Serve another generation from the next query on."""
        self._queries.switch(store)

    def close(self) -> None:
        """Stop all workers."""
        self._queries.close()
