"""A folder of documents, and a library made from it by the real command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.cli import main
from gtnum.settings import Settings

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
