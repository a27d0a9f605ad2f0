"""The examples in the docstrings of ingest are true."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "copies.candidates", "copies.official", "copies.shingles", "identifiers",
    "metadata.choosing", "metadata.dates", "metadata.kinds", "metadata.scholarly",
    "readers.notebook", "readers.pdf.headings", "readers.pdf.quality",
    "sources.finding", "sources.ignoring", "texts.characters", "texts.cleaning",
    "texts.gluing", "texts.languages",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str):
    result = doctest.testmod(import_module(f"ingest.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
