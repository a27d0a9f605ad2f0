"""Vocabulary, graphs and files of all statements, as programs ask for them."""

import base64
import hashlib
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.resource_ports import NoResources
from search_api.web.application import create_app
from search_api.web.dump_file import Download
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices

BASE = "https://gtnum.example/"
CONTENT = b"statements"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Graphs(NoResources):
    """Knows two graphs, one of which ends like a suffix."""

    def has_graph(self, iri):
        return iri in (f"{BASE}graph/document/a", f"{BASE}graph/document/b.ttl")

    def graph(self, iri, *, media_type):
        return f"{iri} {media_type}".encode()

    def vocabulary(self, *, media_type):
        return f"vocabulary {media_type}".encode()


class Services(FakeServices):
    """A library with two graphs; ``changed`` says what else it knows."""

    def __init__(self, folder):
        super().__init__(folder)
        self.changed = {}

    def current(self):
        return replace(super().current(), resources=Graphs(), **self.changed)


@pytest.fixture
def services(tmp_path):
    path = tmp_path / "gtnum.nq.gz"
    path.write_bytes(CONTENT)
    made = Services(tmp_path)
    made.changed = {
        "describe_endpoint": lambda media_type: (media_type, b"described"),
        "downloads": {
            "gtnum.nq.gz": Download(path, len(CONTENT), DIGEST, "Tout"),
            "gone.nq.gz": Download(tmp_path / "gone", 1, DIGEST, "Parti"),
        },
    }
    return made


@pytest.fixture
def client(services):
    with TestClient(create_app(services, WebSettings())) as made:
        yield made


def slug_of(answer):
    return answer.json()["type"].removeprefix("/problems/")


def test_the_service_describes_itself_in_the_form_that_is_wanted(client, services):
    answer = client.get("/.well-known/void", headers={"accept": "application/ld+json"})
    assert (answer.status_code, answer.text) == (200, "described")
    assert answer.headers["content-type"] == "application/ld+json"
    held = {"accept": "application/ld+json", "if-none-match": answer.headers["etag"]}
    assert client.get("/.well-known/void", headers=held).status_code == 304
    services.changed = {"describe_endpoint": None}
    missing = client.get("/.well-known/void")
    assert (missing.status_code, slug_of(missing)) == (404, "unknown-resource")


def test_the_vocabulary_is_a_page_or_data(client):
    page = client.get("/ontology", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Accept" in page.headers["vary"]
    for title in ("Classes", "Propriétés", "gtnum:Lab"):
        assert title in page.text
    data = client.get("/ontology.ttl")
    assert data.text == "vocabulary text/turtle"
    assert 'rel="alternate"' in data.headers["link"]
    assert "/ontology.ttl" not in data.headers["link"]
    negotiated = client.get("/ontology", headers={"accept": "application/n-triples"})
    assert negotiated.text == "vocabulary application/n-triples"
    held = {"if-none-match": data.headers["etag"]}
    assert client.get("/ontology.ttl", headers=held).status_code == 304


@pytest.mark.parametrize("path", ["/ontology.jsonld", "/graph/document/a.jsonld"])
def test_json_ld_says_where_its_context_stands(client, path):
    context = '</context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"'
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert context in answer.headers["link"]
    turtle = client.get(path.replace(".jsonld", ".ttl"))
    assert context not in turtle.headers["link"]


def test_a_form_of_the_vocabulary_that_is_not_known_is_named_in_part(client):
    answer = client.get("/ontology." + "x" * 21)
    assert (answer.status_code, slug_of(answer)) == (404, "unknown-resource")
    assert f"« .{'x' * 20} »" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/shapes", "text/turtle"),
        ("/shapes.ttl", "text/turtle"),
        ("/context.jsonld", "application/ld+json"),
    ],
)
def test_shapes_and_context_are_given_as_they_ship(client, path, media_type):
    answer = client.get(path)
    assert answer.content
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (f"graph={BASE}graph/document/a", f"{BASE}graph/document/a text/turtle"),
        ("default", "None text/turtle"),
    ],
)
def test_a_graph_is_asked_for_by_name_or_all_together(client, query, text):
    answer = client.get(f"/rdf-graph-store?{query}")
    assert answer.text == text
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "/.well-known/void" in answer.headers["link"]
    held = {"if-none-match": answer.headers["etag"]}
    again = client.get(f"/rdf-graph-store?{query}", headers=held)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query",
    [
        "",
        "graph=",
        "graph=a&graph=b",
        "default&graph=a",
        "default&x=1",
    ],
)
def test_exactly_one_graph_is_asked_for(client, query):
    answer = client.get(f"/rdf-graph-store?{query}")
    assert (answer.status_code, slug_of(answer)) == (400, "invalid-parameter")
    assert answer.json()["errors"][0]["parameter"] == "graph"


def test_an_unknown_graph_is_named_in_part(client):
    answer = client.get("/rdf-graph-store?graph=" + "x" * 201)
    assert (answer.status_code, slug_of(answer)) == (404, "unknown-resource")
    assert f"« {'x' * 200} »" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "accept", "text"),
    [
        ("document/a", "application/n-triples", "document/a application/n-triples"),
        ("document/a.nt", "*/*", "document/a application/n-triples"),
        ("document/b.ttl", "*/*", "document/b.ttl text/turtle"),
        ("document/a", "*/*", "document/a text/turtle"),
    ],
)
def test_a_graph_is_given_under_its_own_iri(client, path, accept, text):
    answer = client.get(f"/graph/{path}", headers={"accept": accept})
    assert answer.text == f"{BASE}graph/{text}"


def test_a_graph_is_never_a_page(client):
    answer = client.get("/graph/document/a", headers={"accept": "text/html"})
    assert answer.status_code == 406
    assert client.get("/graph/document/a.html").status_code == 404


def test_files_of_all_statements_are_listed(client):
    answer = client.get("/dumps")
    first, _ = answer.json()["dumps"]
    assert first == {
        "name": "gtnum.nq.gz",
        "title": "Tout",
        "url": "/dumps/gtnum.nq.gz",
        "size_bytes": len(CONTENT),
        "sha256": DIGEST,
    }
    assert answer.json()["generation"] == "0007"
    held = {"if-none-match": answer.headers["etag"]}
    assert client.get("/dumps", headers=held).status_code == 304


def test_a_file_is_sent_with_its_digest(client):
    answer = client.get("/dumps/gtnum.nq.gz")
    assert answer.content == CONTENT
    digest = base64.b64encode(bytes.fromhex(DIGEST)).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["etag"] == f'"{DIGEST}"'
    held = {"if-none-match": f'"{DIGEST}"'}
    assert client.get("/dumps/gtnum.nq.gz", headers=held).status_code == 304


def test_digests_are_given_as_their_tool_reads_them(client, services):
    answer = client.get("/dumps/SHA256SUMS")
    assert answer.text == f"{DIGEST}  gtnum.nq.gz\n{DIGEST}  gone.nq.gz\n"
    services.changed = {"downloads": {}}
    assert client.get("/dumps/SHA256SUMS").status_code == 404


def test_a_file_that_is_not_there_is_named_in_part(client):
    assert client.get("/dumps/gone.nq.gz").status_code == 404
    answer = client.get("/dumps/" + "x" * 300)
    assert (answer.status_code, slug_of(answer)) == (404, "unknown-resource")
    shown = answer.json()["detail"].partition("« ")[2].partition(" »")[0]
    assert shown == "x" * 80
