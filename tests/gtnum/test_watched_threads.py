"""This test ensures that a watched thread goes on, and says what troubles it."""

import threading

import pytest

from gtnum.watched_threads import WatchedThread


def test_turns_follow_each_other_until_it_is_stopped() -> None:
    enough = threading.Semaphore(0)
    thread = WatchedThread("turning", enough.release, pause_seconds=0.001)
    assert not thread.has_ended
    thread.start()
    for _ in range(3):
        assert enough.acquire(timeout=100)
    thread.stop()
    assert thread.is_stopped
    assert not thread.has_ended
    assert thread.failure == ""


def test_waking_it_begins_the_next_turn_now() -> None:
    turns = threading.Semaphore(0)
    thread = WatchedThread("turning", turns.release, pause_seconds=3600)
    thread.start()
    assert turns.acquire(timeout=100)
    thread.wake()
    assert turns.acquire(timeout=100)
    thread.stop()


def test_failures_are_told_and_logged_once_and_forgotten_after_a_good_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turns, seen = threading.Semaphore(0), []

    def turn() -> None:
        seen.append(thread.failure)
        turns.release()
        if len(seen) < 3:
            raise SystemExit("no exception of ours")

    thread = WatchedThread("turning", turn, pause_seconds=0.001)
    thread.start()
    for _ in range(5):
        assert turns.acquire(timeout=100)
    thread.stop()
    told = "SystemExit: no exception of ours"
    assert seen[:4] == ["", told, told, ""]
    assert thread.failure == ""
    assert caplog.text.count("turning goes on after") == 1


def test_a_thread_that_was_never_started_is_stopped_at_once() -> None:
    WatchedThread("turning", lambda: None, pause_seconds=3600).stop()
