"""Preference lets documents rise, keeps scores in range and excludes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.fusion import Evidence, Fused
from search_api.understanding.boosts import (
    BOOST,
    FIRST,
    SINK,
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
    assert preference == Preference({"a": 1.0}, FIRST)
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


def test_the_weights_stand_on_the_right_side_of_one_half():
    assert 0 < BOOST < 0.5 < FIRST < 1


def test_only_an_identifier_names_documents_that_come_first():
    assert Preference({"a": 1.0}, FIRST).first == {"a"}
    assert Preference({"a": 1.0}, BOOST).first == frozenset()


def test_what_a_document_owes_is_its_strength_by_weight():
    preference = Preference({"a": 0.5}, BOOST)
    assert (preference.share("a"), preference.share("b")) == (0.125, 0.0)
    risen = apply({"a.0": fused(0.4, 0.4), "b.0": fused(0.4, 0.4)}, preference)
    assert risen["a.0"].score == pytest.approx(0.75 * 0.8 + 0.125)
    assert risen["a.0"].words_share == pytest.approx(0.3)
    assert risen["b.0"].score == pytest.approx(0.6)


def test_the_strongest_of_alternatives_counts_whatever_their_order():
    ones = [understood({"a": 0.2}), understood({"a": 0.9})]
    for given_order in (ones, ones[::-1]):
        assert prefer(given_order, 10).strengths == {"a": pytest.approx(0.9)}


def test_wishes_share_the_whole_by_how_rare_they_are():
    few, many = (
        understood({"a": 1.0}),
        understood({"a": 1.0, "b": 1.0, "c": 1.0}, start=9),
    )
    strengths = prefer([few, many], 7).strengths
    assert strengths["a"] == pytest.approx(1.0)
    assert strengths["b"] == pytest.approx(1 / 3)  # log 8/4 of log 8/2 + log 8/4


def test_other_names_make_nothing_rise():
    assert prefer([understood({}, effect=Effect.SYNONYMS)], 9) == Preference()


def test_documents_about_a_concept_rise_beside_its_other_names():
    preference = prefer([understood({"a": 0.8}, effect=Effect.SYNONYMS)], 9)
    assert (preference.strengths, preference.weight) == ({"a": 0.8}, BOOST)


def test_what_is_not_wanted_sinks_and_keeps_its_place_among_the_found():
    avoided = understood({"a": 0.5, "b": 1.0}, effect=Effect.AVOID)
    preference = prefer([avoided, understood({"a": 1.0})], 9)
    assert preference.sunk == {"a": 0.5, "b": 1.0}
    found = {name: Fused(0.8, 0.8, 0.0) for name in ("a.0", "b.0", "c.0")}
    weighed = apply(found, preference)
    assert weighed["b.0"].score == pytest.approx((1 - SINK) * 0.6)
    assert weighed["a.0"].score == pytest.approx((1 - SINK / 2) * 0.85)
    assert weighed["c.0"].score == pytest.approx(0.6)
    assert preference.share("a") == pytest.approx((1 - SINK / 2) * BOOST)
    alone = prefer([avoided], 9)
    assert not alone.is_empty
    assert apply(found, alone)["c.0"] == found["c.0"]


def test_a_period_counts_even_where_most_documents_are_from_it():
    everyone = dict.fromkeys("abcdefghi", 0.9)
    period = replace(understood(everyone), found=Found("period", "2021/..", 5, 9))
    assert prefer([period], 9).strengths == pytest.approx(everyone)
    assert prefer([understood(everyone)], 9).is_empty


def test_evidence_about_all_wins_over_that_about_preferred_documents():
    merged = joined(
        Evidence({"a.0": 2.0}, {"a.0": 0.5}),
        Evidence({"a.0": 1.0, "b.0": 1.0}, {"c.1": 0.1}),
        first={"c", "d"},
    )
    assert merged.words == {"a.0": 2.0, "b.0": 1.0, "d.0": 0.0}
    assert merged.vectors == {"a.0": 0.5, "c.1": 0.1}
