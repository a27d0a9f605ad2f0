"""This test ensures that ``gtnum serve`` serves quietly and keeps no questions."""

import gc

import pytest
import uvicorn

from gtnum import wiring


@pytest.fixture
def served(monkeypatch):
    """What the server would be given."""
    given = {}

    def run(application, **options):
        given.update(options, application=application, collects=gc.isenabled())

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setattr(wiring, "application", lambda settings: ("service", settings))
    monkeypatch.setattr(gc, "freeze", lambda: None)  # it would outlast the test
    return given


def test_the_service_listens_where_it_is_told(gtnum, served):
    code, _, messages = gtnum("serve", "--host", "127.0.0.2", "--port", 8080)
    assert code == 0
    assert (served["host"], served["port"]) == ("127.0.0.2", 8080)
    assert "http://127.0.0.2:8080/" in messages
    name, settings = served["application"]
    assert (name, settings.port) == ("service", 8080)


def test_neither_questions_nor_headers_of_a_proxy_are_trusted_to_anybody(gtnum, served):
    gtnum("serve")
    assert (served["host"], served["port"]) == ("127.0.0.1", 8000)
    names = ("access_log", "proxy_headers", "server_header")
    assert [served[name] for name in names] == [False] * 3
    assert served["log_level"] == "warning"
    assert served["timeout_keep_alive"] == 15


def test_memory_is_collected_while_it_serves_and_after_a_refusal(
    gtnum, served, monkeypatch
):
    gtnum("serve")
    assert served["collects"]

    def refuse(settings):
        assert not gc.isenabled()
        raise PermissionError(13, "Permission denied", "library")

    monkeypatch.setattr(wiring, "application", refuse)
    assert gtnum("serve")[0] == 3
    assert gc.isenabled()
