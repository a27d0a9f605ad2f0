"""A question is covered by words that mean the same, and by nothing else."""

import numpy as np
import pytest

from search_api.query_proposals.word_cover import WordCover

NEAR = {"labo": (1, 0), "laboratoire": (1, 0), "académie": (0, 1), "budget": (-1, 0)}


class Table:
    """Vectors of a few words."""

    def embed_queries(self, texts):
        return np.array([NEAR.get(text, (0, -1)) for text in texts], np.float32)


@pytest.fixture
def cover():
    return WordCover(Table())


def test_words_that_only_ask_are_left_out():
    assert WordCover.words("Quels laboratoires travaillent ?") == ("laboratoires",)
    assert WordCover.words("Je voudrais la liste des groupes") == ("groupes",)


def test_absence_is_said_in_many_ways():
    asked = WordCover.words("académies qui n’ont jamais participé")
    assert (
        asked == WordCover.words("Académies sans participer") == ("académies", "sans")
    )


def test_another_word_for_the_same_covers_and_a_strange_one_does_not(cover):
    wording = ("laboratoire", "académie")
    whole = cover.score(("labo",), ("académie",), wording)
    assert whole == pytest.approx(1.0)
    assert cover.score(("labo", "budget"), ("académie",), wording) < 0.5
    assert cover.score(("budget",), ("académie",), wording) == 0.0


def test_names_alone_cover_nothing(cover):
    assert cover.score((), ("académie",), ("académie",)) == 0.0
    assert cover.score(("labo",), (), ()) == 0.0


def test_a_wording_that_speaks_of_more_fits_less(cover):
    short = cover.score(("labo",), (), ("laboratoire",))
    assert cover.score(("labo",), (), ("laboratoire", "académie")) < short
