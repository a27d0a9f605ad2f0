"""``GET /suggest`` answers pages and browsers, and keeps quiet for the rest."""

import pytest

from tests.search_api.web.tiny_corpus import HOSTILE


def test_completions_lead_to_pages_and_searches(client):
    answer = client.get("/suggest?q=so").json()
    assert answer["query"] == "so"
    assert [(one["kind"], one["url"]) for one in answer["suggestions"]] == [
        ("concept", "/entite/concept/sobriete"),
        ("document", "/document/note-sobriete"),
        ("word", "/recherche?q=sobri%C3%A9t%C3%A9"),
    ]
    assert answer["suggestions"][2]["id"] is None


def test_browsers_get_opensearch_suggestions(client, settings):
    response = client.get("/suggest?q=so&format=opensearch&limit=2")
    assert response.headers["content-type"] == "application/x-suggestions+json"
    query, texts, labels, addresses = response.json()
    assert query == "so"
    assert texts == [HOSTILE, "Sobriété numérique : douze études"]
    assert labels == ["Notion", "Document"]
    assert all(one.startswith(settings.public_url) for one in addresses)


@pytest.mark.parametrize("typed", ["", " ", "\x00", "xyz", "Привет", "教育", "🙂", '"'])
def test_nothing_to_complete_is_an_empty_list(client, typed):
    response = client.get("/suggest", params={"q": typed})
    assert response.status_code == 200
    assert response.json()["suggestions"] == []


@pytest.mark.parametrize(
    "query", ["", "q=so&limit=0", "q=so&limit=21", f"q={'a' * 1001}", "q=a&format=xml"]
)
def test_wrong_parameters_are_problems(client, query):
    response = client.get(f"/suggest?{query}")
    assert response.status_code == 400
    assert response.json()["type"] == "/problems/invalid-parameter"


def test_the_search_engine_description_names_the_suggestions(client):
    text = client.get("/opensearch.xml").text
    assert 'type="application/x-suggestions+json"' in text


def test_unchanged_completions_are_not_sent_again(client):
    first = client.get("/suggest?q=so")
    again = client.get(
        "/suggest?q=so", headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
