"""Measures what the guard and the worker add to a query, beside the bare engine.

    python benchmarks/sparql_overhead.py [--triples 100000] [--runs 100] [--json FILE]

Both engines read the same store in the same run; each query is asked in turn of one
and of the other, after three warm-ups. ``added_ms`` is the difference of the medians:
guard, two pipes and another process. ``guard_ms`` is the part of the guard.
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from graph.sparql.guard import GuardLimits
from graph.sparql.query_service import LocalQueryService
from graph.sparql.search_block.query_preparation import prepare
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.model import (
    Document,
    DocumentRecord,
    EntityKind,
    Mention,
    Page,
    Passage,
    Source,
)

RESULTS = Path(__file__).resolve().parent / "results"
PREFIX = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
"""
QUERIES = {
    "ask": "ASK { ?s a gtnum:Document }",
    "titles": "SELECT ?d ?t { ?d a gtnum:Document ; dcterms:title ?t } LIMIT 10",
    "passages of one": "SELECT ?p ?x { ?p dcterms:isPartOf "
    "<https://gtnum.example/id/document/d-1> ; gtnum:text ?x }",
    "describe": "DESCRIBE <https://gtnum.example/id/document/d-1>",
    "co-mentions": "SELECT ?b (COUNT(*) AS ?n) { ?d schema:mentions "
    "<https://gtnum.example/id/concept/c-1>, ?b } GROUP BY ?b ORDER BY DESC(?n)",
    "1,000 rows": "SELECT ?p ?x { ?p gtnum:text ?x } LIMIT 1000",
    "a path with |": "SELECT ?d ?t { ?d a gtnum:Document ; "
    "dcterms:title|gtnum:text|^dcterms:isPartOf ?t } LIMIT 10",
    "a sub-SELECT in GRAPH": "SELECT ?g ?n { GRAPH ?g { { SELECT ?c (COUNT(*) AS ?n) "
    "{ ?d a ?c } GROUP BY ?c } } } LIMIT 10",
    "regex": "SELECT (COUNT(*) AS ?n) { ?p gtnum:text ?x FILTER REGEX(?x, '77') }",
}


def make_store(folder: Path, triples: int) -> int:
    """Write documents of 40 passages and 20 mentions until there are enough triples."""
    writer = GenerationWriter(folder, Iris())
    for number in range(max(1, triples // 590)):
        writer.write(make_record(number))
    writer.close()
    return len(Store.read_only(str(folder)))


def make_record(number: int) -> DocumentRecord:
    """Return one document."""
    name = f"d-{number}"
    texts = [f"Passage {n} du document {number} sur le numérique." for n in range(40)]
    passages = tuple(
        Passage(f"{name}.{n}", name, n, 1, n * 99, n * 99 + len(text), text, "fr")
        for n, text in enumerate(texts)
    )
    mentions = tuple(
        Mention(
            passage=f"{name}.{n}",
            document=name,
            page=1,
            start=n * 99,
            end=n * 99 + 7,
            text="Passage",
            entity=f"c-{(number * 7 + n) % 200}",
            kind=EntityKind.CONCEPT,
            method="label",
            confidence=0.9,
        )
        for n in range(20)
    )
    source = Source(f"banc/{name}.md", "text/markdown", 1, "0" * 64)
    document = Document(
        name, source, "banc", f"Document {number}", "", (Page(1, 0, 0),), language="fr"
    )
    return DocumentRecord(document, passages, mentions)


def bare(store: Store, query: str) -> None:
    """Evaluate in this process and serialise the whole answer."""
    found = store.query(query, use_default_graph_as_union=True)
    if isinstance(found, QueryTriples):
        found.serialize(format=RdfFormat.TURTLE)
    elif isinstance(found, QueryBoolean):
        bool(found)
    else:
        found.serialize(format=QueryResultsFormat.JSON)


def median_ms(action: Callable[[], object], runs: int) -> float:
    """Return the median duration in milliseconds, after three warm-ups."""
    for _ in range(3):
        action()
    durations = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations) * 1000


def read(query: str) -> None:
    """Let a query in and write it as the engine needs it, as the service does."""
    prepare(query, GuardLimits(), iris=Iris()).with_rows([], Iris())


def measure(folder: Path, runs: int) -> list[dict[str, float | str]]:
    """Ask every query of the bare engine and of the service."""
    store = Store.read_only(str(folder))
    service = LocalQueryService(folder, Iris())
    rows: list[dict[str, float | str]] = []
    for name, text in QUERIES.items():
        query = PREFIX + text
        direct = median_ms(lambda query=query: bare(store, query), runs)
        guarded = median_ms(lambda query=query: service.execute(query), runs)
        rows.append(
            {
                "query": name,
                "bare_ms": round(direct, 3),
                "service_ms": round(guarded, 3),
                "added_ms": round(guarded - direct, 3),
                "guard_ms": round(median_ms(lambda query=query: read(query), runs), 3),
            }
        )
    service.close()
    return rows


def main() -> int:
    """Print one table and write one JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--json", type=Path, default=RESULTS / "sparql_overhead.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = make_store(Path(folder) / "graph", options.triples)
        rows = measure(Path(folder) / "graph", options.runs)
    print(f"{size} triples, medians of {options.runs} runs")
    print(f"{'query':<24}{'bare':>10}{'service':>10}{'added':>10}{'guard':>10}  ms")
    for row in rows:
        print(
            f"{row['query']:<24}{row['bare_ms']:>10}{row['service_ms']:>10}"
            f"{row['added_ms']:>10}{row['guard_ms']:>10}"
        )
    result = {
        "triples": size,
        "runs": options.runs,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "pyoxigraph": version("pyoxigraph"),
        "rows": rows,
    }
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
