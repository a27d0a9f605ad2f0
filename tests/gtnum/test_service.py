"""This test ensures that a served library answers, and follows what is published."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pytest
from oaipmh_scythe import Scythe
from sickle import Sickle

from tests.gtnum.conftest import Run, served, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def own_service(published: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A real ``gtnum serve`` on the library of this test, which may change."""
    with served(tmp_path / "library") as client:
        yield client


THREE = ("fiche-aeson", "fiche-forges", "billet")


def plain(name: str) -> str:
    """Return the identifier of a document, without the mark that makes it unique."""
    return re.sub(r".*[/:]|-[0-9a-f]{8}$", "", name)


def followers(service: httpx.Client) -> tuple[list[str], ...]:
    """Return the documents in the feeds of two questions, one about the sky."""
    found = []
    for question in ("la sobriété numérique à l’école", "un quasar dans le ciel"):
        answer = service.get("/search", params={"q": question, "format": "atom"})
        read = feedparser.parse(answer.content)
        assert not read.bozo
        found.append([plain(entry.id) for entry in read.entries])
    return tuple(found)


def harvested(service: httpx.Client, since: str | None = None) -> dict[str, bool]:
    """Return document → whether it left, as two harvesters agree on."""
    endpoint = str(service.base_url.join("/oai"))
    selected = {"metadataPrefix": "oai_dc", **({"from": since} if since else {})}
    first = {
        one.header.identifier: one.deleted
        for one in Sickle(endpoint).ListRecords(**selected)
    }
    with Scythe(endpoint) as scythe:
        second = {
            one.header.identifier: one.deleted
            for one in scythe.list_records(metadata_prefix="qdc", from_=since)
        }
    assert first == second
    return {plain(name): gone for name, gone in first.items()}


def last_datestamp(service: httpx.Client) -> str:
    """Return the datestamp of what happened last."""
    endpoint = str(service.base_url.join("/oai"))
    headers = Sickle(endpoint).ListIdentifiers(metadataPrefix="oai_dc")
    return str(max(one.datestamp for one in headers))


def test_a_library_is_searched_cited_queried_and_followed(
    own_service: httpx.Client, gtnum: Run, published: Path
) -> None:
    service = own_service
    answer = service.get("/search", params={"q": "sobriété à l'école"}).json()
    hit = answer["hits"][0]
    assert hit["document"]["id"] == "fiche-aeson"
    passage = hit["passages"][0]

    # The quotation stands, verbatim, on the page it claims.
    document = service.get(hit["document"]["links"]["self"]).json()
    page = next(p for p in document["pages"] if p["number"] == passage["page"])
    assert passage["text"] in [found["text"] for found in page["passages"]]

    original = service.get(hit["document"]["links"]["original"])
    assert original.content == (published / "aeson.md").read_bytes()

    query = (
        "PREFIX gtnum: <https://gtnum.example/ontology#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?lab ?academy { ?l a gtnum:Lab ; gtnum:academy ?a ; "
        "skos:altLabel|skos:prefLabel|gtnum:acronym ?lab . "
        "?a skos:prefLabel ?academy }"
    )
    rows = service.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    pairs = {(row["lab"]["value"], row["academy"]["value"]) for row in rows}
    assert ("MICA", "académie de Bordeaux") in pairs

    draft = {"text": "Les adolescents et leurs émotions sur les réseaux sociaux."}
    related = service.post("/related", json=draft).json()["documents"]
    assert related[0]["document"]["title"] == "Émotions en ligne"
    assert related[0]["pairs"][0]["passage"]["text"]

    assert followers(service) == (["fiche-aeson"], [])
    assert harvested(service) == dict.fromkeys(THREE, False)
    seen = last_datestamp(service)

    # A generation published meanwhile is served without a restart.
    (published / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    assert gtnum("ingest", published)[0] == 0
    wait_until(lambda: service.get("/health").json()["generation"] == "0002")
    found = service.get("/search", params={"q": "quasar"}).json()
    assert "quasar" in found["hits"][0]["passages"][0]["text"]
    count = "SELECT (COUNT(*) AS ?n) { ?d a <https://gtnum.example/ontology#Document> }"
    counted = service.get("/sparql", params={"query": count}).json()
    assert counted["results"]["bindings"][0]["n"]["value"] == "4"

    # Who follows a question hears of a document that fits it, and of no other.
    assert followers(service) == (["fiche-aeson"], ["quasar"])
    assert harvested(service, since=seen).keys() >= {"quasar"}

    # What left stays known as having left.
    (published / "forges.md").unlink()
    assert gtnum("ingest", published, "--remove-vanished")[0] == 0
    wait_until(lambda: service.get("/health").json()["generation"] == "0003")
    assert harvested(service, since=last_datestamp(service)) == {"fiche-forges": True}
    changes = service.get("/changes?since=0001").json()
    assert [plain(one["id"]) for one in changes["came"]] == ["quasar"]
    assert [one["id"] for one in changes["left"]] == ["fiche-forges"]


def test_hostile_requests_get_problems_and_the_service_stays(
    service: httpx.Client,
) -> None:
    requests: list[tuple[str, str, dict[str, object]]] = [
        ("GET", "/search", {"params": {"q": ""}}),
        ("GET", "/search", {"params": {"q": "x", "limit": 5000}}),
        ("GET", "/documents/inconnu", {}),
        ("GET", "/documents/..%2f..%2fetc%2fpasswd/original", {}),
        ("GET", "/sparql", {"params": {"query": "SELECT {"}}),
        ("GET", "/sparql", {"params": {"query": "ASK {" + "(" * 5000}}),
        ("POST", "/related", {"content": b"\0" * 100}),
        ("POST", "/related", {"json": {"limit": 3}}),
    ]
    for method, path, options in requests:
        answer = service.request(method, path, **options)  # type: ignore[arg-type]
        assert 400 <= answer.status_code < 500, (path, answer.status_code)
        assert answer.headers["content-type"].startswith("application/problem+json")
        problem = json.loads(answer.content)
        assert problem["status"] == answer.status_code
        assert problem["detail"]
    assert service.get("/health").status_code == 200
