"""The examples in the docstrings of ingest are true."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "characters", "cleaning", "dates", "gluing", "identifiers", "ignoring", "kinds",
    "languages", "metadata", "scholarly", "sources", "copies.candidates",
    "copies.official", "copies.shingles",
    "readers.notebook", "readers.pdf.headings", "readers.pdf.quality",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str):
    result = doctest.testmod(import_module(f"ingest.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
