"""The examples in docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "search_api.identifiers",
        "search_api.french.highlights",
        "search_api.french.question",
        "search_api.embedders.families",
        "search_api.french.analysis",
        "search_api.understanding.question_cues",
    ],
)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted > 0
    assert results.failed == 0
