"""This test ensures that ``gtnum serve`` serves where it says, quietly."""

import gc
import socket

import pytest

from gtnum import wiring
from gtnum.serving import http_server


@pytest.fixture
def served(monkeypatch):
    """What the server would be given."""
    given = {}

    def serve(application, sockets, limits, ready):
        given.update(application=application, limits=limits, collects=gc.isenabled())
        given["addresses"] = [each.getsockname() for each in sockets]
        for each in sockets:
            each.close()
        given["ready"] = ready

    monkeypatch.setattr(http_server, "serve_http", serve)
    monkeypatch.setattr(wiring, "application", lambda settings: ("service", settings))
    monkeypatch.setattr(gc, "freeze", lambda: None)  # it would outlast the test
    return given


def test_the_service_listens_where_it_is_told(gtnum, served, capsys):
    code, _, messages = gtnum("serve", "--host", "127.0.0.2", "--port", 0)
    assert (code, messages) == (0, "")  # nothing is announced before it answers
    [(host, port)] = served["addresses"]
    assert host == "127.0.0.2"
    assert port > 0
    name, settings = served["application"]
    assert (name, settings.port) == ("service", port)
    served["ready"]()
    assert f"http://127.0.0.2:{port}/" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_before_the_library_is_opened(
    gtnum, served, monkeypatch
):
    monkeypatch.setattr(wiring, "application", lambda settings: pytest.fail("opened"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, messages = gtnum("serve", "--port", port)
    assert code == 3
    assert f"le port {port} de 127.0.0.1 est déjà pris" in messages
    assert "--port" in messages.partition("→")[2]
    assert served == {}


def test_the_limits_are_those_of_the_settings(gtnum, served, monkeypatch):
    monkeypatch.setenv("GTNUM_HTTP_CONNECTIONS", "20")
    monkeypatch.setenv("GTNUM_HTTP_HEAD_SECONDS", "4")
    monkeypatch.setenv("GTNUM_HTTP_IDLE_SECONDS", "5")
    monkeypatch.setenv("GTNUM_HTTP_STOP_SECONDS", "6")
    gtnum("serve", "--port", 0)
    limits = served["limits"]
    assert (limits.connections, limits.stop_seconds) == (20, 6)
    assert limits.connection.head_seconds == 4
    assert limits.connection.idle_seconds == 5


def test_memory_is_collected_while_it_serves_and_after_a_refusal(
    gtnum, served, monkeypatch
):
    gtnum("serve", "--port", 0)
    assert served["collects"]

    def refuse(settings):
        assert not gc.isenabled()
        raise PermissionError(13, "Permission denied", "library")

    monkeypatch.setattr(wiring, "application", refuse)
    assert gtnum("serve", "--port", 0)[0] == 3
    assert gc.isenabled()
