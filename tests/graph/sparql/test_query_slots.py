"""Few hold a slot, few wait for one, and nobody waits long."""

import threading
import time

import pytest

from graph.errors import QueriesBusy
from graph.sparql.query_slots import WAITING_PER_SLOT, QuerySlots


@pytest.fixture
def slots():
    return QuerySlots(1, refusal="prises", remedy="Réessayez.")


def test_a_slot_is_free_again_after_a_failure(slots):
    with pytest.raises(ZeroDivisionError), slots.hold(0):
        raise ZeroDivisionError
    with slots.hold(0):
        pass


def test_who_gets_none_in_time_is_told_when_to_come_back(slots):
    with slots.hold(0):
        taken = pytest.raises(QueriesBusy, match="prises")
        with taken as caught, slots.hold(0.01):
            pass
    assert caught.value.retry_after_seconds == 1


def test_only_few_wait(slots):
    served, refused = [], []

    def ask():
        try:
            with slots.hold(600):
                served.append(1)
        except QueriesBusy:
            refused.append(1)

    with slots.hold(0):
        crowd = [threading.Thread(target=ask) for _ in range(20)]
        for thread in crowd:
            thread.start()
        deadline = time.monotonic() + 100
        while len(refused) < 20 - WAITING_PER_SLOT and time.monotonic() < deadline:
            time.sleep(0.01)
    for thread in crowd:
        thread.join()
    assert (len(served), len(refused)) == (WAITING_PER_SLOT, 20 - WAITING_PER_SLOT)
