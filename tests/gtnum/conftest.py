"""A folder of documents, and a library made from it by the real command line."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from gtnum.cli import main
from gtnum.settings import Settings

Run = Callable[..., tuple[int, str, str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; without it the test of Comunica is skipped."""
    parser.addoption("--comunica", help="folder with node_modules of Comunica")


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


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No setting of the developer's machine reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GTNUM_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("work"))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A fresh folder of three documents."""
    return write_folder(tmp_path / "notes")


@pytest.fixture
def gtnum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command line on a library of this test: code, output, messages."""

    def run(*arguments: object) -> tuple[int, str, str]:
        words = [str(argument) for argument in arguments]
        with pytest.raises(SystemExit) as stop:
            main([*words, "--library", str(tmp_path / "library")])
        captured = capsys.readouterr()
        return int(stop.value.code or 0), captured.out, captured.err

    return run


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for a condition, and fail where it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "still not true"
        time.sleep(0.1)


@pytest.fixture
def service(gtnum: Run, documents: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A real ``gtnum serve`` on a library of three documents."""
    gtnum("ingest", documents)
    port = free_port()
    command = [sys.executable, "-m", "gtnum.cli", "serve", "--port", str(port)]
    library = ["--library", str(tmp_path / "library")]
    with (
        (tmp_path / "serve.log").open("wb") as log,
        subprocess.Popen([*command, *library], stdout=log, stderr=log) as child,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client,
    ):

        def answers() -> bool:
            assert child.poll() is None, (tmp_path / "serve.log").read_text()
            try:
                return client.get("/health").status_code == 200
            except httpx.TransportError:
                return False

        try:
            wait_until(answers)
            yield client
        finally:
            child.terminate()
            child.wait(20)
