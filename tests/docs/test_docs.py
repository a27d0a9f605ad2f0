"""This test ensures that the documentation says what the code does today."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from gtnum.cli import app
from gtnum.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def test_every_setting_is_documented_with_its_default() -> None:
    text = (DOCS / "reference" / "settings.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `GTNUM_")]
    assert rows == [
        f"| `GTNUM_{name.upper()}` | `{field.default}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def test_every_command_is_documented_and_shows_an_example() -> None:
    text = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        for word, each in _leaves(name, command):
            assert f"`gtnum {word}" in text, f"gtnum {word} is not documented"
            assert f"Exemple : gtnum {word}" in (each.help or ""), word


def _leaves(name: str, command: object) -> list[tuple[str, object]]:
    inner = getattr(command, "commands", None)
    if not inner:
        return [(name, command)]
    return [(f"{name} {key}", value) for key, value in inner.items()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text("utf-8"))
    broken = [
        target
        for target in targets
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (page.parent / target.split("#")[0]).exists()
    ]
    assert not broken


def test_the_readme_is_short_and_starts_with_the_command() -> None:
    words = (ROOT / "README.md").read_text("utf-8").split()
    assert len(words) < 600
    assert "serve" in words[:60]


def test_the_architecture_page_names_files_that_exist() -> None:
    text = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    named = re.findall(
        r"`((?:ontology|ingest|graph|search_api|gtnum)/[\w/]+\.py)`", text
    )
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).is_file()] == []
