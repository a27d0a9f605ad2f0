"""This test ensures how a worker is asked and awaited; the worker is two pipes."""

import json
import os
import struct
import sys
import time
from pathlib import Path

import pytest

from graph.errors import QueryFailed, QueryTimeout, QueryTooLarge, StoreError
from graph.sparql import worker_process
from graph.sparql.worker_process import WorkerProcess, WorkerSettings

READY = {"status": "ready", "isolation": ["filter"]}
LATE = 0.01


class FakeChild:
    """A process that says nothing by itself: the test writes for it."""

    def __init__(self, command, **options):
        self.command, self.options = command, options
        self.asked, own_input = os.pipe()
        own_output, self.answers = os.pipe()
        self.stdin = os.fdopen(own_input, "wb", buffering=0)
        self.stdout = os.fdopen(own_output, "rb", buffering=0)
        self.pid = 4711
        self.log = []
        self.code = None

    def say(self, header, body=b"", *, announced=None):
        head = json.dumps(header).encode()
        size = len(body) if announced is None else announced
        os.write(self.answers, struct.pack(">IQ", len(head), size) + head + body)

    def heard(self):
        content = os.read(self.asked, 1 << 16)
        length, body = struct.unpack(">IQ", content[:12])
        assert (length, body) == (len(content) - 12, 0)
        return json.loads(content[12:])

    def end(self):
        os.close(self.answers)
        self.answers = None

    def kill(self):
        self.log.append("kill")
        self.code = -9

    def wait(self):
        self.log.append("wait")

    def poll(self):
        return self.code


@pytest.fixture
def start(monkeypatch):
    children = []

    def popen(command, **options):
        children.append(FakeChild(command, **options))
        return children[-1]

    monkeypatch.setattr(worker_process.subprocess, "Popen", popen)

    def make(**settings):
        process = WorkerProcess(Path("graph"), WorkerSettings(**settings))
        return process, children[-1]

    yield make
    for child in children:
        child.stdin.close()
        child.stdout.close()
        for descriptor in (child.asked, child.answers):
            if descriptor is not None:
                os.close(descriptor)


def ask(process, *, seconds=100, limit_bytes=100):
    return process.ask({"query": "q"}, seconds=seconds, limit_bytes=limit_bytes)


def test_a_worker_is_told_its_limits_and_nothing_of_our_environment(start):
    process, child = start()
    python, isolated, program, settings = child.command
    assert (python, isolated) == (sys.executable, "-I")
    assert Path(program).name == "worker.py"
    assert json.loads(settings) == {
        "store": "graph",
        "memory_bytes": 2**30,
        "nice": 5,
        "start_seconds": 60.0,
    }
    assert (process.pid, process.answered, process.is_busy) == (4711, 0, False)


def test_readiness_is_asked_once(start):
    process, child = start()
    child.say(READY)
    assert process.wait_until_ready() == ("filter",)
    assert process.wait_until_ready(0) == ("filter",)


def test_an_answer_comes_whole_and_frees_the_worker(start):
    process, child = start()
    child.say(READY)
    child.say({"status": "ok"}, b"x" * 100)
    reply = ask(process)
    assert (reply.status, reply.body) == ("ok", b"x" * 100)
    assert (process.answered, process.is_busy) == (1, False)
    heard = child.heard()
    assert heard["query"] == "q"
    assert 0 < heard["seconds"] <= 100
    child.say({"status": "syntax"})
    assert ask(process).status == "syntax"
    assert process.answered == 2


def test_an_answer_above_the_cap_is_not_read(start):
    process, child = start()
    child.say(READY)
    child.say({"status": "ok"}, announced=101)
    with pytest.raises(QueryTooLarge, match="100 octets"):
        ask(process)
    assert process.is_busy
    assert process.answered == 0


def test_no_answer_in_time_leaves_the_worker_busy(start):
    process, child = start()
    child.say(READY)
    with pytest.raises(QueryTimeout, match=r"en 0\.01 s"):
        ask(process, seconds=LATE)
    assert process.is_busy


def test_a_worker_that_is_not_ready_in_time_may_be_for_the_next(start):
    process, child = start()
    with pytest.raises(QueryTimeout, match=r"en 0\.01 s"):
        ask(process, seconds=LATE)
    assert not process.is_busy
    with pytest.raises(QueryTimeout):
        process.wait_until_ready(time.monotonic())
    child.say(READY)
    child.say({"status": "ok"})
    assert ask(process).status == "ok"


def test_a_worker_that_is_not_ready_when_it_should_has_failed(start):
    process, _ = start(start_seconds=0)
    with pytest.raises(QueryFailed, match="n’aboutit pas"):
        process.wait_until_ready()
    assert process.is_busy


def test_a_worker_may_first_be_asked_long_after_its_start(start):
    process, child = start(start_seconds=0)
    child.say(READY)
    assert process.wait_until_ready() == ("filter",)


def test_a_store_that_does_not_open_is_named(start):
    process, child = start()
    child.say({"status": "unreadable", "message": "abîmé"})
    with pytest.raises(StoreError, match="graph ne s’ouvre pas : abîmé"):
        process.wait_until_ready()


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_worker_that_ends_is_told_from_a_late_one(start, is_ready):
    process, child = start()
    if is_ready:
        child.say(READY)
    child.end()
    with pytest.raises(QueryFailed, match="s’est arrêté"):
        ask(process)


def test_an_end_in_the_middle_of_an_answer_is_one(start):
    process, child = start()
    child.say(READY)
    child.say({"status": "ok"}, b"half", announced=8)
    child.end()
    with pytest.raises(QueryFailed, match="s’est arrêté"):
        ask(process)


def test_a_worker_that_does_not_listen_has_ended(start):
    process, child = start()
    child.say(READY)
    os.close(child.asked)
    child.asked = None
    with pytest.raises(QueryFailed, match="s’est arrêté"):
        ask(process)
    assert process.is_busy


def test_to_kill_waits_and_to_abandon_does_not(start):
    process, child = start()
    assert process.is_alive()
    process.abandon()
    assert child.log == ["kill"]
    assert not process.is_alive()
    assert child.stdin.closed
    assert child.stdout.closed
    process.kill()
    assert child.log == ["kill", "kill", "wait"]
