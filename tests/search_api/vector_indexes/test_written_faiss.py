"""A FAISS file written block by block is the one that FAISS writes from memory."""

import tempfile
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.vector_indexes.mapped_faiss import mapped_index
from search_api.vector_indexes.written_faiss import write_flat

DRAWN = np.random.default_rng(11).normal(size=(300, 24)).astype(np.float32)


def whole():
    return faiss.IndexFlatIP(24)


def half():
    kind = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(24, kind, faiss.METRIC_INNER_PRODUCT)


def short():
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexScalarQuantizer(24, kind, faiss.METRIC_INNER_PRODUCT)
    index.train(DRAWN)
    return index


@pytest.mark.parametrize("new", [whole, half, short])
@given(rows=st.integers(0, 300), cuts=st.lists(st.integers(0, 300), max_size=4))
def test_files_are_those_of_faiss(new, rows, cuts):
    """Any number of vectors, cut into any blocks, empty ones among them."""
    vectors = DRAWN[:rows]
    blocks = np.split(vectors, sorted(min(cut, rows) for cut in cuts))
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        assert write_flat(new(), blocks, one) == rows
        index = new()
        index.add(vectors)
        faiss.write_index(index, str(other))
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("new", [whole, half, short])
def test_a_mapped_file_answers_as_an_index_in_memory(tmp_path, new):
    write_flat(new(), np.split(DRAWN, [130]), tmp_path / "file")
    index = new()
    index.add(DRAWN)
    found = mapped_index(tmp_path / "file").search(DRAWN[:9], 5)
    expected = index.search(DRAWN[:9], 5)
    assert (found[1] == expected[1]).all()
    assert (found[0] == expected[0]).all()


def test_the_index_given_stays_empty(tmp_path):
    index = half()
    write_flat(index, [DRAWN], tmp_path / "file")
    assert index.ntotal == 0


def test_another_layout_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    index = whole()
    index.add(DRAWN[:1] - DRAWN[:1])
    turned = faiss.serialize_index(index)[::-1]
    monkeypatch.setattr(faiss, "serialize_index", lambda index: turned)
    with pytest.raises(RuntimeError, match="IndexFlat"):
        write_flat(whole(), [DRAWN], tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_flat(whole(), [DRAWN], tmp_path / "missing" / "file")
