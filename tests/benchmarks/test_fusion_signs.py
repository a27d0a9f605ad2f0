"""Signs are told from evidence; a style's rule is chosen by the other styles."""

import numpy as np
import pytest

from benchmarks.fusion_signs import Measured, Rule, held_out, moved, scales, signs_of
from search_api.fusion import Balance, Evidence

FIRST = Rule("vectors_weight", "coverage", 0.1)
SECOND = Rule("closeness_weight", "length", -0.05)


def test_signs_are_told_of_documents_and_not_of_passages():
    evidence = Evidence(
        {"a.0": 8.0, "a.1": 7.0, "b.0": 4.0},
        {"a.0": 0.5, "b.0": 0.9, "c.0": 0.5},
        expectation=16.0,
        background=0.1,
        closeness={"a.0": 0.3, "b.0": 0.7},
    )
    assert signs_of("L’école à la maison", evidence) == pytest.approx(
        {
            "coverage": 0.5,
            "nearness": 0.8 / 0.9,
            "peak of words": 0.5,
            "peak of vectors": 0.5,
            "agreement": 1.0,
            "length": np.log(5),
            "closeness": 0.7,
        }
    )


def test_nothing_found_has_no_sign():
    found = signs_of("", Evidence({}, {}, expectation=1.0))
    assert set(found.values()) == {0.0}


def test_a_style_counts_once_in_the_scale_of_a_sign():
    many = [{"coverage": 1.0}] * 30
    mean, deviation = scales({"one": many, "two": [{"coverage": 0.0}]})["coverage"]
    assert mean == pytest.approx(0.5)
    assert deviation == pytest.approx(0.5)


def test_a_rule_moves_one_weight_within_bounds():
    balance = Balance(0.6, closeness_weight=0.4)
    nearer = moved(balance, FIRST, 1.0)
    assert nearer.vectors_weight == pytest.approx(0.7)
    assert nearer.closeness_weight == 0.4
    assert moved(balance, FIRST, 99.0).vectors_weight == 0.9
    assert moved(balance, SECOND, 99.0).closeness_weight == 0.1
    assert moved(balance, SECOND, 0.0) == balance


def measured(style, first, second):
    gains = {FIRST: np.full(4, first), SECOND: np.full(4, second)}
    return Measured(style, gains, 60.0, {})


def test_held_out_style_has_no_say():
    found = {
        "a": measured("one", -5.0, 9.0),
        "b": measured("two", 2.0, 1.0),
        "c": measured("three", 2.0, 1.0),
    }
    chosen = held_out(found)
    assert chosen["one"]["rule"] == FIRST._asdict()
    assert chosen["one"]["gains"] == {"a": [-5.0, -5.0, -5.0]}
    assert chosen["one"]["gain of the others"] == 2.0
    assert chosen["two"]["rule"] == SECOND._asdict()


def test_sets_of_a_style_share_its_vote():
    found = {
        "a": measured("one", 0.0, 0.0),
        "b": measured("two", 0.0, 3.0),
        **{name: measured("three", 2.0, 0.0) for name in "xyz"},
    }
    assert held_out(found)["one"]["rule"] == SECOND._asdict()
