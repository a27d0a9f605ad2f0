"""Shared runs of words are counted and placed whatever case, accents and spaces."""

from hypothesis import given
from hypothesis import strategies as st

from search_api.related_work.word_runs import (
    aligned,
    overlap,
    placed,
    runs,
    text_runs,
)

TEXT = "Les élèves mesurent la consommation électrique d’une vidéo, puis comparent."
WORDS = st.lists(st.sampled_from(["un", "deux", "Trois", "œuvre", "d’été", "É"]))


def test_case_accents_and_spaces_do_not_matter():
    other = "les ELEVES\u00a0mesurent la\nconsommation electrique"
    found = overlap(text_runs(other), text_runs(TEXT))
    assert (found.share, found.shared, found.longest) == (1.0, 2, 2)


def test_a_changed_word_costs_five_runs():
    own = text_runs(TEXT.replace("électrique", "totale"))
    found = overlap(own, text_runs(TEXT))
    assert (len(own), found.shared, found.longest) == (7, 2, 1)
    assert overlap([], text_runs(TEXT)).share == 0


def test_the_same_words_are_placed_on_both_sides():
    other = "Note : les élèves mesurent la\n\nconsommation électrique d’une vidéo !"
    found = aligned(placed(TEXT, 100), placed(other))
    assert TEXT[found.own[0] - 100 : found.own[1] - 100] == TEXT[:58]
    assert other[slice(*found.other)] == other[7:-2]
    assert found.words == tuple(range(9))
    assert aligned(placed(TEXT), placed("Rien de tel ici.")) is None


@given(WORDS, st.integers(0, 50))
def test_words_are_where_they_are_said_to_be(words, offset):
    text = " ".join(words)
    for word in placed(text, offset):
        assert placed(text[word.start - offset : word.end - offset])[0][0] == word[0]
    assert runs(placed(text)) == text_runs(text)


@given(WORDS, WORDS)
def test_what_is_aligned_lies_inside_both_texts(first, second):
    one, other = " ".join(first), " ".join(second)
    found = aligned(placed(one), placed(other))
    if found is not None:
        assert 0 <= found.own[0] < found.own[1] <= len(one)
        assert 0 <= found.other[0] < found.other[1] <= len(other)
        assert (
            placed(one[slice(*found.own)])[0][0]
            == (placed(other[slice(*found.other)])[0][0])
        )
