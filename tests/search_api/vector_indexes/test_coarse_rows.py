"""A short copy of vectors says which are likely near, and refuses other vectors."""

import tracemalloc

import faiss
import numpy as np
import pytest

from search_api.vector_indexes import coarse_rows
from search_api.vector_indexes.coarse_rows import (
    BREADTH,
    COARSE_ABOVE,
    Coarse,
    write_coarse,
)

DRAWN = np.random.default_rng(3).normal(size=(40, 6))
VECTORS = (DRAWN / np.linalg.norm(DRAWN, axis=1, keepdims=True)).astype(np.float32)


def index_of(vectors):
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def write(folder, *cuts):
    write_coarse(folder, lambda: np.split(VECTORS, cuts), len(VECTORS))


@pytest.fixture
def coarse(tmp_path):
    write(tmp_path, 25)
    return Coarse.load(tmp_path, index_of(VECTORS))


def test_the_nearest_are_those_of_a_whole_scan(coarse):
    for row in range(40):
        cosines, rows = coarse.search(VECTORS[row : row + 1], 7)
        expected = index_of(VECTORS).search(VECTORS[row : row + 1], 7)
        assert rows.tolist() == expected[1].tolist()
        assert cosines == pytest.approx(expected[0], abs=1e-6)


def test_cosines_are_those_of_whole_vectors_not_of_the_copy(tmp_path):
    """The copy has half the directions: by it alone, cosines would be other ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coarse_rows, "DIRECTIONS", 3)
        write(tmp_path)
    coarse = Coarse.load(tmp_path, index_of(VECTORS))
    cosines, rows = coarse.search(VECTORS[:1], 40)
    assert cosines[0] == pytest.approx(VECTORS[rows[0]] @ VECTORS[0], abs=1e-6)


def test_a_filter_leaves_the_rows_that_pass_it(coarse):
    bits = np.packbits(np.arange(40) % 4 == 1, bitorder="little")
    selector = faiss.IDSelectorBitmap(bits)
    params = faiss.SearchParameters(sel=selector)
    rows = coarse.search(VECTORS[:1], 12, params=params)[1]
    assert sorted(rows[0, :10]) == list(range(1, 40, 4))
    assert rows[0, 10:].tolist() == [-1, -1]


@pytest.mark.parametrize("sample", [1, 7, 40, 50_000])
def test_files_are_the_same_wherever_blocks_are_cut(tmp_path, monkeypatch, sample):
    monkeypatch.setattr(coarse_rows, "SAMPLE", sample)
    found = []
    for name, cuts in (("whole", ()), ("odd", (1, 8, 33)), ("even", (20,))):
        folder = tmp_path / name
        folder.mkdir()
        write(folder, *cuts)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1] == found[2]
    assert set(found[0]) == {"coarse.faiss", "directions.npy"}


@pytest.mark.parametrize("rows", [39, 41])
def test_more_or_fewer_vectors_than_said_are_refused(tmp_path, rows):
    with pytest.raises(ValueError, match=r"vectors where|broadcast"):
        write_coarse(tmp_path, lambda: [VECTORS], rows)


def test_no_more_than_a_block_and_a_sample_is_in_memory(tmp_path, monkeypatch):
    """A sample of views would keep every block alive: 12.8 MB here."""
    monkeypatch.setattr(coarse_rows, "SAMPLE", 500)

    drawn = np.random.default_rng(3).normal(size=(2_500, 64)).astype("f")

    def blocks():
        return (drawn + shift for shift in range(20))

    tracemalloc.start()
    write_coarse(tmp_path, blocks, 50_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_few_vectors_have_no_copy(tmp_path):
    assert Coarse.load(tmp_path, index_of(VECTORS)) is None


@pytest.mark.parametrize(("rows", "dimension"), [(39, 6), (40, 5)])
def test_a_copy_of_other_vectors_is_refused(tmp_path, rows, dimension):
    write(tmp_path)
    with pytest.raises(ValueError, match="première lecture"):
        Coarse.load(tmp_path, index_of(VECTORS[:rows, :dimension]))


def test_a_copy_is_made_for_a_corpus_that_needs_it():
    assert COARSE_ABOVE == 20_000
    assert BREADTH == 600
