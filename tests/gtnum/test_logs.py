"""This test ensures that a level of the logs is one that exists, in any case."""

import logging

import pytest

from gtnum.logs import configure
from ontology.errors import KnowledgeError


@pytest.fixture(autouse=True)
def former_levels():
    """Put handlers and levels back."""
    root = logging.getLogger()
    names = ("gtnum", "search_api", "graph", "ingest", "ontology")
    kept = (
        list(root.handlers),
        root.level,
        [logging.getLogger(n).level for n in names],
    )
    yield
    root.handlers[:], level, levels = kept
    root.setLevel(level)
    for name, each in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(each)


def test_ours_speak_as_told_and_libraries_from_warning_on():
    configure("debug")
    assert logging.getLogger("ingest").level == logging.DEBUG
    assert logging.getLogger().level == logging.WARNING


def test_an_unknown_level_is_refused_with_the_known_ones():
    with pytest.raises(KnowledgeError, match="bavard") as caught:
        configure("bavard")
    assert "DEBUG, INFO, WARNING, ERROR" in caught.value.remedy
