"""The kind of a text weighs once, behind fusion, and a definition comes first."""

from dataclasses import replace

import pytest

from ontology.structure import PassageRole
from search_api.fusion import Fused
from search_api.glossary import Glossary
from search_api.text_kinds import WEIGHTS, kind_weights, role_weights, weigh
from tests.search_api.fakes import MemoryCatalogue, record

ROLES = {
    "g.0": PassageRole.ENTRY,
    "g.1": PassageRole.ENTRY,
    "s.9": PassageRole.CAVEAT,
    "x.0": PassageRole.ENTRY,
}
SCORES = {
    "g.0": Fused(0.5, 0.2, 0.3),
    "g.1": Fused(0.9, 0.4, 0.5),
    "s.9": Fused(0.6, 0.3, 0.3),
    "b.0": Fused(0.8, 0.5, 0.3),
}


@pytest.fixture
def glossary():
    made = record("g", "- forge. Un service en ligne.", "- dépôt. Un lieu.")
    entries = tuple(replace(p, role=PassageRole.ENTRY) for p in made.passages)
    return Glossary(MemoryCatalogue([replace(made, passages=entries)]))


def weighed(glossary, question):
    weights = kind_weights(SCORES, ROLES, question, glossary=glossary)
    return weights, weigh(SCORES, weights)


def test_entries_and_caveats_weigh_less_than_prose(glossary):
    weights, scores = weighed(glossary, "forges et communs")
    assert weights == {
        "g.0": WEIGHTS[PassageRole.ENTRY],
        "g.1": WEIGHTS[PassageRole.ENTRY],
        "s.9": WEIGHTS[PassageRole.CAVEAT],
    }
    assert max(scores, key=lambda name: scores[name].score) == "b.0"
    assert scores["b.0"] == SCORES["b.0"]


def test_the_parts_of_a_score_are_weighed_alike(glossary):
    _, scores = weighed(glossary, "forges et communs")
    for fused in scores.values():
        assert fused.score == pytest.approx(sum(fused[1:]))


def test_the_entry_of_the_very_term_stands_first(glossary):
    _, scores = weighed(glossary, "qu’est-ce qu’une forge ?")
    assert max(scores, key=lambda name: scores[name].score) == "g.0"
    assert scores["g.0"].score == pytest.approx(SCORES["g.1"].score)


def test_a_definition_that_no_entry_gives_leaves_entries_their_score(glossary):
    weights, scores = weighed(glossary, "qu’est-ce qu’une licence ?")
    assert weights == {"s.9": WEIGHTS[PassageRole.CAVEAT]}
    assert scores["g.1"] == SCORES["g.1"]


def test_an_entry_that_was_not_found_is_not_made_up(glossary):
    question = "qu’est-ce qu’une forge ?"
    others = {name: own for name, own in SCORES.items() if name != "g.0"}
    assert "g.0" not in kind_weights(others, ROLES, question, glossary=glossary)


def test_roles_weigh_what_was_found_and_entries_only_beside_definitions():
    weights = role_weights(SCORES.keys(), ROLES, "forges et communs")
    assert weights == {
        "g.0": WEIGHTS[PassageRole.ENTRY],
        "g.1": WEIGHTS[PassageRole.ENTRY],
        "s.9": WEIGHTS[PassageRole.CAVEAT],
    }
    asked = role_weights(SCORES.keys(), ROLES, "qu’est-ce qu’une forge ?")
    assert asked == {"s.9": WEIGHTS[PassageRole.CAVEAT]}
