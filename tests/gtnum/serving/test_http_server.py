"""This test ensures that crowds do not stop a service, and a signal does, in time."""

import asyncio
import signal
import socket
import subprocess
import sys
import textwrap
import threading

import pytest

from gtnum.errors import AddressUnavailable
from gtnum.serving.http_server import HttpServer, ServerLimits
from gtnum.serving.listening import bind
from tests.gtnum.conftest import wait_until
from tests.gtnum.serving.test_http_protocol import assert_problem, head
from tests.gtnum.serving.wire import LONG, answer_on, is_closed, wire


def test_idle_and_half_sent_connections_make_room_for_active_ones():
    with wire(connections=10) as server:
        idle = [server.connect() for _ in range(40)]
        half = [server.say(b"GET / HTTP/1.1\r\n") for _ in range(40)]
        body = head("/body", "Content-Length: 9", method="POST")
        slow = [server.say(body + b"abc") for _ in range(40)]
        assert server.ask(head("/a")).status == 200
        assert len(server.places) <= 10
        assert is_closed(idle[0])
        assert is_closed(half[0])
        assert is_closed(slow[0])


def test_a_client_that_does_not_read_makes_room():
    with wire(connections=1) as server:
        unread = server.say(head("/big"))
        assert unread.recv(4) == b"HTTP"
        assert server.ask(head("/a")).status == 200


def test_in_a_crowd_nobody_is_served_twice_in_a_row():
    with wire(connections=4) as server:
        connection = server.say(head("/1") * 2)
        assert [answer_on(connection).status for _ in range(2)] == [200, 200]
        for _ in range(2):
            server.connect()
        wait_until(lambda: server.places.are_crowded, LONG)
        connection.sendall(head("/1") * 2)
        assert answer_on(connection).status == 200
        assert is_closed(connection)


def test_where_all_are_served_a_newcomer_is_told_to_come_back():
    entered, done = threading.Event(), threading.Event()

    async def busy(scope, receive, send):
        if scope["type"] == "lifespan":
            return
        entered.set()
        await asyncio.to_thread(done.wait)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with wire(connections=1, application=busy) as server:
        served = server.say(head("/"))
        assert entered.wait(LONG)
        refused = server.connect()
        answer = answer_on(refused)
        assert_problem(answer, 503, "busy")
        assert answer.headers["retry-after"] == "2"
        assert is_closed(refused)
        done.set()
        assert answer_on(served).status == 204


def test_a_taken_or_foreign_address_is_refused_by_name():
    taken = bind("127.0.0.1", 0)
    port = taken[0].getsockname()[1]
    taken[0].listen()
    with pytest.raises(AddressUnavailable, match=f"{port} de 127.0.0.1 est déjà pris"):
        bind("127.0.0.1", port)
    taken[0].close()
    with pytest.raises(AddressUnavailable, match="pas une adresse de cette machine"):
        bind("192.0.2.1", 0)
    with pytest.raises(AddressUnavailable, match="inconnu"):
        bind("", -1)


def test_localhost_is_one_port_on_all_its_addresses():
    bound = bind("localhost", 0)
    assert len({each.getsockname()[1] for each in bound}) == 1
    assert all(isinstance(each, socket.socket) for each in bound)
    for each in bound:
        each.close()


_PROGRAM = """
import asyncio, sys, time
from gtnum.serving.http_server import ServerLimits, serve_http
from gtnum.serving.http_server import HttpServer, ServerLimits
from gtnum.serving.listening import bind
from starlette.concurrency import run_in_threadpool
from gtnum import logs

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        for name in ("startup", "shutdown"):
            await receive()
            await send({{"type": f"lifespan.{{name}}.complete"}})
        print("closed", flush=True)
        return
    print("asked", scope["path"], flush=True)
    if scope["path"] == "/soon":
        await asyncio.sleep(0.5)
    elif scope["path"] == "/never":
        await run_in_threadpool(time.sleep, 600)
    await send({{"type": "http.response.start", "status": 204, "headers": []}})
    await send({{"type": "http.response.body", "body": b""}})

logs.configure("INFO")
{before}
sockets = bind("127.0.0.1", 0)
port = sockets[0].getsockname()[1]
limits = ServerLimits(connections=500, stop_seconds={stop_seconds})
serve_http(app, sockets, limits, lambda: print(port, flush=True))
"""


def program(stop_seconds: float, before: str = "") -> subprocess.Popen[str]:
    code = textwrap.dedent(_PROGRAM).format(stop_seconds=stop_seconds, before=before)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def asked(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=LONG)
    connection.sendall(head(path))
    return connection


def test_what_is_nearly_done_is_finished_and_idle_ones_close_at_once():
    with program(stop_seconds=LONG) as child:
        port = int(child.stdout.readline())
        soon, idle = asked(port, "/soon"), socket.create_connection(("127.0.0.1", port))
        assert child.stdout.readline() == "asked /soon\n"
        child.send_signal(signal.SIGTERM)
        assert answer_on(soon).status == 204
        assert is_closed(soon)
        assert is_closed(idle)
        assert child.stdout.readline() == "closed\n"
        assert child.wait(LONG) == -signal.SIGTERM


def test_what_is_not_done_in_time_does_not_hold_up_the_end():
    # Long enough that the last bound, a signal of the system, does not come first.
    with program(stop_seconds=6) as child:
        port = int(child.stdout.readline())
        never = asked(port, "/never")
        assert child.stdout.readline() == "asked /never\n"
        child.send_signal(signal.SIGTERM)
        answer = answer_on(never)
        assert_problem(answer, 503, "busy")
        assert "s’arrête" in answer.told["detail"]
        assert child.wait(LONG) == -signal.SIGTERM
        assert "1 answers were not ready in time" in child.stderr.read()
        assert child.stdout.read() == ""  # nothing is closed under a search
        never.close()


def test_out_of_descriptors_the_oldest_go_and_the_log_stays_small():
    limit = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))"
    with program(stop_seconds=LONG, before=limit) as child:
        port = int(child.stdout.readline())
        crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(70)]
        active = asked(port, "/now")
        active.settimeout(LONG)
        assert answer_on(active).status == 204
        child.send_signal(signal.SIGTERM)
        assert child.wait(LONG) == -signal.SIGTERM
        told = child.stderr.read()
        assert "no descriptor left" in told
        assert len(told) < 2_000
        for each in (*crowd, active):
            each.close()


def test_neither_questions_nor_headers_of_a_proxy_reach_anybody():
    server = HttpServer(None, ServerLimits(connections=1), lambda: None)
    names = ("access_log", "proxy_headers", "server_header")
    assert [getattr(server.config, name) for name in names] == [False] * 3
