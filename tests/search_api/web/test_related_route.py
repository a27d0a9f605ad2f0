"""This test ensures that a draft is accepted in every form, within limits."""

import threading

import pytest
from starlette.testclient import TestClient

from ingest.errors import (
    DraftAddressRefused,
    DraftNotFetched,
    DraftPageTooLarge,
    DraftPageTooSlow,
    UnsupportedContent,
)
from ontology.call_context import CancelReason, current_call
from search_api.web.application import create_app
from search_api.web.settings import WebSettings

DRAFT = "La sobriété numérique s’enseigne dès l’école primaire."


def test_json_text_and_file_give_the_same_documents(client, services):
    answers = [
        client.post("/related", json={"text": DRAFT}),
        client.post(
            "/related",
            content=DRAFT.encode(),
            headers={"content-type": "text/plain; charset=utf-8"},
        ),
        client.post(
            "/related", files={"file": ("billet.md", DRAFT.encode(), "text/markdown")}
        ),
        client.post("/related", data={"text": DRAFT}),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.text.partition("took_ms")[0] for answer in answers}) == 1
    assert [content.decode() for content, _, _ in services.drafts] == [DRAFT] * 4
    assert services.drafts[2][1:] == ("billet.md", "text/markdown")


def test_the_answer_shows_pairs_and_what_is_shared(client):
    answer = client.post("/related", json={"text": DRAFT}).json()

    assert set(answer) == {
        *("documents", "draft_passages", "asked_passages", "reliable", "unsupported"),
        *("paragraphs", "generation", "model", "took_ms", "reason", "copy_of"),
        *("cited", "to_mention", "keywords", "definitions"),
    }
    related = answer["documents"][0]
    assert set(related) == {
        *("document", "score", "why", "is_cited", "reliable", "reason"),
        *("pairs", "shared", "copies"),
    }
    assert related["shared"] == [{"kind": "lab", "id": "techne", "label": "TECHNE"}]
    pair = related["pairs"][0]
    assert pair["draft"]["text"][pair["draft"]["start"] : pair["draft"]["end"]] == DRAFT
    assert pair["passage"]["id"] == "sheet-gtnum-2022-aeson.0"


def test_the_limit_may_stand_in_the_body_or_the_address(client, services):
    client.post("/related", json={"text": DRAFT, "limit": 1})
    client.post("/related?limit=7&language=fr", json={"text": DRAFT})
    client.post("/related", files={"file": ("a.txt", b"x y z")}, data={"limit": "3"})

    assert [limit for limit, _ in services.related.asked] == [1, 7, 3]
    assert services.related.asked[1][1].languages == ("fr",)


def test_an_answer_about_a_draft_is_never_cached(client):
    response = client.post("/related", json={"text": DRAFT})

    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        ({"json": {"text": ""}}, 422, "invalid-body"),
        ({"json": {"text": "   "}}, 422, "invalid-body"),
        ({"json": {"texte": "x"}}, 422, "invalid-body"),
        ({"json": {"text": "x", "limit": 500}}, 422, "invalid-body"),
        ({"json": ["x"]}, 422, "invalid-body"),
        ({"data": {"text": "x", "limit": "0"}}, 422, "invalid-body"),
        ({"data": {"text": ""}}, 422, "invalid-body"),
        ({"json": {"text": "x" * 20_000}}, 413, "too-large"),
        ({"files": {"file": ("a.pdf", b"x" * 20_000)}}, 413, "too-large"),
        ({"json": {"text": "VIDE"}}, 422, "unreadable-draft"),
        ({"json": {"text": "ENORME"}}, 413, "too-large"),
        ({"content": b"x"}, 415, "unsupported-media-type"),
    ],
)
def test_a_bad_draft_gets_its_own_problem(client, sent, status, problem):
    response = client.post("/related", **sent)

    assert response.status_code == status
    assert response.json()["type"] == f"/problems/{problem}"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"text": ', "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"text=%FF", "application/x-www-form-urlencoded", 400),
        (b"no boundary", "multipart/form-data", 422),
        (b"no boundary", "multipart/form-data; boundary=x", 422),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x", 422),
        (
            b"&".join(b"a=1" for _ in range(99)),
            "application/x-www-form-urlencoded",
            422,
        ),
        (b"<a/>", "application/xml", 415),
    ],
)
def test_broken_bodies_are_problems_not_bugs(client, content, kind, status):
    response = client.post("/related", content=content, headers={"content-type": kind})

    assert response.status_code == status
    assert response.json()["detail"]


def test_an_unreadable_draft_names_its_state_and_a_remedy(client):
    problem = client.post("/related", json={"text": "VIDE"}).json()

    assert problem["state"] == "no_text"
    assert problem["detail"] == "Ce fichier ne contient pas de texte. Numérisez-le."


def test_bytes_are_counted_as_they_come_without_a_declared_length(client, services):
    def endless():
        for _ in range(50):
            yield b"mot " * 250

    response = client.post(
        "/related", content=endless(), headers={"content-type": "text/plain"}
    )

    assert response.status_code == 413
    assert response.json()["limit_bytes"] == 10_000
    assert services.drafts == []


def test_a_compressed_body_is_refused_unopened(client):
    response = client.post(
        "/related",
        content=b"\x1f\x8b",
        headers={"content-type": "text/plain", "content-encoding": "gzip"},
    )

    assert response.status_code == 415


def test_two_files_are_one_too_many(client):
    files = [("file", ("a.txt", b"un")), ("file", ("b.txt", b"deux"))]

    assert client.post("/related", files=files).status_code == 422


def test_a_draft_that_is_not_read_in_time_gets_no_part_of_an_answer(services):
    """The work ends with its deadline, and its place is free for the next draft."""
    read, stopped = services.read_draft, []

    def slow(content, name, media_type):
        if b"LENT" in content:
            call, over = current_call(), threading.Event()
            with call.on_cancel(over.set):
                assert over.wait(60)
            stopped.append(call.reason)
            call.check()
        return read(content, name, media_type)

    services.read_draft = slow
    settings = WebSettings(draft_seconds=0.2, concurrent_drafts=1)
    with TestClient(create_app(services, settings)) as client:
        late = client.post("/related", json={"text": "LENT"})
        page = client.post(
            "/apparentes", data={"text": "LENT"}, headers={"accept": "text/html"}
        )
        assert client.post("/related", json={"text": DRAFT}).status_code == 200

    assert (late.status_code, page.status_code) == (503, 503)
    assert late.json()["type"] == "/problems/deadline-passed"
    for words in (late.json()["detail"], page.text):
        assert "aucune réponse partielle n’est envoyée" in words
        assert "Envoyez-en une partie" in words
    assert stopped == [CancelReason.DEADLINE] * 2


def test_a_document_and_preferences_may_stand_in_the_address(client, services):
    address = "/related?document=note-sobriete&like=hostile&exclude=hostile"
    assert client.post(address).status_code == 200
    record, preferred = services.related.preferred[-1]
    assert record.document.identifier == "note-sobriete"
    assert preferred["liked"] == ("hostile",)
    assert preferred["exclude"] == ("hostile", "note-sobriete")


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("/related?document=inconnu", 404, "unknown-document"),
        ("/related?like=inconnu", 404, "unknown-document"),
        ("/related?document=A", 400, "invalid-parameter"),
        ("/related?limit=500&like=hostile", 400, "invalid-parameter"),
        ("/related?url=http://10.0.0.1/", 422, "address-refused"),
        ("/related?url=http://lent.example/", 504, "fetch-too-slow"),
        ("/related?url=http://gros.example/", 413, "too-large"),
        ("/related?url=http://absent.example/", 502, "fetch-failed"),
        ("/related?url=http://film.example/", 415, "unsupported-media-type"),
    ],
)
def test_what_is_named_and_cannot_be_had_is_a_problem(
    client, services, address, status, problem
):
    services.pages = {
        "http://10.0.0.1/": DraftAddressRefused("n’est pas publique", remedy="Collez."),
        "http://lent.example/": DraftPageTooSlow("trop lente", remedy="Collez."),
        "http://gros.example/": DraftPageTooLarge("trop grosse", remedy="Collez."),
        "http://absent.example/": DraftNotFetched("absente", remedy="Collez."),
        "http://film.example/": UnsupportedContent("un film", remedy="Collez."),
    }
    answer = client.post(address)

    assert answer.status_code == status
    assert answer.json()["type"] == f"/problems/{problem}"
    assert "url=" not in address or "Collez." in answer.json()["detail"]
