"""Fused scores are bounded, monotonic, and never hide what only one index found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.fusion import (
    VECTORS_ALONE,
    WORDS_ALONE,
    Balance,
    Evidence,
    absolute,
    balance_for,
    first_look,
    fuse,
    ranked,
)

NAMES = st.sampled_from([f"d.{n}" for n in range(6)])
WORDS = st.dictionaries(NAMES, st.floats(0, 40))
COSINES = st.dictionaries(NAMES, st.floats(-1, 1))
EVIDENCE = st.builds(
    Evidence, WORDS, COSINES, st.floats(1e-6, 60), st.floats(-0.5, 0.9)
)
SEEN = st.dictionaries(NAMES, st.floats(0, 1))
WHOLE_EVIDENCE = st.builds(
    Evidence,
    WORDS,
    COSINES,
    st.floats(1e-6, 60),
    st.floats(-0.5, 0.9),
    COSINES,
    st.floats(-0.5, 0.9),
    SEEN,
)
SHARES = st.floats(0, 1)
BALANCES = st.builds(Balance, SHARES, st.floats(0, 2), SHARES, SHARES)


@given(EVIDENCE, BALANCES)
def test_every_passage_gets_a_score_between_0_and_1(evidence, balance):
    for scores in (fuse(evidence, balance), absolute(evidence, balance)):
        assert scores.keys() == evidence.words.keys() | evidence.vectors.keys()
        for fused in scores.values():
            assert 0 <= fused.score <= 1 + 1e-9
            assert fused.score == fused.words_share + fused.vectors_share


@given(WHOLE_EVIDENCE, BALANCES)
def test_score_is_the_sum_of_its_shares(evidence, balance):
    for fused in fuse(evidence, balance).values():
        shares = fused.words_share + fused.vectors_share + fused.closeness_share
        assert fused.score == pytest.approx(shares, abs=1e-9)
        assert 0 <= fused.score <= 1 + 1e-9


def test_document_around_a_passage_decides_between_equal_passages():
    vectors = {"far.0": 0.5, "near.0": 0.5}
    contexts = {"far.0": 0.2, "near.0": 0.6}
    evidence = Evidence({}, vectors, contexts=contexts)
    assert ranked(fuse(evidence, VECTORS_ALONE))[0] == "near.0"
    passages_only = Balance(1.0, context_share=0.0)
    assert fuse(evidence, passages_only)["far.0"].score == pytest.approx(1)


def test_second_look_reorders_and_unseen_passages_stay_behind():
    evidence = Evidence(
        {"a.0": 10.0, "b.0": 9.0, "c.0": 1.0}, {}, closeness={"a.0": 0.2, "b.0": 0.9}
    )
    scores = fuse(evidence, Balance(0.4))
    assert ranked(scores) == ["b.0", "a.0", "c.0"]
    assert scores["c.0"].closeness_share == pytest.approx(0.5 * 0.2)


@given(EVIDENCE, BALANCES)
def test_more_evidence_never_ranks_lower(evidence, balance):
    scores = fuse(evidence, balance)
    for low in scores:
        for high in scores:
            if evidence.words.get(low, 0) <= evidence.words.get(
                high, 0
            ) and evidence.vectors.get(
                low, evidence.background
            ) <= evidence.vectors.get(high, evidence.background):
                assert scores[low].score <= scores[high].score + 1e-12


@given(EVIDENCE)
def test_one_kind_alone_keeps_its_own_order(evidence):
    by_words = fuse(evidence, WORDS_ALONE)
    for passage, fused in by_words.items():
        assert fused.vectors_share == 0
        assert fused.score == 0 or evidence.words[passage] > 0
    assert all(f.words_share == 0 for f in fuse(evidence, VECTORS_ALONE).values())


@given(EVIDENCE, BALANCES)
def test_order_is_total_and_repeatable(evidence, balance):
    scores = fuse(evidence, balance)
    order = ranked(scores)
    assert order == ranked(dict(reversed(scores.items())))
    values = [scores[name].score for name in order]
    assert values == sorted(values, reverse=True)


def test_words_that_answer_little_count_for_less():
    words, vectors = {"wrong.0": 2.0}, {"wrong.0": 0.1, "right.0": 0.6}
    foreign = Evidence(words, vectors, expectation=20.0, background=0.1)
    assert ranked(fuse(foreign, Balance(0.4)))[0] == "right.0"
    fitting = Evidence(words, vectors, expectation=2.0, background=0.1)
    assert ranked(fuse(fitting, Balance(0.4)))[0] == "wrong.0"


def test_no_evidence_gives_no_score():
    assert fuse(Evidence({}, {}), balance_for("embedded")) == {}


@pytest.mark.parametrize("wrong", [(-0.1, 1), (1.1, 1), (0.5, -1), (float("nan"), 1)])
def test_balance_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match="range"):
        Balance(*wrong)


def test_the_usual_balances_are_those_measured():
    assert balance_for("embedded") == Balance(0.4, 0.8, 0.35, 0.5)
    assert balance_for("embedded-fast") == Balance(0.35, 0.7, 0.35, 0.5)
    assert balance_for("autre") == Balance(0.4, 0.8)
    for weight in (0.0, 1.0):
        assert Balance(weight, 0.0, weight, weight)
    for wrong in ({"context_share": 1.1}, {"closeness_weight": -0.1}):
        with pytest.raises(ValueError, match="range"):
            Balance(0.5, **wrong)


def test_shares_are_parts_of_the_best_or_of_what_is_expected():
    found = Evidence({"a": 4.0, "b": 2.0}, {"a": 0.3, "b": 0.5}, 10.0, 0.1)
    scores = fuse(found, Balance(0.4, 0.8))
    assert scores["a"].words_share == pytest.approx(0.6 * 4 / 8)
    assert scores["b"].words_share == pytest.approx(0.6 * 2 / 8)
    assert scores["a"].vectors_share == pytest.approx(0.4 * 0.2 / 0.4)
    assert scores["b"].vectors_share == pytest.approx(0.4)
    better = Evidence({"a": 16.0, "b": 4.0}, {}, 10.0)
    assert fuse(better, Balance(0.4, 0.8))["b"].words_share == pytest.approx(0.15)


def test_the_document_around_counts_for_its_share():
    found = Evidence(
        {"c": 1.0},
        {"a": 0.5, "b": 0.3},
        background=0.1,
        contexts={"a": 0.1},
        context_background=0.2,
    )
    scores = fuse(found, Balance(1.0, context_share=0.25))
    nearness, background = 0.75 * 0.5 + 0.25 * 0.1, 0.75 * 0.1 + 0.25 * 0.2
    assert scores["a"].score == pytest.approx(1.0)
    assert scores["b"].score == pytest.approx(
        (0.3 - background) / (nearness - background)
    )
    assert scores["c"].score == 0.0


def test_absolute_scores_compare_with_what_is_possible():
    found = Evidence({"a": 5.0, "b": 20.0}, {"a": 0.55}, 10.0, 0.1)
    scores = absolute(found, Balance(0.4))
    assert scores["a"] == pytest.approx((0.6 * 0.5 + 0.4 * 0.5, 0.3, 0.2, 0.0))
    assert scores["b"].score == pytest.approx(0.6)
    assert (
        absolute(Evidence({}, {"a": 1.0}, background=1.0), Balance(1.0))["a"].score == 0
    )


def test_the_first_look_keeps_the_best_and_the_alphabet_among_equals():
    found = Evidence({"b": 2.0, "a": 2.0, "c": 3.0}, {})
    assert set(first_look(found, WORDS_ALONE, 2)) == {"a", "c"}
    assert first_look(found, WORDS_ALONE, 0) == []
    assert len(first_look(found, WORDS_ALONE, 9)) == 3


def test_equal_scores_stand_in_order_of_identifier():
    assert ranked(fuse(Evidence({"b": 1.0, "a": 1.0}, {}), WORDS_ALONE)) == ["a", "b"]


def test_unseen_passages_are_as_close_as_the_least_of_those_seen():
    found = Evidence({"a": 8.0, "b": 8.0, "c": 8.0}, {}, closeness={"a": 0.9, "b": 0.3})
    scores = fuse(found, Balance(0.0, closeness_weight=0.25))
    assert scores["a"].closeness_share == pytest.approx(0.225)
    assert scores["c"] == pytest.approx(scores["b"])
    assert scores["b"].words_share == pytest.approx(0.75)
