"""Few work at once, and nobody who waits is overtaken or forgotten."""

import threading

import pytest

from ontology.call_context import CallCancelled, CallContext, CancelReason, serving
from search_api.turns import Turns


@pytest.fixture
def turns():
    return Turns(2)


def wait_for(condition):
    for _ in range(10_000):
        if condition():
            return
        threading.Event().wait(0.001)
    raise AssertionError("it never came to that")


def test_who_waits_is_served_in_the_order_of_arrival(turns):
    served = []

    def work(number):
        with turns.turn():
            served.append(number)

    with turns.turn():
        with turns.turn():
            waiting = [threading.Thread(target=work, args=(n,)) for n in range(5)]
            for number, thread in enumerate(waiting, 1):
                thread.start()
                wait_for(lambda number=number: len(turns._waiting) == number)
        # One place is free: whoever ends hands over to the next.
        for thread in waiting:
            thread.join(10)
    assert served == [0, 1, 2, 3, 4]


def test_no_more_than_allowed_work_at_once(turns):
    gate, lock = threading.Event(), threading.Lock()
    inside, most = 0, 0

    def work():
        nonlocal inside, most
        with turns.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            gate.wait(10)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    wait_for(lambda: inside == 2 and len(turns._waiting) == 4)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert (inside, most) == (0, 2)


def test_a_failure_gives_its_turn_back(turns):
    for _ in range(5):
        with pytest.raises(OSError, match="disk"), turns.turn():
            raise OSError("disk")
    with turns.turn(), turns.turn():
        pass


def test_who_is_interrupted_while_waiting_takes_no_turn(turns, monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    with turns.turn(), turns.turn():
        with monkeypatch.context() as patched:
            patched.setattr(threading.Event, "wait", interrupted)
            with pytest.raises(KeyboardInterrupt), turns.turn():
                pass
        assert not turns._waiting
    with turns.turn(), turns.turn():
        pass


def test_who_hangs_up_while_waiting_is_let_go_and_costs_nobody_a_turn(turns):
    call, stopped = CallContext(), threading.Event()

    def work():
        with serving(call), pytest.raises(CallCancelled), turns.turn():
            raise AssertionError("nobody waits for this")
        stopped.set()

    with turns.turn(), turns.turn():
        waiting = threading.Thread(target=work)
        waiting.start()
        wait_for(lambda: len(turns._waiting) == 1)
        call.cancel(CancelReason.CLIENT_GONE)
        assert stopped.wait(60)  # while all turns are held
        waiting.join()
        assert not turns._waiting
    with turns.turn(), turns.turn():
        pass


def test_who_has_hung_up_takes_no_turn(turns):
    call = CallContext()
    call.cancel(CancelReason.DEADLINE)
    with serving(call), pytest.raises(CallCancelled), turns.turn():
        raise AssertionError("nobody waits for this")
    assert turns._free == 2
