"""Our SPARQL endpoint over the data of a test: real routes, guard, workers, HTTP."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn
from pyoxigraph import NamedNode, RdfFormat, Store

from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.service_description import ServiceDescription
from ontology.iris import Iris
from search_api.web.application import create_app
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings

__all__ = ["BASE", "DEFAULT_GRAPH", "Endpoint", "endpoint", "write_store"]

BASE = "https://w3c.example/"
DEFAULT_GRAPH = f"{BASE}the-default-graph"
"""The data of a test stand in a named graph, asked for as ``default-graph-uri``."""

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
}


def write_store(folder: Path, graphs: Mapping[str, tuple[Path, ...]]) -> None:
    """Make a store that holds files in named graphs, an empty one where none.

    Raises:
        OSError: If a file cannot be read.
        SyntaxError: If a file is not the RDF its name says.
    """
    folder.mkdir(parents=True)
    store = Store(str(folder))
    for name, files in graphs.items():
        store.add_graph(NamedNode(name))
        for file in files:
            store.load(
                path=str(file),
                format=_FORMATS[file.suffix],
                base_iri=f"{BASE}{file.name}",
                to_graph=NamedNode(name),
            )
    store.flush()


class Endpoint:
    """A running endpoint; ``serve_store`` puts other data behind it."""

    def __init__(self, address: str, queries: LocalQueryService) -> None:
        self.address = f"{address}/sparql"
        self.client = httpx.Client(timeout=60)
        self._queries = queries

    def serve_store(self, folder: Path) -> None:
        """Answer from another store from the next query on."""
        self._queries.switch(folder)


class _Services:
    """What the routes of SPARQL need of a service, and nothing else."""

    def __init__(
        self, queries: LocalQueryService, description: ServiceDescription
    ) -> None:
        self.queries = queries
        self._description = description

    def current(self) -> Knowledge:
        """Return a snapshot with a description and without a search."""
        nothing: object = None
        return Knowledge(
            generation="w3c",
            published_at=datetime.now(UTC),
            searcher=nothing,  # type: ignore[arg-type]
            related=nothing,  # type: ignore[arg-type]
            catalogue=nothing,  # type: ignore[arg-type]
            embedder_name="none",
            describe_endpoint=self._description.serialize,
        )

    def close(self) -> None:
        """Stop the workers."""
        self.queries.close()


@contextmanager
def endpoint(folder: Path) -> Iterator[Endpoint]:
    """Serve a store over HTTP on a free port of this machine.

    Raises:
        RuntimeError: If the server does not start within ten seconds.
    """
    iris = Iris(BASE)
    queries = LocalQueryService(folder, iris, settings=ServiceSettings(workers=1))
    config = uvicorn.Config("unused:app", port=0, log_level="error", lifespan="off")
    socket = config.bind_socket()
    address = f"http://127.0.0.1:{socket.getsockname()[1]}"
    description = ServiceDescription(f"{address}/sparql", iris, described=tuple)
    services = _Services(queries, description)
    config.app = create_app(services, WebSettings(base_iri=BASE))  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([socket],), daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        if time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    running = Endpoint(address, queries)
    try:
        yield running
    finally:
        running.client.close()
        server.should_exit = True
        thread.join(timeout=10)
        queries.close()
