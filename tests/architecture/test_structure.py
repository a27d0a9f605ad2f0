"""This test ensures that the code keeps the shape the architecture page draws."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager"}
# Every room may have its own: they say what a file is, not what it is about.
REPEATED_NAMES = {"__init__", "errors", "ports", "registry"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_tests_hold_no_init_that_would_shadow_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_modules_are_small_and_say_what_they_answer_for() -> None:
    wrong = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if not ast.get_docstring(ast.parse(text)):
            wrong.append(f"{relative(path)}: no module docstring")
        if (lines := text.count("\n")) > 500:
            wrong.append(f"{relative(path)}: {lines} lines, a room to divide")
        if path.stem in FORBIDDEN_NAMES:
            wrong.append(f"{relative(path)}: a name that says nothing")
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_no_two_modules_of_a_package_share_a_name(package: str) -> None:
    found = defaultdict(list)
    for path in (ROOT / package).rglob("*.py"):
        found[path.stem].append(relative(path))
    assert not {
        name: paths
        for name, paths in found.items()
        if len(paths) > 1 and name not in REPEATED_NAMES
    }


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("Candidate", "ingest/linking/unknown_names.py"),
        ("Reading", "ingest/file_reading.py"),
    ],
)
def test_these_words_name_one_class_each(name: str, home: str) -> None:
    line = re.compile(rf"^class {name}\b", re.MULTILINE)
    homes = [relative(p) for p in MODULES if line.search(p.read_text("utf-8"))]
    assert homes == [home]


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{relative(path)}: {node.name} ({_body_lines(node)})"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _body_lines(node) > 40
    ]
    assert not long


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without signature and docstring."""
    body = node.body
    if ast.get_docstring(node) is not None:
        body = body[1:]
    if not body or body[0].end_lineno is None:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_only_settings_read_the_environment() -> None:
    readers = [
        relative(path)
        for path in MODULES
        if "os.environ" in path.read_text(encoding="utf-8")
        or "os.getenv" in path.read_text(encoding="utf-8")
    ]
    assert readers in ([], ["gtnum/settings.py"])
