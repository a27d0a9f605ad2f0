"""The examples in docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "search_api.identifiers",
        "search_api.marking",
        "search_api.question",
        "search_api.embedders.families",
        "search_api.lexical_indexes.analysis",
        "search_api.understanding.saying",
    ],
)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted > 0
    assert results.failed == 0
