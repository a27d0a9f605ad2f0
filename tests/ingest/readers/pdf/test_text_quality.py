"""This test ensures that garbage is told from prose, and addresses from glued words."""

import pytest

from ingest.readers.pdf.text_quality import GOOD_ENOUGH, quality

PROSE = "La sobriété numérique à l’école se travaille dans toutes les disciplines."


def test_prose_is_whole_and_nothing_is_nothing():
    assert quality(PROSE) == 1.0
    assert quality("") == quality(" \n ") == 0.0


@pytest.mark.parametrize(
    "text",
    ["\ufffd" * 30 + " mots", "(cid:12)(cid:7) (cid:3)", "/g12/g7/g33 /g1", "\x1f" * 9],
)
def test_lost_characters_are_no_text(text):
    assert quality(text) < GOOD_ENOUGH


def test_a_word_is_glued_beyond_forty_five_letters_and_an_address_never():
    assert quality("a" * 45) == 1.0
    assert quality("a" * 46) == 0.0
    assert quality("https://exemple.fr/" + "a" * 60) == 1.0
    assert quality("www.exemple.fr/" + "a" * 60) == 1.0


def test_letters_taken_apart_count_and_capitals_of_a_cover_do_not():
    assert quality(" ".join("sobriete" * 8)) == 0.0
    assert quality(" ".join("SOBRIETE" * 8)) == 1.0
    assert quality(" ".join("sobriete")) == 1.0  # too short to tell
