"""What idle, slow and nonsensical clients do to a running service.

Each attack runs against a real ``gtnum serve`` under a small ``ulimit -n``, while
``/health`` is asked by clients that do nothing wrong. Nothing is passed or failed: one
table is printed. Loopback only.

    .venv/bin/python -m benchmarks.wire_attacks --library library --descriptors 1024
"""

import argparse
import http.client
import re
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
_LOCAL_DESCRIPTORS = 12_000


@dataclass
class Service:
    """A service of ours and what is seen of it."""

    child: subprocess.Popen[bytes]
    log: Path
    port: int

    @property
    def descriptors(self) -> int:
        """How many are open."""
        return len(list(Path(f"/proc/{self.child.pid}/fd").iterdir()))

    @property
    def memory_mb(self) -> int:
        """What the service holds, without its children."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1000

    def send(self, *parts: bytes) -> socket.socket | None:
        """Connect and send; None where the service does not take the connection."""
        made = socket.socket()
        made.settimeout(5)
        try:
            made.connect((HOST, self.port))
            for part in parts:
                made.sendall(part)
        except OSError:
            made.close()
            return None
        return made

    def health_ms(self) -> float:
        """Return how long an honest client waits; infinity where refused."""
        began = time.perf_counter()
        client = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            client.request("GET", "/health")
            if client.getresponse().status != 200:
                return float("inf")
        except OSError:
            return float("inf")
        finally:
            client.close()
        return 1000 * (time.perf_counter() - began)


@contextmanager
def running(library: Path, descriptors: int) -> Iterator[Service]:
    """Run a service for the time of the block."""
    command = [sys.executable, "-m", "gtnum.cli", "serve", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "serve.log"
        limited = (
            f"ulimit -n {descriptors}; exec {' '.join(command)} --library {library}"
        )
        with (
            log.open("wb") as messages,
            subprocess.Popen(["bash", "-c", limited], stderr=messages) as child,
        ):
            while not (told := re.search(r"http://[\d.]+:(\d+)/", log.read_text())):
                time.sleep(0.1)
            try:
                yield Service(child, log, int(told[1]))
            finally:
                child.kill()


def idle(service: Service, number: int) -> list[socket.socket | None]:
    """Connect and say nothing."""
    return [service.send() for _ in range(number)]


def half_heads(service: Service, number: int) -> list[socket.socket | None]:
    """Send half a head."""
    return [service.send(b"GET / HTTP/1.1\r\nHost: x\r\nX: ") for _ in range(number)]


def half_bodies(service: Service, number: int) -> list[socket.socket | None]:
    """Send three bytes of a megabyte."""
    head = b"POST /related HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    body = head + b"Content-Length: 1000000\r\n\r\nabc"
    return [service.send(body) for _ in range(number)]


def unread(service: Service, number: int) -> list[socket.socket | None]:
    """Ask for the style sheet eighty times and read nothing."""
    asked = b"GET /static/style.css HTTP/1.1\r\nHost: x\r\n\r\n" * 80
    return [service.send(asked) for _ in range(number)]


def nonsense(service: Service, number: int) -> list[socket.socket | None]:
    """Send what is no HTTP."""
    return [service.send(b"nonsense\r\n\r\n") for _ in range(number)]


ATTACKS: dict[str, Callable[[Service, int], list[socket.socket | None]]] = {
    attack.__name__: attack
    for attack in (idle, half_heads, half_bodies, unread, nonsense)
}


def main() -> None:
    """Run the attacks one by one and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--descriptors", type=int, default=1024)
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = min(_LOCAL_DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print("attack       taken   /health ms: median  longest   fds  MB  log bytes/min")
    with running(arguments.library, arguments.descriptors) as service:
        [service.health_ms() for _ in range(5)]
        for name, attack in ATTACKS.items():
            began, logged = time.monotonic(), service.log.stat().st_size
            crowd = [each for each in attack(service, arguments.clients) if each]
            waits = []
            while time.monotonic() - began < arguments.seconds or len(waits) < 5:
                waits.append(service.health_ms())
                time.sleep(0.2)
            minutes = (time.monotonic() - began) / 60
            growth = (service.log.stat().st_size - logged) / minutes
            print(
                f"{name:12} {len(crowd):5} {statistics.median(waits):19.1f} "
                f"{max(waits):8.1f} {service.descriptors:5} {service.memory_mb:4} "
                f"{growth:10.0f}",
                flush=True,
            )
            for each in crowd:
                each.close()
        crowd = [each for each in half_bodies(service, 200) if each]
        began = time.monotonic()
        service.child.send_signal(signal.SIGTERM)
        service.child.wait(60)
        print(f"SIGTERM with 200 half bodies: {time.monotonic() - began:.1f} s")
        for each in crowd:
            each.close()


if __name__ == "__main__":
    main()
