"""A generation describes itself so that editors and catalogues understand it."""

import gzip
import hashlib
from datetime import UTC, datetime

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from graph.descriptions.dataset_description import Release
from graph.descriptions.publication import read_description
from graph.descriptions.statistics import count_store
from graph.queries.competency import competency_names
from graph.stores.generation_writer import GenerationWriter
from graph.uncertain_facts import uncertain_facts
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import Class, Property
from tests.contracts.catalogue import record
from tests.graph.descriptions.editor_queries import (
    EXAMPLE_QUERY,
    PREFIX_QUERY,
    VOID_QUERY,
)

IRIS = Iris("https://donnees.example/gtnum/")
WHEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    """A generation that grew from another one, each described."""
    root = tmp_path_factory.mktemp("described")
    parent = None
    for version in ("0001", "0002"):
        folder = root / version
        folder.mkdir()
        writer = GenerationWriter(
            folder / "graph",
            IRIS,
            base=parent,
            release=Release(version, WHEN, dumps=folder / "dumps"),
        )
        if parent is None:
            writer.load_reference()
        writer.write(record(f"fiche-{version}", mentions=[(EntityKind.LAB, "techne")]))
        writer.close()
        parent = folder / "graph"
    return root / "0002"


@pytest.fixture(scope="module")
def store(generation):
    return Store.read_only(str(generation / "graph"))


def rows(store, query):
    found = store.query(query, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return [
        {name: row[name].value for name in names if row[name] is not None}
        for row in found
    ]


def one(store, pattern):
    query = f"""PREFIX void: <http://rdfs.org/ns/void#>
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX spdx: <http://spdx.org/rdf/terms#>
    SELECT ?found {{ {pattern} }}"""
    (row,) = rows(store, query)
    return row["found"]


def test_editors_find_prefixes_of_ours_and_of_things(store):
    found = {row["prefix"]: row["namespace"] for row in rows(store, PREFIX_QUERY)}
    assert found["skos"] == "http://www.w3.org/2004/02/skos/core#"
    assert found["void"] == "http://rdfs.org/ns/void#"
    assert found["lab"] == "https://donnees.example/gtnum/id/lab/"
    assert len(rows(store, PREFIX_QUERY)) == len(found)


def test_editors_find_every_question_in_both_languages_and_each_runs(store):
    found = rows(store, EXAMPLE_QUERY)
    assert len(found) == 2 * len(competency_names())
    names = {row["sq"].rpartition("/")[2] for row in found}
    assert names == set(competency_names())
    # Search inside SPARQL is the service's own: the bare engine cannot answer it.
    plain = {row["query"] for row in found if "urn:gtnum:" not in row["query"]}
    answered = [query for query in plain if rows(store, query)]
    assert len(answered) >= 14


def test_editors_find_classes_with_properties_and_their_values(store):
    found = rows(store, VOID_QUERY)
    assert any(
        row["subjectClass"] == Class.LAB
        and row["prop"] == Property.ACADEMY
        and row.get("objectClass") == Class.ACADEMY
        and row["subjectClassLabel"] == "laboratoire"
        for row in found
    )
    assert any(
        row["prop"] == Property.POSITION
        and row.get("objectDatatype", "").endswith("#integer")
        for row in found
    )
    assert len(found) < 5_000


def test_partitions_count_what_is_there(store):
    counted = rows(store, f"SELECT (COUNT(*) AS ?n) {{ ?s a <{Class.PASSAGE}> }}")
    stated = one(store, f"[] void:class <{Class.PASSAGE}> ; void:entities ?found")
    assert int(stated) == int(counted[0]["n"]) == 6


def test_one_description_replaces_the_one_before(store):
    assert one(store, "[] a void:Dataset ; dcat:version ?found") == "0002"


def test_the_files_hold_all_statements_but_the_description(generation, store):
    name = "gtnum.nq.gz"
    path = generation / "dumps" / name
    content = path.read_bytes()
    distribution = f"[] dcat:downloadURL <{IRIS.base}dumps/{name}> ;"
    size = one(store, f"{distribution} dcat:byteSize ?found")
    digest = one(store, f"{distribution} spdx:checksum/spdx:checksumValue ?found")
    assert int(size) == len(content)
    assert digest == hashlib.sha256(content).hexdigest()

    lines = gzip.decompress(content).splitlines()
    described = store.quads_for_pattern(
        None, None, None, NamedNode(IRIS.named_graph("description"))
    )
    assert len(lines) == int(one(store, "[] a void:Dataset ; void:triples ?found"))
    assert len(lines) == len(store) - len(list(described))


def test_the_same_statements_give_the_same_description(generation, tmp_path):
    writer = GenerationWriter(
        tmp_path / "again",
        IRIS,
        base=generation / "graph",
        release=Release("0002", WHEN, dumps=tmp_path / "dumps"),
    )
    writer.close()
    first = {str(t) for t in read_description(generation / "graph", IRIS)}
    assert {str(t) for t in read_description(tmp_path / "again", IRIS)} == first


def test_links_to_others_are_counted():
    store = Store()
    store.load(
        b"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
        <https://a.example/1> owl:sameAs <https://ror.org/x>, <https://ror.org/y> .
        <https://a.example/1> owl:sameAs <https://www.idref.fr/z>, "texte" .""",
        format=RdfFormat.TURTLE,
    )
    found = [(each.origin, each.triples) for each in count_store(store).links]
    assert found == [("https://ror.org/", 2), ("https://www.idref.fr/", 1)]


def test_the_graph_of_uncertain_facts_is_described_and_is_no_part_of_the_rest(
    generation, store
):
    uncertain = IRIS.named_graph("incertain")
    query = f"""PREFIX void: <http://rdfs.org/ns/void#>
    SELECT ?triples ?property ?n {{
      ?dataset void:subset <{uncertain}> . <{uncertain}> void:triples ?triples ;
        void:propertyPartition [ void:property ?property ; void:triples ?n ] . }}"""
    told = rows(store, query)
    facts = uncertain_facts(store.quads_for_pattern)

    assert {row["triples"] for row in told} == {str(len(facts))}
    assert sum(int(row["n"]) for row in told) == len(facts) > 100
    assert not store.contains_named_graph(NamedNode(uncertain))
