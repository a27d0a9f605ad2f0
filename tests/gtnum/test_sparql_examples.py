"""Whatever a page offers as a query has rows, on a service that has just started.

The library has three documents; what the shipped facts answer does not depend on them.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from graph.queries.competency import competency_names, load_competency
from gtnum.settings import Settings
from gtnum.wiring.service_parts import application
from search_api.web.pages.sparql_examples import FIRST_QUERY, start_queries

pytestmark = pytest.mark.slow

HTML = {"accept": "text/html"}
START = dict(start_queries("https://gtnum.example/"))
LEAST = {
    "Les documents les plus récents": 3,
    "Combien de choses de chaque sorte (diagramme)": 20,
    "Les laboratoires des groupes, certains et incertains": 30,
    "Les régions des groupes, par leurs laboratoires (diagramme)": 5,
    "Les académies sur une carte": 30,
    "Les passages qui parlent d’un sujet, par la recherche": 1,
}
"""Fewest rows of each; the questions of the library have one at least."""
NEEDS_DOCUMENTS = ("cq13", "cq17", "cq31")
"""Nobody took part in two groups, and three documents say too little for the others."""


@pytest.fixture(scope="module")
def client(module_library: Path) -> Iterator[TestClient]:
    with TestClient(application(Settings(library=module_library))) as made:
        yield made


def rows(client: TestClient | httpx.Client, query: str) -> list[dict[str, object]]:
    answer = client.get("/sparql.json", params={"query": query})
    assert answer.status_code == 200, (query, answer.text)
    found: list[dict[str, object]] = answer.json()["results"]["bindings"]
    return found


def offered(page: str, path: str = "/sparql") -> list[str]:
    """The queries that links of a page lead to, as a reader sees them."""
    addresses = re.findall(rf'href="({path}\?[^"]+)"', page)
    parts = [urlsplit(html.unescape(address)) for address in addresses]
    return [parse_qs(part.query)["query"][0] for part in parts]


def test_every_first_query_has_its_rows(client: TestClient) -> None:
    assert set(START) == set(LEAST)
    assert START["Les documents les plus récents"] == FIRST_QUERY
    counts = {title: len(rows(client, query)) for title, query in START.items()}
    assert {t: n for t, n in counts.items() if n < LEAST[t]} == {}


@pytest.mark.parametrize("name", competency_names())
def test_every_question_of_the_library_has_rows(client: TestClient, name: str) -> None:
    found = rows(client, load_competency(name).query)
    assert bool(found) == (name not in NEEDS_DOCUMENTS)


def test_the_page_offers_these_and_no_others(client: TestClient) -> None:
    page = client.get("/sparql", headers=HTML).text
    known = {*START.values(), *(load_competency(n).query for n in competency_names())}
    assert {" ".join(query.split()) for query in offered(page)} == {
        " ".join(query.split()) for query in known
    }


def test_the_vocabulary_shows_every_property_and_each_can_be_tried(
    client: TestClient,
) -> None:
    used = rows(client, "SELECT DISTINCT ?p { ?s ?p ?o }")
    page = client.get("/ontology", headers=HTML).text
    queries = offered(page)

    assert len(queries) == len(used) > 150
    assert [query for query in queries if not rows(client, query)] == []


def test_the_editor_completes_what_the_graph_uses(client: TestClient) -> None:
    page = client.get("/sparql", headers=HTML).text
    completion = page.partition('id="completion">')[2].partition("</script>")[0]
    for row in rows(client, "SELECT DISTINCT ?p { ?s ?p ?o }"):
        assert str(row["p"]["value"]) in completion.replace("\\u002f", "/")


def test_joined_addresses_are_explained(client: TestClient) -> None:
    def shown(joined: str) -> str:
        query = f"SELECT (GROUP_CONCAT({joined}) AS ?all) {{ ?l a ?kind }}"
        return client.get("/sparql", params={"query": query}, headers=HTML).text

    assert "GROUP_CONCAT(STR(?x)" in shown("?l")
    assert "GROUP_CONCAT(STR(?x)" not in shown("STR(?l)")


def test_no_group_with_a_lab_is_hidden_in_silence(client: TestClient) -> None:
    query = """PREFIX gtnum: <https://gtnum.example/ontology#>
    SELECT DISTINCT ?group { ?group a gtnum:Group ; gtnum:hasLab ?lab }"""
    everything = {"default-graph-uri": "https://gtnum.example/graph/tout"}
    plain = client.get("/sparql.csv", params={"query": query})
    both = client.get("/sparql.csv", params={"query": query, **everything})
    file = client.get("/graph/incertain.nt")

    assert (len(plain.text.splitlines()), len(both.text.splitlines())) == (12, 14)
    assert re.search(r'hasLab>?";count=\d', plain.headers["uncertain-facts"])
    assert both.headers["uncertain-facts"] == "included"
    assert file.text.count("ontology#hasLab") == 9


def test_a_service_that_has_just_started_answers_the_first_query(
    service: httpx.Client,
) -> None:
    assert len(rows(service, FIRST_QUERY)) == 3
