"""This test ensures what a worker does with a query, asked inside this process.

Limits of the kernel are noted, not set: they would hold for the tests too.
"""

import errno
import io
import json
import resource
import signal
import struct
import sys
from types import SimpleNamespace

import numpy as np
import pyoxigraph as ox
import pytest

from graph.sparql import worker
from graph.sparql.vector_table import write_table

G1, G2 = ox.NamedNode("urn:g1"), ox.NamedNode("urn:g2")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TITLE = ox.NamedNode("http://purl.org/dc/terms/title")


def node(name):
    return ox.NamedNode(f"urn:{name}")


@pytest.fixture
def kernel(monkeypatch):
    """What the kernel would have been told."""
    told = []
    limits = SimpleNamespace(
        RLIMIT_CPU="cpu",
        RLIMIT_AS="memory",
        RLIMIT_CORE="core",
        RLIM_INFINITY=-1,
        RUSAGE_SELF=resource.RUSAGE_SELF,
        getrusage=lambda who: SimpleNamespace(ru_utime=1.25, ru_stime=0.5),
        getpagesize=lambda: 4_096,
        setrlimit=lambda what, values: told.append((what, values)),
    )
    clock = SimpleNamespace(
        ITIMER_REAL=signal.ITIMER_REAL,
        setitimer=lambda which, seconds: told.append(("alarm", seconds)),
    )
    monkeypatch.setattr(worker, "resource", limits)
    monkeypatch.setattr(worker, "signal", clock)
    return told


@pytest.fixture
def store():
    made = ox.Store()
    made.add(ox.Quad(node("a"), node("p"), node("b"), G1))
    made.add(ox.Quad(node("a"), node("p"), node("c"), G2))
    return made


def request(query, **changes):
    made = {
        "query": query,
        "seconds": 3,
        "limit_bytes": 1_000,
        "required_graphs": [],
        "default_graphs": None,
        "named_graphs": None,
        "base_iri": None,
        "union": True,
        "format": "CSV",
        "is_description": False,
        "prefixes": {},
    }
    return {**made, **changes}


ALL = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"


def test_a_whole_answer_comes_with_its_time(kernel, store):
    header, body = worker.answer(store, request(ALL))
    assert header["status"] == "ok"
    assert header["seconds"] >= 0
    assert body == b"o\r\nurn:b\r\nurn:c\r\n"


def test_the_kernel_ends_what_overruns_by_two_seconds(kernel, store):
    worker.answer(store, request(ALL))
    # 1.75 s were used, twice 5 s may be used on two processors; rounded up.
    assert kernel == [("alarm", 5.0), ("cpu", (12, -1)), ("alarm", 0)]


@pytest.mark.parametrize(("limit", "status"), [(16, "too_large"), (17, "ok")])
def test_an_answer_of_just_the_limit_is_given(kernel, store, limit, status):
    header, body = worker.answer(store, request(ALL, limit_bytes=limit))
    assert header["status"] == status
    assert len(body) == (17 if status == "ok" else 0)


@pytest.mark.parametrize(
    ("query", "changes", "status"),
    [
        ("SELECT", {}, "syntax"),
        (ALL, {"base_iri": "pas une iri"}, "failed"),
        (ALL, {"required_graphs": ["urn:g1", "urn:g9"]}, "unknown_graph"),
        (ALL, {"required_graphs": ["urn:g1"]}, "ok"),
    ],
)
def test_what_is_wrong_is_told_and_the_alarm_put_back(
    kernel, store, query, changes, status
):
    header, body = worker.answer(store, request(query, **changes))
    assert header["status"] == status
    assert bool(body) == (status == "ok")
    assert kernel[-1] == ("alarm", 0)
    if status == "unknown_graph":
        assert header["graph"] == "urn:g9"


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (MemoryError(), "memory"),
        (OSError("x"), "failed"),
        (RuntimeError("x"), "failed"),
    ],
)
def test_failures_of_the_engine_are_headers(kernel, failure, status):
    def fail(*_, **__):
        raise failure

    header, body = worker.answer(SimpleNamespace(query=fail), request(ALL))
    assert (header["status"], body) == (status, b"")
    assert header.get("message", "x") == "x"


def test_graphs_are_those_that_are_asked_for(kernel, store):
    alone = request(ALL, default_graphs=["urn:g2"], named_graphs=[], union=False)
    assert worker.answer(store, alone)[1] == b"o\r\nurn:c\r\n"
    none = request(ALL, default_graphs=[], named_graphs=["urn:g1"], union=False)
    assert worker.answer(store, none)[1] == b"o\r\n"
    named = request(
        "SELECT ?o { GRAPH ?g { ?s ?p ?o } }",
        default_graphs=[],
        named_graphs=["urn:g1"],
        union=False,
    )
    assert worker.answer(store, named)[1] == b"o\r\nurn:b\r\n"


def test_a_description_names_what_it_points_to(kernel, store):
    store.add(ox.Quad(node("b"), LABEL, ox.Literal("Bé"), G1))
    asked = request("DESCRIBE <urn:a>", format="N_TRIPLES")
    assert "Bé" not in worker.answer(store, asked)[1].decode()
    whole = worker.answer(store, {**asked, "is_description": True})[1].decode()
    assert "Bé" in whole
    turtle = request("DESCRIBE <urn:a>", format="TURTLE", prefixes={"u": "urn:"})
    assert b"@prefix u: <urn:>" in worker.answer(store, turtle)[1]


def test_names_and_blank_nodes_are_followed_things_are_not():
    store, blank, deep = ox.Store(), ox.BlankNode("x"), ox.BlankNode("y")
    for triple in (
        (node("a"), node("p"), node("b")),
        (node("a"), node("p"), blank),
        (node("a"), node("p"), node("a")),
        (node("a"), LABEL, ox.Literal("A")),
        (blank, node("q"), deep),
        (deep, node("q"), ox.Literal("profond")),
        (deep, node("q"), node("b")),
        (node("b"), TITLE, ox.Literal("B")),
        (node("b"), node("p"), node("c")),
    ):
        store.add(ox.Quad(*triple))
    asked = store.query("CONSTRUCT { <urn:a> ?p ?o } WHERE { <urn:a> ?p ?o }")
    found = [str(t.object) for t in worker.closed(store, asked)]
    assert found.count('"B"') == 1
    assert found.count('"A"') == 1
    assert found.count('"profond"') == 1
    assert "<urn:c>" not in found
    assert len(found) == 8


def test_nodes_are_compared_to_four_places(tmp_path, kernel):
    vectors = np.array([[3, 4], [1, 0], [1, 2]], np.float32)
    write_table(tmp_path, [(["urn:a", "urn:b", "urn:c"], vectors)], dimension=2)
    compare = worker.comparison(str(tmp_path))
    assert compare(node("a"), node("b")).value == "0.6000"
    assert compare(node("b"), node("c")).value == "0.4472"
    assert compare(node("a"), node("x")) is None
    assert compare(ox.Literal("a"), node("b")) is None
    assert compare(node("a"), ox.Literal("b")) is None
    assert worker.comparison(str(tmp_path)) is compare
    asked = request(
        "SELECT (<urn:near>(<urn:a>, <urn:b>) AS ?x) {}",
        similarity={"table": str(tmp_path), "function": "urn:near"},
    )
    assert worker.answer(ox.Store(), asked)[1] == b"x\r\n0.6\r\n"


def test_memory_is_limited_on_top_of_what_is_mapped(kernel, monkeypatch):
    monkeypatch.setattr(
        worker, "open", lambda *_: io.BytesIO(b"10 5 3\n"), raising=False
    )
    worker.limit_memory(1_000)
    assert kernel == [("memory", (41_960, 41_960))]

    def refuse(*_):
        raise OSError

    monkeypatch.setattr(worker, "open", refuse, raising=False)
    worker.limit_memory(1_000)
    assert kernel[-1] == ("memory", (1_000, 1_000))


class FakeLibrary:
    """The C library; ``refused`` names the calls that fail."""

    def __init__(self, refused):
        self.refused = refused
        self.flags = []
        self.controls = []

    def unshare(self, flags):
        self.flags.append(flags)
        return -1 if flags in self.refused else 0

    def prctl(self, option, *arguments):
        self.controls.append((option, *arguments))
        return -1 if option in self.refused else 0


NETWORK, USER = 0x40000000, 0x10000000


@pytest.mark.parametrize(
    ("refused", "flags", "granted"),
    [
        (set(), [NETWORK], ["namespace", "filter"]),
        ({NETWORK}, [NETWORK, NETWORK | USER], ["namespace", "filter"]),
        ({NETWORK, NETWORK | USER}, [NETWORK, NETWORK | USER], ["filter"]),
        ({38}, [NETWORK], ["namespace"]),
        ({22}, [NETWORK], ["namespace"]),
    ],
)
def test_the_network_is_left_in_each_way_that_is_granted(
    monkeypatch, refused, flags, granted
):
    library = FakeLibrary(refused)
    machine = SimpleNamespace(machine="x86_64")
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda *_, **__: library)
    monkeypatch.setattr(worker.os, "uname", lambda: machine)
    assert worker.isolate() == granted
    assert library.flags == flags
    assert library.controls[0] == (38, 1, 0, 0, 0)
    if 38 not in refused:
        assert library.controls[1][:2] == (22, 2)
        assert library.controls[1][3:] == (0, 0)


@pytest.mark.parametrize(
    ("machine", "platform"), [("riscv64", "linux"), ("x86_64", "darwin")]
)
def test_a_machine_that_is_not_known_gets_no_filter(monkeypatch, machine, platform):
    library = FakeLibrary({NETWORK, NETWORK | USER})
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda *_, **__: library)
    monkeypatch.setattr(worker.os, "uname", lambda: SimpleNamespace(machine=machine))
    monkeypatch.setattr(worker.sys, "platform", platform)
    assert worker.isolate() == []
    assert library.controls == []


def run_filter(program, architecture, number):
    """Run a filter as the kernel does; return what it gives back."""
    data = struct.pack("II", number, architecture)
    place, value = 0, 0
    while True:
        code, if_so, if_not, constant = program[place]
        place += 1
        if code == 0x20:
            (value,) = struct.unpack_from("I", data, constant)
        elif code == 0x15:
            place += if_so if value == constant else if_not
        else:
            return constant


@pytest.mark.parametrize(
    ("machine", "architecture", "socket"),
    [("x86_64", 0xC000003E, 41), ("aarch64", 0xC00000B7, 198)],
)
def test_the_filter_refuses_sockets_and_rings_alone(
    monkeypatch, machine, architecture, socket
):
    kept = {}

    def buffer(code, length):
        kept["code"] = code[:length]
        return real(code, length)

    real = worker.ctypes.create_string_buffer
    monkeypatch.setattr(worker.ctypes, "create_string_buffer", buffer)
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda *_, **__: FakeLibrary(set()))
    monkeypatch.setattr(worker.os, "uname", lambda: SimpleNamespace(machine=machine))
    worker.isolate()
    program = list(struct.iter_unpack("HBBI", kept["code"]))
    refused, allowed, killed = 0x00050000 | errno.EACCES, 0x7FFF0000, 0x80000000
    assert run_filter(program, architecture, socket) == refused
    assert run_filter(program, architecture, 425) == refused
    for number in (0, socket - 1, socket + 1, 424, 426):
        assert run_filter(program, architecture, number) == allowed
    assert run_filter(program, 0x40000003, socket) == killed


def frame(values):
    head = json.dumps(values).encode()
    return struct.pack(">IQ", len(head), 0) + head


def read_frames(content):
    stream, found = io.BytesIO(content), []
    while lengths := stream.read(12):
        head, body = struct.unpack(">IQ", lengths)
        found.append((json.loads(stream.read(head)), stream.read(body)))
    return found


def test_frames_hold_two_lengths_a_header_and_a_body():
    stream = io.BytesIO()
    worker.send(stream, {"status": "ok"}, b"corps")
    assert read_frames(stream.getvalue()) == [({"status": "ok"}, b"corps")]
    assert worker.receive(io.BytesIO(frame({"a": 1}))) == {"a": 1}
    assert worker.receive(io.BytesIO(b"")) is None
    assert worker.receive(io.BytesIO(frame({"a": 1})[:11])) is None


@pytest.fixture
def started(monkeypatch, kernel):
    """Run ``main`` on some requests; give its code and its frames."""

    def run(folder, *requests):
        settings = {"store": str(folder), "nice": 7, "memory_bytes": 1_000}
        output = io.BytesIO()
        coming = io.BytesIO(b"".join(map(frame, requests)))
        monkeypatch.setattr(worker, "isolate", lambda: ["filter"])
        monkeypatch.setattr(worker.os, "nice", lambda n: kernel.append(("nice", n)))
        fake = SimpleNamespace(
            argv=["worker.py", json.dumps(settings)],
            stdin=SimpleNamespace(buffer=coming),
            stdout=SimpleNamespace(buffer=output),
            platform=sys.platform,
        )
        monkeypatch.setattr(worker, "sys", fake)
        return worker.main(), read_frames(output.getvalue())

    return run


def test_a_worker_is_ready_and_answers_until_its_input_ends(started, kernel, tmp_path):
    made = ox.Store(str(tmp_path / "graph"))
    made.add(ox.Quad(node("a"), node("p"), node("b"), G1))
    made.flush()
    del made
    code, frames = started(tmp_path / "graph", request(ALL), request("SELECT"))
    assert code == 0
    assert frames[0] == ({"status": "ready", "isolation": ["filter"]}, b"")
    assert [header["status"] for header, _ in frames[1:]] == ["ok", "syntax"]
    assert frames[1][1] == b"o\r\nurn:b\r\n"
    assert kernel[:2] == [("core", (0, 0)), ("nice", 7)]
    assert kernel[2][0] == "memory"


def test_a_store_that_cannot_be_opened_is_told(started, tmp_path):
    code, ((header, body),) = started(tmp_path / "nowhere")
    assert (code, header["status"], body) == (1, "unreadable", b"")
    assert header["message"]
