"""This test ensures that only what printing put into a text is undone."""

import pytest

from ingest.texts.characters import clean_characters, clean_printed, join_accents


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("m² n° ½ … « œ » l’", "m² n° ½ … « œ » l’"),
        ("eﬃcace ﬂeur", "efficace fleur"),
        ("a\u00a0b\u202fc\u2009d\u3000e", "a\u00a0b\u202fc d e"),
        ("a\u200bb\ufeffc\u202ed", "abcd"),
        ("ＡＢ！", "AB!"),
        ("a\r\nb\rc\u2028d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
        ("a\x0bb\x0cc", "a\nb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c\ue000d\ud800e", "abcde"),
        ("\uf0b7 point", "• point"),
        ("e\u0301te\u0301", "été"),
        ("numé\u00adrique", "numérique"),
        ("", ""),
    ],
)
def test_characters_are_composed_and_plain(text, clean):
    assert clean_characters(text) == clean


@pytest.mark.parametrize("mark", ["\u00ad", "\ufffe", "\x02"])
def test_marks_of_cut_words_are_kept_for_the_next_stage(mark):
    assert clean_printed(f"numé{mark}rique") == "numé\u00adrique"


def test_codes_of_tex_are_read_only_where_they_stand_in_words():
    assert clean_printed("e\x1ecace, \x13 oui \x14") == "efficace, « oui »"
    assert clean_printed("1 \x1b 2") == "1  2"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("une ?uvre, c?ur, n?ud, v?u, m?urs", "une œuvre, cœur, nœud, vœu, mœurs"),
        ("qui ? urgent ?", "qui ? urgent ?"),
    ],
)
def test_a_lost_oe_comes_back_only_in_words_that_cannot_be_others(text, clean):
    assert clean_printed(text) == clean


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("pr´esent, ´ecole, ´et´e", "présent, école, été"),
        ("pr´esent, ´ecole", "pr´esent, ´ecole"),
        ("maˆıtre, ˆetre, chaˆıne, fran¸cais", "maître, être, chaîne, français"),
        ("sans accent", "sans accent"),
    ],
)
def test_loose_accents_are_joined_where_there_are_three(text, joined):
    assert join_accents(text) == joined
