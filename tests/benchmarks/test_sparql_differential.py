"""Our engine answers generated queries as others do, or as the standard says.

A fixed seed with rdflib as the peer; any seed, and Comunica, by hand:
``python -m benchmarks.sparql_differential --help``. With Comunica in the tests:
``pytest tests/benchmarks --comunica FOLDER -m network``, its FOLDER holding
``npm install @comunica/query-sparql-rdfjs@4.4.1 n3``.
"""

from pathlib import Path
from random import Random

import pytest

from benchmarks.differential.comparison import judge
from benchmarks.differential.constructs import CONSTRUCTS, Query, generate_query
from benchmarks.differential.engines import Comunica, EngineFailed, Ours, Rdflib
from benchmarks.differential.known_differences import KNOWN_DIFFERENCES, Example
from benchmarks.sparql_differential import compare
from benchmarks.w3c_suites.result_tables import Table

# rdflib warns of names that it calls itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

SEED = 20
QUERIES = 20
LINKS = Example(":n0 :p :n1 ; :q :n1 . :n1 :p :n2 .", "", 0)


@pytest.fixture
def comunica(request):
    folder = request.config.getoption("--comunica")
    if folder is None:
        pytest.skip("Comunica is not here: --comunica FOLDER")
    with Comunica(Path(folder)) as engine:
        yield engine


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_nothing_differs_without_a_reason(construct):
    counts = compare(construct, SEED, QUERIES)

    assert counts.unexplained == []
    assert counts.number == QUERIES
    assert counts.nested == QUERIES // 2
    assert counts.verdicts["agreed"] >= QUERIES // 3


@pytest.mark.network
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_nothing_differs_from_a_second_peer(construct, comunica):
    counts = compare(construct, SEED, 2 * QUERIES, comunica)

    assert counts.unexplained == []
    assert counts.number == 2 * QUERIES


def answered(engine, example):
    try:
        return example.number(engine.answer(example.query))
    except EngineFailed as error:
        return str(error)


HERE = [known for known in KNOWN_DIFFERENCES if known.engine != "comunica"]


@pytest.mark.parametrize("known", HERE, ids=[known.name for known in HERE])
def test_a_known_difference_is_still_one(known):
    example = known.example
    ours, rdflib = answered(Ours(example), example), answered(Rdflib(example), example)

    assert (ours == example.rows) == (known.engine != "ours")
    if known.engine == "rdflib":
        assert rdflib != example.rows


AWAY = [known for known in KNOWN_DIFFERENCES if known.engine == "comunica"]


@pytest.mark.network
@pytest.mark.parametrize("known", AWAY, ids=[known.name for known in AWAY])
def test_a_known_difference_of_comunica_is_still_one(known, comunica):
    comunica.load(known.example)

    assert answered(Ours(known.example), known.example) == known.example.rows
    assert answered(comunica, known.example) != known.example.rows


@pytest.mark.parametrize("known", HERE + AWAY, ids=[k.name for k in HERE + AWAY])
def test_an_entry_speaks_of_some_queries_only(known):
    """An entry that explained every query of a construct would hide its faults."""
    texts = [
        generate_query(construct, Random(number), nested=number % 2 == 1).text
        for construct in CONSTRUCTS
        for number in range(20)
    ]
    spoken_of = sum(known.shows_in.search(text) is not None for text in texts)

    assert spoken_of < len(texts) / 3
    assert known.reason[0].isdigit(), "a section of the standard"


class Altered:
    """Our engine with another answer."""

    name = "ours"

    def __init__(self, alter):
        self.alter = alter
        self.engine = Ours(LINKS)

    def answer(self, query):
        return self.alter(self.engine.answer(query))


def swapped(table):
    return Table(table.variables, table.rows[::-1])


ALTERED = {
    "a row less": lambda table: Table(table.variables, table.rows[1:]),
    "a row twice": lambda table: Table(table.variables, table.rows + table.rows[:1]),
    "a column less": lambda table: Table(
        table.variables[1:],
        [{name: row[name] for name in table.variables[1:]} for row in table.rows],
    ),
    "another order": swapped,
}


@pytest.mark.parametrize("alteration", ALTERED)
def test_an_answer_that_is_wrong_is_noticed(alteration):
    query = Query("SELECT ?a ?b { ?a :p ?b } ORDER BY ?a ?b", ("a", "b"))
    wrong = Altered(ALTERED[alteration])

    assert judge(query, Ours(LINKS), [Rdflib(LINKS)]).verdict == "agreed"
    assert judge(query, wrong, [Rdflib(LINKS)]).verdict == "unexplained"


def test_a_pair_that_is_empty_on_both_sides_counts_for_nothing():
    nothing = Query("SELECT ?a { ?a :none ?b }")

    assert judge(nothing, Ours(LINKS), [Rdflib(LINKS)]).verdict == "empty"


def test_what_ours_refuses_is_counted_apart():
    refused = Query("SELECT * { GRAPH ?g { { SELECT ?a { ?a :p ?b } LIMIT 1 } } }")

    judged = judge(refused, Ours(LINKS), [Rdflib(LINKS)])

    assert judged.verdict == "refused"
    assert judged.reasons == ("graph_scope",)
