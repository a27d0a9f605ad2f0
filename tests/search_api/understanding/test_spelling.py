"""Spelling is proposed from the words of the corpus, applied only where all fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold
from search_api.french import analysis
from search_api.understanding.spelling import Speller

WORDS = {
    "numerique": 40,
    "numeriques": 12,
    "numero": 5,
    "ecole": 30,
    "ecolo": 1,
    "sobriete": 9,
    "robot": 20,
    "rebot": 1,
    "quasar": 1,
}


class MemoryWords:
    """Part of a ``LexicalIndex``: its words."""

    def frequency(self, word):
        stem = analysis.stem(word)
        own = [n for term, n in WORDS.items() if analysis.stem(term) == stem]
        return max([WORDS.get(fold(word), 0), *own])

    def terms(self, prefix, limit=None):
        return [item for item in WORDS.items() if item[0].startswith(prefix)]


ACCENTS = {"numerique": "numérique", "ecole": "école", "sobriete": "sobriété"}
SPELLER = Speller(MemoryWords(), lambda term: ACCENTS.get(term, term))


@pytest.mark.parametrize(
    ("typed", "corrected", "is_applied"),
    [
        ("numérque", "numérique", True),
        ("nmuérique", "numérique", True),
        ("l’école numérqiue", "l’école numérique", False),
        ("sobbriétté", "sobriété", True),
        ("robto", "robot", True),
        ("le rebot", "le robot", False),
    ],
)
def test_slips_are_corrected_as_words_are_written(typed, corrected, is_applied):
    spelling = SPELLER.check(typed)
    assert (spelling.text, spelling.is_applied) == (corrected, is_applied)


@pytest.mark.parametrize(
    "typed",
    [
        "numérique à l’école",
        "quasar",
        "éxxle",
        "abc",
        "x1234",
        "Привет",
        "教育",
        "2021",
    ],
)
def test_what_is_known_or_far_from_all_is_left_alone(typed):
    assert SPELLER.check(typed) is None


def test_question_about_something_else_is_not_mended_in_part():
    assert SPELLER.check("robto volant jaune") is None
    assert SPELLER.check("robto numérque").is_applied


def test_names_of_the_graph_are_never_doubtful():
    assert SPELLER.check("robto", known=[(0, 5)]) is None


def test_replaced_words_are_told_in_order():
    spelling = SPELLER.check("robto numérque")
    assert spelling.replaced == (("robto", "robot"), ("numérque", "numérique"))


@given(st.text(max_size=60))
def test_any_text_may_be_checked(text):
    SPELLER.check(text)
