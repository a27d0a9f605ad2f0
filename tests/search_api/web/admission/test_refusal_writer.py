"""Refusals are the reports that every other problem is, and pages are rendered once."""

import asyncio
import json

import pytest

from search_api.web.admission.refusal_writer import RefusalWriter
from search_api.web.admission.refusals import (
    RefusalLog,
    late_body,
    no_room_for_bodies,
    refusal_problem,
)
from search_api.web.admission.request_classes import RequestClass
from search_api.web.admission.tickets import LaneFull


def sent(writer, problem, accept="*/*", path="/search"):
    messages = []

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"accept", accept.encode())]}
    asyncio.run(writer.send(scope, send, problem))
    start, body = messages
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert int(headers["content-length"]) == len(body["body"])
    return start["status"], headers, body["body"].decode()


@pytest.fixture
def rendered():
    return []


@pytest.fixture
def writer(rendered):
    def render(report):
        rendered.append(report)
        return f"<h1>{report.title}</h1>"

    return RefusalWriter(render)


def test_a_programme_gets_a_report_with_its_address(writer):
    problem = refusal_problem(RequestClass.SEARCH, LaneFull(3, is_own_excess=False))
    status, headers, body = sent(writer, problem, path="/search")
    assert (status, headers["retry-after"]) == (503, "3")
    assert headers["content-type"] == "application/problem+json"
    assert headers["cache-control"] == "no-store"
    assert json.loads(body)["instance"] == "/search"


def test_a_person_gets_a_page_that_is_rendered_once(writer, rendered):
    problem = refusal_problem(RequestClass.PAGES, LaneFull(3, is_own_excess=True))
    for path in ("/", "/recherche"):
        status, headers, body = sent(writer, problem, "text/html", path)
        assert (status, body) == (429, "<h1>Trop de demandes</h1>")
        assert headers["content-type"].startswith("text/html")
    assert len(rendered) == 1


@pytest.mark.parametrize(
    "kind", [kind for kind in RequestClass if kind is not RequestClass.HEALTH]
)
@pytest.mark.parametrize("is_own_excess", [True, False])
def test_every_class_has_words_for_its_refusal(kind, is_own_excess):
    problem = refusal_problem(kind, LaneFull(7, is_own_excess=is_own_excess))
    assert "Revenez dans 7 s." in problem.detail
    assert problem.headers == {"Retry-After": "7"}


def test_bodies_are_refused_with_the_connection():
    for problem in (late_body(30), no_room_for_bodies()):
        assert problem.headers["Connection"] == "close"


def test_the_log_sums_refusals(caplog):
    now = [0.0]
    log = RefusalLog(lambda: now[0])
    log.note(RequestClass.SEARCH, "full")
    for _ in range(500):
        log.note(RequestClass.SEARCH, "full")
        log.note(RequestClass.PAGES, "excess")
    assert len(caplog.records) == 1
    now[0] = 11.0
    log.note(RequestClass.SEARCH, "full")
    assert caplog.messages[-1].endswith("501 × search full, 500 × pages excess")
