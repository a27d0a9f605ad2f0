"""While the event loop is late, no more is taken up than it can take."""

import math

import pytest

from gtnum.serving.door import LATE_SECONDS, TICK_SECONDS, Door


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    made = Door(clock)
    made.tick()
    return made


def after(door, clock, seconds):
    clock.now += seconds
    door.tick()


def crowd(door, number, clients=200):
    """Return how many of so many requests are taken up."""
    return sum(door.lets_in(f"10.0.0.{n % clients}") for n in range(number))


def late(door, clock, requests=300):
    """Let the loop be late after so many requests."""
    taken = crowd(door, requests)
    after(door, clock, TICK_SECONDS + 2 * LATE_SECONDS)
    return taken


def test_a_loop_in_time_takes_everything(door, clock):
    for _ in range(20):
        assert crowd(door, 500) == 500
        after(door, clock, TICK_SECONDS)
    assert math.isinf(door.per_second)


def test_a_late_loop_takes_up_half_of_what_it_took(door, clock):
    assert late(door, clock, 300) == 300
    passed_per_second = 300 / (TICK_SECONDS + 2 * LATE_SECONDS)
    assert door.per_second == pytest.approx(passed_per_second / 2)
    before = door.per_second
    late(door, clock)
    assert door.per_second < before


def test_somebody_is_always_taken_up(door, clock):
    for _ in range(50):
        late(door, clock)
    taken = 0
    for _ in range(20):
        taken += crowd(door, 300, clients=1)
        after(door, clock, TICK_SECONDS + 1.5 * LATE_SECONDS)
    assert taken >= 20


def test_a_loop_in_time_again_takes_up_more_and_at_last_all(door, clock):
    late(door, clock)
    low = door.per_second
    after(door, clock, TICK_SECONDS)
    assert door.per_second > low
    for _ in range(60):
        after(door, clock, TICK_SECONDS)
    assert math.isinf(door.per_second)


def test_an_overloaded_service_settles_at_what_it_can(door, clock):
    """A loop that takes two milliseconds for each request it takes up."""
    rates = []
    seconds = TICK_SECONDS
    for _ in range(400):
        taken = crowd(door, int(2_000 * seconds))
        seconds = max(TICK_SECONDS, taken * 0.002)
        after(door, clock, seconds)
        rates.append(taken / seconds)
    settled = rates[100:]
    assert 250 < sum(settled) / len(settled) <= 500


def test_a_newcomer_passes_a_crowd_of_one_address(door, clock):
    late(door, clock)
    for _ in range(40):
        crowd(door, 200, clients=1)
        # In time, but no more than that: the crowd stays.
        after(door, clock, TICK_SECONDS + 0.6 * LATE_SECONDS)
    crowd(door, 200, clients=1)
    assert not door.lets_in("10.0.0.0")
    assert door.lets_in("192.0.2.7")


def test_a_machine_that_is_busy_with_others_refuses_nobody(door, clock):
    for _ in range(30):
        assert crowd(door, 15, clients=1) == 15
        after(door, clock, TICK_SECONDS + 5 * LATE_SECONDS)
    assert math.isinf(door.per_second)
