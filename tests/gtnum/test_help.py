"""This test ensures that ``gtnum --help`` answers at once: it loads nothing heavy."""

import json
import subprocess
import sys

import pytest

from gtnum import wiring

HEAVY = {
    *("numpy", "faiss", "tantivy", "onnxruntime", "torch", "tokenizers"),
    *("rdflib", "pyshacl", "fastapi", "starlette", "uvicorn", "jinja2"),
    *("lxml", "pypdf", "pypdfium2", "trafilatura", "httpcore", "feedparser"),
    *(
        "gtnum.wiring",
        "pydantic_settings",
        "gtnum.settings",
        "gtnum.deposits.deposit_worker",
    ),
    *("ingest.pipeline", "search_api.searcher", "search_api.web"),
}
PROGRAM = """
import json, sys
from gtnum.cli import main
try:
    main(json.loads(sys.argv[1]))
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def run(*arguments: str) -> tuple[str, set[str]]:
    """Return what a command prints and the modules it has loaded."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("ingest", "--help"), ("deposits", "--help"), ("library", "--help")],
)
def test_help_loads_nothing_heavy(arguments):
    printed, loaded = run(*arguments)
    assert "Usage: " in printed
    assert loaded & HEAVY == set()


def test_a_token_is_made_without_the_worker():
    printed, loaded = run("deposits", "token", "claire")
    assert len(printed.strip()) == 43
    assert "gtnum.deposits.deposit_worker" not in loaded


def test_a_part_is_loaded_when_it_is_asked_for_without_the_web():
    program = """
import json, sys
from gtnum import wiring
parts = (wiring.library, wiring.ingestion, wiring.deposit_worker)
web = {"fastapi", "starlette", "jinja2"} & set(sys.modules)
print(json.dumps([sorted(web), all(callable(part) for part in parts)]))
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], True]


def test_all_parts_are_there_and_no_other():
    assert all(getattr(wiring, name) is not None for name in wiring.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = wiring.nothing
