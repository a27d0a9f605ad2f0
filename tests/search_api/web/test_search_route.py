"""This test ensures that ``GET /search`` keeps the promise of its keys."""

import pytest

KEYS = {
    "query",
    "total",
    "capped",
    "hits",
    "next",
    "reliable",
    "state",
    "further_total",
    "message",
    "understood",
    "entities",
    "spelling",
    "facets",
    "generation",
    "model",
    "took_ms",
    *("direct_answers", "direct_answers_message"),
}
DOCUMENT_KEYS = {
    *("id", "iri", "title", "kind", "kind_label", "date", "language", "authors"),
    *("url", "publisher", "licence", "page_count", "paged", "links"),
    *("is_record", "describes", "work_date"),
}
PASSAGE_KEYS = {
    *("id", "text", "page", "start", "end", "score", "scores", "section"),
    *("highlights", "best_sentence", "language", "url", "synonyms", "context"),
    "role",
}


def search(client, **parameters):
    return client.get("/search", params=parameters)


def test_the_promised_keys_are_there(client):
    answer = search(client, q="sobriété").json()
    hit = answer["hits"][0]

    assert set(answer) == KEYS
    assert set(hit) == {
        *("document", "stratum", "score", "passages", "copies", "explanation")
    }
    assert hit["explanation"] is None
    assert set(hit["document"]) == DOCUMENT_KEYS
    assert set(hit["document"]["links"]) == {"self", "original", "page"}
    assert set(hit["passages"][0]) == PASSAGE_KEYS
    assert set(hit["passages"][0]["scores"]) == {
        *("words", "vectors", "words_share", "vectors_share", "intent_share"),
        *("closeness_share", "kind_weight"),
    }


def test_highlights_point_at_the_words_of_the_question(client):
    hits = search(client, q="sobriété").json()["hits"]
    passages = [passage for hit in hits for passage in hit["passages"]]

    marked = {
        passage["text"][start:end]
        for passage in passages
        for start, end in passage["highlights"]
    }
    assert marked == {"sobriété"}


def test_a_pdf_passage_opens_its_page_and_another_opens_our_page(client):
    hits = search(client, q="tablettes laboratoires").json()["hits"]
    urls = {hit["document"]["id"]: hit["passages"][0]["url"] for hit in hits}

    assert urls["note-sobriete"] == "/documents/note-sobriete/original#page=2"
    assert urls["sheet-gtnum-2022-aeson"] == (
        "/document/sheet-gtnum-2022-aeson#passage-1"
    )


def test_next_leads_through_all_hits_without_repeating(client):
    seen, address = [], "/search?q=sobriété&limit=1"
    while address:
        response = client.get(address)
        answer = response.json()
        seen += [hit["document"]["id"] for hit in answer["hits"]]
        address = answer["next"]
        link = response.headers.get("link")
        assert link == (f'<{address}>; rel="next"' if address else None)

    assert len(seen) == len(set(seen)) == answer["total"] == 2


def test_next_keeps_filters_and_mode(client, services):
    answer = search(
        client,
        q="sobriété",
        limit=1,
        language="fr",
        mode="words",
        passages=5,
        facets="true",
        date_from="2020",
    ).json()
    client.get(answer["next"])

    first, second = services.searcher.queries
    assert second.cursor is not None
    assert first.restriction == second.restriction
    assert (first.mode, first.passages_per_document, first.with_facets) == (
        *("words", 5, True),
    )
    assert (second.mode, second.passages_per_document, second.with_facets) == (
        *("words", 5, True),
    )


def test_filters_reach_the_searcher(client, services):
    search(
        client,
        q="x y",
        kind=["report", "article"],
        language="en",
        collection="gtnum",
        date_from="2020-01",
        date_to="2024",
        group="gtnum-2022-aeson",
        lab=["techne", "mica"],
        concept="sobriete",
    )

    restriction = services.searcher.queries[0].restriction
    assert restriction.kinds == ("report", "article")
    assert restriction.languages == ("en",)
    assert restriction.collections == ("gtnum",)
    assert (restriction.date_from, restriction.date_to) == ("2020-01", "2024")
    assert set(restriction.entities) == {
        ("group", "gtnum-2022-aeson"),
        ("lab", "techne"),
        ("lab", "mica"),
        ("concept", "sobriete"),
    }


def test_facets_come_only_when_asked(client):
    assert search(client, q="sobriété").json()["facets"] == {}

    facets = search(client, q="sobriété", facets="true").json()["facets"]
    assert {"value": "2023", "label": "2023", "count": 1} in facets["year"]


def test_nothing_reliable_is_said(client):
    nothing = search(client, q="rien").json()
    doubtful = search(client, q="douteux").json()
    sure = search(client, q="sobriété").json()

    assert (nothing["total"], nothing["next"], nothing["reliable"]) == (0, None, False)
    assert nothing["message"].startswith("Rien dans le corpus")
    assert doubtful["hits"]
    assert doubtful["message"].startswith("Rien dans le corpus")
    assert (doubtful["total"], doubtful["further_total"]) == (0, len(doubtful["hits"]))
    assert (sure["reliable"], sure["message"]) == (True, None)
    assert (doubtful["state"], sure["state"]) == ("nothing", "answered")


def test_a_subject_without_what_is_asked_is_said(client):
    spoken_of = search(client, q="budget de la sobriété").json()
    assert (spoken_of["state"], spoken_of["reliable"]) == ("mentioned", False)
    assert spoken_of["message"].startswith("Le corpus en parle, mais")
    assert spoken_of["total"] > 0


def test_each_hit_says_its_stratum(client):
    found = search(client, q="sobriété demi").json()
    strata = [hit["stratum"] for hit in found["hits"]]
    assert strata == ["answer"] + ["further"] * found["further_total"]
    assert found["further_total"] > 0
    taken = client.get("/search?q=sobriété demi&format=csl").json()
    assert len(taken) == found["total"] == 1


def test_an_order_is_asked_for_and_kept_in_the_next_address(client, services):
    found = search(client, q="numérique", sort="date", limit=1).json()
    assert services.searcher.queries[-1].sort == "date"
    assert "sort=date" in found["next"]
    assert search(client, q="numérique", sort="size").status_code == 400


def test_an_empty_answer_with_filters_blames_the_filters(client):
    answer = search(client, q="rien", lab="mica").json()

    assert "Retirez un filtre" in answer["message"]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"limit": 101}, "limit"),
        ({"limit": 0}, "limit"),
        ({"limit": "dix"}, "limit"),
        ({"passages": 21}, "passages"),
        ({"kind": "livre"}, "kind"),
        ({"mode": "magie"}, "mode"),
        ({"language": "français"}, "language"),
        ({"date_from": "hier"}, "date_from"),
        ({"date_from": "2024-13"}, "date_from"),
        ({"date_from": "2025", "date_to": "2024"}, "date_from"),
        ({"limite": 10}, "limite"),
        ({"facets": "peut-être"}, "facets"),
    ],
)
def test_a_wrong_parameter_is_named_and_never_corrected(
    client, services, parameters, name
):
    response = search(client, q="sobriété", **parameters)

    problem = response.json()
    assert response.status_code == problem["status"] == 400
    assert problem["type"] == "/problems/invalid-parameter"
    assert problem["errors"][0]["parameter"] == name
    assert services.searcher.queries == []


@pytest.mark.parametrize("question", ["", "   ", "\x00\x01", "x" * 1001])
def test_an_unusable_question_is_refused(client, question):
    response = search(client, q=question)

    assert response.status_code == 400
    assert response.json()["type"] == "/problems/bad-question"


def test_a_missing_question_is_named(client):
    problem = client.get("/search").json()

    assert problem["errors"][0] == {
        "detail": "ce paramètre est obligatoire",
        "parameter": "q",
    }


def test_control_characters_are_taken_out_of_the_question(client, services):
    search(client, q="  sobriété\x00numérique\n ")

    assert services.searcher.queries[0].text == "sobriété numérique"


def test_a_stale_cursor_is_gone_and_a_broken_one_is_wrong(client):
    assert search(client, q="x", cursor="0001.10").status_code == 410
    assert search(client, q="x", cursor="n’importe quoi").status_code == 400


def test_the_same_question_is_answered_304_until_a_publication(client, services):
    first = search(client, q="sobriété")
    tag = {"if-none-match": first.headers["etag"]}

    again = client.get("/search", params={"q": "sobriété"}, headers=tag)
    other = client.get("/search", params={"q": "écran"}, headers=tag)
    services.generation = "0008"
    later = client.get("/search", params={"q": "sobriété"}, headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == later.status_code == 200
    assert len(services.searcher.queries) == 3
    assert first.headers["cache-control"] == "public, max-age=60"


def test_neighbours_come_only_when_asked(client):
    plain = search(client, q="tablettes").json()["hits"][0]["passages"][0]
    assert plain["context"] is None

    asked = search(client, q="tablettes", context="true").json()
    passage = asked["hits"][0]["passages"][0]
    assert passage["id"] == "note-sobriete.1"
    assert passage["context"]["previous"]["id"] == "note-sobriete.0"
    assert passage["context"]["next"]["id"] == "note-sobriete.2"


def test_the_first_passage_has_none_before_it(client):
    asked = search(client, q="veille", context="true").json()
    passage = asked["hits"][0]["passages"][0]
    assert passage["context"]["previous"] is None


def test_diversity_reaches_the_searcher_and_the_next_page(client, services):
    answer = search(client, q="sobriété", limit=1, diversity=1, context=1).json()
    client.get(answer["next"])
    assert [query.most_alike for query in services.searcher.queries] == [1, 1]
    assert "context=true" in answer["next"]
    assert search(client, q="x", diversity=21).status_code == 400


@pytest.mark.parametrize(
    ("filters", "parameter", "known"),
    [
        ({"group": "inconnu"}, "group", "gtnum-2022-aeson"),
        ({"lab": "techn"}, "lab", "techne"),
        ({"language": "de"}, "language", "en (anglais)"),
        ({"kind": "roman"}, "kind", "report"),
    ],
)
def test_a_filter_value_that_does_not_exist_names_those_that_do(
    client, filters, parameter, known
):
    response = search(client, q="école", **filters)
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "/problems/invalid-parameter"
    assert problem["errors"][0]["parameter"] == parameter
    assert known in problem["detail"]
