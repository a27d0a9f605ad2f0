"""An answer is reliable by words, by meaning in any language, or not at all."""

import pytest

from search_api.french.question import parse
from search_api.fusion import Evidence
from search_api.reliability import is_reliable, signs

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
