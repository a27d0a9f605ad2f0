"""Does one action on a library, in a process of its own, and tells what came of it."""

import hashlib
import io
import json
import logging
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from gtnum import logs, wiring
from gtnum.cli import main
from gtnum.settings import Settings
from ontology.errors import KnowledgeError
from search_api.embedders.registry import load_embedder

_ADDRESSES = (
    "/search?q=sobri%C3%A9t%C3%A9+num%C3%A9rique&limit=3",
    "/search?q=usages+du+num%C3%A9rique&mode=vectors",
    "/search?q=forges&mode=words",
    "/suggest?q=sob",
    "/documents?limit=10",
    "/entities?limit=5",
    "/concepts",
    "/changes?limit=10",
    "/dumps/gtnum.nq.gz",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)(SUM(STRLEN(STR(%3Fo)))%20AS%20%3Fl)"
    "%7BGRAPH%20%3Fg%7B%3Fs%20%3Fp%20%3Fo%7D%7D",
)
_VARIABLE = re.compile(
    rb'"(took_ms|seconds|elapsed_ms|search_ms)": ?[0-9.e-]+|<updated>[^<]*</updated>'
)
_SECONDS = 60.0
_CHECKED_SECONDS = 20.0


@dataclass(slots=True)
class Outcome:
    """What an action did.

    Attributes:
        code: Exit code; -1 where it had to be killed.
        output: Of the command; of a service, nothing.
        said: On standard error, the log included.
        answers: Address → status and a fingerprint of the body, of a service.
        health: Last answer of ``/health``, of a service.
        is_raw: Whether a foreign exception came out.
        seconds: How long it took.
    """

    code: int = 0
    output: str = ""
    said: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    health: dict[str, Any] = field(default_factory=dict)
    is_raw: bool = False
    seconds: float = 0.0


def warm_up() -> None:
    """Load what every action needs, so that a child begins with it; start no thread."""
    load_embedder("embedded-fast")


def probe(action: str, library: Path, notes: Path) -> Outcome:
    """Do an action in a child and return what came of it; a minute at most."""
    with tempfile.TemporaryDirectory() as scratch:
        result, started = Path(scratch) / "outcome.json", time.monotonic()
        child = os.fork()
        if child == 0:
            os.setsid()
            try:
                outcome = _act(action, library, notes, Path(scratch))
                result.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
            finally:
                os._exit(0)
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            if time.monotonic() - started > _SECONDS:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return Outcome(code=-1, seconds=_SECONDS)
            time.sleep(0.01)
        if not result.exists():
            return Outcome(code=-2, is_raw=True, said="the process died")
        found = Outcome(**json.loads(result.read_text(encoding="utf-8")))
        found.seconds = round(time.monotonic() - started, 2)
        return found


def _act(action: str, library: Path, notes: Path, scratch: Path) -> Outcome:
    outcome, output, said = Outcome(), io.StringIO(), io.StringIO()
    os.chdir(scratch)
    os.environ["COLUMNS"] = "300"  # noqa: TID251 - of this child alone
    actions: dict[str, Callable[[Outcome], None]] = {
        "serve": lambda found: _serve(library, found),
        "export": lambda found: _export(library, scratch, found),
    }
    commands = {
        "list": ["library", "list"],
        "verify": ["library", "verify", "--all"],
        "rollback": ["library", "rollback"],
        "ingest": ["ingest", str(notes)],
        "prune": ["library", "prune", "--keep", "1"],
        "search": ["search", "sobriété numérique", "--json"],
    }
    with redirect_stdout(output), redirect_stderr(said):
        try:
            if action in actions:
                actions[action](outcome)
            else:
                words = commands.get(action) or action.split()
                outcome.code = _command([*words, "--library", str(library)])
        except BaseException:  # noqa: BLE001 - whatever comes out is what is asked
            outcome.is_raw = True
            traceback.print_exc(file=said)
        logging.shutdown()
    outcome.output = _VARIABLE.sub(b"", output.getvalue().encode()).decode()
    outcome.said = said.getvalue()
    return outcome


def _command(words: list[str]) -> int:
    try:
        main(words)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _export(library: Path, scratch: Path, outcome: Outcome) -> None:
    target = scratch / "export.nq"
    outcome.code = _command(["export", str(target), "--library", str(library)])
    if target.exists():
        lines = sorted(target.read_bytes().splitlines())
        outcome.answers["export"] = _fingerprint(b"\n".join(lines))


def _serve(library: Path, outcome: Outcome) -> None:
    """Start the service, wait until all is checked, and ask it."""
    logs.configure("INFO")
    try:
        application = wiring.application(Settings(library=library))
    except KnowledgeError as refusal:
        print(f"Erreur : {refusal.message}\n→ {refusal.remedy}", file=sys.stderr)
        outcome.code = 3
        return
    with TestClient(application, raise_server_exceptions=False) as client:
        deadline = time.monotonic() + _CHECKED_SECONDS
        while time.monotonic() < deadline:
            outcome.health = client.get("/health").json()
            if outcome.health["verified"] or outcome.health["status"] != "ok":
                break
            time.sleep(0.05)
        answers = {address: client.get(address) for address in _ADDRESSES}
        listed = answers["/documents?limit=10"]
        if listed.status_code == 200:
            for one in listed.json()["documents"]:
                address = one["links"]["original"]
                answers[address] = client.get(address)
        for address, answer in answers.items():
            content = answer.content if answer.status_code == 200 else b""
            outcome.answers[address] = (
                f"{answer.status_code} {_fingerprint(_VARIABLE.sub(b'', content))}"
            )
        outcome.health = client.get("/health").json()


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
