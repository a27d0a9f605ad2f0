"""What was given long ago counts less, and a crowd of strangers fills no memory."""

import pytest

from ontology.recent_time import RecentTimes


def test_time_is_summed_and_halved():
    times = RecentTimes(10.0)
    times.add("a", 4.0, now=0.0)
    times.add("a", 2.0, now=10.0)
    assert times.of("a", 10.0) == pytest.approx(4.0)
    assert times.of("a", 20.0) == pytest.approx(2.0)
    assert times.of("b", 0.0) == 0.0


def test_what_was_too_much_is_taken_back_but_never_more():
    times = RecentTimes(10.0)
    times.add("a", 1.0, now=0.0)
    times.add("a", -5.0, now=0.0)
    assert times.of("a", 0.0) == 0.0


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_many_strangers_are_forgotten_and_who_took_most_is_not(seconds):
    times = RecentTimes(10.0)
    times.add("crowd", 100.0, now=0.0)
    for number in range(10_000):
        times.add(str(number), seconds, now=0.0)
    assert len(times) <= 4_096
    assert times.of("crowd", 0.0) == 100.0
