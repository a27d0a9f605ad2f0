"""A crowd over real sockets: health answers, others are told, abandoned work stops."""

import http.client
import json
import socket
import threading
import time

import pytest
import uvicorn

from ontology.call_context import checkpoint, current_call
from search_api.web.admission.class_limits import admission_limits
from search_api.web.admission.request_classes import RequestClass
from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices

PATIENT = 60.0
"""Seconds; only a test that fails waits so long."""

PAGE = {"Accept": "text/html"}
PLACES = admission_limits(WebSettings()).lanes[RequestClass.SEARCH].places


class Held:
    """A searcher whose searches last until their client hangs up."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.ended = threading.Semaphore(0)
        self.clients = []

    def search(self, query):
        call, stopped = current_call(), threading.Event()
        self.clients.append(call.client)
        with call.on_cancel(stopped.set):
            self.begun.release()
            assert stopped.wait(PATIENT)
        self.ended.release()
        checkpoint()


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = FakeServices(tmp_path_factory.mktemp("originals"))
    made.searcher = Held()
    return made


@pytest.fixture(scope="module")
def app(services):
    return create_app(services, WebSettings(waiting_seconds=0.2))


@pytest.fixture(scope="module")
def port(app):
    """The port of a server that runs for this file."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENT
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(PATIENT)
    assert not thread.is_alive()


class Crowd:
    """Clients that ask something dear and do not wait for it."""

    def __init__(self, port, path="/search?q=cher", number=PLACES):
        self.sockets = []
        for _ in range(number):
            made = socket.create_connection(("127.0.0.1", port), timeout=PATIENT)
            made.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.sockets.append(made)

    def leave(self):
        for each in self.sockets:
            each.close()
        self.sockets = []


@pytest.fixture
def crowd(port, services):
    """Clients whose searches take all places; they leave at the end."""
    made = Crowd(port)
    for _ in range(PLACES):
        assert services.searcher.begun.acquire(timeout=PATIENT)
    yield made
    if made.sockets:
        made.leave()
        for _ in range(PLACES):
            assert services.searcher.ended.acquire(timeout=PATIENT)


def ask(port, path, headers=None, source="127.0.0.1"):
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=PATIENT, source_address=(source, 0)
    )
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    found = response.status, response.headers, response.read()
    connection.close()
    return found


def test_work_ends_when_its_clients_leave(crowd, services, app):
    crowd.leave()
    for _ in range(PLACES):
        assert services.searcher.ended.acquire(timeout=PATIENT)
    assert services.searcher.clients[-1] == "address:127.0.0.1"


@pytest.mark.parametrize("path", ["/health", "/suggest?q=so", "/", "/static/style.css"])
def test_what_is_of_another_class_answers(crowd, port, path):
    status, _, _ = ask(port, path)
    assert status == 200


def test_a_search_too_many_is_told_when_to_come_back(crowd, port):
    status, headers, body = ask(port, "/search?q=simple", source="127.0.0.9")
    assert status == 503
    assert int(headers["Retry-After"]) >= 1
    assert headers["Content-Type"] == "application/problem+json"
    report = json.loads(body)
    assert report["type"] == "/problems/busy"
    assert "recherches" in report["detail"]


def test_a_person_is_told_on_a_page(port, services):
    crowd = Crowd(port, "/recherche?q=cher")
    for _ in range(PLACES):
        assert services.searcher.begun.acquire(timeout=PATIENT)
    status, headers, body = ask(port, "/recherche?q=simple", PAGE)
    assert status == 503
    assert headers["Retry-After"]
    assert "Service occupé" in body.decode()
    crowd.leave()
    for _ in range(PLACES):
        assert services.searcher.ended.acquire(timeout=PATIENT)


def test_excess_is_told_apart_where_others_wait(port, services, app):
    crowd = Crowd(port, number=40)
    for _ in range(PLACES):
        assert services.searcher.begun.acquire(timeout=PATIENT)
    told = []

    def newcomer():
        told.append(ask(port, "/search?q=autre", source="127.0.0.7")[0])

    other = threading.Thread(target=newcomer)
    other.start()
    answers = [each.recv(12).decode() for each in crowd.sockets[PLACES:]]
    other.join(PATIENT)
    assert set(answers) <= {"HTTP/1.1 503", "HTTP/1.1 429"}
    assert told == [503]
    crowd.leave()
    for _ in range(PLACES):
        assert services.searcher.ended.acquire(timeout=PATIENT)
