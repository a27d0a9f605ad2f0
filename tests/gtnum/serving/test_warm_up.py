"""This test ensures that first uses are made in the background, and stop cleanly."""

import threading

import pytest

from graph.errors import StoreError
from gtnum.serving.warm_up import Warming
from search_api.errors import IndexMismatch


def test_every_first_use_is_made_once_in_order_and_not_by_the_caller() -> None:
    seen: list[tuple[str, bool]] = []
    done = threading.Event()

    def use(name: str) -> None:
        own = threading.current_thread() is threading.main_thread()
        seen.append((name, own))

    warming = Warming("0001", [lambda: use("names"), lambda: use("titles"), done.set])
    assert done.wait(5)
    warming.stop()
    assert seen == [("names", False), ("titles", False)]


def test_a_failure_is_logged_and_the_rest_is_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def fail() -> None:
        raise StoreError("le graphe ne peut pas être lu")

    warming = Warming("0007", [fail, done.set])
    assert done.wait(5)
    warming.stop()
    assert "0007" in caplog.text
    assert "le graphe ne peut pas être lu" in caplog.text


def test_stopping_waits_for_what_runs_and_begins_nothing_more() -> None:
    begun, may_end = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow() -> None:
        begun.set()
        assert may_end.wait(5)
        ended.append("slow")

    warming = Warming("0001", [slow, lambda: ended.append("next")])
    assert begun.wait(5)
    stopper = threading.Thread(target=warming.stop)
    stopper.start()
    stopper.join(0.05)
    assert stopper.is_alive(), "what is being read is waited for"
    may_end.set()
    stopper.join(5)
    assert ended == ["slow"]


def test_the_check_comes_last_and_what_it_finds_is_damage(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []
    done = threading.Event()

    def check() -> None:
        seen.append("check")
        done.set()
        raise IndexMismatch("index.faiss a changé")

    warming = Warming("0007", [lambda: seen.append("names")], check=check)
    assert done.wait(5)
    warming.stop()
    assert seen == ["names", "check"]
    assert warming.is_damaged
    assert "0007 is damaged: index.faiss a changé" in caplog.text


def test_a_check_that_the_disk_interrupts_says_nothing_of_the_files(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def check() -> None:
        done.set()
        raise OSError("le disque ne répond pas")

    warming = Warming("0007", [], check=check)
    assert done.wait(5)
    warming.stop()
    assert not warming.is_damaged
    assert "not checked: le disque ne répond pas" in caplog.text


def test_a_check_that_fails_is_made_again_until_it_comes_to_an_end() -> None:
    done = threading.Event()
    failures: list[Exception] = [RuntimeError("foreign"), OSError("busy")]

    def check() -> None:
        if failures:
            raise failures.pop()
        done.set()

    warming = Warming("0007", [], check=check, first_pause_seconds=0.01)
    assert done.wait(5)
    warming.stop()
    assert not warming.is_damaged
    assert not warming.has_failed_check
    assert warming.failure == ""


def test_what_nobody_expected_keeps_neither_the_rest_nor_the_check_from_being_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []
    found = threading.Event()

    def check() -> None:
        raise StoreError("000019.sst a changé")

    warming = Warming(
        "0007",
        [lambda: 1 // 0, lambda: seen.append("titles")],
        check=check,
        on_damage=found.set,
    )
    assert found.wait(5)
    warming.stop()
    assert seen == ["titles"]
    assert warming.is_damaged
    assert warming.failure.startswith("ZeroDivisionError")
    assert "Traceback" in caplog.text
