"""This test ensures that the wire is what people, proxies and RFC 9112 expect."""

import socket

import pytest

from gtnum.serving.http_protocol import ConnectionLimits
from gtnum.serving.request_heads import HeadLimits
from tests.gtnum.conftest import wait_until
from tests.gtnum.serving.wire import LONG, answer_on, is_closed, wire


@pytest.fixture(scope="module")
def server():
    """A server whose clients have all the time of the world."""
    with wire() as made:
        yield made


@pytest.fixture(scope="module")
def hasty():
    """A server that waits for nobody."""
    short = ConnectionLimits(0.05, 0.05, 0.05, 0.05, HeadLimits())
    with wire(limits=short) as made:
        yield made


def head(target: str, *fields: str, method: str = "GET", version: str = "1.1") -> bytes:
    lines = [f"{method} {target} HTTP/{version}", "Host: x", *fields, "", ""]
    return "\r\n".join(lines).encode()


def assert_problem(answer, status: int, slug: str) -> None:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    assert answer.headers["date"].endswith("GMT")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.told["type"] == f"/problems/{slug}"
    assert answer.told["status"] == status
    assert len(answer.told["detail"]) > 20


def test_accents_typed_into_an_address_arrive(server):
    told = server.ask(head("/pages/é?q=élèves à Créteil".replace(" ", "+"))).told
    assert told["path"] == "/pages/é"
    assert told["query_string"] == "q=%C3%A9l%C3%A8ves+%C3%A0+Cr%C3%A9teil"


def test_bytes_that_are_no_utf8_are_refused(server):
    answer = server.ask(b"GET /search?q=\xe9 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert_problem(answer, 400, "malformed-request")
    assert "UTF-8" in answer.told["detail"]


@pytest.mark.parametrize(
    ("target", "path"),
    [("http://y:8/a/b?q=1", "/a/b"), ("HTTPS://y:8?q=1", "/"), ("http://y:8", "/")],
)
def test_a_whole_address_is_read_and_names_the_host(server, target, path):
    told = server.ask(head(target)).told
    assert told["path"] == path
    assert told["host"] == "y:8"


@pytest.mark.parametrize(
    "target", ["y:443", "*", "ftp://y/", "http://", "http://a@y/", "search"]
)
def test_a_target_that_is_none_is_refused(server, target):
    assert_problem(server.ask(head(target)), 400, "malformed-request")


def test_head_has_the_headers_of_get_and_no_body(server):
    connection = server.say(head("/a", method="HEAD") + head("/a"))
    first = answer_on(connection, has_body=False)
    assert (first.status, int(first.headers["content-length"]) > 0) == (200, True)
    assert answer_on(connection).told["method"] == "GET"
    refused = server.say(head("*", method="HEAD"))
    assert answer_on(refused, has_body=False).status == 400
    assert is_closed(refused)


@pytest.mark.parametrize(
    "fields",
    [
        ("Content-Length: 3", "Transfer-Encoding: chunked"),
        ("transfer-encoding : chunked", "content-length: 3"),
        ("Content-Length: 3", "Content-Length: 4"),
        ("Content-Length: -3",),
    ],
)
def test_a_body_whose_end_is_doubtful_is_refused(server, fields):
    answer = server.ask(head("/body", *fields, method="POST") + b"abc")
    assert_problem(answer, 400, "malformed-request")


def test_transfer_encodings_are_chunked_or_not_known(server):
    chunks = ("Transfer-Encoding: chunked",)
    sent = head("/body", *chunks, method="POST") + b"3\r\nabc\r\n0\r\n\r\n"
    assert server.ask(sent).status == 200
    old = head("/body", *chunks, method="POST", version="1.0")
    assert_problem(server.ask(old), 400, "malformed-request")
    gzipped = head("/body", "Transfer-Encoding: gzip", method="POST")
    assert_problem(server.ask(gzipped), 501, "not-implemented")
    broken = head("/body", *chunks, method="POST") + b"no number\r\n"
    assert_problem(server.ask(broken), 400, "malformed-request")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01",  # somebody speaks TLS
        b"nonsense\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    ],
)
def test_what_cannot_be_parsed_is_answered_as_a_problem(server, sent):
    connection = server.say(sent)
    assert_problem(answer_on(connection), 400, "malformed-request")
    assert is_closed(connection)


def test_long_targets_and_headers_have_problems_of_their_own(server):
    for size in (40_000, 400_000):
        answer = server.ask(head("/search?q=" + "a" * size))
        assert_problem(answer, 414, "target-too-long")
        answer = server.ask(head("/", "Cookie: " + "a" * size))
        assert_problem(answer, 431, "headers-too-large")
    longest = HeadLimits().target_bytes
    line = head("/?q=" + "a" * (longest - 4))
    assert server.ask(line[: longest + 10], line[longest + 10 :]).status == 200
    assert_problem(
        server.ask(head("/?q=" + "a" * (longest + 60))), 414, "target-too-long"
    )


def test_a_head_may_arrive_byte_by_byte_and_after_empty_lines(server):
    whole = b"\r\n\r\n" + head("/a")
    answer = server.ask(*(whole[n : n + 1] for n in range(len(whole))))
    assert answer.told["path"] == "/a"


def test_of_three_requests_at_once_the_first_two_are_answered(server):
    connection = server.say(head("/é") + head("/2") + b"GET nonsense\r\n\r\n")
    assert [answer_on(connection).told["path"] for _ in range(2)] == ["/é", "/2"]
    assert_problem(answer_on(connection), 400, "malformed-request")
    assert is_closed(connection)


def test_bodies_and_requests_may_follow_one_another(server):
    post = head("/body", "Content-Length: 3", method="POST") + b"abc"
    connection = server.say(post + head("/é") + post)
    assert [answer_on(connection).told["path"] for _ in range(3)] == [
        *("/body", "/é", "/body")
    ]


def test_an_upgrade_is_passed_over(server):
    fields = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c")
    assert server.ask(head("/a", *fields)).status == 200


def test_an_answer_before_the_end_of_a_body_is_read_and_ends_the_connection(server):
    half = head("/a", "Content-Length: 9000000", method="POST") + b"x" * 200_000
    connection = server.say(half)
    assert answer_on(connection).told["path"] == "/a"
    assert is_closed(connection)


def test_slow_heads_are_told_and_silent_connections_closed(hasty):
    assert_problem(hasty.ask(b"GET / HTTP/1.1\r\nHost:"), 408, "head-timeout")
    assert is_closed(hasty.connect())


def test_idle_connections_are_closed(hasty):
    connection = hasty.say(head("/a"))
    assert answer_on(connection).status == 200
    assert is_closed(connection)


def test_a_body_that_pauses_is_told(hasty):
    sent = head("/body", "Content-Length: 9", method="POST") + b"abc"
    connection = hasty.say(sent)
    assert_problem(answer_on(connection), 408, "body-timeout")
    assert is_closed(connection)


def test_a_closed_connection_whose_client_reads_nothing_goes(hasty):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", hasty.port))
    connection.sendall(head("/big", "Connection: close"))
    assert connection.recv(4) == b"HTTP"
    wait_until(lambda: len(hasty.places) == 0, LONG)
    connection.close()


def test_a_client_that_goes_is_noticed(server):
    before = len(server.places)
    connection = server.say(head("/hold"))
    wait_until(lambda: len(server.places) == before + 1, LONG)
    connection.close()
    wait_until(lambda: len(server.places) == before, LONG)


def test_a_late_server_tells_to_come_back_but_answers_monitors(server, monkeypatch):
    monkeypatch.setattr(server.server.door, "lets_in", lambda _client: False)
    answer = server.ask(head("/search?q=a"))
    assert_problem(answer, 503, "busy")
    assert int(answer.headers["retry-after"]) > 0
    assert server.ask(head("/health")).told["path"] == "/health"
    body = head("/related", "Content-Length: 3", method="POST") + b"abc"
    assert_problem(server.ask(body), 503, "busy")


def test_a_server_looks_at_the_time(server):
    door = server.server.door
    ticked = door.ticks
    wait_until(lambda: door.ticks > ticked + 2)
    assert server.ask(head("/search?q=a")).status == 200
