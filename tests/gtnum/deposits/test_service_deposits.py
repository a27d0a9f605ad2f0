"""This test ensures that a real service takes deposits, and that kills lose none.

Tests that only deposit and withdraw share ``calm_service``, and leave there what they
deposited; those that kill have a ``service`` of their own.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from gtnum.deposits.deposit_tokens import mint
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.conftest import Run, command_line, free_port, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
LIMIT = 1_000_000


class Service:
    """A real ``gtnum serve`` that can be killed and started again."""

    def __init__(self, library: Path, settings: dict[str, str], token: str) -> None:
        self.library = library
        self.port = free_port()
        self._settings = settings
        self._log = library.parent / "serve.log"
        self._child: subprocess.Popen[bytes] | None = None
        self._started: set[int] = set()
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"authorization": f"Bearer {token}"},
            timeout=400,
        )

    def start(self) -> None:
        command = [sys.executable, "-m", "gtnum.cli", "serve"]
        options = ["--port", str(self.port), "--library", str(self.library)]
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [*command, *options],
                stdout=log,
                stderr=log,
                env=self._settings,
            )
        wait_until(self._answers, pause=0.1)

    def _answers(self) -> bool:
        assert self._child is not None
        assert self._child.poll() is None, self._log.read_text()
        try:
            return self.client.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self, number: int = signal.SIGKILL) -> None:
        assert self._child is not None
        self.workers()  # those that it leaves behind stay known
        self._child.send_signal(number)
        self._child.wait(400)

    def workers(self) -> list[int]:
        """Return the processes that do deposits, of servers before this one too."""
        assert self._child is not None
        for task in Path(f"/proc/{self._child.pid}/task").glob("*/children"):
            with suppress(OSError):  # a thread that has just ended
                self._started.update(map(int, task.read_text().split()))
        return [pid for pid in self._started if self._does_deposits(pid)]

    def _does_deposits(self, pid: int) -> bool:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return b"deposits" in words

    def deposit(self, content: bytes, name: str = "note.txt", **fields: str) -> str:
        answer = self.client.post(
            "/documents", files={"file": (name, content)}, data=fields
        )
        assert answer.status_code == 202, answer.text
        return answer.headers["location"]

    def task(self, where: str) -> dict:
        answer = self.client.get(where)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def finished(self, where: str) -> dict:
        wait_until(lambda: self.task(where)["finished_at"] is not None, pause=0.1)
        return self.task(where)


@contextmanager
def running(library: Path) -> Iterator[Service]:
    """Run a service over a library; at the end neither it nor a worker is left."""
    token, digest = mint()
    settings = Settings(
        tokens=f"claire={digest}",
        reading_max_file_mb=1,
        reading_workers=1,
        library=library,
    ).environment()
    made = Service(library, settings, token)
    made.start()
    try:
        yield made
    finally:
        made.kill(signal.SIGTERM)
        made.client.close()
        wait_until(lambda: not made.workers(), pause=0.1)


@pytest.fixture
def service(published: Path, tmp_path: Path) -> Iterator[Service]:
    """A service that the test may kill."""
    with running(tmp_path / "library") as made:
        yield made


@pytest.fixture(scope="module")
def calm_service(module_library: Path) -> Iterator[Service]:
    """A service that no test kills; its folder ``notes`` stands beside the library."""
    with running(module_library) as made:
        yield made


@pytest.fixture
def run(calm_service: Service, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line on the library of the calm service."""
    return command_line(calm_service.library, capsys)


def note(number: int) -> bytes:
    text = f"Note {number} sur le quasar {number}. "
    return (text + "Les élèves lisent, écrivent et discutent. " * 20).encode()


def test_a_document_comes_stays_and_goes(calm_service: Service, run: Run) -> None:
    where = calm_service.deposit(note(1), "../../Un rapport.txt", collection="carnet")
    assert calm_service.deposit(note(1), "autre.txt", collection="carnet") == where or (
        calm_service.task(where)["state"] != "queued"
    )
    done = calm_service.finished(where)
    assert (done["state"], done["collection"]) == ("done", "depots-carnet")
    document = done["documents"][0]
    # Done means served: no waiting for the next generation.
    assert calm_service.client.get(document["links"]["self"]).status_code == 200
    original = calm_service.client.get(f"{document['links']['self']}/original")
    assert original.content == note(1)
    # The same bytes are the same document, and publish nothing.
    again = calm_service.finished(calm_service.deposit(note(1), collection="carnet"))
    assert [d["id"] for d in again["documents"]] == [document["id"]]
    assert again["generation"] is None
    # An ordinary ingest of the folder finds nothing to do.
    folder = calm_service.library / "deposits" / "files" / "depots-carnet"
    code, out, _ = run("ingest", folder, "--json")
    assert (code, json.loads(out)["states"]) == (0, {"unchanged": 1})

    gone = calm_service.client.delete(document["links"]["self"])
    assert gone.status_code == 202
    assert calm_service.finished(gone.headers["location"])["state"] == "done"
    assert calm_service.client.get(document["links"]["self"]).status_code == 410
    assert calm_service.client.get("/documents/jamais-vu").status_code == 404
    assert not list(folder.rglob("*.txt"))
    # Depositing it again is a wish to have it back.
    back = calm_service.finished(calm_service.deposit(note(1), collection="carnet"))
    assert back["documents"][0]["id"] == document["id"]
    assert calm_service.client.get(document["links"]["self"]).status_code == 200


def test_a_document_of_a_folder_does_not_come_back(
    calm_service: Service, run: Run
) -> None:
    notes = calm_service.library.parent / "notes"
    others = len(list(notes.iterdir())) - 1
    gone = calm_service.client.delete("/documents/fiche-forges")
    calm_service.finished(gone.headers["location"])
    assert calm_service.client.get("/documents/fiche-forges").status_code == 410
    code, out, _ = run("ingest", notes, "--json")
    states = json.loads(out)["states"]
    assert (code, states) == (0, {"unchanged": others, "withdrawn": 1})
    assert run("deposits", "restore", "fiche-forges")[0] == 0
    assert run("ingest", notes)[0] == 0
    wait_until(
        lambda: calm_service.client.get("/documents/fiche-forges").status_code == 200
    )


def test_what_is_no_document_fails_with_a_problem(calm_service: Service) -> None:
    tasks = [
        calm_service.deposit(b"\x89PNG\r\n\x1a\n" + bytes(200), "image.pdf"),
        calm_service.deposit(b"%PDF-1.7 nothing at all", "faux.pdf"),
        calm_service.deposit(b"  \n ", "blanc.txt"),
    ]
    for where in tasks:
        task = calm_service.finished(where)
        assert task["state"] == "failed"
        assert task["problem"]["type"] == "/problems/unreadable-document"
        assert task["problem"]["state"] in {"unsupported", "malformed", "no_text"}
        assert task["problem"]["detail"]
    answer = calm_service.client.post("/documents", json={"url": "http://127.0.0.1/a"})
    assert answer.status_code == 422
    assert "réseau privé" in answer.json()["detail"]


@pytest.mark.parametrize("victim", ["worker", "server"])
def test_a_kill_in_mid_task_loses_nothing(service: Service, victim: str) -> None:
    # Each task of a batch that was broken off has a generation of its own: two suffice.
    tasks = [service.deposit(note(n), f"n{n}.txt") for n in range(2)]
    wait_until(lambda: service.task(tasks[0])["state"] == "running")
    tasks.append(service.deposit(note(9), "n9.txt"))
    if victim == "worker":
        for process in service.workers():
            os.kill(process, signal.SIGKILL)
    else:
        service.kill()
        service.start()
    found = [service.finished(where) for where in tasks]
    assert [task["state"] for task in found] == ["done"] * 3
    assert len({task["documents"][0]["id"] for task in found}) == 3
    Library(service.library).current().verify()
    assert service.client.get("/documents").json()["total"] == 6
    assert not list((service.library / "deposits" / "arriving").iterdir())


def test_a_task_that_kills_its_worker_twice_fails_alone(service: Service) -> None:
    bad = service.deposit(note(1), "fatal.txt")
    name = bad.rpartition("/")[2]

    def attempts() -> int:
        for folder in ("open", "closed"):
            path = service.library / "deposits" / "tasks" / folder / f"{name}.json"
            if path.is_file():
                return int(json.loads(path.read_text("utf-8"))["attempts"])
        return 0

    for attempt in (1, 2):
        wait_until(lambda: attempts() == attempt)  # noqa: B023
        for process in service.workers():
            os.kill(process, signal.SIGKILL)
    good = service.deposit(note(2), "good.txt")
    assert service.finished(good)["state"] == "done"
    problem = service.finished(bad)["problem"]
    assert (problem["type"], problem["status"]) == ("/problems/deposit-failed", 500)


def test_many_deposits_beside_an_ingest_all_arrive(
    calm_service: Service, run: Run
) -> None:
    notes = calm_service.library.parent / "notes"
    before = calm_service.client.get("/documents").json()["total"]
    places: list[str] = []

    def send(first: int) -> None:
        with httpx.Client(
            base_url=calm_service.client.base_url,
            headers=calm_service.client.headers,
            timeout=400,
        ) as client:
            for number in range(first, first + 5):
                file = {"file": (f"n{number}.txt", note(number))}
                answer = client.post("/documents", files=file)
                while answer.status_code == 503:
                    time.sleep(0.2)
                    answer = client.post("/documents", files=file)
                places.append(answer.headers["location"])

    threads = [threading.Thread(target=send, args=(100 + 5 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    (notes / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    assert run("ingest", notes)[0] == 0
    for thread in threads:
        thread.join()
    assert {calm_service.finished(where)["state"] for where in places} == {"done"}

    def total() -> int:
        return calm_service.client.get("/documents").json()["total"]

    wait_until(lambda: total() == before + 21, pause=0.1)


def speak(
    service: Service, head: str, body: Iterator[bytes], *, authorization: str = ""
) -> tuple[bytes, int]:
    """Send a request by hand; return the answer and how many bytes were taken."""
    shown = authorization or service.client.headers["authorization"]
    lines = f"POST /documents HTTP/1.1\r\nhost: x\r\nauthorization: {shown}\r\n{head}"
    sent, answer = 0, b""
    with socket.create_connection(("127.0.0.1", service.port), timeout=400) as line:
        line.sendall(f"{lines}\r\n\r\n".encode())
        try:
            for block in body:
                line.sendall(block)
                sent += len(block)
        except OSError:
            pass  # closed on us, as it must be
        try:
            while block := line.recv(65_536):
                answer += block
        except ConnectionResetError:
            pass
    return answer, sent


FORM = "content-type: multipart/form-data; boundary=x\r\n"
PART = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


def chunk(block: bytes) -> bytes:
    return f"{len(block):x}\r\n".encode() + block + b"\r\n"


def test_an_endless_stream_is_cut_at_the_limit(calm_service: Service) -> None:
    before = calm_service.client.get("/tasks").json()["total"]

    def endless() -> Iterator[bytes]:
        yield chunk(PART)
        while True:
            yield chunk(b"a" * 65_536)

    answer, sent = speak(calm_service, f"{FORM}transfer-encoding: chunked", endless())
    # The rest may stand in buffers of the system, but it was not read on.
    assert sent < 20 * LIMIT
    assert not answer or b" 413 " in answer.split(b"\r\n")[0]
    assert calm_service.client.get("/tasks").json()["total"] == before
    assert not list((calm_service.library / "deposits" / "arriving").iterdir())


def test_a_length_is_believed_only_where_it_is_too_large(calm_service: Service) -> None:
    before = calm_service.client.get("/tasks").json()["total"]
    answer, _ = speak(calm_service, f"{FORM}content-length: {50 * LIMIT}", iter(()))
    assert b" 413 " in answer.split(b"\r\n")[0]

    def longer() -> Iterator[bytes]:
        yield PART + b"a" * 5_000 + b"\r\n--x--\r\n"

    answer, _ = speak(
        calm_service, f"{FORM}content-length: 40\r\nconnection: close", longer()
    )
    assert b" 422 " in answer.split(b"\r\n")[0]
    assert calm_service.client.get("/tasks").json()["total"] == before


def test_a_wrong_token_is_refused_before_the_body_is_read(
    calm_service: Service,
) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield chunk(b"a" * 65_536)

    answer, sent = speak(
        calm_service,
        f"{FORM}transfer-encoding: chunked",
        endless(),
        authorization="Bearer faux",
    )
    assert sent < 20 * LIMIT
    assert not answer or b" 401 " in answer.split(b"\r\n")[0]
