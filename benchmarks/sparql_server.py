"""Starts a real service on a library for benchmarks, and watches its memory."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

__all__ = ["Server", "resident_bytes", "running_service"]


@dataclass(frozen=True, slots=True)
class Server:
    """A service that answers: its address and its process."""

    url: str
    pid: int


@contextmanager
def running_service(library: Path, **environment: str) -> Iterator[Server]:
    """Serve a library on a free port of loopback until the block ends.

    Args:
        library: Its folder.
        environment: Settings, by their names in the environment.

    Raises:
        RuntimeError: If it does not answer within a minute.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assignments = [f"{name}={value}" for name, value in environment.items()]
    command = [
        "env",
        "GTNUM_LOG_LEVEL=ERROR",
        *assignments,
        sys.executable,
        "-m",
        "gtnum.cli",
        "serve",
    ]
    options = ["--port", str(port), "--library", str(library)]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL) as child:
        try:
            _wait(url, child)
            yield Server(url, child.pid)
        finally:
            child.terminate()


def _wait(url: str, child: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        try:
            httpx.get(f"{url}/sparql", params={"query": "ASK {}"}).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer")


def resident_bytes(pid: int) -> tuple[int, int]:
    """Return the resident memory of a process, and with all its children."""
    own = _resident(pid)
    return own, own + sum(resident_bytes(child)[1] for child in _children(pid))


def _children(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(number) for number in path.read_text().split()]
        except OSError:  # the thread has just ended
            continue
    return found


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # a worker that has just been killed
        return 0
    found = next((line for line in lines if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(found.split()[1]) << 10
