"""An answer is reliable by words, by meaning in any language, or not at all."""

import pytest

from search_api.french.question import parse
from search_api.fusion import Evidence
from search_api.reliability import is_reliable, reliable_alone, signs

ANY = parse("une question")


@pytest.mark.parametrize(
    ("words", "cosine", "closeness", "expected"),
    [
        (9.0, 0.3, 0.8, True),
        (1.0, 0.6, 0.6, True),
        (1.0, 0.2, 0.4, False),
        (5.0, 0.3, 0.5, False),
    ],
)
def test_words_or_meaning_are_enough(words, cosine, closeness, expected):
    evidence = Evidence(
        {"d.0": words}, {"d.0": cosine}, 10.0, 0.1, closeness={"d.0": closeness}
    )
    assert is_reliable(evidence, ANY) is expected


def test_words_alone_can_be_reliable():
    assert is_reliable(Evidence({"d.0": 9.0}, {}, 10.0), ANY)
    assert not is_reliable(Evidence({"d.0": 2.0}, {}, 10.0), ANY)


def test_nothing_found_is_not_reliable():
    assert not is_reliable(Evidence({}, {}), ANY)


def test_required_words_that_are_found_are_reliable():
    evidence = Evidence({"d.0": 0.5}, {"d.0": 0.1}, 10.0, 0.1)
    assert is_reliable(evidence, parse("+mot"))


def test_signs_stay_between_0_and_1():
    assert signs(Evidence({"a": 90.0}, {"a": 1.0}, 1.0, 1.0)) == (1.0, 0.0, 0.0)
    assert signs(Evidence({}, {"a": -0.5}, 1.0, 0.1)) == (0.0, 0.0, 0.0)


def evidence(words=None, cosine=None, closeness=None, **more):
    return Evidence(
        {} if words is None else {"d.0": words},
        {} if cosine is None else {"d.0": cosine},
        10.0,
        closeness={} if closeness is None else {"d.0": closeness},
        **more,
    )


def test_signs_are_shares_of_what_is_possible():
    assert signs(evidence(5.0, 0.55, 0.3, background=0.1)) == pytest.approx(
        (0.5, 0.5, 0.3)
    )
    assert signs(evidence(50.0, -0.5)) == (1.0, 0.0, 0.0)
    assert signs(evidence()) == (0.0, 0.0, 0.0)
    assert signs(evidence(cosine=1.0, background=1.0)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (evidence(8.5), True),
        (evidence(8.4), False),
        (evidence(1.0, 0.38), True),
        (evidence(1.0, 0.37), False),
        (evidence(4.8, 0.37), True),
        (evidence(10.0, 0.0, 0.45), True),
        (evidence(10.0, 0.0, 0.44), False),
        (evidence(0.0, 0.4, 0.5), True),
        (evidence(0.0, 0.39, 0.5), False),
        (evidence(), False),
    ],
)
def test_signs_must_reach_their_border(found, expected):
    assert is_reliable(found, ANY) is expected


@pytest.mark.parametrize("text", ["+mot", '"deux mots"'])
def test_required_words_are_reliable_once_they_are_held(text):
    asked = parse(text)
    assert is_reliable(evidence(0.1), asked)
    assert is_reliable(evidence(cosine=0.01), asked)
    assert not is_reliable(evidence(0.1, is_relaxed=True), asked)
    assert not is_reliable(evidence(), asked)


def test_a_document_must_be_an_answer_alone():
    found = Evidence(
        {"a.0": 9.0, "a.1": 1.0, "b.0": 9.0, "c.0": 0.5},
        {"a.0": 0.4, "b.0": 0.1, "c.0": 0.3, "d.0": 0.2},
        10.0,
        closeness={"a.0": 0.5, "c.0": 0.6},
    )
    passages = {"a": ["a.0", "a.1"], "b": ["b.0"], "c": ["c.0"], "d": ["d.0"]}
    # Words of b and closeness of c would be an answer together; b was not looked at.
    assert reliable_alone(passages, found, ANY) == ["a"]
    assert reliable_alone(passages, found, parse("+mot")) == ["a", "b", "c", "d"]
    assert reliable_alone({}, found, ANY) == []
