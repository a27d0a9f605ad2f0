"""The second look finds counterparts in either language, part by part."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.embedders.registry import subword_table
from search_api.second_look.subwords import (
    MOST_SUBWORDS,
    Subwords,
    closeness,
    write_subwords,
)

TEXTS = [
    "La sobriété numérique à l’école",
    "Digital frugality at school",
    "Le calendrier des vacances d’hiver",
    "",
]


def lengths_of(passages):
    return np.array([len(own) for own in passages], np.int32)


def held(passages, size):
    """Return the subwords of passages, all in memory."""
    ids = np.concatenate([np.zeros(0, np.uint16), *passages])
    starts = np.cumsum([0, *lengths_of(passages)])
    return Subwords(ids, starts, np.bincount(ids, minlength=size).astype(np.uint32))


def write(subwords, folder):
    lengths = np.diff(subwords.starts).astype(np.int32)
    write_subwords(folder, [subwords.ids], lengths, size=len(subwords.counts))


@pytest.fixture(scope="module")
def table():
    return subword_table()


@pytest.fixture
def subwords(table):
    return held(table.subwords(TEXTS), len(table))


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
    subwords = held(table.subwords(texts), len(table))
    found = closeness("école zèbre", np.array([1, 2]), subwords, table)
    assert found[1] > found[0]


def test_very_long_question_keeps_its_rarest_subwords(subwords, table):
    words = " ".join(f"mot{n} chose{n} lieu{n}" for n in range(300))
    assert len(table.subwords([words])[0]) > MOST_SUBWORDS
    assert all(0 <= value <= 1 for value in look(words, subwords, table))


@given(
    st.lists(st.sets(st.integers(0, 8), max_size=9), max_size=7),
    st.lists(st.integers(0, 60), max_size=3),
)
def test_files_say_the_same_wherever_blocks_are_cut(passages, cuts):
    """Passages without subwords, none at all, blocks that end within a passage."""
    own = [np.array(sorted(ids), np.uint16) for ids in passages]
    whole = held(own, 9)
    blocks = np.split(whole.ids, sorted(min(cut, len(whole.ids)) for cut in cuts))
    with tempfile.TemporaryDirectory() as folder:
        write_subwords(Path(folder), blocks, lengths_of(own), size=9)
        again = Subwords.load(Path(folder))
        assert len(again) == len(own)
        assert again.counts.tolist() == whole.counts.tolist()
        assert [again.at(n).tolist() for n in range(len(own))] == [
            ids.tolist() for ids in own
        ]


def test_more_subwords_than_lengths_say_are_refused(tmp_path):
    ids = np.array([1, 2, 4], np.uint16)
    with pytest.raises(ValueError, match="3 numbers"):
        write_subwords(tmp_path, [ids], np.array([2], np.int32), size=5)


@pytest.mark.parametrize("name", ["subwords", "subword_starts", "subword_counts"])
def test_files_that_do_not_fit_are_refused(subwords, tmp_path, name):
    write(subwords, tmp_path)
    np.save(tmp_path / f"{name}.npy", np.zeros(3, np.float64))
    with pytest.raises(ValueError, match="subwords"):
        Subwords.load(tmp_path)


class Letters:
    """A table of five subwords that are alike only to themselves."""

    def subwords(self, texts):
        return [np.unique(np.array([int(d) for d in t], np.uint16)) for t in texts]

    def cosines(self, left, right):
        alike = left[:, None] == right[None, :]
        return np.where(alike, 1.0, -0.5).astype(np.float32)

    def __len__(self):
        return 5


def digits(*texts):
    return held(Letters().subwords(texts), 5)


def test_subwords_of_a_row_are_its_own():
    subwords = digits("310", "", "44")
    assert len(subwords) == 3
    assert [list(subwords.at(row)) for row in range(3)] == [[0, 1, 3], [], [4]]
    assert list(subwords.counts) == [1, 1, 0, 1, 1]


def test_rarity_falls_with_the_passages_that_hold_a_subword():
    rare, common, everywhere = digits("012", "12", "2").rarity(np.array([0, 1, 2]))
    assert rare == pytest.approx(np.log1p(2.5 / 1.5))
    assert common == pytest.approx(np.log1p(1.5 / 2.5))
    assert everywhere == pytest.approx(np.log1p(0.5 / 3.5))


def test_each_part_of_a_question_counts_by_its_rarity_and_never_below_zero():
    subwords = digits("012", "12", "2", "")
    found = closeness("02", np.array([3, 0, 2, 1, 3]), subwords, Letters())
    rare, common = subwords.rarity(np.array([0, 2]))
    share = common / (rare + common)
    assert found == pytest.approx([0, 1, share, share, 0])


def test_rows_without_subwords_are_close_to_nothing():
    assert closeness("02", np.array([0, 1]), digits("", ""), Letters()) == [0.0, 0.0]


def test_a_question_of_sixty_four_subwords_is_compared_whole():
    class Many(Letters):
        def subwords(self, texts):
            return [np.arange(int(text), dtype=np.uint16) for text in texts]

        def cosines(self, left, right):
            self.compared = len(left)
            return super().cosines(left, right)

    table = Many()
    subwords = held(table.subwords(["3", "200"]), 200)
    for asked, compared in ((64, 64), (65, 64), (3, 3)):
        closeness(str(asked), np.array([1]), subwords, table)
        assert table.compared == compared
    # Of 65, one that both passages hold is left out: the rarest are kept.
    whole, part = (
        closeness(n, np.array([0]), subwords, table)[0] for n in ("64", "67")
    )
    assert part < whole


def test_files_of_another_order_are_refused(subwords, tmp_path):
    write(subwords, tmp_path)
    starts = np.load(tmp_path / "subword_starts.npy")
    for wrong in (starts + 1, np.zeros(0, np.int64), np.array([0, 99, starts[-1]])):
        np.save(tmp_path / "subword_starts.npy", wrong)
        with pytest.raises(ValueError, match="subwords"):
            Subwords.load(tmp_path)
