"""``search:similarity`` compares nodes by their vectors, in the worker process."""

import csv
import io

import numpy as np
import pytest

from graph.errors import QueryRefused
from graph.sparql.node_vectors import NodeVectors
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.vector_table import write_table
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from tests.contracts.catalogue import record

IRIS = Iris()
HEAD = """PREFIX search: <urn:gtnum:recherche#>
PREFIX p: <https://gtnum.example/id/passage/>
"""


class FakeVectors:
    """A ``NodeVectors`` over one table; counts how often it is asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.asked = 0

    def table(self, store):
        self.asked += 1
        return self.folder


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("table")
    batches = [
        ([IRIS.passage("un.0"), IRIS.passage("un.1")], [[1, 0, 0], [0, 2, 0]]),
        ([IRIS.passage("deux.0")], [[3, 4, 0]]),
    ]
    write_table(
        folder,
        ((iris, np.array(rows, np.float32)) for iris, rows in batches),
        dimension=3,
    )
    return FakeVectors(folder)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("similarity") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.write(record("un"))
    writer.write(record("deux"))
    writer.close()
    return folder


@pytest.fixture(scope="module")
def service(store, vectors):
    made = LocalQueryService(
        store, IRIS, settings=ServiceSettings(workers=1), vectors=vectors
    )
    yield made
    made.close()


def ask(service, query):
    answer = service.execute(HEAD + query, accept="text/csv")
    return list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))


def test_the_cosine_is_a_decimal(service):
    found = ask(
        service,
        "SELECT (search:similarity(p:un.0, p:deux.0) AS ?near) "
        "(search:similarity(p:deux.0, p:deux.0) AS ?same) "
        "(search:similarity(p:un.0, p:un.1) AS ?far) "
        "(DATATYPE(?near) AS ?type) {}",
    )
    assert found == [
        {
            "near": "0.6",
            "same": "1",
            "far": "0",
            "type": "http://www.w3.org/2001/XMLSchema#decimal",
        }
    ]


@pytest.mark.parametrize(
    "arguments", ["p:un.0, p:rien.0", "p:un.0, 'un'", "p:un.0", "_:a, p:un.0"]
)
def test_what_has_no_vector_is_not_bound(service, arguments):
    arguments = arguments.replace("_:a", "BNODE()")
    query = f"SELECT (search:similarity({arguments}) AS ?x) (1 AS ?y) {{}}"
    assert ask(service, query) == [{"x": "", "y": "1"}]


def test_it_orders_and_filters(service):
    found = ask(
        service,
        "SELECT ?b { ?a a ?c . ?b a ?c FILTER(?a = p:deux.0) "
        "BIND(<urn:gtnum:recherche#similarity>(?a, ?b) AS ?s) FILTER(?s < 1) } "
        "ORDER BY DESC(?s)",
    )
    assert [row["b"] for row in found] == [IRIS.passage("un.1"), IRIS.passage("un.0")]


def test_only_queries_that_compare_open_the_table(service, vectors):
    before = vectors.asked
    ask(service, "SELECT * { ?s a ?c } LIMIT 1")
    assert vectors.asked == before


def test_without_vectors_the_function_is_unknown(store):
    without = LocalQueryService(store, IRIS, settings=ServiceSettings(workers=1))
    try:
        with pytest.raises(QueryRefused, match="similarity"):
            ask(without, "SELECT (search:similarity(1, 2) AS ?x) {}")
    finally:
        without.close()


def test_many_vectors_are_found_again(tmp_path):
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(2_000, 16)).astype(np.float32)
    iris = [f"urn:n:{number}" for number in range(2_000)]
    write_table(
        tmp_path,
        ((iris[n : n + 300], vectors[n : n + 300]) for n in range(0, 2_000, 300)),
        dimension=16,
    )
    table = NodeVectors(str(tmp_path))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for one, other in ((0, 1), (299, 300), (1_999, 5), (1_234, 1_234)):
        found = table.similarity(iris[one], iris[other])
        assert found == pytest.approx(float(unit[one] @ unit[other]), abs=2e-3)
    assert table.similarity("urn:n:0", "urn:n:2000") is None


@pytest.mark.parametrize("row", [[0, 0, 0], [1, 0]])
def test_vectors_that_point_nowhere_are_refused(tmp_path, row):
    with pytest.raises(ValueError, match="vector"):
        write_table(tmp_path, [(["urn:a"], np.array([row], np.float32))], dimension=3)
