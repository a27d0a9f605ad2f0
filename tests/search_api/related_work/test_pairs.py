"""Pairs are shown where they say something for a document, the most telling first."""

from ontology.structure import PassageRole
from search_api.fusion import Fused
from search_api.query import ScoreParts
from search_api.related_work.pairs import (
    AskedParagraph,
    Pair,
    best_scores,
    by_document,
    nearest,
    telling,
)


def pair(draft, score, passage="d.0"):
    return Pair(
        draft,
        passage,
        Fused(score, score, 0.0, 0.0),
        ScoreParts(None, None, score, 0.0),
    )


def test_pairs_above_what_all_have_are_shown_the_most_telling_first():
    pairs = [pair(0, 0.9), pair(1, 0.5), pair(2, 0.6)]
    common = [0.85, 0.5, 0.2]
    assert telling(pairs, common, 3) == [pairs[2], pairs[0]]
    assert telling(pairs, common, 1) == [pairs[2]]


def test_where_none_says_anything_the_best_is_shown():
    pairs = [pair(0, 0.3), pair(1, 0.4)]
    assert telling(pairs, [0.9, 0.5], 3) == [pairs[1]]


def test_pairs_are_grouped_and_told_by_paragraph():
    first, second = pair(0, 0.4, "a.0"), pair(1, 0.6, "a.2")
    asked = [AskedParagraph({"a": first}), AskedParagraph({"a": second})]
    grouped = by_document(asked)
    assert grouped == {"a": [first, second]}
    assert best_scores(grouped, 3) == [{"a": 0.4}, {"a": 0.6}, {}]


def test_what_is_about_a_paragraph_comes_before_what_is_near():
    pairs = {"a": pair(0, 0.9), "b": pair(0, 0.4), "c": pair(0, 0.9), "d": pair(0, 1)}
    asked = AskedParagraph(pairs, frozenset({"b"}))
    assert nearest(asked, {"a", "b", "c"}, 5) == ["b", "a", "c"]
    assert nearest(asked, {"a", "b", "c"}, 2) == ["b", "a"]


def test_an_entry_of_a_glossary_comes_behind_works():
    pairs = {
        name: pair(0, score, f"{name}.0")
        for name, score in (("g", 0.9), ("a", 0.5), ("b", 0.4), ("c", 0.3))
    }
    roles = {"g.0": PassageRole.ENTRY}
    close = AskedParagraph(pairs, frozenset({"g", "b"}))
    assert nearest(close, set("gabc"), 3, roles=roles) == ["b", "a", "c"]
    assert nearest(close, set("gabc"), 4, roles=roles) == ["b", "a", "c", "g"]
    only = AskedParagraph(pairs, frozenset({"g"}))
    assert nearest(only, set("gabc"), 3, roles=roles) == ["a", "b", "g"]
