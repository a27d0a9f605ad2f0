"""Names in questions are found however they are typed, and everyday words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.understanding.named_entities import QuestionNames
from tests.search_api.understanding.fakes import CULTURES, ENTITIES, LINKER, REVE

NAMES = QuestionNames(ENTITIES, LINKER)


def found(text):
    return [(text[f.start : f.end], f.identifier) for f in NAMES.find(text)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("CREN Nantes", [("CREN", "cren")]),
        ("cren nantes", [("cren", "cren")]),
        ("quels travaux du laboratoire TECHNE ?", [("TECHNE", "techne")]),
        ("les travaux de techne sur les usages", [("techne", "techne")]),
        ("pascal plantard", [("pascal plantard", "pascal-plantard")]),
        ("académie de poitiers", [("académie de poitiers", "poitiers")]),
        ("productions 2017-2020", [("2017-2020", "2017-2020")]),
        ("groupe reve", [("reve", REVE)]),
        ("emi", [("emi", "emi")]),
    ],
)
def test_names_are_found_as_typed(question, expected):
    assert found(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "j’ai fait un rêve d’école hier soir",
        "mon ami",
        "les forges du village et leurs ouvriers",
        "poitiers au moyen âge",
    ],
)
def test_everyday_words_name_nothing(question):
    assert found(question) == []


def test_a_number_alone_names_every_group_that_it_may_mean():
    assert found("productions du GTnum 5") == [("GTnum 5", CULTURES), ("GTnum 5", REVE)]


def test_years_decide_which_group_a_number_names():
    assert found("GTnum 5 2020-2022") == [
        ("GTnum 5", REVE),
        ("2020-2022", "2020-2022"),
    ]


@given(st.text(max_size=80))
def test_any_text_is_a_question(text):
    for one in NAMES.find(text):
        assert 0 <= one.start < one.end <= len(text)
