"""A folder of documents, and a library made from it by the real command line."""

import fcntl
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from gtnum.cli import main
from gtnum.settings import Settings

Run = Callable[..., tuple[int, str, str]]


AESON = """---
id: fiche-aeson
title: "ÆSON : sobriété numérique à l’école"
kind: group_sheet
date: 2026-11-24
lang: fr
group: gtnum-2022-aeson
labs: [MICA]
academies: [Bordeaux]
---
## Résumé

Le groupe ÆSON étudie la sobriété numérique à l’école, avec le laboratoire MICA et
l’académie de Bordeaux. Les élèves y apprennent à mesurer l’empreinte de leurs usages.
"""
FORGES = """---
id: fiche-forges
title: "Forges : partager des ressources libres"
lang: fr
---
Les forges logicielles aident les enseignants à concevoir et à partager des ressources
éducatives libres, sans être informaticiens.
"""
POST = """<!doctype html><html lang="fr"><head><title>Émotions en ligne</title></head>
<body><article><h1>Émotions en ligne</h1><p>Les adolescents partagent leurs émotions
sur les réseaux sociaux ; le GTnum Feelnum étudie comment l’école peut les aider à
comprendre ces pratiques numériques et leurs images.</p></article></body></html>"""


def write_folder(folder: Path) -> Path:
    """Write three small documents and one that is no document."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "aeson.md").write_text(AESON, encoding="utf-8")
    (folder / "forges.md").write_text(FORGES, encoding="utf-8")
    (folder / "billet.html").write_text(POST, encoding="utf-8")
    return folder


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """No setting of the developer's machine reaches a test; queries have time.

    What a test does not ask for is as cheap as can be: the smallest model, one reader,
    no files to download. It names what it depends on. IRIs have the base of the
    examples, wherever a library is made.
    """
    with pytest.MonkeyPatch.context() as patched:
        for name in Settings.model_fields:
            patched.delenv(f"GTNUM_{name.upper()}", raising=False)
        patched.setenv("GTNUM_SPARQL_SECONDS", "600")
        patched.setenv("GTNUM_SPARQL_MAX_SECONDS", "600")
        patched.setenv("GTNUM_READING_SECONDS", "600")
        patched.setenv("GTNUM_READING_WORKERS", "1")
        patched.setenv("GTNUM_EMBEDDER", "embedded-fast")
        patched.setenv("GTNUM_DUMPS", "false")
        patched.setenv("GTNUM_BASE_IRI", "https://gtnum.example/")
        yield


@pytest.fixture(autouse=True)
def own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path_factory.mktemp("work"))


def ingest(folder: Path, library: Path) -> None:
    """Publish a folder by the real command line, in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "gtnum.cli", "ingest", str(folder)],
        env=Settings(library=library).environment(),
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def made_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """``notes`` of three documents and the ``library`` of them: to copy, not to use.

    All processes of a session share it; the first that comes makes it.
    """
    base = tmp_path_factory.getbasetemp()
    home = base.parent if hasattr(request.config, "workerinput") else base
    made = home / "made-once"
    with (home / "made-once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = Path(tempfile.mkdtemp(dir=home))
            ingest(write_folder(making / "notes"), making / "library")
            making.rename(made)
    return made


def copy_to(made_once: Path, folder: Path) -> Path:
    """Put the shared documents and their library into a folder."""
    shutil.copytree(made_once, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def published(made_once: Path, tmp_path: Path) -> Path:
    """A fresh folder of three documents, published in the library of this test."""
    return copy_to(made_once, tmp_path) / "notes"


@pytest.fixture(scope="module")
def module_library(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three documents that the tests of one file only read."""
    return copy_to(made_once, tmp_path_factory.mktemp("module")) / "library"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A fresh folder of three documents."""
    return write_folder(tmp_path / "notes")


def command_line(library: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command line on a library: code, output, messages."""

    def run(*arguments: object) -> tuple[int, str, str]:
        words = [str(argument) for argument in arguments]
        with pytest.raises(SystemExit) as stop:
            main([*words, "--library", str(library)])
        captured = capsys.readouterr()
        return int(stop.value.code or 0), captured.out, captured.err

    return run


@pytest.fixture
def gtnum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line on a library of this test."""
    return command_line(tmp_path / "library", capsys)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    condition: Callable[[], bool], seconds: float = 600, *, pause: float = 0.02
) -> None:
    """Wait for a condition, and fail where it does not come.

    Args:
        condition: Asked again and again; a longer pause where asking has a price.
        seconds: How long.
        pause: Seconds between two questions.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "still not true"
        time.sleep(pause)


@contextmanager
def served(
    library: Path, *, folder: Path | None = None, **environment: str
) -> Iterator[httpx.Client]:
    """Run a real ``gtnum serve``; the client is for the time of the block.

    Args:
        library: Published.
        folder: In which it runs; ours when None.
        environment: Added to ours.
    """
    log = library.parent / "serve.log"
    command = [sys.executable, "-m", "gtnum.cli", "serve", "--port", "0"]
    with (
        log.open("wb") as messages,
        subprocess.Popen(
            [*command, "--library", str(library)],
            stdout=messages,
            stderr=messages,
            cwd=folder,
            env={**Settings(library=library).environment(), **environment},
        ) as child,
    ):
        try:
            address = announced(log, child)
            with httpx.Client(base_url=address, timeout=400) as client:
                yield client
        finally:
            child.terminate()
            child.wait(400)


def announced(log: Path, child: subprocess.Popen[bytes]) -> str:
    """Return the address that a service announces once it answers there."""
    found: list[str] = []

    def is_told() -> bool:
        assert child.poll() is None, log.read_text()
        found.extend(re.findall(r"Service : (http://\S+)/ ", log.read_text()))
        return bool(found)

    wait_until(is_told, pause=0.05)
    return found[0]


@pytest.fixture(scope="module")
def service(module_library: Path) -> Iterator[httpx.Client]:
    """A real ``gtnum serve``, for the tests of one file that only read."""
    with served(module_library) as client:
        yield client
