"""Whatever a document does to its reader, the caller gets a reply or a typed error."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import (
    MalformedContent,
    ReadingTimeout,
    SourceError,
    TooLarge,
    UnsupportedContent,
)
from ingest.isolation import child
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits

# A reader that does what its document says, put in the place of the one for text.
EVIL = """
import ctypes, os, socket, sys, time
import ingest.readers.plain_text as honest
real = honest.read_text
def read_text(content, request):
    order = content.decode()
    if order == "sleep": time.sleep(600)
    if order == "spin":
        while True: pass
    if order == "eat": return bytearray(1 << 40)
    if order == "segv": ctypes.string_at(0)
    if order == "abort": os.abort()
    if order == "exit": os._exit(3)
    if order == "print": print("noise" * 10_000); sys.stdout.flush()
    if order == "connect": socket.create_connection(("127.0.0.1", 9))
    if order == "raise": raise ZeroDivisionError("secret words of the document")
    if order == "deep": return read_text(content, request)
    return real(content, request)
honest.read_text = read_text
"""


@pytest.fixture
def evil_readers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        child,
        "READER_PROGRAM",
        child.READER_PROGRAM.replace("; main()", f"; exec({EVIL!r}); main()"),
    )


def read(pool: ReaderPool, text: str):
    job = ReadingJob(
        "c/x.txt", "c", "x.txt", content=text.encode(), media_type="text/plain"
    )
    return pool.read(job)


def idle_child(pool: ReaderPool) -> child.ReadingChild:
    """Return the child of a pool of one that reads nothing now."""
    found = pool._children._idle.get()
    pool._children._idle.put(found)
    return found


PATIENT = Limits(wall_seconds=100, cpu_seconds=100, memory_bytes=2**30)
QUICK = replace(PATIENT, wall_seconds=4)


@pytest.mark.parametrize(
    ("order", "error", "message"),
    [
        ("sleep", ReadingTimeout, "après 4 secondes"),
        ("eat", TooLarge, "1024 Mio"),
        ("segv", MalformedContent, "SIGSEGV"),
        ("abort", MalformedContent, "SIGABRT"),
        ("exit", MalformedContent, "code 3"),
        ("connect", MalformedContent, "PermissionError"),
        ("raise", MalformedContent, "ZeroDivisionError"),
        ("deep", MalformedContent, "imbriquée"),
    ],
)
def test_a_reader_that_fails_is_a_typed_error_and_the_pool_goes_on(
    evil_readers, order: str, error: type[Exception], message: str
):
    limits = QUICK if order == "sleep" else PATIENT
    with ReaderPool(limits, workers=1) as pool:
        with pytest.raises(error, match=message) as caught:
            read(pool, order)
        assert "secret" not in str(caught.value)
        assert read(pool, "Texte sage.").record.document.text == "Texte sage."


@pytest.mark.slow
def test_processor_time_is_limited(evil_readers):
    limits = Limits(wall_seconds=400, cpu_seconds=1)
    expected = pytest.raises(ReadingTimeout, match="de calcul")
    with ReaderPool(limits, workers=1) as pool, expected:
        read(pool, "spin")


def test_what_a_library_prints_does_not_disturb(evil_readers):
    with ReaderPool(PATIENT, workers=1) as pool:
        assert read(pool, "print").record.document.text == "print"


def test_a_child_reads_many_documents_and_is_replaced_after_enough(monkeypatch):
    monkeypatch.setattr(child, "DOCUMENTS_PER_CHILD", 2)
    seen = set()
    with ReaderPool(workers=1) as pool:
        for number in range(3):
            read(pool, f"Texte {number}.")
            seen.add(idle_child(pool)._process.pid)
    assert len(seen) == 2


def test_children_end_when_their_parent_is_killed(tmp_path: Path):
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from ingest.isolation.pool import ReaderPool, ReadingJob\n"
        "pool = ReaderPool(workers=1)\n"
        "pool.read(ReadingJob('c/x','c','x',content=b'Texte.',media_type='text/plain'))\n"
        "print(pool._children._idle.get()._process.pid, flush=True)\n"
        "import time; time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        child = int(parent.stdout.readline())
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return (
            "Z"
            not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        )
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_file_that_changed_since_it_was_seen_is_not_read(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("Texte.")
    with ReaderPool(workers=1) as pool:
        job = ReadingJob("c/a.txt", "c", "a.txt", path, None, "text/plain", "0" * 64)
        with pytest.raises(SourceError, match="a changé"):
            pool.read(job)
        path.unlink()
        with pytest.raises(SourceError, match="ne peut pas être lu"):
            pool.read(job)


def test_limits_of_size_characters_and_output_are_kept():
    limits = Limits(size_bytes=1000, characters=500, output_bytes=600)
    with ReaderPool(limits, workers=1) as pool:
        for text, message in (("a" * 1001, "dépasse"), ("a " * 300, "caractères")):
            with pytest.raises(TooLarge, match=message):
                read(pool, text)
        with pytest.raises(TooLarge, match="pèse"):
            read(pool, "é " * 200)


def test_a_format_without_reader_is_unsupported():
    with ReaderPool(workers=1) as pool, pytest.raises(UnsupportedContent, match="png"):
        pool.read(ReadingJob("c/x", "c", "x", content=b"\x89PNG\r\n\x1a\n12345"))
