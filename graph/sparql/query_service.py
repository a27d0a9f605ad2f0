"""The SPARQL service: guard, search blocks, format, worker, whole answer."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from graph.errors import (
    QueryRefused,
)
from graph.ports import QueryAnswer
from graph.sparql.deadline import Deadline, Helpers
from graph.sparql.failed_replies import failure_of
from graph.sparql.fair_places import Asker
from graph.sparql.guard import Admission, GuardLimits
from graph.sparql.named_terms import named_terms
from graph.sparql.query_runner import QueryRunner, Run, RunnerLimits
from graph.sparql.query_scan import expanded
from graph.sparql.query_shapes import exact_shape, loose_shape
from graph.sparql.query_slots import QuerySlots
from graph.sparql.result_formats import ResultFormat, negotiate
from graph.sparql.search_block.block_replacement import Rewritten
from graph.sparql.search_block.block_vocabulary import SIMILARITY
from graph.sparql.search_block.query_preparation import PreparedQuery, prepare
from graph.sparql.search_block.search_ports import FoundPassage, NodeVectors, TextSearch
from graph.sparql.worker_pool import WorkerPool
from graph.sparql.worker_process import WorkerSettings
from ontology.call_context import current_call
from ontology.iris import EVERYTHING_GRAPH, UNCERTAIN_GRAPH, Iris
from ontology.terms import PREFIXES

__all__ = ["LocalQueryService", "ServiceSettings"]

_LONG_CHARACTERS: Final = 8_192


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How much the service gives to a query.

    Attributes:
        workers: How many small queries run at once.
        slow_workers: How many large ones, besides one of those whom the service knows.
        budget_seconds: Processor time that makes a query a large one.
        share_seconds: Processor time by which a client with large queries may be ahead
            of who waits.
        timeout_seconds: Deadline of a query that asks for none.
        maximum_seconds: Longest deadline that a query may ask for.
        trusted_seconds: The same for those whom the service knows.
        wait_seconds: How long a query waits for a free worker.
        limit_bytes: Cap on an answer.
        memory_bytes: Memory of a worker on top of the open store.
        joined_statements: How many statements may be put together with uncertain facts.
        guard: What a query may hold.
    """

    workers: int = 2
    slow_workers: int = 1
    budget_seconds: float = 0.25
    share_seconds: float = 3.0
    timeout_seconds: float = 10.0
    maximum_seconds: float = 60.0
    trusted_seconds: float = 600.0
    wait_seconds: float = 2.0
    limit_bytes: int = 64 << 20
    memory_bytes: int = 1 << 30
    joined_statements: int = 300_000
    guard: GuardLimits = field(default_factory=GuardLimits)

    @property
    def runner(self) -> RunnerLimits:
        """Return what the runner of queries needs of it."""
        return RunnerLimits(
            fast=self.workers,
            slow=self.slow_workers,
            wait_seconds=self.wait_seconds,
            budget_seconds=self.budget_seconds,
            share_seconds=self.share_seconds,
            limit_bytes=self.limit_bytes,
        )


class LocalQueryService:
    """The ``QueryService`` over worker processes on this machine.

    Without FROM and without a dataset in the request, the default graph is the union
    of all graphs: an analyst need not know that each document has its own.

    Args:
        store: Folder of the published generation.
        iris: Gives the base against which relative IRIs of queries are read.
        settings: Limits.
        search: Answers search blocks; without it they are refused.
        vectors: Lets queries compare nodes; without it they cannot.
        release: Called once by ``close``, for what the two parts above hold.
    """

    def __init__(
        self,
        store: Path,
        iris: Iris,
        *,
        settings: ServiceSettings | None = None,
        search: TextSearch | None = None,
        vectors: NodeVectors | None = None,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings or ServiceSettings()
        self._iris = iris
        self._search = search
        self._vectors = vectors
        self._release = release
        # Two threads a worker: searches stay possible while vectors are written.
        self._helpers = Helpers(2 * self._settings.workers)
        self._readings = QuerySlots(
            1,
            refusal="d’autres longues requêtes attendent d’être lues",
            remedy="Réessayez dans un instant.",
        )
        limits = self._settings.runner
        self._pool = WorkerPool(
            store,
            limits.workers,
            ready=limits.fast,
            settings=WorkerSettings(memory_bytes=self._settings.memory_bytes),
            wait_seconds=self._settings.wait_seconds,
        )
        self._runner = QueryRunner(self._pool, limits)

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
        """Evaluate a query in a worker process and return the whole answer.

        Raises:
            QuerySyntaxError: With line and column.
            QueryRefused: By the guard, or because a graph of the dataset is unknown.
            NotAcceptable: If the answer has none of the wanted formats.
            QueryTimeout: If the deadline passes.
            QueryTooLarge: If the answer passes the cap.
            QueryFailed: If the worker runs out of memory or crashes.
            QueriesBusy: If no worker gets free in time.
            StoreError: If the store cannot be opened.
            KnowledgeError: If the indexes of the generation cannot be searched.
            CallCancelled: If nobody waits for the answer any more; its process was
                killed.
        """
        seconds = self._seconds(timeout_seconds, is_trusted=is_trusted)
        deadline = Deadline(seconds)
        prepared = self._prepared(query, deadline)
        form = negotiate(prepared.admission.form, accept)
        request = self._request(prepared.admission, form, default_graphs, named_graphs)
        listed = request["required_graphs"]
        request["uncertain"] = self._uncertain(query, listed, deadline)
        completed = _Completed(partial(self._complete, prepared, deadline), request)
        reply = self._runner.run(
            Run(
                Asker(current_call().client, loose_shape(query)),
                exact_shape(query),
                deadline,
                completed.request_for,
                is_long=is_trusted and seconds > self._settings.timeout_seconds,
            )
        )
        if reply.status != "ok":
            raise failure_of(reply, self._settings.limit_bytes, completed.rewritten)
        elapsed = completed.seconds + float(reply.header["seconds"])
        return QueryAnswer(
            form.media_type,
            reply.body,
            elapsed,
            uncertain=reply.header["uncertain"],
            has_uncertain=request["uncertain"]["is_asked"],
        )

    def isolation(self) -> tuple[str, ...]:
        """Tell how workers are cut off the network; empty where the system cannot.

        Raises:
            StoreError: If the store cannot be opened.
            QueriesBusy: If no worker gets free in time.
            QueryFailed: If a worker does not start.
        """
        with self._pool.worker() as worker:
            return worker.wait_until_ready()

    def switch(self, store: Path) -> None:
        """Serve another generation from the next query on."""
        self._pool.switch(store)

    def close(self) -> None:
        """Stop all workers and searches."""
        with ExitStack() as closing:
            closing.callback(self._release)
            closing.callback(self._helpers.close)
            closing.callback(self._pool.close)

    def _prepared(self, query: str, deadline: Deadline) -> PreparedQuery:
        """Read a query; long ones in turn, for reading holds up all other threads."""
        with self._turn_to_read(query, deadline):
            return prepare(
                query,
                self._settings.guard,
                iris=self._iris,
                has_search=self._search is not None,
            )

    def _turn_to_read(
        self, query: str, deadline: Deadline
    ) -> AbstractContextManager[None]:
        is_long = len(query) > _LONG_CHARACTERS
        return self._readings.hold(self._wait(deadline)) if is_long else nullcontext()

    def _wait(self, deadline: Deadline) -> float:
        return min(self._settings.wait_seconds, deadline.left())

    def _complete(
        self,
        prepared: PreparedQuery,
        deadline: Deadline,
        request: dict[str, Any],
        store: Path,
    ) -> Rewritten:
        """Search for every block and find the vectors; the deadline counts for both."""
        search, vectors = self._search, self._vectors
        found: list[Sequence[FoundPassage]] = []
        if search is not None:  # without one, blocks have been refused
            found = [
                self._helpers.run(partial(search.find, store, b.question), deadline)
                for b in prepared.blocks
            ]
        rewritten = prepared.with_rows(found, self._iris)
        request["query"] = rewritten.text
        request["only_parses"] = prepared.has_unread_paths
        if vectors is not None and "similarity" in expanded(prepared.query):
            table = self._helpers.run(partial(vectors.table, store), deadline)
            request["similarity"] = {"function": SIMILARITY, "table": str(table)}
        return rewritten

    def _seconds(self, wanted: float | None, *, is_trusted: bool) -> float:
        if wanted is None:
            return self._settings.timeout_seconds
        if not wanted > 0:
            raise QueryRefused(
                f"un délai de {wanted:g} s n’a pas de sens",
                rule="timeout",
                remedy="Donnez un nombre de secondes positif.",
            )
        most = self._settings.maximum_seconds
        if is_trusted:
            most = max(most, self._settings.trusted_seconds)
        return min(wanted, most)

    def _uncertain(
        self, query: str, listed: Sequence[str], deadline: Deadline
    ) -> dict[str, Any]:
        """Return what the worker needs to see, or to tell of, uncertain facts."""
        with self._turn_to_read(query, deadline):
            named = named_terms(expanded(query), self._iris.base)
        graph, everything = (
            self._iris.named_graph(name) for name in (UNCERTAIN_GRAPH, EVERYTHING_GRAPH)
        )
        return {
            "graph": graph,
            "everything": everything,
            "most": self._settings.joined_statements,
            "named": sorted(named.iris),
            "any_property": named.any_property,
            "is_asked": not {graph, everything}.isdisjoint({*named.iris, *listed}),
        }

    def _request(
        self,
        admission: Admission,
        form: ResultFormat,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
    ) -> dict[str, Any]:
        """Put together what the worker needs; a protocol dataset wins over FROM."""
        from_protocol = bool(default_graphs or named_graphs)
        # A relative IRI is read against the base of the service, as the engine does.
        from_query = [
            urljoin(self._iris.base, graph)
            for graph in admission.default_graphs + admission.named_graphs
        ]
        return {
            "format": form.engine_name,
            "is_description": admission.form == "DESCRIBE",
            "base_iri": self._iris.base,
            "prefixes": PREFIXES,
            "union": not (from_protocol or from_query),
            "default_graphs": list(default_graphs) if from_protocol else None,
            "named_graphs": list(named_graphs),
            "required_graphs": [*default_graphs, *named_graphs]
            if from_protocol
            else from_query,
            "limit_bytes": self._settings.limit_bytes,
        }


class _Completed:
    """What is asked of a worker: the request with what was searched for in its store.

    A query that begins again asks the same store the same thing: that is kept.

    Args:
        complete: Searches, and puts what it found into a request.
        request: Without it.

    Attributes:
        rewritten: The query as the engine sees it, once it was asked for.
        seconds: What searching took.
    """

    def __init__(
        self,
        complete: Callable[[dict[str, Any], Path], Rewritten],
        request: dict[str, Any],
    ) -> None:
        self.rewritten = Rewritten("", "")
        self.seconds = 0.0
        self._complete = complete
        self._request = request
        self._store: Path | None = None

    def request_for(self, store: Path) -> dict[str, Any]:
        """Return what to ask of a worker on this store.

        Raises:
            QueryError: If searching takes too long.
            KnowledgeError: If the indexes of the generation cannot be searched.
        """
        if store != self._store:
            started = time.perf_counter()
            self.rewritten = self._complete(self._request, store)
            self.seconds = time.perf_counter() - started
            self._store = store
        return self._request
