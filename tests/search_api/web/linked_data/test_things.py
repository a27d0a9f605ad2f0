"""What is withdrawn is gone, and what ends like a suffix is found all the same."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.resource_ports import FactRow, NoResources
from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices
from tests.search_api.web.tiny_corpus import HOSTILE

BASE = "https://gtnum.example/"


class TinyResources(NoResources):
    """Knows two statements nodes, one of which ends like a suffix."""

    known = (f"{BASE}id/statement/1", f"{BASE}id/document/notes.ttl")

    def knows(self, iri):
        return iri in self.known

    def describe(self, iri, *, media_type):
        return f"# {iri} {media_type}\n".encode()

    def label(self, iri):
        return HOSTILE

    def facts(self, iri):
        row = FactRow("urn:p", HOSTILE, HOSTILE)
        evil = FactRow("javascript:alert(1)", "x", "y", iri="javascript:alert(1)")
        return [row, evil]


class Services(FakeServices):
    def current(self):
        return replace(
            super().current(),
            resources=TinyResources(),
            was_withdrawn=lambda document: document == "retiré",
        )


@pytest.fixture
def client(tmp_path):
    app = create_app(Services(tmp_path), WebSettings())
    with TestClient(app, follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize(
    "path",
    [
        "/id/document/retir%C3%A9",
        "/id/document/retir%C3%A9.ttl",
        "/data/document/retir%C3%A9.ttl",
        "/id/passage/retir%C3%A9.3",
        "/id/passage/retir%C3%A9.3/10-20",
        "/id/section/retir%C3%A9.0",
    ],
)
def test_a_withdrawn_document_and_its_parts_are_gone(client, path):
    answer = client.get(path)
    assert answer.status_code == 410
    assert answer.json()["type"] == "/problems/withdrawn-document"
    page = client.get(path, headers={"accept": "text/html"})
    assert page.status_code == 410
    assert page.headers["content-type"].startswith("text/html")


def test_what_was_never_there_is_not_found(client):
    assert client.get("/id/passage/autre.3").status_code == 404
    assert client.get("/id/author/sans-point").status_code == 404


def test_an_identifier_that_ends_like_a_suffix_is_found(client):
    seen = client.get("/id/document/notes.ttl", headers={"accept": "text/turtle"})
    assert seen.headers["location"] == "/data/document/notes.ttl.ttl"
    answer = client.get(seen.headers["location"])
    assert answer.text == f"# {BASE}id/document/notes.ttl text/turtle\n"
    negotiated = client.get("/data/document/notes.ttl", headers={"accept": "*/*"})
    assert negotiated.headers["content-location"] == "/data/document/notes.ttl.ttl"


def test_a_page_of_hostile_statements_is_harmless(client):
    page = client.get("/data/statement/1.html", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(("suffix", "is_linked"), [("jsonld", True), ("ttl", False)])
def test_a_description_in_json_ld_says_where_its_context_stands(
    client, suffix, is_linked
):
    answer = client.get(f"/data/statement/1.{suffix}")

    linked = 'rel="http://www.w3.org/ns/json-ld#context"' in answer.headers["link"]
    assert linked == is_linked
