"""What is quoted of an entry is its definition; facts come first in a document."""

from dataclasses import replace

import pytest

from ontology.structure import PassageRole
from search_api.hits import HitSources, answering_first
from search_api.query import PassageHit, ScoreParts
from tests.search_api.fakes import MemoryCatalogue, record

PARTS = ScoreParts(1.0, 0.5, 0.3, 0.2)


def hits(*pairs):
    made = record("d", *(f"Passage {n}." for n in range(len(pairs))))
    return [
        PassageHit(passage, score, PARTS, answer=answer)
        for passage, (score, answer) in zip(made.passages, pairs, strict=True)
    ]


def positions(found):
    return [hit.passage.position for hit in answering_first(found)]


def test_the_passage_whose_sentence_answers_stands_first():
    assert positions(hits((0.9, 0.2), (0.8, 0.6), (0.7, 0.3))) == [1, 0, 2]


def test_where_no_fact_is_asked_the_order_stays():
    assert positions(hits((0.9, 0.0), (0.9, 0.0), (0.1, 0.0))) == [0, 1, 2]


LONG = "- forge (dépôt). Un service en ligne où l’on écrit à plusieurs. En anglais : x."
SHORT = "- ticket. Une demande. Une seconde phrase est assez longue pour être citée."


@pytest.fixture
def sources():
    made = record("g", LONG, SHORT, "Du texte sans rien à définir.")
    passages = tuple(replace(p, role=PassageRole.ENTRY) for p in made.passages)
    return HitSources.of(MemoryCatalogue([replace(made, passages=passages)]))


def test_of_an_entry_its_definition_is_quoted(sources):
    passage = sources.catalogue.passages(["g.0"])["g.0"]
    quoted = passage.text[slice(*sources.quoted(passage, (0, 4)))]
    assert quoted == "Un service en ligne où l’on écrit à plusieurs."


def test_a_definition_that_is_no_whole_sentence_is_not_quoted(sources):
    passage = sources.catalogue.passages(["g.1"])["g.1"]
    assert sources.quoted(passage, (23, 60)) is None


def test_of_other_passages_the_sentence_is_quoted(sources):
    passage = sources.catalogue.passages(["g.2"])["g.2"]
    assert sources.quoted(passage, (0, 4)) == (0, 4)
    body = replace(sources.catalogue.passages(["g.0"])["g.0"], role=PassageRole.BODY)
    assert sources.quoted(body, (0, 4)) == (0, 4)
