"""This test ensures that entities come with facts, sources and checkable evidence."""

import pytest

from graph.errors import QueryTimeout
from tests.search_api.web.fakes import HOSTILE, select_answer

GROUP = "/entities/group/gtnum-2022-aeson"


def test_a_name_finds_entities_with_counts_of_every_kind(client):
    answer = client.get("/entities?q=techne&autocomplete=true").json()

    assert [(hit["kind"], hit["id"]) for hit in answer["entities"]] == [
        ("lab", "techne")
    ]
    assert answer["entities"][0]["url"] == "/entities/lab/techne"
    assert answer["kinds"] == [{"kind": "lab", "label": "Laboratoire", "count": 1}]


def test_a_kind_restricts_the_list_and_not_the_counts(client):
    answer = client.get("/entities?kind=concept").json()

    assert answer["total"] == len(answer["entities"]) == 3
    assert sum(kind["count"] for kind in answer["kinds"]) == 6


def test_pages_of_the_list_join_without_a_gap(client):
    address, found = "/entities?limit=2", []
    while address:
        answer = client.get(address).json()
        found += [hit["id"] for hit in answer["entities"]]
        address = answer["next"]

    assert len(found) == len(set(found)) == answer["total"] == 6


def test_a_fact_shows_certainty_and_sources(client):
    facts = {fact["value"]: fact for fact in client.get(GROUP).json()["facts"]}

    assert facts["TECHNE"]["certain"] is True
    assert facts["MICA"]["certain"] is False
    assert facts["MICA"]["certainty"] == "low"
    assert facts["MICA"]["sources"][0]["url"].startswith("https://edunumrech")
    assert facts[HOSTILE]["entity"] is None


def test_a_fact_is_told_on_both_sides(client):
    answer = client.get("/entities/lab/techne").json()

    assert [fact["subject"]["id"] for fact in answer["named_in"]] == [
        "gtnum-2022-aeson"
    ]


@pytest.mark.parametrize("path", [GROUP, "/entities/concept/sobriete"])
def test_evidence_holds_the_exact_characters(client, path):
    answer = client.get(path).json()

    evidence = [each for found in answer["documents"] for each in found["evidence"]]
    assert evidence
    for each in evidence:
        start, end = each["highlight"]
        assert each["context"][start:end] == each["text"]
        assert each["end"] - each["start"] == len(each["text"])


def test_evidence_of_a_pdf_leads_to_its_page(client):
    answer = client.get("/entities/concept/sobriete").json()
    by_id = {found["document"]["id"]: found for found in answer["documents"]}

    url = by_id["note-sobriete"]["evidence"][0]["url"]
    assert url == "/documents/note-sobriete/original#page=1"


def test_a_declared_link_needs_no_mention(client):
    found = client.get("/entities/lab/mica").json()["documents"]

    assert [(each["mentions"], each["declared"]) for each in found] == [(0, True)]
    assert found[0]["evidence"] == []


def test_neighbours_are_counted_even_where_not_all_are_shown(client):
    answer = client.get(f"{GROUP}?neighbours=1").json()

    assert answer["neighbours_total"] == 3
    assert [each["entity"]["id"] for each in answer["neighbours"]] == ["techne"]


def test_documents_of_an_entity_are_paged(client):
    first = client.get("/entities/concept/sobriete?limit=1").json()
    second = client.get(first["next"]).json()

    assert first["documents_total"] == 2
    assert second["next"] is None
    assert first["documents"] != second["documents"]


def test_the_mentions_of_a_document_are_in_reading_order(client):
    path = "/documents/sheet-gtnum-2022-aeson/mentions"
    answer = client.get(path).json()

    starts = [mention["start"] for mention in answer["mentions"]]
    assert starts == sorted(starts)
    assert answer["total"] == len(starts) == 3
    assert answer["mentions"][0]["entity"] == {
        "kind": "concept",
        "id": "sobriete",
        "label": "sobriété numérique",
    }
    first = client.get(f"{path}?limit=2").json()
    assert len(client.get(first["next"]).json()["mentions"]) == 1


def test_concepts_make_a_tree(client):
    answer = client.get("/concepts").json()

    assert answer["top"] == ["numerique", "tablette"]
    assert answer["concepts"][0]["narrower"] == ["sobriete"]


def test_a_concept_knows_those_around_it(client):
    answer = client.get("/concepts/sobriete").json()

    assert [each["id"] for each in answer["broader"]] == ["numerique"]
    assert [each["url"] for each in answer["related"]] == ["/concepts/tablette"]
    assert answer["entity"] == "/entities/concept/sobriete"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/entities/lab/inconnu", "unknown-entity"),
        ("/entities/lab/%3Cscript%3E", "unknown-entity"),
        ("/entities/galaxie/techne", "invalid-parameter"),
        ("/entities?kind=galaxie", "invalid-parameter"),
        ("/entities?page=2", "invalid-parameter"),
        (f"/entities?q={'x' * 201}", "invalid-parameter"),
        ("/entities/lab/techne?evidence=21", "invalid-parameter"),
        ("/entities?cursor=rien", "invalid-parameter"),
        ("/concepts/inconnu", "unknown-entity"),
        ("/documents/inconnu/mentions", "unknown-document"),
        ("/questions/cq99", "unknown-question"),
    ],
)
def test_what_is_unknown_or_wrong_is_a_problem(client, path, slug):
    assert client.get(path).json()["type"] == f"/problems/{slug}"


@pytest.mark.parametrize(
    "path",
    ["/entities?q=x", GROUP, "/concepts", "/concepts/sobriete", "/questions"],
)
def test_an_unchanged_answer_is_not_sent_again(client, path):
    tag = client.get(path).headers["etag"]

    assert client.get(path, headers={"if-none-match": tag}).status_code == 304


def test_a_question_is_asked_in_a_worker_and_shown_as_a_table(client, services):
    services.queries.outcome = select_answer([{"nom": "Techné"}, {"vagues": "3"}])
    answer = client.get("/questions/cq01").json()

    assert answer["columns"] == ["nom", "vagues"]
    assert answer["rows"] == [["Techné", None], [None, "3"]]
    assert answer["message"] is None
    assert "gtnum:hasLab" in services.queries.asked[0][0]


def test_an_empty_answer_says_so_in_words(client, services):
    services.queries.outcome = select_answer([])
    answer = client.get("/questions/cq01").json()

    assert answer["rows"] == []
    assert answer["message"] == "Aucune réponse dans le graphe."


def test_a_question_that_takes_too_long_is_a_problem(client, services):
    services.queries.outcome = QueryTimeout("Trop long.", seconds=5)

    assert client.get("/questions/cq01").json()["type"] == "/problems/query-timeout"


def test_every_question_is_listed_with_its_query(client):
    questions = client.get("/questions").json()["questions"]

    assert {"cq01", "cq22"} <= {each["name"] for each in questions}
    assert all("SELECT" in each["query"] for each in questions)
