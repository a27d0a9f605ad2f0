"""This test ensures that nobody can fill a disk through our log."""

import io
import logging

import pytest

from gtnum.serving.log_sampling import LogSampling, sampled_logs


@pytest.fixture
def told():
    """A root logger that writes to memory."""
    root, stream = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(stream)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_lines_of_one_kind_pass_a_few_at_a_time(told):
    log = logging.getLogger("tests.sampling")
    with sampled_logs():
        for number in range(10_000):
            try:
                int("x")
            except ValueError:
                log.exception("it failed for %d", number)
            log.warning("something else")
    log.warning("unsampled")
    lines = told.getvalue().splitlines()
    assert lines.count("Traceback (most recent call last):") == 5
    assert lines.count("something else") == 5
    assert lines[-1] == "unsampled"


def test_the_next_window_tells_what_was_left_out():
    now = [0.0]
    sampling = LogSampling(burst=2, seconds=10, clock=lambda: now[0])

    def record(level=logging.ERROR, message="%s failed"):
        return logging.LogRecord("x", level, "", 0, message, ("a",), None)

    assert [sampling.filter(record()) for _ in range(5)] == [True] * 2 + [False] * 3
    assert sampling.filter(record(logging.INFO))
    now[0] = 11.0
    next_one = record()
    assert sampling.filter(next_one)
    assert next_one.getMessage() == "a failed [3 lines left out before]"


def test_kinds_are_bounded():
    sampling = LogSampling(burst=1)
    for number in range(5000):
        sampling.filter(
            logging.LogRecord("x", logging.ERROR, "", 0, f"{number}", (), None)
        )
    assert len(sampling._counts) <= 1000
