"""This test ensures that ``gtnum candidates`` lists the names asked for, no others."""

import json

import pytest

from gtnum import wiring
from ingest.linking import unknown_names
from ingest.linking.unknown_names import Candidate
from ontology.model import EntityKind


@pytest.fixture
def found(monkeypatch):
    """The names that are found, most frequent first."""
    names = [
        Candidate("LabX", EntityKind.LAB, ("a.0", "a.1", "b.0"), "le LabX"),
        Candidate("Marie Dupond", EntityKind.PERSON, ("a.0",), "Marie Dupond dit"),
        Candidate("LabY", EntityKind.LAB, ("c.0", "c.1", "c.2", "c.3"), "[LabY]"),
    ]
    monkeypatch.setattr(wiring, "linked_documents", lambda settings: iter(()))
    monkeypatch.setattr(
        unknown_names, "find_candidates", lambda records, *, rejected: names
    )
    monkeypatch.setenv("COLUMNS", "120")
    return names


def listed(output):
    said = json.loads(output)
    return said["total"], [one["name"] for one in said["candidates"]]


def test_all_kinds_are_listed_unless_one_is_asked_for(gtnum, found):
    output = gtnum("candidates", "--json")[1]
    assert listed(output) == (3, ["LabX", "Marie Dupond", "LabY"])
    output = gtnum("candidates", "--json", "--kind", "lab")[1]
    assert listed(output) == (2, ["LabX", "LabY"])


def test_as_many_as_asked_for_are_shown_and_all_are_counted(gtnum, found):
    output = gtnum("candidates", "--json", "--limit", 1)[1]
    assert listed(output) == (3, ["LabX"])
    assert "1 noms sur 3" in gtnum("candidates", "--limit", 1)[1]
    assert gtnum("candidates", "--limit", 0)[0] == 2


def test_fifty_are_shown_unless_told_otherwise(gtnum, found):
    found[:] = [Candidate(f"Lab{n}", EntityKind.LAB, ("a.0",), "") for n in range(51)]
    total, names = listed(gtnum("candidates", "--json")[1])
    assert (total, len(names)) == (51, 50)


def test_three_passages_of_a_name_are_shown(gtnum, found):
    output = gtnum("candidates")[1]
    assert "b.0" in output
    assert "c.2" in output
    assert "c.3" not in output
    assert output.count("…") == 1
    assert "[LabY]" in output


def test_without_unknown_names_it_says_so(gtnum, found):
    found.clear()
    assert gtnum("candidates")[1] == "Aucun nom inconnu.\n"
    assert listed(gtnum("candidates", "--json")[1]) == (0, [])
