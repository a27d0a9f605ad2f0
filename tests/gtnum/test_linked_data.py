"""Every IRI of a real library leads somewhere, and its files and graphs are whole."""

import gzip
import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, BNode, Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from gtnum.settings import Settings
from gtnum.wiring import application, ingestion
from tests.graph.descriptions.editor_queries import (
    EXAMPLE_QUERY,
    PREFIX_QUERY,
    VOID_QUERY,
)
from tests.gtnum.conftest import write_folder

# rdflib 7.6 calls its own deprecated names.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
]

BASE = "https://donnees.example/gtnum/"
PARSERS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DOCUMENT = "document/fiche-aeson"
THINGS = [
    DOCUMENT,
    "passage/fiche-aeson.0",
    "field-origin/fiche-aeson.0",
    "group/gtnum-2022-aeson",
    "lab/techne",
    "concept/sobriete-numerique",
    "dataset/gtnum",
    "catalog/gtnum",
    "distribution/gtnum.nq.gz",
    "dataservice/sparql",
    "query/cq01",
    "generation/0001",
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A library of three documents under a base of its own."""
    root = tmp_path_factory.mktemp("linked")
    library = root / "library"
    settings = Settings(
        library=library,
        base_iri=BASE,
        public_url="https://recherche.example",
        dumps=True,
        _env_file=None,  # type: ignore[call-arg]
    )
    ingestion(settings).run(
        write_folder(root / "notes"),
        "notes",
        remove_vanished=False,
        progress=lambda _: None,
    )
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the real application; it follows no redirect by itself."""
    with TestClient(application(settings), follow_redirects=False) as made:
        yield made


def get(client: TestClient, address: str, accept: str = "*/*") -> httpx.Response:
    return client.get(address, headers={"accept": accept})


def parsed(answer: httpx.Response, parser: str) -> Graph:
    assert answer.status_code == 200, answer.text[:300]
    return Graph().parse(data=answer.content, format=parser)


def same(one: Graph, other: Graph) -> bool:
    """Compare graphs; with many blank nodes, by what their statements look like.

    Hundreds of like blank nodes take the test for isomorphism minutes.
    """
    blank = {n for s, _, o in one for n in (s, o) if isinstance(n, BNode)}
    if len(blank) < 20:
        return isomorphic(one, other)
    return shapes(one) == shapes(other)


def shapes(graph: Graph) -> Counter[tuple[str, ...]]:
    return Counter(
        tuple("_" if isinstance(node, BNode) else node.n3() for node in triple)
        for triple in graph
    )


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_leads_to_the_same_statements_in_every_form(
    client: TestClient, thing: str
) -> None:
    graphs = []
    for suffix, (media_type, parser) in PARSERS.items():
        seen = get(client, f"/id/{thing}", media_type)
        assert seen.status_code == 303
        assert "Accept" in seen.headers["vary"].split(", ")
        assert seen.headers["location"] == f"/data/{thing}.{suffix}"
        answer = get(client, seen.headers["location"])
        assert answer.headers["content-type"] == media_type
        graphs.append(parsed(answer, parser))
    assert (URIRef(f"{BASE}id/{thing}"), None, None) in graphs[0]
    assert all(same(graphs[0], other) for other in graphs[1:])
    again = Graph().parse(data=graphs[0].serialize(format="turtle"), format="turtle")
    assert same(again, graphs[0])


@pytest.mark.parametrize("thing", THINGS)
def test_a_browser_is_led_to_a_page(client: TestClient, thing: str) -> None:
    seen = get(client, f"/id/{thing}", BROWSER)
    assert seen.status_code == 303
    page = get(client, seen.headers["location"].partition("#")[0], BROWSER)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert f"{BASE}id/{thing}".rpartition("/")[2].partition(".")[0] in page.text


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("*/*", "ttl"),
        ("", "ttl"),
        ("application/ld+json;q=0.4, application/rdf+xml;q=0.9", "rdf"),
        ("text/turtle;q=0, */*;q=0.1", "jsonld"),
        ("application/json", "jsonld"),
        ("text/turtle, text/html", "html"),
        ("text/turtle, text/html;q=0.9", "ttl"),
        ("application/n-triples;charset=utf-8", "nt"),
        ("text/*", "ttl"),
    ],
)
def test_weights_decide(client: TestClient, accept: str, suffix: str) -> None:
    target = get(client, "/id/query/cq01", accept).headers["location"]
    assert target == f"/data/query/cq01.{suffix}"


def test_what_cannot_be_given_is_406_with_the_list(client: TestClient) -> None:
    answer = get(client, f"/id/{DOCUMENT}", "image/png")
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.json()["available"]
    assert get(client, f"/data/{DOCUMENT}.ttl", "image/png").status_code == 200


def test_suffixes_work_on_the_thing_too(client: TestClient) -> None:
    for suffix in PARSERS:
        seen = get(client, f"/id/{DOCUMENT}.{suffix}", BROWSER)
        assert seen.headers["location"] == f"/data/{DOCUMENT}.{suffix}"
    page = get(client, f"/id/{DOCUMENT}.html")
    assert page.headers["location"] == "/document/fiche-aeson"


def test_negotiated_data_say_where_their_form_stands(client: TestClient) -> None:
    answer = get(client, f"/data/{DOCUMENT}", "application/ld+json")
    assert answer.headers["content-location"] == f"/data/{DOCUMENT}.jsonld"
    assert "Accept" in answer.headers["vary"].split(", ")
    tag = {"if-none-match": answer.headers["etag"], "accept": "application/ld+json"}
    assert client.get(f"/data/{DOCUMENT}", headers=tag).status_code == 304
    head = client.head(f"/data/{DOCUMENT}.ttl")
    assert head.status_code == 200
    assert head.content == b""


def links_of(answer: httpx.Response) -> set[tuple[str, str]]:
    found = re.findall(r'<([^>]+)>; rel="([^"]+)"', answer.headers["link"])
    return set(found)


def test_links_lead_from_thing_page_and_data_to_each_other(client: TestClient) -> None:
    iri = f"{BASE}id/{DOCUMENT}"
    data = links_of(get(client, f"/data/{DOCUMENT}.ttl"))
    assert {(iri, "describes"), (f"/data/{DOCUMENT}.nt", "alternate")} <= data
    page = get(client, "/document/fiche-aeson", BROWSER)
    assert {
        (iri, "cite-as"),
        (f"/data/{DOCUMENT}.ttl", "describedby"),
        ("/documents/fiche-aeson/original", "item"),
    } <= links_of(page)
    assert f'href="/data/{DOCUMENT}.ttl"' in page.text
    original = get(client, "/documents/fiche-aeson/original")
    assert ("/document/fiche-aeson", "collection") in links_of(original)
    entity = get(client, "/entite/lab/techne", BROWSER)
    assert (f"{BASE}id/lab/techne", "cite-as") in links_of(entity)
    assert 'href="/data/lab/techne.jsonld"' in entity.text


def test_the_page_of_a_document_carries_tags_for_reference_managers(
    client: TestClient,
) -> None:
    page = get(client, "/document/fiche-aeson", BROWSER).text
    tags = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)"', page))
    assert tags["citation_title"].startswith("Fiche descriptive : ÆSON")
    assert "sobriété numérique" in re.findall(
        r'citation_keywords" content="([^"]*)"', page
    )
    assert tags["citation_abstract_html_url"] == (
        "https://recherche.example/document/fiche-aeson"
    )
    (found,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.S
    )
    described = json.loads(found)
    assert described["@id"] == f"{BASE}id/{DOCUMENT}"
    assert described["@context"] == "https://schema.org"


@pytest.mark.parametrize(
    "path",
    [
        "/id/lab/inconnu",
        "/id/lab/inconnu.ttl",
        "/id/inconnu/x",
        "/data/lab/inconnu.ttl",
        "/id/lab/%C3%A9%20%3E%22",
        "/id/lab/..%2f..%2fetc%2fpasswd",
        "/id/%3Cscript%3E/x",
        "/graph/document/inconnu",
        "/graph/%3E",
        "/dumps/inconnu.nq.gz",
        "/dumps/..%2fmanifest.json",
        "/ontology.exe",
    ],
)
def test_what_is_not_there_is_a_problem_or_a_page(
    client: TestClient, path: str
) -> None:
    answer = get(client, path, "text/turtle, */*;q=0.1")
    assert answer.status_code == 404
    assert answer.json()["type"] in (
        "/problems/unknown-resource",
        "/problems/not-found",
    )
    page = get(client, path, BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<script>/x" not in page.text


def test_an_entity_brings_its_sourced_statements(client: TestClient) -> None:
    found = parsed(get(client, "/data/group/gtnum-2022-aeson.ttl"), "turtle")
    group = URIRef(f"{BASE}id/group/gtnum-2022-aeson")
    statements = set(found.subjects(RDF.subject, group))
    assert len(statements) > 3
    certain = URIRef("https://gtnum.example/ontology#certainty")
    assert all(found.value(each, certain) for each in statements)


def iris_of_ours(client: TestClient) -> Iterator[str]:
    """Yield a few IRIs of every class, and every predicate and graph of ours."""
    query = """SELECT ?class (SAMPLE(?s) AS ?one) (MAX(?s) AS ?other)
    { ?s a ?class FILTER(isIRI(?s)) } GROUP BY ?class"""
    answer = client.get("/sparql", params={"query": query}).json()
    for row in answer["results"]["bindings"]:
        for name in ("class", "one", "other"):
            yield row[name]["value"]
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": graphs}).json()
    for row in answer["results"]["bindings"]:
        yield row["g"]["value"]


def test_every_kind_of_iri_of_ours_dereferences(client: TestClient) -> None:
    seen = 0
    for iri in set(iris_of_ours(client)):
        if iri.startswith("https://gtnum.example/ontology#"):
            path = "/ontology"
        elif iri.startswith(BASE):
            path = f"/{iri.removeprefix(BASE)}"
        else:
            continue
        seen += 1
        for accept in ("text/turtle", BROWSER):
            answer = get(client, path, accept)
            if answer.status_code == 303:
                target = answer.headers["location"].partition("#")[0]
                answer = get(client, target, accept)
            assert answer.status_code == 200, (iri, accept, answer.status_code)
            if accept == "text/turtle" and path.startswith("/id/"):
                found = Graph().parse(data=answer.content, format="turtle")
                assert (URIRef(iri), None, None) in found, iri
    assert seen > 40


# Graph Store Protocol


def test_the_graph_of_a_document_is_the_same_both_ways(client: TestClient) -> None:
    name = f"{BASE}graph/{DOCUMENT}"
    for media_type, parser in PARSERS.values():
        asked = {"graph": name}
        headers = {"accept": media_type}
        indirect = client.get("/rdf-graph-store", params=asked, headers=headers)
        assert indirect.headers["content-type"] == media_type
        direct = get(client, f"/graph/{DOCUMENT}", media_type)
        assert isomorphic(parsed(indirect, parser), parsed(direct, parser))
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    answer = client.get("/sparql", params={"query": query}).json()
    counted = int(answer["results"]["bindings"][0]["n"]["value"])
    assert len(parsed(get(client, f"/graph/{DOCUMENT}.ttl"), "turtle")) == counted


def test_without_accept_a_graph_is_turtle_and_head_has_no_body(
    client: TestClient,
) -> None:
    asked = {"graph": f"{BASE}graph/reference"}
    answer = client.get("/rdf-graph-store", params=asked)
    assert answer.headers["content-type"] == "text/turtle"
    head = client.head("/rdf-graph-store", params=asked)
    assert head.status_code == 200
    assert head.content == b""
    again = {"if-none-match": answer.headers["etag"], "accept": "*/*"}
    assert (
        client.get("/rdf-graph-store", params=asked, headers=again).status_code == 304
    )


def test_the_default_graph_holds_everything(client: TestClient) -> None:
    answer = client.get(
        "/rdf-graph-store?default", headers={"accept": PARSERS["nt"][0]}
    )
    found = parsed(answer, "nt")
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    counted = client.get("/sparql", params={"query": query}).json()
    assert len(found) == int(counted["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/rdf-graph-store", 400),
        ("/rdf-graph-store?graph=", 400),
        (f"/rdf-graph-store?default&graph={BASE}graph/ontology", 400),
        ("/rdf-graph-store?graph=a:a&graph=b:b", 400),
        ("/rdf-graph-store?default&autre=1", 400),
        ("/rdf-graph-store?graph=urn:inconnu", 404),
        ("/rdf-graph-store?graph=pas%20une%20iri", 404),
    ],
)
def test_unclear_or_unknown_graphs_are_refused(
    client: TestClient, address: str, status: int
) -> None:
    answer = get(client, address, "text/turtle, application/json;q=0.1")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_read_only(client: TestClient, method: str) -> None:
    for address in (
        "/rdf-graph-store?default",
        f"/graph/{DOCUMENT}",
        f"/id/{DOCUMENT}",
    ):
        answer = client.request(method, address, content=b"<a:a> <a:b> <a:c> .")
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


def test_a_graph_in_an_impossible_form_is_406(client: TestClient) -> None:
    assert get(client, "/rdf-graph-store?default", "text/csv").status_code == 406


# What the data are


def test_vocabulary_and_shapes_are_served(client: TestClient) -> None:
    forms = [
        parsed(get(client, f"/ontology.{suffix}"), parser)
        for suffix, (_, parser) in PARSERS.items()
    ]
    assert all(same(forms[0], other) for other in forms[1:])
    shape = URIRef("https://gtnum.example/ontology#DocumentShape")
    assert (shape, RDF.type, None) in forms[0]
    assert parsed(get(client, "/shapes"), "turtle")
    page = get(client, "/ontology", BROWSER)
    assert 'id="Passage"' in page.text
    assert 'id="hasLab"' in page.text
    assert get(client, "/context.jsonld").json()["@context"]


def test_the_well_known_description_names_the_public_address(
    client: TestClient,
) -> None:
    found = parsed(get(client, "/.well-known/void"), "turtle")
    void = "http://rdfs.org/ns/void#"
    dataset = URIRef(f"{BASE}id/dataset/gtnum")
    endpoint = URIRef("https://recherche.example/sparql")
    assert (dataset, URIRef(f"{void}sparqlEndpoint"), endpoint) in found
    assert len(set(found.subjects(URIRef(f"{void}propertyPartition"), None))) > 5
    assert get(client, "/sparql").content == get(client, "/.well-known/void").content
    assert get(client, "/.well-known/void", "text/csv").status_code == 406


@pytest.mark.parametrize("query", [PREFIX_QUERY, EXAMPLE_QUERY, VOID_QUERY])
def test_the_questions_of_sparql_editors_have_answers(
    client: TestClient, query: str
) -> None:
    answer = client.get("/sparql", params={"query": query, "ac": "1"})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["results"]["bindings"]) > 15


def test_every_example_in_the_store_runs(client: TestClient) -> None:
    asked = {"query": EXAMPLE_QUERY}
    rows = client.get("/sparql", params=asked).json()["results"]["bindings"]
    for query in {row["query"]["value"] for row in rows}:
        answer = client.get("/sparql", params={"query": query})
        assert answer.status_code == 200, (query, answer.text)


def test_dumps_are_what_their_checksums_say(client: TestClient, tmp_path: Path) -> None:
    listed = client.get("/dumps").json()["dumps"]
    assert {each["name"] for each in listed} == {"gtnum.nq.gz", "gtnum.ttl.gz"}
    for each in listed:
        answer = client.get(each["url"])
        assert answer.headers["etag"] == f'"{each["sha256"]}"'
        assert answer.headers["repr-digest"].startswith("sha-256=:")
        assert "content-encoding" not in answer.headers
        assert hashlib.sha256(answer.content).hexdigest() == each["sha256"]
        assert len(answer.content) == each["size_bytes"]
        (tmp_path / each["name"]).write_bytes(answer.content)
        part = client.get(each["url"], headers={"range": "bytes=10-19"})
        assert part.status_code == 206
        assert part.content == answer.content[10:20]
        newer = {"range": "bytes=10-19", "if-range": '"another"'}
        assert client.get(each["url"], headers=newer).content == answer.content
        same = {"range": "bytes=10-19", "if-range": answer.headers["etag"]}
        assert client.get(each["url"], headers=same).status_code == 206
        tag = {"if-none-match": answer.headers["etag"]}
        assert client.get(each["url"], headers=tag).status_code == 304
        head = client.head(each["url"])
        assert head.headers["content-length"] == str(each["size_bytes"])
        assert head.content == b""
    (tmp_path / "SHA256SUMS").write_text(client.get("/dumps/SHA256SUMS").text)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


def test_people_find_the_data(client: TestClient) -> None:
    page = get(client, "/donnees", BROWSER)
    assert page.status_code == 200
    for address in set(re.findall(r'href="(/[^"#]*)"', page.text)):
        if not address.startswith("/static"):
            assert get(client, address, BROWSER).status_code in (200, 303), address


def test_dumps_parse_and_agree(client: TestClient) -> None:
    quads = gzip.decompress(client.get("/dumps/gtnum.nq.gz").content)
    turtle = gzip.decompress(client.get("/dumps/gtnum.ttl.gz").content)
    loaded = Dataset().parse(data=quads, format="nquads")
    together = {
        (s, p, o)
        for s, p, o, _ in loaded.quads()
        if not any(isinstance(node, BNode) for node in (s, o))
    }
    one = Graph().parse(data=turtle, format="turtle")
    named = {triple for triple in one if not any(isinstance(n, BNode) for n in triple)}
    assert together == named
    void = parsed(get(client, "/.well-known/void"), "turtle")
    triples = URIRef("http://rdfs.org/ns/void#triples")
    stated = void.value(URIRef(f"{BASE}id/dataset/gtnum"), triples)
    assert int(str(stated)) == len(quads.splitlines())
