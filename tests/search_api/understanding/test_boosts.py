"""Preference lets documents rise, keeps scores in range and excludes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.fusion import Evidence, Fused
from search_api.understanding.boosts import (
    BOOST,
    FIRST,
    Preference,
    apply,
    joined,
    prefer,
)
from search_api.understood import Effect, Found, Understood


def understood(strengths, *, start=0, effect=Effect.BOOST):
    found = Found("group", f"g{start}", start, start + 3)
    return Understood(found, "g", None, effect, strengths=strengths)


def fused(words, vectors):
    return Fused(words + vectors, words, vectors)


def test_nothing_understood_changes_nothing():
    scores = {"a.0": fused(0.3, 0.4)}
    assert apply(scores, prefer([], 10)) == scores


def test_alternatives_at_one_place_count_once():
    preference = prefer([understood({"a": 1.0}), understood({"b": 1.0})], 10)
    assert preference.strengths == {"a": 1.0, "b": 1.0}


def test_a_rare_name_counts_more_than_a_common_one():
    rare = understood({"a": 1.0})
    common = understood({f"d{n}": 1.0 for n in range(8)}, start=9)
    strengths = prefer([rare, common], 10).strengths
    assert strengths["a"] > 3 * strengths["d1"]


def test_a_wish_that_all_fulfil_says_nothing():
    assert prefer([understood({"a": 1.0, "b": 1.0})], 2) == Preference()


def test_an_identifier_outweighs_everything():
    preference = prefer(
        [understood({"b": 1.0}), understood({"a": 1.0}, effect=Effect.FIRST)], 10
    )
    scores = apply({"a.0": fused(0, 0), "b.0": fused(0.5, 0.5)}, preference)
    assert preference.weight == FIRST
    assert scores["a.0"].score > scores["b.0"].score


shares = st.floats(0, 0.5)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(shares, shares), min_size=1),
    st.dictionaries(st.sampled_from("abcd"), st.floats(0.01, 1)),
)
def test_scores_stay_in_range_and_no_passage_is_lost(raw, strengths):
    scores = {f"{name}.0": fused(*pair) for name, pair in raw.items()}
    preference = Preference(strengths, BOOST)
    risen = apply(scores, preference)
    assert risen.keys() == scores.keys()
    for passage, own in risen.items():
        assert 0 <= own.score <= 1 + 1e-9
        owed = preference.share(passage.removesuffix(".0"))
        parts = own.words_share + own.vectors_share + owed
        assert own.score == pytest.approx(parts)


def test_order_among_equals_in_strength_is_kept():
    scores = {"a.0": fused(0.3, 0.3), "b.0": fused(0.2, 0.2)}
    risen = apply(scores, Preference({"a": 0.5, "b": 0.5}, BOOST))
    assert risen["a.0"].score > risen["b.0"].score


def test_a_document_named_by_its_identifier_needs_no_words():
    merged = joined(
        Evidence({"b.1": 2.0}, {}), Evidence({"c.0": 1.0}, {}), first={"a", "b"}
    )
    assert merged.words == {"b.1": 2.0, "c.0": 1.0, "a.0": 0.0}
