"""Work asks whether somebody waits; who waits is woken; who has left is left alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from ontology.call_context import (
    CallCancelled,
    CallContext,
    CancelReason,
    checkpoint,
    current_call,
    serving,
)

GONE = CancelReason.CLIENT_GONE
LATE = CancelReason.DEADLINE


def test_work_without_a_caller_is_never_cancelled():
    checkpoint()
    assert current_call().reason is None


def test_a_checkpoint_stops_work_that_nobody_waits_for():
    with serving(CallContext("a")) as call:
        checkpoint()
        call.cancel(GONE)
        with pytest.raises(CallCancelled, match="parti") as stopped:
            checkpoint()
    assert stopped.value.reason is GONE
    checkpoint()  # the next call is another


def test_the_first_reason_counts():
    call = CallContext()
    call.cancel(LATE)
    call.cancel(GONE)
    assert call.reason is LATE


def test_a_thread_works_for_the_call_that_it_was_given():
    with ThreadPoolExecutor(1) as threads, serving(CallContext("claire")):
        inside = threads.submit(copy_context().run, current_call).result()
        outside = threads.submit(current_call).result()
    assert (inside.client, outside.client) == ("claire", "")


def test_an_action_runs_once_within_its_block_only():
    call, seen = CallContext(), []
    with call.on_cancel(lambda: seen.append("before")):
        pass
    with call.on_cancel(lambda: seen.append("within")):
        call.cancel(GONE)
        call.cancel(GONE)
    with call.on_cancel(lambda: seen.append("after")):
        pass
    assert seen == ["within", "after"]


def test_leaving_waits_for_an_action_that_runs():
    """Else a process could be killed that already works for somebody else."""
    call = CallContext()
    begun, may_end, left = threading.Event(), threading.Event(), threading.Event()

    def action():
        begun.set()
        assert may_end.wait(60)

    def work():
        with call.on_cancel(action):
            assert begun.wait(60)
        left.set()

    worker = threading.Thread(target=work)
    worker.start()
    canceller = threading.Thread(target=call.cancel, args=(GONE,))
    while not call._actions:
        worker.join(0.001)
    canceller.start()
    assert begun.wait(60)
    assert not left.wait(0.05)
    may_end.set()
    canceller.join(60)
    worker.join(60)
    assert left.is_set()
