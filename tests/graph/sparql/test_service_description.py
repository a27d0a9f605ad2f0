"""The description says where the service is and what the data hold."""

from datetime import UTC, datetime

import pytest
from rdflib import FOAF, RDF, RDFS, SH, VOID, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from graph.descriptions.dataset_description import Release
from graph.descriptions.publication import read_description
from graph.errors import NotAcceptable, StoreError
from graph.sparql.service_description import ServiceDescription
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.terms import Class, Property
from tests.contracts.catalogue import record

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = "https://recherche.example/sparql"
IRIS = Iris()


@pytest.fixture(scope="module")
def description(tmp_path_factory):
    folder = tmp_path_factory.mktemp("description") / "graph"
    release = Release("0001", datetime(2026, 11, 24, tzinfo=UTC))
    writer = GenerationWriter(folder, IRIS, release=release)
    writer.write(record("un", passages=5))
    writer.close()
    return ServiceDescription(
        ENDPOINT, IRIS, described=lambda: read_description(folder, IRIS)
    )


@pytest.fixture(scope="module")
def found(description):
    media_type, body = description.serialize("*/*")
    assert media_type == "text/turtle"
    return Graph().parse(data=body, format="turtle")


def test_the_endpoint_is_the_public_address(found):
    assert (URIRef(ENDPOINT), SD.endpoint, URIRef(ENDPOINT)) in found
    assert (URIRef(ENDPOINT), SD.supportedLanguage, SD.SPARQL11Query) in found
    formats = set(found.objects(URIRef(ENDPOINT), SD.resultFormat))
    assert URIRef("http://www.w3.org/ns/formats/SPARQL_Results_CSV") in formats
    assert URIRef("http://www.w3.org/ns/formats/Turtle") in formats


def test_federation_and_updates_are_not_promised(found):
    features = set(found.objects(URIRef(ENDPOINT), SD.feature))
    assert SD.BasicFederatedQuery not in features
    languages = set(found.objects(URIRef(ENDPOINT), SD.supportedLanguage))
    assert SD.SPARQL11Update not in languages
    comments = {
        c.language: str(c) for c in found.objects(URIRef(ENDPOINT), RDFS.comment)
    }
    assert "lecture seule" in comments["fr"]
    assert "Read only" in comments["en"]


def test_the_query_of_sparql_editors_finds_classes_and_properties(found):
    rows = found.query(
        """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?class ?property ?triples {
          ?d void:classPartition ?c . ?c void:class ?class ;
            void:propertyPartition [ void:property ?property ; void:triples ?triples ]
        }"""
    )
    assert (
        URIRef(Class.PASSAGE),
        URIRef(Property.TEXT),
        Literal(5),
    ) in {tuple(row) for row in rows}


def test_prefixes_are_declared(found):
    prefixes = {str(p) for p in found.objects(None, SH.prefix)}
    assert {"gtnum", "dcterms", "skos"} <= prefixes
    assert (None, RDF.type, VOID.Dataset) in found


def test_search_inside_sparql_is_declared(found):
    (function,) = found.objects(URIRef(ENDPOINT), SD.extensionFunction)
    assert str(function) == "urn:gtnum:recherche#similarity"
    assert (URIRef(ENDPOINT), SD.languageExtension, None) in found


def test_addresses_are_public_and_names_keep_the_base(found):
    dataset = URIRef(f"{IRIS.base}id/dataset/gtnum")
    assert (dataset, VOID.sparqlEndpoint, URIRef(ENDPOINT)) in found
    assert (dataset, RDF.type, SD.Dataset) in found
    assert (dataset, FOAF.homepage, URIRef("https://recherche.example/")) in found
    assert (None, None, URIRef(f"{IRIS.base}sparql")) not in found


# rdflib 7.6 calls its own deprecated names.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_every_rdf_form_holds_the_same(description, found, accept, parser):
    media_type, body = description.serialize(accept)
    assert media_type == accept
    assert isomorphic(Graph().parse(data=body, format=parser), found)


def test_a_failure_is_not_taken_for_an_empty_description():
    answers = iter([StoreError("le disque"), [], []])

    def read():
        answer = next(answers)
        if isinstance(answer, StoreError):
            raise answer
        return answer

    made = ServiceDescription(ENDPOINT, IRIS, described=read)
    with pytest.raises(StoreError):
        made.serialize()
    assert b"sd:Service" in made.serialize()[1]


def test_other_forms_are_refused(description):
    with pytest.raises(NotAcceptable):
        description.serialize("text/csv")
