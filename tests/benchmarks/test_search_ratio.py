"""Two commits are asked in turns, and the fastest time of each question counts."""

import numpy as np
import pytest

from benchmarks.search_ratio import compared, in_turns


class Scripted:
    """Answers with the times it was given; ``asked`` is shared by both sides."""

    def __init__(self, name, asked, clock):
        self.name, self.asked, self.clock = name, asked, iter(clock)

    def ask(self, question):
        self.asked.append((self.name, question))
        seconds = next(self.clock)
        return seconds, seconds / 2


def test_both_answer_each_question_in_turns():
    asked = []
    ours = Scripted("ours", asked, [4, 2, 3, 5])
    theirs = Scripted("theirs", asked, [8, 8, 6, 9])
    found = in_turns(ours, theirs, ["a", "b"], 2)
    assert asked == [
        *(("theirs", "a"), ("ours", "a"), ("ours", "b"), ("theirs", "b")),
        *(("ours", "a"), ("theirs", "a"), ("theirs", "b"), ("ours", "b")),
    ]
    assert found[0].tolist() == [[3, 1.5], [2, 1]]
    assert found[1].tolist() == [[6, 3], [8, 4]]


def test_ratios_are_ours_to_theirs():
    ours = np.array([[0.010, 0.004], [0.030, 0.008]])
    row = compared(ours, 2 * ours)
    assert row["p50_ms"] == 20
    assert row["p50_other_ms"] == 40
    assert {row[f"{name}_ratio"] for name in ("p50", "p95", "cpu_p95")} == {0.5}
    assert row["cpu_p95_ms"] == pytest.approx(7.8)
