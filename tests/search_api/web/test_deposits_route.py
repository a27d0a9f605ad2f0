"""This test ensures that deposits are asked for, counted and told of as described."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from search_api.deposit_tasks import (
    DepositsBusy,
    TaskDocument,
    TaskFailure,
    TaskStage,
    TaskState,
)
from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fake_deposits import FakeDeposits

CLAIRE = {"authorization": "Bearer secret-de-claire"}
PAUL = {"authorization": "Bearer secret-de-paul"}
LIMIT = 100_000


@pytest.fixture
def desk(tmp_path):
    return FakeDeposits(tmp_path / "arriving")


@pytest.fixture
def open_client(services, desk):
    """Return a client of an application that takes deposits."""
    settings = WebSettings(max_deposit_bytes=LIMIT)
    app = create_app(services, settings, desk)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made
    assert desk.is_closed


def send(client, content, name="rapport.pdf", headers=CLAIRE, **fields):
    return client.post(
        "/documents", files={"file": (name, content)}, data=fields, headers=headers
    )


def slug(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.json()["type"].removeprefix("/problems/")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/documents"),
        ("DELETE", "/documents/note-sobriete"),
        ("GET", "/tasks"),
        ("GET", "/tasks/t0"),
    ],
)
def test_without_tokens_the_routes_say_how_to_open_them(client, method, path):
    answer = client.request(method, path, headers=CLAIRE)
    assert (answer.status_code, slug(answer)) == (403, "deposits-closed")
    assert "GTNUM_TOKENS" in answer.json()["detail"]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer faux", "secret"]
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/documents"), ("GET", "/tasks"), ("GET", "/tasks/x")]
)
def test_a_wrong_token_is_refused_with_a_challenge(open_client, method, path, header):
    headers = {} if header is None else {"authorization": header}
    answer = open_client.request(method, path, headers=headers)
    assert (answer.status_code, slug(answer)) == (401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_file_becomes_a_task_of_its_owner(open_client, desk):
    answer = send(open_client, b"%PDF-1.7 bonjour", collection="carnet")
    assert answer.status_code == 202
    task = answer.json()
    assert answer.headers["location"] == task["links"]["self"] == f"/tasks/{task['id']}"
    assert task["state"] == "queued"
    assert desk.taken[0][0::3] == ("claire", "carnet")
    assert desk.taken[0][4] == b"%PDF-1.7 bonjour"
    assert open_client.get(f"/tasks/{task['id']}", headers=CLAIRE).json() == task
    assert open_client.get("/tasks", headers=CLAIRE).json()["total"] == 1
    # Another token neither sees it nor learns that it exists.
    other = open_client.get(f"/tasks/{task['id']}", headers=PAUL)
    assert (other.status_code, slug(other)) == (404, "unknown-task")
    assert open_client.get("/tasks", headers=PAUL).json()["total"] == 0


def test_an_address_becomes_a_task(open_client, desk):
    asked = {"url": "https://exemple.fr/a.pdf", "collection": "carnet"}
    answer = open_client.post("/documents", json=asked, headers=CLAIRE)
    assert answer.status_code == 202
    assert answer.json()["url"] == asked["url"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "ftp://exemple.fr/a"},
        {"url": "file:///etc/passwd"},
        {"url": "https://exemple.fr/a b"},
        {"url": "https://exemple.fr/", "collection": "../x"},
        {"url": "https://exemple.fr/", "x": 1},
        ["https://exemple.fr/"],
    ],
)
def test_a_wrong_address_is_refused(open_client, desk, body):
    answer = open_client.post("/documents", json=body, headers=CLAIRE)
    assert (answer.status_code, slug(answer)) == (422, "invalid-body")
    assert not desk.known


def test_addresses_are_refused_where_nothing_fetches(open_client, desk):
    desk.can_fetch = False
    asked = {"url": "https://exemple.fr/a.pdf"}
    answer = open_client.post("/documents", json=asked, headers=CLAIRE)
    assert (answer.status_code, slug(answer)) == (422, "invalid-body")


def test_a_file_over_the_limit_is_refused_and_nothing_stays(open_client, desk):
    answer = send(open_client, b"x" * (LIMIT + 1))
    assert (answer.status_code, slug(answer)) == (413, "too-large")
    assert answer.json()["limit_bytes"] == LIMIT
    assert not desk.known
    assert not list(desk.arrival().iterdir())
    assert send(open_client, b"x" * LIMIT).status_code == 202


@pytest.mark.parametrize(
    "collection", ["../x", "a/b", "a b", "x" * 41, ".cache", "é\n"]
)
def test_a_collection_with_a_strange_name_is_refused(open_client, desk, collection):
    answer = send(open_client, b"bonjour", collection=collection)
    if collection == "é\n":  # blanks around a field are no part of it
        assert answer.status_code == 202
    else:
        assert (answer.status_code, slug(answer)) == (422, "invalid-body")
        assert not list(desk.arrival().iterdir())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\nnothing", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (
            b'--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nno\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"{}", "application/json"),
        (b"{" * 20_000, "application/json"),
        (b"x", "text/plain"),
    ],
)
def test_a_body_that_is_no_deposit_is_refused(open_client, desk, body, kind):
    headers = {**CLAIRE, "content-type": kind}
    answer = open_client.post("/documents", content=body, headers=headers)
    assert answer.status_code in (413, 415, 422), answer.text
    assert not desk.known
    assert not list(desk.arrival().iterdir())


def test_a_full_queue_says_when_to_come_back(open_client, desk, monkeypatch):
    def refuse(*_arguments, **_named):
        raise DepositsBusy("1000 tâches attendent déjà")

    monkeypatch.setattr(desk, "deposit", refuse)
    answer = send(open_client, b"bonjour")
    assert (answer.status_code, slug(answer)) == (503, "busy")
    assert answer.headers["retry-after"] == "60"
    assert not list(desk.arrival().iterdir())


def test_only_a_known_document_can_be_withdrawn(open_client):
    answer = open_client.delete("/documents/note-sobriete", headers=CLAIRE)
    assert (answer.status_code, answer.json()["kind"]) == (202, "withdrawal")
    answer = open_client.delete("/documents/inconnu", headers=CLAIRE)
    assert (answer.status_code, slug(answer)) == (404, "unknown-document")


def test_a_withdrawn_document_is_gone_not_unknown(open_client, services, monkeypatch):
    current = services.current()
    gone = replace(current, was_withdrawn=lambda name: name == "retire")
    monkeypatch.setattr(services, "current", lambda: gone)
    for path in ("/documents/retire", "/documents/retire/original"):
        answer = open_client.get(path)
        assert (answer.status_code, slug(answer)) == (410, "withdrawn-document")
    assert open_client.get("/documents/inconnu").status_code == 404
    page = open_client.get("/document/retire", headers={"accept": "text/html"})
    assert page.status_code == 410


def test_a_failed_task_carries_its_problem(open_client, desk):
    identifier = send(open_client, b"bonjour").json()["id"]
    desk.known[identifier] = replace(
        desk.known[identifier],
        state=TaskState.FAILED,
        stage=TaskStage.FINISHED,
        failure=TaskFailure("unreadable-document", "Vide.", {"state": "no_text"}),
    )
    problem = open_client.get(f"/tasks/{identifier}", headers=CLAIRE).json()["problem"]
    assert problem["type"] == "/problems/unreadable-document"
    assert (problem["status"], problem["state"]) == (422, "no_text")


def test_done_is_said_only_of_what_is_served(open_client, desk):
    identifier = send(open_client, b"bonjour").json()["id"]
    done = replace(
        desk.known[identifier],
        state=TaskState.DONE,
        stage=TaskStage.FINISHED,
        finished_at=datetime.now(UTC),
        documents=(TaskDocument("note-sobriete", "Sobriété", "ok"),),
        generation="0008",
    )
    desk.known[identifier] = done
    answer = open_client.get(f"/tasks/{identifier}", headers=CLAIRE)
    assert (answer.json()["state"], answer.json()["stage"]) == ("running", "publishing")
    # After a way back to an older generation it must not look so for ever.
    before = datetime.now(UTC) - timedelta(minutes=1)
    desk.known[identifier] = replace(done, finished_at=before)
    answer = open_client.get(f"/tasks/{identifier}", headers=CLAIRE).json()
    assert answer["state"] == "done"
    assert answer["documents"][0]["links"]["self"] == "/documents/note-sobriete"
