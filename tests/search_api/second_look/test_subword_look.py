"""The second look keeps its contract and refuses damaged files and other tables."""

import numpy as np
import pytest

from search_api.embedders.registry import subword_table
from search_api.errors import IndexMismatch
from search_api.second_look.subword_look import SubwordLook
from search_api.second_look.subword_look_writer import SubwordLookWriter
from tests.contracts.second_look_contract import KnownVectors, SecondLookContract
from tests.contracts.vector_index_contract import RECORDS
from tests.search_api.fakes import ShiftedTable


@pytest.fixture(scope="module")
def table():
    return subword_table()


@pytest.fixture
def new_writer():
    return SubwordLookWriter


@pytest.fixture
def open_look():
    return SubwordLook


class TestSubwordLook(SecondLookContract):
    """By subwords and centroids on disk."""

    @pytest.mark.parametrize(
        "name",
        [
            *("rows.npy", "documents.json", "centroids.npy"),
            *("subwords.npy", "subword_starts.npy", "subword_counts.npy"),
        ],
    )
    def test_missing_or_cut_file_is_a_mismatch(self, folder, table, name):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexMismatch, match="gtnum reindex"):
            SubwordLook(folder, table)
        path.unlink()
        with pytest.raises(IndexMismatch, match="gtnum reindex"):
            SubwordLook(folder, table)

    def test_pickled_arrays_are_never_loaded(self, folder, table):
        rows = np.array([{"code": "runs"}], dtype=object)
        np.save(folder / "centroids.npy", rows, allow_pickle=True)
        with pytest.raises(IndexMismatch, match="pickle"):
            SubwordLook(folder, table)

    @pytest.mark.parametrize("rows", [0, 3, 9])
    def test_files_that_do_not_fit_are_a_mismatch(self, folder, table, rows):
        np.save(folder / "centroids.npy", np.zeros((rows, 64), np.float16))
        with pytest.raises(IndexMismatch, match="ne vont pas ensemble"):
            SubwordLook(folder, table)

    def test_table_of_another_size_is_a_mismatch(self, folder):
        class Larger:
            def __len__(self):
                return 40_001

        with pytest.raises(IndexMismatch, match="40000 sous-mots"):
            SubwordLook(folder, Larger())


class TestOtherTable(SecondLookContract):
    """The next version of the table: other numbers for the same subwords."""

    @pytest.fixture
    def table(self):
        return ShiftedTable(subword_table())


def test_passage_without_a_vector_is_noticed(table, tmp_path):
    writer = SubwordLookWriter(table)
    writer.add(RECORDS[0].document, RECORDS[0].passages)
    with pytest.raises(KeyError):
        writer.commit(tmp_path, KnownVectors(RECORDS[1:]), dimension=64)
    writer.discard()
    assert list(tmp_path.iterdir()) == []
