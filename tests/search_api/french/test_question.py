"""A question is taken apart without ever raising, and refused only with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.errors import BadQuestion
from search_api.french.question import LONGEST_QUESTION, check, parse


def test_parts():
    question = parse('sobriété "à l’école" +collège -tablette -"salle de jeux" fin')
    assert question.phrases == ("à l’école",)
    assert question.required == ("collège",)
    assert question.excluded == ("tablette", "salle de jeux")
    assert question.plain == "sobriété à l’école collège fin"
    assert question.free == "sobriété fin"
    assert question.is_strict


@pytest.mark.parametrize(
    "text",
    [
        "e-sport",
        "porte-monnaie",
        "baisse de -5 %",
        "C++",
        "a - b",
        'un " seul',
        '""',
        "«x»",
    ],
)
def test_ordinary_signs_are_no_operators(text):
    question = parse(text)
    assert not question.is_strict
    assert question.plain == " ".join(text.split())


@given(st.text(max_size=200))
def test_any_text_can_be_parsed(text):
    question = parse(text)
    assert set("".join(question.free.split())) <= set(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "vide"),
        (" \n\t\x00", "vide"),
        ("?!… — «»", "ni lettre ni chiffre"),
        ("é" * (LONGEST_QUESTION + 1), "plus de 1 000"),
        ("x" * 1_000_000, "plus de 1 000"),
        ("-tablette", "exclure"),
        *((text, "trop courants") for text in ("le la les", "a", "a z de", "AND")),
        *(
            (text, "trop courants")
            for text in ("OR", "1", "42", "le -TECHNE", "the of")
        ),
    ],
)
def test_questions_that_cannot_be_asked(text, reason):
    with pytest.raises(BadQuestion, match=reason) as caught:
        check(text)
    assert caught.value.parameter == "q"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    ["IA", "2023", "le 93 en école", "ab", '"à la"', '+le "ou"', "数", "x1", "I.A."],
)
def test_one_word_of_a_subject_is_a_question(text):
    assert check(text) == text


def test_question_is_trimmed_and_kept():
    assert check("  l’école\n") == "l’école"
    assert check("é" * LONGEST_QUESTION) == "é" * LONGEST_QUESTION
    assert check("日本語") == "日本語"
