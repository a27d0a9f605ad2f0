"""Search blocks and similarity reach a real library, by command line and over HTTP."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from gtnum import wiring
from gtnum.settings import Settings

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]

HEAD = """PREFIX search: <urn:gtnum:recherche#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gtnum: <https://gtnum.example/ontology#>
"""
SEARCH = (
    HEAD
    + """SELECT ?titre ?page ?score ?citation ?texte {
  SERVICE <urn:gtnum:recherche> {
    [] search:text "mesurer l’empreinte de ses usages" ; search:k 2 ;
       search:language "fr" ; search:document ?d ; search:passage ?p ;
       search:score ?score ; search:quotation ?citation
  }
  ?d dcterms:title ?titre .
  ?p gtnum:page ?page ; gtnum:text ?texte .
} ORDER BY DESC(?score)"""
)
NEAR = (
    HEAD
    + """SELECT ?titre ?proche {
  VALUES ?concept { <https://gtnum.example/id/concept/sobriete-numerique> }
  ?d a gtnum:Document ; dcterms:title ?titre .
  BIND(search:similarity(?d, ?concept) AS ?proche)
} ORDER BY DESC(?proche)"""
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_command_line_searches_and_compares(gtnum: Run, published: Path) -> None:
    code, output, errors = gtnum("sparql", SEARCH)
    assert code == 0
    assert "faits incertains des mêmes propriétés" in errors  # and nothing else
    assert len(errors.splitlines()) == 1
    found = rows(output)
    assert found[0]["titre"] == "ÆSON : sobriété numérique à l’école"
    assert "mesurer l’empreinte" in found[0]["citation"]
    assert all(row["citation"] in row["texte"] for row in found)
    assert 1 >= float(found[0]["score"]) > float(found[1]["score"]) > 0

    near = rows(gtnum("sparql", NEAR)[1])
    assert near[0]["titre"] == "ÆSON : sobriété numérique à l’école"
    assert len(near) == 3
    assert 1 > float(near[0]["proche"]) > float(near[1]["proche"]) > -1


def test_questions_of_the_library_search_too(gtnum: Run, published: Path) -> None:
    code, output, _ = gtnum("ask", "cq30", "--format", "csv")
    found = rows(output)
    assert code == 0
    assert found[0]["titre"] == "ÆSON : sobriété numérique à l’école"
    assert found[0]["groupe"]
    code, output, _ = gtnum("ask", "cq31", "--format", "csv")
    assert code == 0
    near = [float(row["proche"]) for row in rows(output)]
    assert near == sorted(near, reverse=True)
    # The one that names the concept is left out.
    assert "fiche-aeson" not in output


def test_a_wrong_block_is_explained_with_its_place(gtnum: Run, published: Path) -> None:
    code, _, errors = gtnum("sparql", SEARCH.replace("search:k 2", "search:k ?k"))
    assert code == 2
    assert "ligne 6" in errors
    code, _, errors = gtnum("sparql", SEARCH.replace('text "mesurer', 'text "" ; #'))
    assert code == 2


@pytest.fixture
def client(gtnum: Run, published: Path, tmp_path: Path):
    with TestClient(
        wiring.application(Settings(_env_file=None, library=tmp_path / "library"))
    ) as made:
        yield made


def test_the_service_searches_the_generation_that_it_reads(
    client: TestClient, gtnum: Run, published: Path
) -> None:
    def ask(query: str) -> list[dict[str, str]]:
        response = client.get(
            "/sparql", params={"query": query}, headers={"accept": "text/csv"}
        )
        assert response.status_code == 200, response.text
        return rows(response.text)

    assert ask(SEARCH)[0]["titre"] == "ÆSON : sobriété numérique à l’école"
    assert len(ask(NEAR)) == 3
    (published / "aeson.md").unlink()
    gtnum("ingest", published, "--remove-vanished")
    client.app.state.services.follow()
    assert "ÆSON" not in str(ask(SEARCH))
    assert len(ask(NEAR)) == 2
