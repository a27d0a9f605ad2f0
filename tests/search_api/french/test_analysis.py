"""One analysis for indexing, questions and marks: offsets true, spellings alike."""

import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold
from search_api.french.analysis import (
    find,
    forms,
    guess_language,
    located_wholes,
    part_dois,
    stem,
    wholes,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÆSON", "aeson"),
        ("écoles", "ECOLE"),
        ("enjeux", "enjeu"),
        ("numérique", "numeriques"),
        ("cœur", "coeurs"),
        ("évaluations", "evaluation"),
        ("cafe\u0301", "café"),
        ("numé\u00adrique", "numérique"),
        ("𝐍𝐮𝐦𝐞𝐫𝐢𝐪𝐮𝐞", "numérique"),
        ("Ǽson", "aeson"),
        ("données", "donnees"),
        ("sociabilité", "SOCIABILITE"),
        ("premières", "premieres"),
        ("particulièrement", "particulierement"),
        ("utilisés", "utilises"),
    ],
)
def test_spellings_of_one_word_share_a_stem(one, other):
    assert [w.stem for w in words(one)] == [stem(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("CREN", "CREM"), ("école", "écolo")),
        *(("explicite", "explique"), ("implicite", "impliqué"), ("illicite", "illico")),
    ],
)
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


@given(st.text("aeiouéèêàçïœstrlnm", min_size=1, max_size=12))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_accents_make_no_stem_of_their_own(language, text):
    assert stem(text, language) == stem(fold(text), language)


@given(st.text(max_size=100))
def test_offsets_are_those_of_the_text(text):
    for word in words(text):
        assert fold(text[word.start : word.end])[:3] == word.folded[:3] or not (
            text[word.start : word.end].isascii()
        )
        assert word.folded
        assert " " not in word.stem
    assert all(" " not in whole for whole in wholes(text))


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


LETTERS = "aAeEéÉœŒyY1λ²ﬁ \u00ad\u0301\u02bc’-_𝐍ﷺnux"


@given(
    st.text(LETTERS, max_size=30),
    st.frozensets(st.sampled_from(["a", "e", "oe", "yeux", "1", "n", "λ", "enu", "s"])),
    st.sampled_from(["fr", "en"]),
)
def test_words_are_found_as_by_looking_at_each(text, stems, language):
    each = words(text, language)
    assert find(text, stems, language) == [
        word for word in each if word.stem in stems or word.folded in stems
    ]


@given(st.text(string.ascii_letters, min_size=1))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_stem_begins_as_its_word_does(language, text):
    assert stem(text, language)[0] == text[0].lower()


def test_no_letter_stands_for_several_words():
    letters = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    assert not [letter for letter in letters if " " in "".join(forms(letter, "fr")[:2])]


def test_elision_and_typographic_apostrophes_part_words():
    for text in ("l'école", "l’école", "l\u02bcécole"):
        assert [w.folded for w in words(text)] == ["l", "ecole"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sobriété numérique à l’école", "fr"),
        ("what is digital frugality?", "en"),
        ("Moodle", "und"),
        ("", "und"),
    ],
)
def test_language_of_a_question(text, language):
    assert guess_language(text) == language


def test_very_long_runs_are_cut():
    assert len(stem("x" * 10_000)) <= 60


@given(st.text("aé 1:«»'’.-\n", max_size=60), st.sampled_from("\u00a0\u202f"))
def test_spaces_without_a_break_are_spaces(text: str, space: str):
    bound = text.replace(" ", space)
    assert list(words(bound)) == list(words(text))
    assert fold(bound).replace(space, " ") == fold(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1,5 et 2.75", ["1.5", "2.75"]),
        ("75\u202f000 et 1 234 567", ["75000", "1234567"]),
        ("12 34", []),
        ("a-b_c\u2011d", ["abcd"]),
        ("10.123/x", ["10.123"]),
        ("10.1234/A).", ["10.1234/a"]),
        ("l’I.A. et l’E.B.E.P, U.S.", ["ia", "ebep", "us"]),
        ("M. Dupont. A. B.", []),
        ("a.b.c.fr", []),
    ],
)
def test_wholes_are_told_without_what_parts_them(text, wanted):
    assert wholes(text) == wanted


def test_wholes_have_their_places():
    text = "un e-sport, 10.1234/ab."
    assert located_wholes(text) == [(3, 10, "esport"), (12, 22, "10.1234/ab")]


def test_a_long_whole_is_cut():
    assert len(wholes("a-" + "b" * 500)[0]) == 240
    assert len(stem("x" * 61)) == 60


def test_dois_are_parted_from_the_rest():
    assert part_dois("a 10.1234/B. c 10.5678/d") == (
        "a   c  ",
        ["10.1234/b", "10.5678/d"],
    )
    assert part_dois("rien") == ("rien", [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("le the", "und"),
        ("le la the", "fr"),
        ("le the with", "en"),
        ("école the", "und"),
        ("école", "fr"),
    ],
)
def test_the_language_with_more_signs_wins(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("one", "other", "language", "alike"),
    [
        ("genoux", "genou", "fr", True),
        ("jeux", "jeu", "fr", True),
        ("faux", "fau", "fr", False),
    ],
)
def test_french_plurals_in_x_follow_their_singular(one, other, language, alike):
    assert (stem(one, language) == stem(other, language)) is alike


def test_stop_words_are_those_of_the_language():
    assert forms("dans", "fr")[2]
    assert not forms("dans", "en")[2]
    assert forms("with", "en")[2]
    assert not forms("with", "fr")[2]
