"""This test ensures that values are worded in French, also the odd ones."""

import pytest

from ontology.model import DocumentKind, EntityKind, Passage
from search_api.answers import wording
from search_api.query import PassageHit, ScoreParts


def test_every_kind_of_document_and_entity_has_a_french_name():
    assert all(wording.kind_label(kind) != kind.value for kind in DocumentKind)
    assert set(wording.ENTITY_LABELS) == set(EntityKind)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2024-12-24", "24 décembre 2024"),
        ("2024-13", "2024-13"),
        ("2024-02-31", "2024-02-31"),
        ("vers 1990", "vers 1990"),
        (None, ""),
        ("0000", "0000"),
    ],
)
def test_a_date_is_worded_or_left_as_printed(iso, words):
    assert wording.date_words(iso) == words


@pytest.mark.parametrize(
    ("words", "vectors", "sentence"),
    [
        (3.0, None, "Contient les mots de la question"),
        (3.0, 0.1, "Contient les mots de la question"),
        (3.0, 0.5, "Contient les mots de la question, et le sens est proche"),
        (None, 0.7, "Trouvé par le sens (très proche), avec d’autres mots"),
        (None, 0.3, "Trouvé par le sens, avec d’autres mots"),
        (None, None, "Passage voisin"),
    ],
)
def test_a_score_is_explained_by_its_evidence(words, vectors, sentence):
    passage = Passage("a.0", "a", 0, 1, 0, 1, "x")
    hit = PassageHit(passage, 0.5, ScoreParts(words, vectors, 0.5, 0.5))

    assert wording.score_words(hit) == sentence


@pytest.mark.parametrize(
    ("words", "meaning", "said"),
    [
        (1.0, None, "Contient les mots de la question"),
        (None, None, "Passage voisin"),
        (0.0, None, "Passage voisin"),
        (1.0, 0.35, "Contient les mots de la question, et le sens est proche"),
        (1.0, 0.34, "Contient les mots de la question"),
        (None, 0.6, "Trouvé par le sens (très proche), avec d’autres mots"),
        (0.0, 0.59, "Trouvé par le sens, avec d’autres mots"),
    ],
)
def test_why_a_passage_was_found_is_said_in_words(words, meaning, said):
    passage = Passage("a.0", "a", 0, 1, 0, 1, "a")
    hit = PassageHit(passage, 0.5, ScoreParts(words, meaning, 0.2, 0.3))
    assert wording.score_words(hit) == said
