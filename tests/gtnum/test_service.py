"""This test ensures that a served library answers, and follows what is published."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.gtnum.conftest import Run, served, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def own_service(published: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A real ``gtnum serve`` on the library of this test, which may change."""
    with served(tmp_path / "library") as client:
        yield client


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

    # A generation published meanwhile is served without a restart.
    (published / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    assert gtnum("ingest", published)[0] == 0
    wait_until(lambda: service.get("/health").json()["generation"] == "0002")
    found = service.get("/search", params={"q": "quasar"}).json()
    assert "quasar" in found["hits"][0]["passages"][0]["text"]
    count = "SELECT (COUNT(*) AS ?n) { ?d a <https://gtnum.example/ontology#Document> }"
    counted = service.get("/sparql", params={"query": count}).json()
    assert counted["results"]["bindings"][0]["n"]["value"] == "4"


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
