"""This test ensures that a real service takes deposits, and that kills lose none."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from gtnum.deposits.deposit_tokens import mint
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.conftest import free_port, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
Run = Callable[..., tuple[int, str, str]]
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
        wait_until(self._answers)

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
        wait_until(lambda: self.task(where)["finished_at"] is not None)
        return self.task(where)


@pytest.fixture
def service(gtnum: Run, published: Path, tmp_path: Path) -> Iterator[Service]:
    token, digest = mint()
    settings = Settings(
        tokens=f"claire={digest}",
        reading_max_file_mb=1,
        reading_workers=1,
        library=tmp_path / "library",
    ).environment()
    made = Service(tmp_path / "library", settings, token)
    made.start()
    try:
        yield made
    finally:
        made.kill(signal.SIGTERM)
        made.client.close()
        wait_until(lambda: not made.workers())


def note(number: int) -> bytes:
    text = f"Note {number} sur le quasar {number}. "
    return (text + "Les élèves lisent, écrivent et discutent. " * 20).encode()


def test_a_document_comes_stays_and_goes(
    service: Service, gtnum: Run, published: Path
) -> None:
    where = service.deposit(note(1), "../../Un rapport.txt", collection="carnet")
    assert service.deposit(note(1), "autre.txt", collection="carnet") == where or (
        service.task(where)["state"] != "queued"
    )
    done = service.finished(where)
    assert (done["state"], done["collection"]) == ("done", "depots-carnet")
    document = done["documents"][0]
    # Done means served: no waiting for the next generation.
    assert service.client.get(document["links"]["self"]).status_code == 200
    original = service.client.get(f"{document['links']['self']}/original")
    assert original.content == note(1)
    # The same bytes are the same document, and publish nothing.
    again = service.finished(service.deposit(note(1), collection="carnet"))
    assert [d["id"] for d in again["documents"]] == [document["id"]]
    assert again["generation"] is None
    # An ordinary ingest of the folder finds nothing to do.
    folder = service.library / "deposits" / "files" / "depots-carnet"
    code, out, _ = gtnum("ingest", folder, "--json")
    assert (code, json.loads(out)["states"]) == (0, {"unchanged": 1})

    gone = service.client.delete(document["links"]["self"])
    assert gone.status_code == 202
    assert service.finished(gone.headers["location"])["state"] == "done"
    assert service.client.get(document["links"]["self"]).status_code == 410
    assert service.client.get("/documents/jamais-vu").status_code == 404
    assert not list(folder.rglob("*.txt"))
    # Depositing it again is a wish to have it back.
    back = service.finished(service.deposit(note(1), collection="carnet"))
    assert back["documents"][0]["id"] == document["id"]
    assert service.client.get(document["links"]["self"]).status_code == 200


def test_a_document_of_a_folder_does_not_come_back(
    service: Service, gtnum: Run, published: Path
) -> None:
    gone = service.client.delete("/documents/fiche-forges")
    service.finished(gone.headers["location"])
    assert service.client.get("/documents/fiche-forges").status_code == 410
    code, out, _ = gtnum("ingest", published, "--json")
    states = json.loads(out)["states"]
    assert (code, states) == (0, {"unchanged": 2, "withdrawn": 1})
    assert gtnum("deposits", "restore", "fiche-forges")[0] == 0
    assert gtnum("ingest", published)[0] == 0
    wait_until(lambda: service.client.get("/documents/fiche-forges").status_code == 200)


def test_what_is_no_document_fails_with_a_problem(service: Service) -> None:
    tasks = [
        service.deposit(b"\x89PNG\r\n\x1a\n" + bytes(200), "image.pdf"),
        service.deposit(b"%PDF-1.7 nothing at all", "faux.pdf"),
        service.deposit(b"  \n ", "blanc.txt"),
    ]
    for where in tasks:
        task = service.finished(where)
        assert task["state"] == "failed"
        assert task["problem"]["type"] == "/problems/unreadable-document"
        assert task["problem"]["state"] in {"unsupported", "malformed", "no_text"}
        assert task["problem"]["detail"]
    answer = service.client.post("/documents", json={"url": "http://127.0.0.1:1/a"})
    task = service.finished(answer.headers["location"])
    assert task["problem"]["type"] == "/problems/fetch-failed"


@pytest.mark.parametrize("victim", ["worker", "server"])
def test_a_kill_in_mid_task_loses_nothing(service: Service, victim: str) -> None:
    tasks = [service.deposit(note(n), f"n{n}.txt") for n in range(4)]
    wait_until(lambda: service.task(tasks[0])["state"] == "running")
    tasks.append(service.deposit(note(9), "n9.txt"))
    if victim == "worker":
        for process in service.workers():
            os.kill(process, signal.SIGKILL)
    else:
        service.kill()
        service.start()
    found = [service.finished(where) for where in tasks]
    assert [task["state"] for task in found] == ["done"] * 5
    assert len({task["documents"][0]["id"] for task in found}) == 5
    Library(service.library).current().verify()
    assert service.client.get("/documents").json()["total"] == 8
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
    service: Service, gtnum: Run, published: Path
) -> None:
    places: list[str] = []

    def send(first: int) -> None:
        with httpx.Client(
            base_url=service.client.base_url,
            headers=service.client.headers,
            timeout=400,
        ) as client:
            for number in range(first, first + 5):
                file = {"file": (f"n{number}.txt", note(number))}
                answer = client.post("/documents", files=file)
                while answer.status_code == 503:
                    time.sleep(0.2)
                    answer = client.post("/documents", files=file)
                places.append(answer.headers["location"])

    threads = [threading.Thread(target=send, args=(5 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    (published / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    assert gtnum("ingest", published)[0] == 0
    for thread in threads:
        thread.join()
    assert {service.finished(where)["state"] for where in places} == {"done"}
    wait_until(lambda: service.client.get("/documents").json()["total"] == 24)


def speak(service: Service, head: str, body: Iterator[bytes]) -> tuple[bytes, int]:
    """Send a request by hand; return the answer and how many bytes were taken."""
    token = service.client.headers["authorization"]
    lines = f"POST /documents HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\n{head}"
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


def test_an_endless_stream_is_cut_at_the_limit(service: Service) -> None:
    def endless() -> Iterator[bytes]:
        yield chunk(PART)
        while True:
            yield chunk(b"a" * 65_536)

    answer, sent = speak(service, f"{FORM}transfer-encoding: chunked", endless())
    # The rest may stand in buffers of the system, but it was not read on.
    assert sent < 20 * LIMIT
    assert not answer or b" 413 " in answer.split(b"\r\n")[0]
    assert service.client.get("/tasks").json()["total"] == 0
    assert not list((service.library / "deposits" / "arriving").iterdir())


def test_a_length_is_believed_only_where_it_is_too_large(service: Service) -> None:
    answer, _ = speak(service, f"{FORM}content-length: {50 * LIMIT}", iter(()))
    assert b" 413 " in answer.split(b"\r\n")[0]

    def longer() -> Iterator[bytes]:
        yield PART + b"a" * 5_000 + b"\r\n--x--\r\n"

    answer, _ = speak(
        service, f"{FORM}content-length: 40\r\nconnection: close", longer()
    )
    assert b" 422 " in answer.split(b"\r\n")[0]
    assert service.client.get("/tasks").json()["total"] == 0


def test_a_wrong_token_is_refused_before_the_body_is_read(service: Service) -> None:
    service.client.headers["authorization"] = "Bearer faux"

    def endless() -> Iterator[bytes]:
        while True:
            yield chunk(b"a" * 65_536)

    answer, sent = speak(service, f"{FORM}transfer-encoding: chunked", endless())
    assert sent < 20 * LIMIT
    assert not answer or b" 401 " in answer.split(b"\r\n")[0]
