"""The process that evaluates one query at a time, and that may be killed.

Started by path, not by module: it imports nothing but Oxigraph and is ready in a few
hundredths of a second; what compares vectors is loaded when a query first needs it. It
speaks in frames over its standard streams; ``worker_process.py`` is the other end.

Before it opens the store it gives up what a query must never have: the network (an
empty network namespace where the system grants one, and a filter on the system call
that makes sockets), memory above a limit, and the right to gain either back. A clock
of the kernel ends the process should its parent be gone.
"""

import ctypes
import errno
import importlib.util
import json
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import IO, Any

import pyoxigraph as ox

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
# machine → (audit architecture, number of socket(2), number of io_uring_setup(2))
_MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_LABELS = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://xmlns.com/foaf/0.1/name",
)
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_GRACE_SECONDS = 2.0
_DAMAGE = "Corruption"
"""How RocksDB begins to say that a file is not what it was."""


class AnswerTooLarge(Exception):  # noqa: N818
    """The answer passes the cap."""


class UnreadPaths(Exception):  # noqa: N818
    """The query parses, and has paths that must not be evaluated as they are."""


class BoundedBuffer:
    """Collects an answer and stops at the cap."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.content = bytearray()

    def write(self, data: bytes) -> int:
        """Append to what is written.

        Raises:
            AnswerTooLarge: Above the cap.
        """
        if len(self.content) + len(data) > self._limit:
            raise AnswerTooLarge
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


def main() -> int:
    """Serve the queries that arrive on standard input until it closes."""
    settings = json.loads(sys.argv[1])
    isolation = isolate()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(settings["nice"])
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = ox.Store.read_only(settings["store"])
    except (OSError, RuntimeError) as error:
        send(answers, {"status": "unreadable", "message": str(error)}, b"")
        return 1
    limit_memory(settings["memory_bytes"])
    send(answers, {"status": "ready", "isolation": isolation}, b"")
    while (request := receive(requests)) is not None:
        header, body = answer(store, request)
        send(answers, header, body)
    return 0


def isolate() -> list[str]:
    """Leave the network; return which of the two ways the system granted."""
    libc = ctypes.CDLL(None, use_errno=True)
    granted = []
    unshare = getattr(libc, "unshare", None)
    if unshare is not None and (
        unshare(_CLONE_NEWNET) == 0 or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    ):
        granted.append("namespace")
    if _deny_sockets(libc):
        granted.append("filter")
    return granted


def _deny_sockets(libc: ctypes.CDLL) -> bool:
    """Let socket(2) and io_uring_setup(2) fail with EACCES from now on."""
    if not sys.platform.startswith("linux") or os.uname().machine not in _MACHINES:
        return False
    architecture, make_socket, make_ring = _MACHINES[os.uname().machine]
    load, jump_equal, give_back = 0x20, 0x15, 0x06
    allow, kill, refuse = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES
    # Another architecture's numbers would slip through: such a call ends the process.
    program = [
        (load, 0, 0, 4),
        (jump_equal, 1, 0, architecture),
        (give_back, 0, 0, kill),
        (load, 0, 0, 0),
        (jump_equal, 2, 0, make_socket),
        (jump_equal, 1, 0, make_ring),
        (give_back, 0, 0, allow),
        (give_back, 0, 0, refuse),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_program = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filter_program, 0, 0) == 0
    )


def limit_memory(allowance: int) -> None:
    """Allow this much address space on top of what start-up has mapped."""
    try:
        with open("/proc/self/statm", "rb") as pages:  # noqa: PTH123 - no pathlib here
            mapped = int(pages.read().split()[0]) * resource.getpagesize()
    except OSError:
        mapped = 0
    resource.setrlimit(resource.RLIMIT_AS, (mapped + allowance,) * 2)


def answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Evaluate one query; every outcome but death is a header."""
    started = time.perf_counter()
    seconds = request["seconds"] + _GRACE_SECONDS
    # The default action of SIGALRM ends the process, whatever it is computing.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowance = int(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowance, resource.RLIM_INFINITY))
    output = BoundedBuffer(request["limit_bytes"])
    try:
        store, told = with_uncertain_facts(store, request)
        for graph in request["required_graphs"]:
            if not store.contains_named_graph(ox.NamedNode(graph)):
                return {"status": "unknown_graph", "graph": graph}, b""
        evaluate(store, request, output)
    except AnswerTooLarge:
        return {"status": "too_large"}, b""
    except UnreadPaths:
        return {"status": "unread_paths"}, b""
    except SyntaxError as error:
        return {"status": "syntax", "message": str(error)}, b""
    except MemoryError:
        return {"status": "memory"}, b""
    except (OSError, RuntimeError, ValueError) as error:
        is_damage = str(error).startswith(_DAMAGE)
        return {
            "status": "unreadable" if is_damage else "failed",
            "message": str(error),
        }, b""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    elapsed = time.perf_counter() - started
    header = {"status": "ok", "seconds": elapsed, "uncertain": told}
    return header, bytes(output.content)


def evaluate(store: ox.Store, request: dict[str, Any], output: BoundedBuffer) -> None:
    """Run the query and write the whole answer.

    Raises:
        UnreadPaths: If it is only to be parsed, and does.
    """
    graphs = request["default_graphs"]
    options: dict[str, Any] = {
        "base_iri": request["base_iri"],
        "use_default_graph_as_union": request["union"],
    }
    if graphs is not None:
        options["default_graph"] = [ox.NamedNode(graph) for graph in graphs]
        options["named_graphs"] = [ox.NamedNode(g) for g in request["named_graphs"]]
    similarity = request.get("similarity")
    if similarity is not None:
        compare = comparison(similarity["table"])
        options["custom_functions"] = {ox.NamedNode(similarity["function"]): compare}
    found = store.query(request["query"], **options)
    if request.get("only_parses"):
        raise UnreadPaths
    form = request["format"]
    if isinstance(found, ox.QueryTriples):
        triples = closed(store, found) if request["is_description"] else found
        ox.serialize(
            triples,
            output,  # type: ignore[arg-type]  # all that is called is write and flush
            getattr(ox.RdfFormat, form),
            prefixes=request["prefixes"],
        )
    else:
        found.serialize(output, getattr(ox.QueryResultsFormat, form))  # type: ignore[arg-type]


@lru_cache
def loaded(name: str, *above: str) -> ModuleType:
    """Load a file of ours by its path, once, when a query first needs it.

    Args:
        name: Of the file, without its suffix.
        above: The way to its folder from this one.

    Raises:
        OSError: If the file cannot be read.
    """
    folder = os.path.dirname(__file__)  # noqa: PTH120
    path = os.path.join(folder, *above, f"{name}.py")  # noqa: PTH118
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise OSError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


_datasets: dict[tuple[Any, ...], Any] = {}


def with_uncertain_facts(
    store: ox.Store, request: dict[str, Any]
) -> tuple[ox.Store, dict[str, int]]:
    """Return the store to ask, and the uncertain facts that it does not show.

    Raises:
        OSError: If the program cannot be read.
        ValueError: If a dataset with uncertain facts would be too large.
    """
    asked = request.get("uncertain")
    if asked is None:
        return store, {}
    names = (asked["graph"], asked["everything"], asked["most"])
    if names not in _datasets:  # a process has one store
        made = loaded("uncertain_facts", "..").UncertainDataset(store, *names)
        _datasets[names] = made
    if not asked["is_asked"]:
        named, any_property = asked["named"], asked["any_property"]
        return store, _datasets[names].told(named, any_property=any_property)
    request["union"] = False
    return _datasets[names].store_with(request["required_graphs"]), {}


@lru_cache(1)
def comparison(folder: str) -> Callable[[object, object], ox.Literal | None]:
    """Return the function that compares two nodes by the vectors of a table.

    Raises:
        OSError: If the table cannot be read.
    """
    vectors = loaded("node_vectors").NodeVectors(folder)

    def compare(one: object, other: object) -> ox.Literal | None:
        if not (isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode)):
            return None
        cosine = vectors.similarity(one.value, other.value)
        # A decimal: tables show 0.7312, not 7.312E-1.
        return (
            None if cosine is None else ox.Literal(f"{cosine:.4f}", datatype=_DECIMAL)
        )

    return compare


def closed(store: ox.Store, found: ox.QueryTriples) -> Iterator[ox.Triple]:
    """Add to a description the names of what it points to, and its blank nodes."""
    labels = [ox.NamedNode(label) for label in _LABELS]
    seen: set[Any] = set()
    described = list(found)
    yield from described
    waiting = [triple.object for triple in described]
    subjects = {triple.subject for triple in described}
    while waiting:
        node = waiting.pop()
        if node in seen or node in subjects:
            continue
        seen.add(node)
        if isinstance(node, ox.BlankNode):
            for quad in store.quads_for_pattern(node, None, None, None):
                yield quad.triple
                waiting.append(quad.object)
        elif isinstance(node, ox.NamedNode):
            for label in labels:
                for quad in store.quads_for_pattern(node, label, None, None):
                    yield quad.triple


def send(stream: IO[bytes], header: dict[str, Any], body: bytes) -> None:
    """Write a frame: two lengths, header as JSON, body."""
    head = json.dumps(header).encode()
    stream.write(struct.pack(">IQ", len(head), len(body)))
    stream.write(head)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read the header of a frame without a body; None at the end of the stream."""
    lengths = stream.read(12)
    if len(lengths) < 12:
        return None
    head, _ = struct.unpack(">IQ", lengths)
    request: dict[str, Any] = json.loads(stream.read(head))
    return request


if __name__ == "__main__":
    sys.exit(main())
