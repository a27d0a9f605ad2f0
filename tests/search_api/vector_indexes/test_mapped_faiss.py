"""Files that every question scans are asked for as a whole, others are not."""

import os
from pathlib import Path

import numpy as np
import pytest

from search_api.vector_indexes import flat_faiss_writer
from search_api.vector_indexes.flat_faiss import FlatFaissIndex
from search_api.vector_indexes.flat_faiss_writer import FlatFaissWriter
from search_api.vector_indexes.mapped_faiss import read_ahead
from tests.contracts.vector_index_contract import RECORDS
from tests.search_api.fakes import LetterEmbedder

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_fadvise"), reason="this system takes no hints"
)


@pytest.fixture
def asked(monkeypatch):
    """The hints that were given: name of the file, first byte, bytes."""
    found = []

    def advise(handle, start, length, advice):
        assert advice == os.POSIX_FADV_WILLNEED
        path = Path(f"/proc/self/fd/{handle}").readlink()
        found.append((path.name, start, length))

    monkeypatch.setattr(os, "posix_fadvise", advise)
    return found


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (5 << 20) + 7])
def test_every_byte_is_asked_for_once_in_pieces(tmp_path, asked, size):
    path = tmp_path / "file"
    with path.open("wb") as stream:
        stream.truncate(size)
    read_ahead(path)
    ends = [start + length for _, start, length in asked]
    assert [start for _, start, _ in asked] == [0, *ends][: len(asked)]
    assert [0, *ends][-1] >= size
    assert all(length <= 1 << 20 for _, _, length in asked)


@pytest.mark.parametrize(
    ("coarse_above", "scanned"), [(0, "coarse.faiss"), (99, "index.faiss")]
)
def test_what_is_scanned_is_asked_for(
    tmp_path, asked, monkeypatch, coarse_above, scanned
):
    monkeypatch.setattr(flat_faiss_writer, "COARSE_ABOVE", coarse_above)
    writer = FlatFaissWriter(LetterEmbedder())
    for item in RECORDS:
        writer.add(item.document, item.passages)
    writer.commit(tmp_path)
    FlatFaissIndex(tmp_path)
    assert {name for name, _, _ in asked} == {scanned}


def test_a_system_without_hints_answers_all_the_same(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "posix_fadvise")
    writer = FlatFaissWriter(LetterEmbedder())
    writer.add(RECORDS[0].document, RECORDS[0].passages)
    writer.commit(tmp_path)
    assert FlatFaissIndex(tmp_path).search(np.ones(64, np.float32), 1)
