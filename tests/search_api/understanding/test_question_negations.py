"""What a question refuses is found where it says so, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.understanding.question_negations import said_unwanted


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("travaux qui ne parlent pas d'IA", "IA"),
        ("travaux qui n’évoquent pas l’école", "école"),
        ("documents ne traitant pas de l'IA dans le second degré", "IA"),
        ("EMI hors lycée", "lycée"),
        ("groupes autres que ÆSON", "ÆSON"),
        ("tout sauf les glossaires", "glossaires"),
        ("l'EMI à l'exception du collège", "collège"),
        ("sans parler de tablettes, en 2022", "tablettes"),
        ("works not about AI", "AI"),
        ("everything except glossaries", "glossaries"),
    ],
)
def test_what_is_refused_is_found(text, unwanted):
    (one,) = said_unwanted(text)
    assert one.text == text[one.first : one.end] == unwanted
    assert one.start < one.first


@pytest.mark.parametrize(
    "text",
    [
        "apprendre hors la classe",
        "hors ligne",
        "l’informatique sans ordinateur",
        "ils ne parlent pas anglais",
        "dehors lycée",
        "tout sauf",
    ],
)
def test_what_is_about_an_absence_refuses_nothing(text):
    assert list(said_unwanted(text)) == []


@given(st.text(st.sampled_from("hors auf,sn ep'lytIA"), max_size=60))
def test_any_text_may_be_read(text):
    for one in said_unwanted(text):
        assert one.text == text[one.first : one.end]
