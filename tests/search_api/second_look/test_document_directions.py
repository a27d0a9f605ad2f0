"""Directions written document by document are those of all vectors at once."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.passage_rows import GrowingRows, PassageRows
from search_api.second_look import document_directions
from search_api.second_look.document_directions import write_directions


class Drawn:
    """As much of a ``VectorIndex`` as is asked for; documents have numbers."""

    def __init__(self, lengths):
        names = [f"{n}.{i}" for n, length in enumerate(lengths) for i in range(length)]
        rows = np.random.default_rng(3).normal(size=(len(names), 5)).astype(np.float32)
        self.by_name = dict(zip(names, rows, strict=True))

    def vectors(self, passages):
        return np.array([self.by_name[name] for name in passages], np.float32)


def rows_of(lengths):
    growing = GrowingRows(PassageRows.none())
    for number, length in enumerate(lengths):
        growing.add(str(number), list(range(length)))
    return growing.rows()


def at_once(lengths, vectors):
    """Return what the file should hold, from all vectors in memory."""
    expected = np.zeros((len(lengths) + 1, 5))
    for number, length in enumerate(lengths):
        for place in range(length):
            expected[number] += vectors.by_name[f"{number}.{place}"]
        expected[number] /= max(1e-12, np.linalg.norm(expected[number]))
    weighed = np.array(lengths) @ expected[:-1] if lengths else 0
    expected[-1] = weighed / max(1, sum(lengths))
    return expected


@given(st.lists(st.integers(0, 7), max_size=9), st.integers(1, 6))
def test_blocks_do_not_change_directions(lengths, block):
    """Documents longer than a block, without passages, or many in one block."""
    vectors = Drawn(lengths)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        patch.setattr(document_directions, "BLOCK", block)
        write_directions(Path(name), rows_of(lengths), vectors, dimension=5)
        found = np.load(Path(name) / "centroids.npy")
    assert found.dtype == np.float16
    assert found == pytest.approx(at_once(lengths, vectors), abs=1e-3)


def test_nothing_stays_behind_where_a_vector_is_missing(tmp_path):
    with pytest.raises(KeyError):
        write_directions(tmp_path, rows_of([1, 2]), Drawn([1, 1]), dimension=5)
    assert list(tmp_path.iterdir()) == []
