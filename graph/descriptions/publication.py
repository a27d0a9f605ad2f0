"""Writes the description of a generation into its store, when it is made.

    statements ──▶ counts ──▶ dumps ──▶ <base>graph/description

The description comes last and counts neither itself nor is part of the dumps: so
``void:triples`` is the number of lines of the N-Quads file, and the file's checksum can
stand in the description.
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph.descriptions.dataset_description import Release, dataset_triples
from graph.descriptions.query_library import library_triples
from graph.descriptions.statistics import count_store
from graph.descriptions.uncertain_subset import uncertain_triples
from graph.dumps import write_dumps
from graph.read_store import ReadStore
from graph.uncertain_facts import uncertain_facts
from ontology.iris import Iris

__all__ = ["DESCRIPTION", "publish_description", "read_description"]

DESCRIPTION = "description"
"""Name of the graph, as ``Iris.named_graph`` takes it."""

_LOG = logging.getLogger(__name__)


def publish_description(store: Store, iris: Iris, release: Release) -> None:
    """Replace the description by one of what the store holds now.

    Raises:
        OSError: If the store or the disk fails.
        GraphError: If a query that ships cannot be used.
    """
    started = time.perf_counter()
    name = NamedNode(iris.named_graph(DESCRIPTION))
    if store.contains_named_graph(name):
        store.remove_graph(name)
    statistics = count_store(store)
    counted = time.perf_counter()
    dumps = write_dumps(store, release.dumps) if release.dumps is not None else ()
    triples = (
        *dataset_triples(iris, release, statistics=statistics, dumps=dumps),
        *uncertain_triples(iris, uncertain_facts(store.quads_for_pattern)),
        *library_triples(iris),
    )
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in triples)
    _LOG.info(
        "described %s statements: counted in %.1f s, dumps in %.1f s",
        statistics.triples,
        counted - started,
        time.perf_counter() - counted,
    )


def read_description(folder: Path, iris: Iris) -> Iterator[Triple]:
    """Yield the description of a published generation; nothing where it has none.

    Raises:
        StoreError: If the store cannot be read.
    """
    name = NamedNode(iris.named_graph(DESCRIPTION))
    for quad in ReadStore(folder).quads(None, None, None, name):
        yield quad.triple
