"""A lane shares time fairly, refuses what would wait too long, and loses no place."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.web.admission.lane import Lane
from search_api.web.admission.tickets import LaneFull, LaneLimits, TicketState
from tests.clocks import Clock


@pytest.fixture
def clock():
    return Clock()


def lane_of(clock, places=1, waiting=10.0, guess=1.0, most=200):
    limits = LaneLimits(places, waiting, 60.0, guess, most)
    return Lane(limits, clock=clock)


class Work:
    """Requests in a lane, served one after the other."""

    def __init__(self, lane, clock):
        self.lane, self.clock = lane, clock
        self.running, self.served, self.told = [], [], []

    def come(self, client, kind="k", seconds=1.0):
        ticket = self.lane.enter(
            client,
            kind,
            granted=lambda: self.running.append((ticket, seconds)),
            refused=lambda refusal: self.told.append((client, refusal)),
        )
        if ticket.has_place:
            self.running.append((ticket, seconds))
        return ticket

    def serve(self, number=1):
        for _ in range(number):
            ticket, seconds = self.running.pop(0)
            self.clock.now += seconds
            self.served.append(ticket.client + ticket.kind)
            self.lane.leave(ticket)


@pytest.fixture
def work(clock):
    return Work(lane_of(clock), clock)


def test_places_are_taken_at_once_and_then_waited_for(work):
    first, second = work.come("a"), work.come("b")
    assert first.has_place
    assert second.state is TicketState.WAITING
    work.serve()
    assert second.has_place


def test_a_newcomer_passes_a_crowd_of_one_client(work):
    for _ in range(8):
        work.come("crowd")
    work.come("new")
    work.serve(2)
    assert work.served == ["crowdk", "newk"]


def test_clients_take_turns_whatever_they_have_waiting(work):
    for _ in range(5):
        work.come("a")
    for _ in range(4):
        work.come("b")
    work.serve(8)
    assert Counter(work.served[:8]) == {"ak": 4, "bk": 4}


def test_time_is_shared_not_places(clock):
    """Who asks for what takes long is served less often."""
    work = Work(lane_of(clock, waiting=1_000.0), clock)
    for _ in range(3):  # learn what either kind takes
        for kind, seconds in (("long", 0.9), ("short", 0.1)):
            work.come("teacher", kind, seconds)
            work.serve()
    work.served.clear()
    for _ in range(80):
        work.come("dear", "long", 0.9)
        work.come("cheap", "short", 0.1)
    work.serve(70)
    served = Counter(work.served)
    assert served["cheapshort"] >= 5 * served["dearlong"]
    assert served["dearlong"] >= 2


def test_a_short_request_passes_a_crowd_of_many_addresses(clock):
    """Nobody in the crowd was given anything: what they ask tells them apart."""
    work = Work(lane_of(clock, waiting=10.0), clock)
    for kind, seconds in (("long", 5.0), ("short", 0.1)):
        for _ in range(20):
            work.come("teacher", kind, seconds)
            work.serve()
    clock.now += 600
    for number in range(60):
        with suppress(LaneFull):
            work.come(str(number), "long", 5.0)
    work.come("victim", "short", 0.1)
    work.served.clear()
    work.serve(2)
    assert work.served[1] == "victimshort"


def test_what_turns_out_to_be_long_is_passed_by_what_is_short(clock):
    """Nothing was known of it when it came."""
    work = Work(lane_of(clock, waiting=1_000.0, guess=0.01), clock)
    for _ in range(5):
        work.come("teacher", "short", 0.01)
        work.serve()
    clock.now += 600
    for number in range(9):
        work.come(str(number), "unknown", 5.0)
    work.come("victim", "short", 0.01)
    work.served.clear()
    work.serve(3)
    assert "victimshort" in work.served


def test_long_work_has_its_turn_beside_short_work_without_end(clock):
    work = Work(lane_of(clock, waiting=1_000.0), clock)
    for kind, seconds in (("long", 90.0), ("short", 0.5)):
        for _ in range(30):
            work.come("teacher", kind, seconds)
            work.serve()
    clock.now += 600
    work.come("busy", "short", 0.5)
    work.come("patient", "long", 90.0)
    work.served.clear()
    while "patientlong" not in work.served:
        work.come("busy", "short", 0.5)
        work.serve()
        assert len(work.served) < 20


def test_short_work_of_an_address_passes_its_long_work(clock):
    work = Work(lane_of(clock, waiting=1_000.0), clock)
    for _ in range(20):
        work.come("shared", "long", 5.0)
    work.come("shared", "short", 0.1)
    work.serve(2)
    assert work.served == ["sharedlong", "sharedshort"]


def test_who_would_wait_too_long_is_refused_at_once(work):
    for _ in range(12):
        work.come("a")
    with pytest.raises(LaneFull) as full:
        work.come("a")
    assert not full.value.is_own_excess  # nobody else is there
    assert full.value.retry_after_seconds >= 1


def test_a_newcomer_is_not_refused_for_the_crowd_of_another(work):
    for _ in range(11):
        work.come("crowd")
    assert work.come("new").state is TicketState.WAITING
    with pytest.raises(LaneFull) as full:
        work.come("crowd")
    assert full.value.is_own_excess


def test_retry_after_grows_with_what_waits(clock):
    work = Work(lane_of(clock, waiting=5.0), clock)
    for client in "abcdef":
        for _ in range(3):
            try:
                work.come(client)
            except LaneFull as full:
                last = full
    assert 1 <= last.retry_after_seconds <= work.lane.expected_seconds


def test_a_full_queue_makes_room_at_the_cost_of_who_has_most(clock):
    work = Work(lane_of(clock, waiting=1_000.0, most=4), clock)
    tickets = [work.come("crowd") for _ in range(5)]
    new = work.come("new")
    assert new.state is TicketState.WAITING
    assert [client for client, _ in work.told] == ["crowd"]
    assert tickets[-1].state is TicketState.OVER
    with pytest.raises(LaneFull):
        work.come("crowd")


def test_times_are_learned_by_kind(clock):
    work = Work(lane_of(clock, waiting=10.0, guess=0.01), clock)
    for _ in range(30):
        for kind, seconds in (("long", 6.0), ("short", 0.1)):
            work.come("a", kind, seconds)
            work.serve()
    for client in "aabd":
        work.come(client, "long", 6.0)
    with pytest.raises(LaneFull):
        work.come("c", "long", 6.0)
    assert work.come("c", "short").state is TicketState.WAITING


def test_leaving_twice_gives_one_place_back(work):
    first = work.come("a")
    work.come("a")
    third = work.come("a")
    work.lane.leave(first)
    work.lane.leave(first)
    assert work.lane.running == 1
    assert third.state is TicketState.WAITING


def test_who_is_forgotten_by_time_is_a_newcomer_again(clock):
    work = Work(lane_of(clock, waiting=1_000.0), clock)
    work.come("a", seconds=30.0)
    work.serve()
    clock.now += 120
    work.come("b", seconds=1.0)
    work.come("b")
    work.come("a")
    work.serve(2)
    assert work.served[-1] == "ak"


CLIENTS, KINDS = st.sampled_from("abcd"), st.sampled_from("xyz")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), CLIENTS, KINDS),
        st.tuples(st.just("leave"), st.integers(0, 30), st.floats(0, 9)),
    ),
    max_size=60,
)


@given(st.integers(1, 3), STEPS)
def test_places_are_never_lost_whoever_leaves_when(places, steps):
    clock = Clock()
    lane = lane_of(clock, places=places, waiting=15.0, most=6)
    tickets, told = [], []
    for step in steps:
        if step[0] == "come":
            try:
                tickets.append(lane.enter(step[1], step[2]))
            except LaneFull as full:
                told.append(full.retry_after_seconds)
        elif tickets:
            clock.now += step[2]
            lane.leave(tickets[step[1] % len(tickets)])
        running = sum(ticket.has_place for ticket in tickets)
        waiting = sum(ticket.state is TicketState.WAITING for ticket in tickets)
        assert (lane.running, lane.waiting) == (running, waiting)
        assert running <= places
        assert waiting <= 6
        assert running == places or not waiting  # no place is idle while some wait
    for ticket in tickets:
        lane.leave(ticket)
    assert (lane.running, lane.waiting) == (0, 0)
    assert lane.expected_seconds == 0
    assert all(1 <= seconds <= 120 for seconds in told)


@given(st.lists(st.integers(1, 12), min_size=2, max_size=5))
def test_equal_clients_get_equal_shares_of_a_full_lane(crowd):
    """Whoever brings how many: while all wait, nobody is two requests ahead."""
    clock = Clock()
    work = Work(lane_of(clock, waiting=1_000.0), clock)
    work.come("first")
    for number, size in enumerate(crowd):
        for _ in range(size):
            work.come(str(number))
    together = min(crowd) * len(crowd)
    work.serve(1 + together)
    served = Counter(work.served[1:])
    assert max(served.values()) - min(served.values()) <= 1
    assert len(served) == len(crowd)
