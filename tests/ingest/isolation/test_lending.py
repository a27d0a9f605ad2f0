"""No child outlives its pool, whatever happens while it starts, reads or is closed."""

import gc
import json
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ingest.errors import IngestError, MalformedContent
from ingest.isolation import child, lending
from ingest.isolation.child import ReadingChild
from ingest.isolation.lending import Children
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ontology.call_context import (
    CallCancelled,
    CallContext,
    CancelReason,
    serving,
)

PATIENT = 100
"""Seconds; only a test that fails waits so long."""

POLL = select.poll
SILENT = "import time; time.sleep(600)"
JOB = ReadingJob("c/x", "c", "x", content=b"Texte.", media_type="text/plain")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen]]:
    """Processes of readers in the order of their start; all must be gone at the end."""
    made: list[subprocess.Popen] = []
    start = subprocess.Popen

    def noted(*arguments, **options):
        process = start(*arguments, **options)
        if options.get("start_new_session"):  # not the question what tesseract reads
            made.append(process)
        return process

    monkeypatch.setattr(child.subprocess, "Popen", noted)
    yield made
    left = [process for process in made if process.returncode is None]
    for process in left:
        process.kill()
        process.wait()
    assert not left, "a reader lives on, or nobody waited for its end"
    assert all(p.stdin.closed and p.stdout.closed for p in made)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that start and never say that they are ready."""
    monkeypatch.setattr(child, "READER_PROGRAM", SILENT)


class Asking(threading.Thread):
    """Reads one document in a thread and keeps how that ended."""

    def __init__(self, pool: ReaderPool) -> None:
        super().__init__()
        self.pool = pool
        self.error: IngestError | None = None

    def run(self) -> None:
        try:
            self.pool.read(JOB)
        except IngestError as error:
            self.error = error

    def ended(self) -> IngestError | None:
        self.join(PATIENT)
        assert not self.is_alive()
        return self.error


class Waiting:
    """Stands for ``select.poll``: calls back before it waits for a reader."""

    def __init__(self, before: Callable[[], None]) -> None:
        self._real = POLL()
        self._before = before

    def register(self, *arguments) -> None:
        self._real.register(*arguments)

    def poll(self, *arguments):
        self._before()
        return self._real.poll(*arguments)


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a thread waits for the bytes of its reader."""
    seen = threading.Event()
    monkeypatch.setattr(child.select, "poll", lambda: Waiting(seen.set))
    return seen


def test_closing_ends_a_child_that_is_starting(started, silent, entered):
    pool = ReaderPool(workers=1)
    asking = Asking(pool)
    asking.start()
    assert entered.wait(PATIENT)
    pool.close()
    assert started[0].returncode is not None
    assert "interrompue" in str(asking.ended())
    assert len(started) == 1, "a pool that is closed starts no other reader"


def test_a_start_that_overlaps_with_closing_leaves_no_child(started):
    starting, closing = threading.Event(), threading.Event()

    def slow() -> ReadingChild:
        starting.set()
        assert closing.wait(PATIENT)
        return ReadingChild(Limits(), ReadingOptions())

    children = Children(1, slow)
    refused: list[IngestError] = []

    def borrow() -> None:
        try:
            with children.lent() as lent:
                lent.ask(JOB, (), [])
        except IngestError as error:
            refused.append(error)

    borrower = threading.Thread(target=borrow)
    borrower.start()
    assert starting.wait(PATIENT)
    closer = threading.Thread(target=children.close)
    closer.start()
    closing.set()
    for thread in (closer, borrower):
        thread.join(PATIENT)
        assert not thread.is_alive()
    assert [p.returncode is None for p in started] == [False]


def test_closing_ends_children_that_are_reading(started, monkeypatch, tmp_path):
    reads = tmp_path / "reads"
    boot = child.READER_PROGRAM.replace("main()", "w.main()").replace(
        "from ingest.isolation.worker import main",
        "import time; import ingest.readers.plain_text as t; "
        "import ingest.isolation.worker as w; "
        f"t.read_text = lambda *_: (open({str(reads)!r}, 'w'), time.sleep(600))",
    )
    monkeypatch.setattr(child, "READER_PROGRAM", boot)
    pool = ReaderPool(Limits(wall_seconds=500), workers=1)
    asking = Asking(pool)
    asking.start()
    deadline = time.monotonic() + PATIENT
    while not reads.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    pool.close()
    pool.close()  # twice is once
    error = asking.ended()
    assert isinstance(error, IngestError)
    assert "interrompue" in str(error)


def test_those_who_wait_for_a_place_are_refused_when_it_is_closed(
    started, silent, entered
):
    pool = ReaderPool(workers=1)
    threads = [Asking(pool) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert entered.wait(PATIENT)
    pool.close()
    for thread in threads:
        assert "interrompue" in str(thread.ended())
    with pytest.raises(IngestError, match="interrompue"):
        pool.read(JOB)
    assert len(started) == 1


@pytest.mark.parametrize(
    "boot",
    [
        "import sys; sys.stdout.buffer.write(b'\\x7f' * 16); sys.stdout.flush(); "
        + SILENT,
        "import sys, struct; from ingest.isolation.worker import FRAME; "
        "sys.stdout.buffer.write(FRAME.pack(3, 0) + b'{{{'); sys.stdout.flush(); "
        + SILENT,
        "raise SystemExit(3)",
    ],
    ids=["a greeting too large", "no JSON", "an end at once"],
)
def test_a_start_that_fails_leaves_no_child(started, monkeypatch, boot: str):
    paths = "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); "
    monkeypatch.setattr(child, "READER_PROGRAM", paths + boot)
    with (
        ReaderPool(workers=1) as pool,
        pytest.raises(IngestError, match="ne démarre pas"),
    ):
        pool.read(JOB)
    assert len(started) == 1


@pytest.mark.parametrize("moment", ["starting", "reading"])
def test_an_interrupt_leaves_no_child(started, monkeypatch, moment: str):
    calls = iter(range(100))

    def interrupt() -> None:
        # Two waits make the greeting.
        if next(calls) == (0 if moment == "starting" else 2):
            raise KeyboardInterrupt

    monkeypatch.setattr(child.select, "poll", lambda: Waiting(interrupt))
    with ReaderPool(workers=1) as pool:
        with pytest.raises(KeyboardInterrupt):
            pool.read(JOB)
        assert started[0].returncode is not None
        assert pool.read(JOB).record.document.text == "Texte."


def test_a_reply_that_is_no_json_is_the_documents_fault(started, monkeypatch):
    with ReaderPool(workers=1) as pool:
        pool.read(JOB)

        def no_json(content: bytes) -> None:
            raise json.JSONDecodeError("no", "", 0)

        monkeypatch.setattr(child.json, "loads", no_json)
        with pytest.raises((MalformedContent, IngestError)):
            pool.read(JOB)


def test_closing_never_touches_the_pipes_of_a_child_that_is_lent(started, monkeypatch):
    """Another thread waits on them: their numbers may be another file's next."""
    killed, waits = threading.Event(), threading.Event()
    kill, closed_under_it = ReadingChild.kill, []

    def noted_kill(self) -> None:
        kill(self)
        killed.set()

    def wait_until_killed() -> None:
        waits.set()
        assert killed.wait(PATIENT)
        closed_under_it.append(started[0].stdout.closed)

    monkeypatch.setattr(ReadingChild, "kill", noted_kill)
    monkeypatch.setattr(child.select, "poll", lambda: Waiting(wait_until_killed))
    pool = ReaderPool(workers=1)
    asking = Asking(pool)
    asking.start()
    assert waits.wait(PATIENT)
    pool.close()
    assert "interrompue" in str(asking.ended())
    assert closed_under_it[0] is False
    assert started[0].stdout.closed


def test_a_pool_that_is_dropped_ends_its_children_and_warns(started, monkeypatch):
    warned: list[str] = []
    monkeypatch.setattr(
        lending.warnings, "warn", lambda text, *_, **__: warned.append(text)
    )
    pool = ReaderPool(workers=1)
    pool.read(JOB)
    del pool
    gc.collect()
    assert warned == ["readers were not closed: 1 children were running"]
    assert started[0].returncode is not None


def _hanging_up(pool: ReaderPool) -> tuple[CallContext, threading.Thread, list]:
    """Read in a thread for a caller that will hang up; return how it ends."""
    call, ended = CallContext(), []

    def read() -> None:
        with serving(call):
            try:
                pool.read(JOB)
            except (CallCancelled, IngestError) as error:
                ended.append(type(error))

    thread = threading.Thread(target=read)
    thread.start()
    return call, thread, ended


def test_a_caller_that_hangs_up_takes_its_child_along(started, silent, entered):
    with ReaderPool(workers=1) as pool:
        call, thread, ended = _hanging_up(pool)
        assert entered.wait(PATIENT)
        call.cancel(CancelReason.CLIENT_GONE)
        thread.join(PATIENT)
        assert ended == [CallCancelled]
        assert started[0].returncode is not None
        assert len(started) == 1, "nobody waits: no second reader is tried"


def test_a_caller_that_hangs_up_while_it_waits_leaves_the_child_alone(
    started, silent, entered
):
    with ReaderPool(workers=1) as pool:
        reading, first, _ = _hanging_up(pool)
        assert entered.wait(PATIENT)
        waiting, second, ended = _hanging_up(pool)
        waiting.cancel(CancelReason.CLIENT_GONE)
        second.join(PATIENT)
        assert ended == [CallCancelled]
        assert started[0].poll() is None
        reading.cancel(CancelReason.CLIENT_GONE)
        first.join(PATIENT)
