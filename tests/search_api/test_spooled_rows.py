"""Rows come back from disk as they went there, document by document."""

import tempfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.spooled_rows import SpooledRows


def numbered(rows, *, first=0):
    return np.arange(first, first + 3 * rows, dtype=np.float32).reshape(rows, 3)


@pytest.fixture
def spooled(tmp_path):
    made = SpooledRows(np.float32, 3, workspace=tmp_path)
    yield made
    made.close()


def test_batches_that_span_documents_come_back_whole(spooled):
    vectors = numbered(5)
    spooled.append([("a", 2), ("b", 1)], vectors[:3])
    spooled.append([("b", 1), ("c", 1)], vectors[3:])
    back = np.concatenate(list(spooled.blocks(["a", "b", "c"], 2)))
    assert (back == vectors).all()


def test_order_is_that_of_the_documents_asked(spooled):
    vectors = numbered(4)
    spooled.append([("a", 1), ("b", 2), ("c", 1)], vectors)
    back = list(spooled.blocks(["c", "b"], 10))
    assert [block.tolist() for block in back] == [
        vectors[3:].tolist(),
        vectors[1:3].tolist(),
    ]


def test_neighbours_are_read_together(spooled):
    spooled.append([("a", 1), ("b", 1), ("c", 1)], numbered(3))
    assert [len(block) for block in spooled.blocks(["a", "b", "c"], 2)] == [2, 1]


def test_forgotten_and_unknown_documents_give_nothing(spooled):
    vectors = numbered(3)
    spooled.append([("a", 1), ("b", 1), ("c", 1)], vectors)
    spooled.forget("b")
    spooled.forget("nobody")
    back = np.concatenate(list(spooled.blocks(["a", "b", "c", "d"], 10)))
    assert (back == vectors[[0, 2]]).all()


def test_document_forgotten_and_given_again_has_its_new_vectors(spooled):
    spooled.append([("a", 1)], numbered(1))
    spooled.forget("a")
    spooled.append([("a", 2)], numbered(2, first=50))
    assert (next(spooled.blocks(["a"], 10)) == numbered(2, first=50)).all()


def test_rows_of_one_number_need_no_second_axis(tmp_path):
    made = SpooledRows(np.uint16, 1, workspace=tmp_path)
    made.append([("a", 2), ("empty", 0)], np.array([7, 65_535], np.uint16))
    made.append([("b", 1)], np.array([3], np.uint16))
    back = list(made.blocks(["b", "empty", "a"], 10))
    made.close()
    assert [block.tolist() for block in back] == [[[3]], [[7], [65_535]]]


def test_no_file_before_there_are_rows_and_no_name_afterwards(tmp_path):
    made = SpooledRows(np.float32, 3, workspace=tmp_path / "missing")
    assert list(made.blocks(["a"], 1)) == []
    with pytest.raises(FileNotFoundError):
        made.append([("a", 1)], numbered(1))
    named = SpooledRows(np.float32, 3, workspace=tmp_path)
    named.append([("a", 1)], numbered(1))
    assert list(tmp_path.iterdir()) == []
    named.close()
    assert list(named.blocks(["a"], 1)) == []


@given(
    st.lists(st.integers(0, 4), max_size=12),
    st.integers(1, 5),
    st.integers(1, 4),
    st.sets(st.integers(0, 11)),
)
def test_whatever_is_kept_comes_back_in_order(lengths, batch, block, dropped):
    """Documents of any length, batches and blocks of any size, any of them dropped."""
    names = [str(n) for n, length in enumerate(lengths) for _ in range(length)]
    vectors = numbered(len(names))
    with tempfile.TemporaryDirectory() as folder:
        made = SpooledRows(np.float32, 3, workspace=folder)
        for start in range(0, len(names), batch):
            ones = [(name, 1) for name in names[start : start + batch]]
            made.append(ones, vectors[start : start + batch])
        for number in dropped:
            made.forget(str(number))
        kept = [str(n) for n in range(len(lengths))]
        back = [row.tolist() for rows in made.blocks(kept, block) for row in rows]
        made.close()
    stays = [n for n, name in enumerate(names) if int(name) not in dropped]
    assert back == vectors[stays].tolist()
