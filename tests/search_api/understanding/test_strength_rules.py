"""Strengths grow with mentions, never past 1, and the greatest of several counts."""

from itertools import pairwise

from search_api.understanding.strength_rules import of_mentions, strongest


def test_each_further_mention_says_less_than_the_one_before():
    grown = [of_mentions(count) for count in range(20)]
    steps = [after - before for before, after in pairwise(grown)]
    assert grown[0] == 0
    assert grown[-1] < 1
    assert all(later < step for step, later in pairwise(steps))


def test_the_greatest_strength_counts_in_any_order():
    some = [{"a": 0.2, "b": 1.0}, {}, {"a": 0.8, "c": 0.1}]
    assert (
        strongest(some) == strongest(reversed(some)) == {"a": 0.8, "b": 1.0, "c": 0.1}
    )
    assert strongest([]) == {}
