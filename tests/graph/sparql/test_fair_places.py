"""Whoever was given the least is next; nobody waits in vain, and no place is lost."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueriesBusy
from graph.sparql.fair_places import Asker, FairPlaces, PlacesLimits
from ontology.call_context import CallCancelled, CallContext, CancelReason, serving
from tests.clocks import Clock

PATIENT = 60.0
"""Seconds; only a test that fails waits so long."""


@pytest.fixture
def clock():
    return Clock()


def places_of(clock, number=1, waiting=8, guess=1.0):
    limits = PlacesLimits(number, waiting, guess, "prises", "Réessayez.")
    return FairPlaces(limits, clock=clock)


class Crowd:
    """Threads that wait for a place, and hold it for a while by the clock."""

    def __init__(self, places, clock):
        self.places, self.clock = places, clock
        self.served, self.refused, self.threads = [], [], []
        self._lock = threading.Lock()

    def come(self, client, shape="s", seconds=1.0, patience=PATIENT):
        """Have somebody wait, and return when they do."""
        before = len(self.places._waiting)
        refused = len(self.refused)

        def ask():
            try:
                with self.places.take(Asker(client, shape), patience), self._lock:
                    self.clock.now += seconds
                    self.served.append(client + shape)
            except QueriesBusy as busy:
                self.refused.append((client + shape, busy))

        thread = threading.Thread(target=ask)
        self.threads.append(thread)
        thread.start()
        deadline = time.monotonic() + PATIENT
        while (len(self.places._waiting), len(self.refused)) == (before, refused):
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def join(self):
        for thread in self.threads:
            thread.join(PATIENT)
            assert not thread.is_alive()


@pytest.fixture
def crowd(clock):
    return Crowd(places_of(clock), clock)


def first(crowd, client="first"):
    return crowd.places.take(Asker(client, "s"), 0)


def test_clients_take_turns(crowd):
    with first(crowd):
        for client in "aaab":
            crowd.come(client)
    crowd.join()
    assert crowd.served[:2] in (["as", "bs"], ["bs", "as"])


def test_who_was_given_less_is_next(crowd, clock):
    with first(crowd, "greedy"):
        clock.now += 5
    with first(crowd):
        crowd.come("greedy")
        crowd.come("modest")
    crowd.join()
    assert crowd.served == ["modests", "greedys"]


def test_queries_of_one_client_take_turns_by_shape(crowd):
    with first(crowd):
        for _ in range(4):
            crowd.come("shared", "dear", 5.0)
        crowd.come("shared", "other", 0.1)
    crowd.join()
    assert "sharedother" in crowd.served[:2]


def test_who_would_wait_too_long_is_told_at_once(crowd):
    with first(crowd):
        crowd.come("a")
        crowd.come("b", patience=1.0)  # half of one and one whole: 1.5 s
        [(who, busy)] = crowd.refused
        assert who == "bs"
        assert 1 <= busy.retry_after_seconds <= 3
    crowd.join()


def test_a_full_queue_makes_room_for_who_has_had_less(clock):
    crowd = Crowd(places_of(clock, waiting=3), clock)
    with first(crowd):
        for _ in range(4):
            crowd.come("crowd")
        assert [who for who, _ in crowd.refused] == ["crowds"]
        crowd.come("new")
    crowd.join()
    assert [who for who, _ in crowd.refused] == ["crowds", "crowds"]
    assert "news" in crowd.served


def test_a_holder_is_outranked_by_who_was_given_much_less(crowd, clock):
    with first(crowd, "greedy") as place:
        assert not place.is_outranked(3.0)  # nobody waits
        crowd.come("modest")
        assert not place.is_outranked(3.0)
        clock.now += 3.5
        assert place.is_outranked(3.0)
        place.spent_seconds = 1.0  # a busy machine gave it less than that
        assert not place.is_outranked(3.0)
    crowd.join()


@pytest.mark.parametrize("holder", ["shared", "third"])
def test_a_shape_that_was_given_much_is_outranked_by_another(crowd, clock, holder):
    """Whoever asked it: eight hostile clients ask the like of each other."""
    with first(crowd, "shared"):
        clock.now += 5
    with first(crowd, holder) as place:
        clock.now += 0.1
        crowd.come(holder, "s")
        assert not place.is_outranked(3.0)
        crowd.come(holder, "other")
        assert place.is_outranked(3.0)
    crowd.join()


def test_a_place_that_is_free_may_be_taken_without_waiting(crowd):
    with crowd.places.take_free(Asker("a", "s")):
        assert crowd.places.take_free(Asker("b", "s")) is None
    assert crowd.places.take_free(Asker("b", "s")) is not None


def test_a_place_is_given_back_once(crowd):
    place = first(crowd)
    place.release()
    place.release()
    assert crowd.places._free == 1


def test_who_hangs_up_waits_no_longer(crowd):
    call, stopped = CallContext(), threading.Event()

    def ask():
        with serving(call), pytest.raises(CallCancelled):
            crowd.places.take(Asker("a", "s"), PATIENT)
        stopped.set()

    with first(crowd):
        thread = threading.Thread(target=ask)
        thread.start()
        deadline = time.monotonic() + PATIENT
        while not crowd.places._waiting:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        call.cancel(CancelReason.CLIENT_GONE)
        assert stopped.wait(PATIENT)
        assert not crowd.places._waiting
        thread.join()
    with first(crowd):
        pass


def test_who_gets_none_in_time_is_told(clock):
    places = places_of(clock, guess=0.001)
    with places.take(Asker("a", "s"), 0):
        with pytest.raises(QueriesBusy, match="prises") as busy:
            places.take(Asker("b", "s"), 0.01)
        assert busy.value.retry_after_seconds >= 1
        assert not places._waiting


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
def test_no_place_is_lost_whoever_hangs_up(askers):
    clock = Clock()
    places = places_of(clock, number=2, waiting=4, guess=0.001)
    calls = []

    def ask(client, call):
        try:
            with serving(call), places.take(Asker(client, "s"), PATIENT):
                pass
        except (QueriesBusy, CallCancelled):
            pass

    held = [places.take(Asker("first", "s"), 0) for _ in range(2)]
    threads = []
    for client, leaves in askers:
        calls.append(CallContext())
        thread = threading.Thread(target=ask, args=(client, calls[-1]))
        threads.append(thread)
        thread.start()
        if leaves:
            calls[-1].cancel(CancelReason.CLIENT_GONE)
    for place in held:
        place.release()
    for thread in threads:
        thread.join(PATIENT)
        assert not thread.is_alive()
    assert places._free == 2
    assert not places._waiting
