"""This test ensures that values are worded in French, also the odd ones."""

import pytest

from ontology.model import DocumentKind, EntityKind, Passage, WorkMatch
from ontology.structure import PassageRole
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


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0\u202foctets"),
        (999, "999\u202foctets"),
        (1_000, "1\u202fko"),
        (1_250, "1,2\u202fko"),
        (999_949, "999,9\u202fko"),
        (1_000_000, "1\u202fMo"),
        (25_400_000, "25,4\u202fMo"),
    ],
)
def test_a_size_is_worded_in_its_unit(size, words):
    assert wording.size_words(size) == words


@pytest.mark.parametrize(
    ("total", "is_capped", "words"),
    [
        (0, False, "0 document"),
        (1, True, "1 document"),
        (2, False, "2 documents"),
        (2, True, "Les 2 documents les plus proches"),
        (1_000, False, "1\u202f000 documents"),
    ],
)
def test_the_number_of_documents_is_worded(total, is_capped, words):
    assert wording.documents_found(total, is_capped=is_capped) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2024", "2024"),
        ("2024-01", "janvier 2024"),
        ("2024-12", "décembre 2024"),
        ("2024-03-01", "1er mars 2024"),
        ("2024-03-02", "2 mars 2024"),
        ("2024-03-11", "11 mars 2024"),
        ("2024-00", "2024-00"),
        ("2024-03-00", "2024-03-00"),
        ("", ""),
    ],
)
def test_a_date_of_any_precision_is_worded(iso, words):
    assert wording.date_words(iso) == words


def test_what_has_no_name_of_ours_is_shown_as_it_is():
    assert wording.kind_label("poème") == "poème"
    assert wording.language_label("br") == "br"
    assert wording.media_label("image/png") == "image/png"
    assert wording.field_label("dc:format") == "dc:format"
    assert wording.origin_label("meta a meta b") == "balise a meta b"


def test_what_has_a_name_of_ours_is_shown_under_it():
    assert wording.language_label("fr") == "français"
    assert wording.media_label("application/pdf") == "PDF"
    assert wording.field_label("doi") == "DOI"
    assert wording.origin_label("XMP") == "métadonnées XMP"
    assert all(wording.role_label(role) for role in PassageRole)


@pytest.mark.parametrize(
    ("method", "why"),
    [("doi", "le même DOI"), ("near_text", "99 % de texte commun")],
)
def test_why_two_documents_are_one_work_is_said(method, why):
    match = WorkMatch("a", "b", method, 0.999)
    assert wording.match_words(match) == f"a et b : {why}"
