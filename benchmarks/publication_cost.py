"""Measures what a generation pays for describing itself, and what moving it costs.

    python benchmarks/publication_cost.py [--triples 1000000] [--save]

``count`` is the time for all numbers of the VoID description, ``dumps`` for both files,
``describe_ms`` for one document in Turtle as ``/data`` gives it (the median of a
hundred), ``editor_ms`` for each question of sib-swiss/sparql-editor in the bare engine,
``rebase`` for moving every IRI with its verification.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from measuring import save
from pyoxigraph import QueryResultsFormat, Store
from sparql_overhead import make_store

from graph.descriptions.dataset_description import Release
from graph.descriptions.statistics import count_store
from graph.dumps import write_dumps
from graph.stores.base_change import move_statements
from graph.stores.generation_writer import GenerationWriter
from graph.stores.resources import EmbeddedResources
from ontology.iris import Iris

OLD, NEW = Iris(), Iris("https://donnees.example.org/gtnum/")
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""
EDITOR = {
    "prefixes": "SELECT DISTINCT ?prefix ?namespace "
    "{ [] sh:namespace ?namespace ; sh:prefix ?prefix }",
    "examples": "SELECT DISTINCT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; "
    "rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query }",
    "class map": "SELECT DISTINCT ?class ?prop ?objectClass ?objectDatatype { "
    "?cp void:class ?class ; void:propertyPartition ?pp . ?pp void:property ?prop . "
    "OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] } UNION "
    "{ ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } } }",
}


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def cost(action: Callable[[], object]) -> dict[str, float]:
    """Return seconds by the clock and of processor, which a busy machine sets apart."""
    started, used = time.perf_counter(), time.process_time()
    action()
    return {
        "wall": round(time.perf_counter() - started, 1),
        "processor": round(time.process_time() - used, 1),
    }


def measure(folder: Path, triples: int) -> dict[str, object]:
    """Make a store and measure everything on it."""
    plain = folder / "plain"
    made = make_store(plain, triples)
    release = Release("0001", datetime(2026, 1, 1, tzinfo=UTC))
    described = folder / "described"
    writer = GenerationWriter(described, OLD, base=plain, release=release)
    writer.load_reference()
    writer.close()
    store = Store.read_only(str(described))
    resources = EmbeddedResources(described, OLD)
    document = OLD.document("d-1")
    answers = [
        seconds(lambda: resources.describe(document, media_type="text/turtle"))
        for _ in range(100)
    ]
    return {
        "triples": made,
        "count_seconds": cost(lambda: count_store(store)),
        "dumps_seconds": cost(lambda: write_dumps(store, folder / "dumps")),
        "describe_ms": round(statistics.median(answers) * 1000, 2),
        "editor_ms": {
            name: round(1000 * seconds(lambda query=query: ask(store, query)), 1)
            for name, query in EDITOR.items()
        },
        "rebase_seconds": cost(
            lambda: move_statements(described, folder / "moved", old=OLD, new=NEW)
        ),
    }


def ask(store: Store, query: str) -> None:
    """Ask the bare engine and write the answer as JSON."""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    found.serialize(format=QueryResultsFormat.JSON)


def main() -> None:
    """Measure, print and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), arguments.triples)
    print(json.dumps(result, indent=1))
    if arguments.save:
        save("publication_cost", result)


if __name__ == "__main__":
    main()
