"""Files that grow, clocks that jump, and very many files: the run goes through."""

import json
import os
import threading
import time
from itertools import count
from pathlib import Path

import pytest

import ingest.file_reading
from ingest.ledger import UNSETTLED, settled_mtime
from ingest.limits import Limits
from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ingest.report import Report

LINE = "Le groupe étudie la sobriété numérique à l’école.\n\n"
SECOND = 10**9


def report(pipeline: Pipeline, folder: Path) -> Report:
    return Report(pipeline.run(folder, collection="c"))


def states(pipeline: Pipeline, folder: Path) -> dict[str, str]:
    found = report(pipeline, folder).outcomes
    return {outcome.uri.removeprefix("c/"): outcome.state.value for outcome in found}


def test_a_text_of_too_many_passages_is_named_and_read_under_another_limit(
    tmp_path: Path, sink
):
    (tmp_path / "long.txt").write_text(LINE * 200)
    (tmp_path / "short.txt").write_text(LINE)
    few = Pipeline(Limits(passages=5), sinks=[sink])
    (long, short) = report(few, tmp_path).outcomes
    assert (long.state, short.state) == (State.TOO_LARGE, State.OK)
    assert "passages, 5 sont permis" in long.message
    more = Pipeline(Limits(passages=500), sinks=[sink], ledger=few.ledger)
    assert states(more, tmp_path) == {"long.txt": "ok", "short.txt": "unchanged"}


def test_a_file_that_grows_between_two_looks_is_named_and_read_next_time(
    tmp_path: Path, sink, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "journal.txt"
    path.write_text(LINE)
    real = ingest.file_reading.describe

    def describe_then_grow(found, **options):
        source = real(found, **options)
        with path.open("a") as file:
            file.write(LINE)
        return source

    pipeline = Pipeline(sinks=[sink])
    with monkeypatch.context() as patched:
        patched.setattr(ingest.file_reading, "describe", describe_then_grow)
        (outcome,) = report(pipeline, tmp_path).outcomes
    assert outcome.state is State.UNREADABLE
    assert "a changé pendant la lecture" in outcome.message
    assert not sink.records
    assert states(pipeline, tmp_path) == {"journal.txt": "ok"}


def test_a_file_that_never_stops_growing_holds_nothing_up(tmp_path: Path, sink):
    (tmp_path / "a.txt").write_text(LINE)
    path = tmp_path / "journal.txt"
    path.write_text(LINE)
    is_over = threading.Event()

    def grow():
        with path.open("a") as file:
            while not is_over.is_set():
                file.write(LINE * 200)
                file.flush()
                time.sleep(0.001)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        found = states(Pipeline(Limits(size_bytes=2**20), sinks=[sink]), tmp_path)
    finally:
        is_over.set()
        writer.join()
    assert found["a.txt"] == "ok"
    assert found["journal.txt"] in {"ok", "unreadable", "too_large"}


@pytest.mark.parametrize("moment", [-10 * SECOND, 0, 1, 4_000_000_000 * SECOND])
def test_times_of_change_from_any_century_do(tmp_path: Path, sink, moment: int):
    path = tmp_path / "a.txt"
    path.write_text(LINE)
    os.utime(path, ns=(moment, moment))
    pipeline = Pipeline(sinks=[sink])
    assert states(pipeline, tmp_path) == {"a.txt": "ok"}
    assert states(pipeline, tmp_path) == {"a.txt": "unchanged"}
    path.write_text(LINE.replace("étudie", "éclair"))
    assert states(pipeline, tmp_path) == {"a.txt": "ok"}


def test_a_change_under_the_same_time_ahead_of_us_is_seen(tmp_path: Path, sink):
    path = tmp_path / "a.txt"
    ahead = time.time_ns() + 3_600 * SECOND
    pipeline = Pipeline(sinks=[sink])
    for verb in ("étudie", "éclair"):
        path.write_text(LINE.replace("étudie", verb))
        os.utime(path, ns=(ahead, ahead))
        assert states(pipeline, tmp_path) == {"a.txt": "ok"}
        assert states(pipeline, tmp_path) == {"a.txt": "unchanged"}


def test_only_a_time_that_lies_behind_us_is_trusted(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 100 * SECOND)
    assert settled_mtime(98 * SECOND) == 98 * SECOND
    assert settled_mtime(99 * SECOND) == UNSETTLED
    assert settled_mtime(200 * SECOND) == UNSETTLED


def test_a_clock_that_jumps_changes_no_state_and_no_duration(
    tmp_path: Path, sink, monkeypatch: pytest.MonkeyPatch
):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(LINE)
    jumps = count()

    def clock() -> float:
        return 1.7e9 + (-1) ** next(jumps) * 1e8

    monkeypatch.setattr(time, "time", clock)
    monkeypatch.setattr(time, "time_ns", lambda: int(clock() * SECOND))
    pipeline = Pipeline(sinks=[sink])
    found = report(pipeline, tmp_path)
    assert found.counts == {State.OK: 2}
    assert all(0 <= outcome.seconds < 600 for outcome in found.outcomes)
    assert set(states(pipeline, tmp_path).values()) == {"unchanged"}


def many(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:06}.txt").touch()
    (folder / "z.txt").write_text(LINE)
    return folder


def check_many(folder: Path, number: int, sink) -> None:
    pipeline = Pipeline(sinks=[sink])
    found = report(pipeline, folder)
    assert found.counts == {State.OK: 1, State.NO_TEXT: number}
    assert len({outcome.uri for outcome in found.outcomes}) == number + 1
    written = json.loads("".join(found.write_json(before={}, after={})))
    assert written["totals"]["sources"] == len(written["sources"]) == number + 1
    assert len(sink.records) == 1
    again = report(pipeline, folder)
    assert again.counts == {State.UNCHANGED: 1, State.NO_TEXT: number}
    assert again.totals()["totals"]["seconds"] == 0


def test_a_thousand_files_of_one_folder_each_have_their_row(tmp_path: Path, sink):
    check_many(many(tmp_path / "many", 1_000), 1_000, sink)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_files_of_one_folder_each_have_their_row(
    tmp_path: Path, sink
):
    check_many(many(tmp_path / "many", 100_000), 100_000, sink)
