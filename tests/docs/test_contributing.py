"""This test ensures that the commands of CONTRIBUTING, Makefile and CI can be given."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CODE = re.findall(r"`([^`\n]+)`", TEXT.replace("```", ""))
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def commands(program: str) -> list[str]:
    """Return the commands of the page that run a program of the environment."""
    start = f".venv/bin/{program}"
    return [code for code in CODE if code.startswith(start)]


@pytest.fixture(scope="module")
def known_options() -> str:
    """Return what pytest says of its options, and where the tests add theirs."""
    command = [sys.executable, "-m", "pytest", "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return told.stdout


@pytest.mark.parametrize("command", commands("python -m pytest"))
def test_pytest_commands_name_paths_options_and_markers_that_are_there(
    command, known_options
):
    words = shlex.split(command)[3:]
    paths = [ROOT / word for word in words if word.startswith("tests")] or [ROOT]
    assert all(path.exists() for path in paths)
    added = "".join(
        (path / "conftest.py").read_text("utf-8")
        for path in paths
        if (path / "conftest.py").is_file()
    )
    for place, word in enumerate(words):
        option = word.partition("=")[0]
        if option == "-m":
            assert uses_marker(paths, words[place + 1])
        elif option.startswith("--"):
            assert f'addoption("{option}"' in added or f"  {option}" in known_options


def uses_marker(paths: list[Path], marker: str) -> bool:
    """Return whether a test below the paths bears a marker."""
    folders = [path / "tests" if path == ROOT else path for path in paths]
    files = [file for folder in folders for file in folder.rglob("test_*.py")]
    return any(f"mark.{marker}" in file.read_text("utf-8") for file in files)


def test_other_programs_are_there():
    assert len(commands("python -m pytest")) >= 5
    assert commands("lint-imports") == [".venv/bin/lint-imports"]
    assert Path(sys.executable).with_name("lint-imports").is_file()
    (command,) = commands("python benchmarks/")
    assert command.endswith("benchmarks/<name>.py --help")


@pytest.mark.parametrize(
    "name", sorted(re.findall(r"`((?:docs|gtnum|scripts|tests)/[\w/.-]+)`", TEXT))
)
def test_named_files_and_folders_exist(name):
    assert (ROOT / name).exists()


def test_named_targets_have_rules():
    named = set(re.findall(r"\bmake ([a-z-]+)", TEXT))
    block = re.findall(r"^make ([a-z-]+)", TEXT, re.MULTILINE)
    ci = re.findall(r"\bmake ([a-z-]+)", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert block
    assert ci
    assert named - {"it", "the"} | {*block, *ci} <= TARGETS


def test_phony_targets_are_the_targets_of_the_makefile():
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == TARGETS
