"""Spelling is proposed from the words of the corpus, applied where surely meant."""

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
        ("l’école numérqiue", "l’école numérique", True),
        ("l’école sobbriétté", "l’école sobriété", False),
        ("l’école de Numérqiue", "l’école de numérique", False),
        ("NUMÉRIQUE NUMÉRQIUE", "NUMÉRIQUE numérique", True),
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


class Vocabulary:
    """Part of a ``SubwordTable``: words that the model holds whole."""

    def subwords(self, texts):
        return [[1] if text == "robto" else [2, 3] for text in texts]


def test_a_word_of_the_language_is_no_slip():
    speller = Speller(MemoryWords(), lambda term: term, table=Vocabulary())
    assert speller.check("l’école robto") is None
    assert speller.check("Robto") is None
    assert speller.check("l’école robtt").is_applied


def test_names_of_the_graph_are_never_doubtful():
    assert SPELLER.check("robto", known=[(0, 5)]) is None


def test_replaced_words_are_told_in_order():
    spelling = SPELLER.check("robto numérque")
    assert spelling.replaced == (("robto", "robot"), ("numérque", "numérique"))


@given(st.text(max_size=60))
def test_any_text_may_be_checked(text):
    SPELLER.check(text)


class Held:
    """Part of a ``LexicalIndex`` whose words are given, each in its own form only."""

    def __init__(self, **words):
        self.words = words

    def frequency(self, word):
        return self.words.get(word, 0)

    def terms(self, prefix, limit=None):
        return [item for item in self.words.items() if item[0].startswith(prefix)]


def checked(typed, **words):
    spelling = Speller(Held(**words), lambda term: term).check(typed)
    return spelling and spelling.text


def test_words_of_three_letters_are_never_doubtful():
    assert checked("abd", abc=50) is None
    assert checked("abcd", abce=50) == "abce"


def test_one_slip_is_mended_in_short_words_and_two_from_eight_letters_on():
    assert checked("abcdefg", abcdeyy=50) is None
    assert checked("abcdefg", abcdefy=50) == "abcdefy"
    assert checked("abcdefgh", abcdefyy=50) == "abcdefyy"
    assert checked("abcdefgh", abcdeyyy=50) is None


def test_the_first_letter_or_the_second_is_right():
    assert checked("xbcd", bbcd=50) == "bbcd"
    assert checked("xbcd", abcd=50) is None


def test_a_word_held_once_is_doubtful_beside_a_common_one():
    assert checked("abcd", abcd=1, abce=10) == "abce"
    assert checked("abcd", abcd=1, abce=9) is None
    assert checked("abcd", abcd=2, abce=50) is None
    assert checked("abcdefgh", abcdefgh=1, abcdefyy=50) is None


def test_a_word_held_once_mends_one_that_is_held_nowhere():
    assert checked("abcd", abce=1) == "abce"


def test_fewer_slips_then_more_passages_then_the_alphabet_decide():
    assert checked("abcdefgh", abcdefyy=90, abcdefgy=1) == "abcdefgy"
    assert checked("abcd", abce=5, abcf=6) == "abcf"
    assert checked("abcd", abcf=5, abce=5) == "abce"


def test_twelve_words_are_checked_and_thirteen_are_a_text():
    words = [f"mot{letter * 3}" for letter in "bcdfghjklmn"]
    assert checked(" ".join([*words, "abcd"]), abce=50, **dict.fromkeys(words, 9)) == (
        " ".join([*words, "abce"])
    )
    assert checked(" ".join([*words, words[0], "abcd"]), abce=50, motbbb=9) is None


def test_a_name_protects_the_words_within_and_no_others():
    words = Speller(Held(abce=50), lambda term: term)
    assert words.check("abcd", known=[(0, 4)]) is None
    assert words.check("abcd", known=[(1, 4)]) is not None
    assert words.check("abce abcd", known=[(0, 5)]) is not None
