"""The second look finds counterparts in either language, part by part."""

import numpy as np
import pytest

from search_api.embedders.registry import subword_table
from search_api.second_look.subwords import MOST_SUBWORDS, Subwords, closeness

TEXTS = [
    "La sobriété numérique à l’école",
    "Digital frugality at school",
    "Le calendrier des vacances d’hiver",
    "",
]


@pytest.fixture(scope="module")
def table():
    return subword_table()


@pytest.fixture
def subwords(table):
    return Subwords.of(table.subwords(TEXTS), len(table))


def look(question, subwords, table):
    return closeness(question, np.arange(len(TEXTS)), subwords, table)


def test_same_words_are_closest_then_their_translation(subwords, table):
    same, translated, other, empty = look("sobriété numérique", subwords, table)
    assert same == pytest.approx(1.0, abs=1e-5)
    assert same > translated > other > empty == 0.0


def test_question_without_subwords_is_close_to_nothing(subwords, table):
    assert look("", subwords, table) == [0.0] * len(TEXTS)
    assert closeness("école", np.zeros(0, np.int64), subwords, table) == []


def test_rare_subwords_count_more(table):
    texts = ["école et zèbre", "école", "zèbre", *["école"] * 20]
    subwords = Subwords.of(table.subwords(texts), len(table))
    found = closeness("école zèbre", np.array([1, 2]), subwords, table)
    assert found[1] > found[0]


def test_very_long_question_keeps_its_rarest_subwords(subwords, table):
    words = " ".join(f"mot{n} chose{n} lieu{n}" for n in range(300))
    assert len(table.subwords([words])[0]) > MOST_SUBWORDS
    assert all(0 <= value <= 1 for value in look(words, subwords, table))


def test_files_say_the_same_when_read_back(subwords, table, tmp_path):
    subwords.save(tmp_path)
    again = Subwords.load(tmp_path)
    assert look("école", again, table) == look("école", subwords, table)
    assert len(again) == len(TEXTS)


@pytest.mark.parametrize("name", ["subwords", "subword_starts", "subword_counts"])
def test_files_that_do_not_fit_are_refused(subwords, tmp_path, name):
    subwords.save(tmp_path)
    np.save(tmp_path / f"{name}.npy", np.zeros(3, np.float64))
    with pytest.raises(ValueError, match="subwords"):
        Subwords.load(tmp_path)
