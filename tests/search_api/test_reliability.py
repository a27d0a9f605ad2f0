"""This test ensures that documents answer by their signs, on the library's scale."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.french.question import parse
from search_api.fusion import Evidence
from search_api.identifiers import document_of
from search_api.reliability import (
    SHIPPED,
    Calibration,
    Look,
    Scale,
    document_signs,
    document_strengths,
    verdict,
)

ANY = parse("une question")
SCALED = Calibration(
    (Scale(0.2, 0.1), Scale(0.1, 0.05), Scale(0.5, 0.1)), dict.fromkeys(Look, 4.0)
)


def evidence(words=None, cosine=None, closeness=None, **more):
    return Evidence(
        {} if words is None else {"d.0": words},
        {} if cosine is None else {"d.0": cosine},
        10.0,
        closeness={} if closeness is None else {"d.0": closeness},
        **more,
    )


def signs(found):
    return tuple(document_signs(found)[1][0].tolist())


def answers(found, question=ANY, calibration=SHIPPED, candidates=300):
    return verdict(found, question, calibration, candidates=candidates).answers


def test_signs_are_shares_of_what_is_possible():
    assert signs(evidence(5.0, 0.55, 0.3, background=0.1)) == pytest.approx(
        (0.5, 0.5, 0.3)
    )
    assert signs(evidence(50.0, -0.5)) == (1.0, 0.0, 0.0)
    assert signs(evidence(cosine=1.0, background=1.0)) == (0.0, 0.0, 0.0)


def test_a_document_has_the_best_signs_of_its_passages():
    found = Evidence(
        {"a.0": 9.0, "a.1": 1.0}, {"a.1": 0.4, "b.0": 0.2}, 10.0, closeness={"a.1": 0.6}
    )
    names, rows = document_signs(found)
    by_name = dict(zip(names, rows.tolist(), strict=True))
    assert by_name["a"] == pytest.approx([0.9, 0.4, 0.6])
    # b got no second look: others were better, by the least of theirs.
    assert by_name["b"] == pytest.approx([0.0, 0.2, 0.6])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (evidence(8.5), True),
        (evidence(8.4), False),
        (evidence(cosine=0.38), True),
        (evidence(cosine=0.37), False),
        (evidence(4.8, 0.37), True),
        (evidence(10.0, 0.0, 0.45), True),
        (evidence(10.0, 0.0, 0.44), False),
        (evidence(), False),
    ],
)
def test_shipped_borders_are_reached_or_not(found, expected):
    assert answers(found) == ({"d"} if expected else set())


def test_what_is_no_prose_says_less_for_its_document():
    found = Evidence(
        {"glossary.0": 10.0, "note.0": 6.0}, {"glossary.0": 0.5}, 10.0, background=0.0
    )
    names, rows = document_signs(found, weights={"glossary.0": 0.5})
    by_name = dict(zip(names, rows.tolist(), strict=True))
    assert by_name == {"glossary": [0.5, 0.25, 0.0], "note": [0.6, 0.0, 0.0]}
    alike = verdict(found, ANY, SHIPPED, candidates=300)
    weighed = verdict(found, ANY, SHIPPED, candidates=300, weights={"glossary.0": 0.5})
    assert (alike.answers, weighed.answers) == ({"glossary"}, frozenset())


def test_units_are_those_of_questions_without_answer():
    found = evidence(4.0, 0.2, 0.6)
    assert document_strengths(found, SCALED)["d"] == pytest.approx(2 + 2 + 1)
    assert answers(found, calibration=SCALED) == {"d"}
    # Words of another language count against by one unit, not by two.
    foreign = document_strengths(evidence(0.0, 0.2, 0.6), SCALED)
    assert foreign["d"] == pytest.approx(-1 + 2 + 1)


def test_signs_count_by_their_weights():
    scales = [
        replace(scale, weight=w)
        for scale, w in zip(SCALED.scales, (1, 2, 0.5), strict=True)
    ]
    weighed = Calibration(tuple(scales), SCALED.borders)
    found = evidence(4.0, 0.2, 0.6)
    assert document_strengths(found, weighed)["d"] == pytest.approx(2 + 2 * 2 + 0.5)


def test_answers_end_where_the_evidence_of_the_best_ends():
    found = Evidence(
        {}, {"a.0": 1.0, "b.0": 0.51, "c.0": 0.49, "d.0": 0.39}, background=0.0
    )
    assert answers(found) == {"a", "b"}
    assert answers(replace(found, vectors={"d.0": 0.39})) == {"d"}


@pytest.mark.parametrize("text", ["+mot", '"deux mots"'])
def test_required_words_are_an_answer_once_they_are_held(text):
    asked = parse(text)
    assert answers(evidence(0.1), asked) == {"d"}
    assert answers(evidence(cosine=0.01), asked) == {"d"}
    assert answers(evidence(0.1, is_relaxed=True), asked) == set()
    assert answers(evidence(), asked) == set()


def test_capped_only_where_what_was_not_looked_at_may_answer():
    full = evidence(10.0, 0.9, is_capped=True)
    assert verdict(full, ANY, SHIPPED, candidates=1).is_capped
    assert not verdict(full, ANY, SHIPPED, candidates=2).is_capped
    assert not verdict(
        replace(full, is_capped=False), ANY, SHIPPED, candidates=1
    ).is_capped
    far = Evidence({"a.0": 10.0, "b.0": 0.1}, {"a.0": 0.9}, 10.0, is_capped=True)
    assert not verdict(far, ANY, SHIPPED, candidates=2).is_capped


def test_a_scale_needs_a_spread():
    with pytest.raises(ValueError, match="spread"):
        Scale(0.1, 0.0)


NAMES = st.sampled_from(["a.0", "a.1", "b.0", "c.0", "d.0"])
SHARES = st.dictionaries(NAMES, st.floats(0, 1), max_size=5)


@given(SHARES, SHARES, SHARES)
def test_every_answer_is_as_strong_as_the_border(words, vectors, closeness):
    closeness = {n: x for n, x in closeness.items() if n in words or n in vectors}
    found = Evidence(words, vectors, 1.0, closeness=closeness)
    judged = verdict(found, ANY, SCALED, candidates=300)
    strengths = document_strengths(found, SCALED) if words or vectors else {}
    assert judged.answers == {n for n, x in strengths.items() if x >= judged.border}
    assert judged.border == math.inf or judged.border >= 4.0
    assert set(strengths) == {document_of(name) for name in (*words, *vectors)}
