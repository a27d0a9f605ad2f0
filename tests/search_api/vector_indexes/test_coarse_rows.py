"""A short copy of vectors says which are likely near, and refuses other vectors."""

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


def write(folder, *cuts):
    write_coarse(folder, lambda: np.split(VECTORS, cuts), len(VECTORS))


@pytest.fixture
def coarse(tmp_path):
    write(tmp_path, 25)
    return Coarse.load(tmp_path, rows=40, dimension=6)


def test_the_likely_nearest_hold_the_vector_itself(coarse):
    for row in (0, 24, 25, 39):
        found = coarse.search(VECTORS[row : row + 1], 3)
        assert len(found) == 3
        assert row in found


def test_no_more_are_found_than_there_are(coarse):
    assert sorted(coarse.search(VECTORS[:1], 50)) == list(range(40))


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


def test_few_vectors_have_no_copy(tmp_path):
    assert Coarse.load(tmp_path, rows=40, dimension=6) is None


@pytest.mark.parametrize(("rows", "dimension"), [(39, 6), (40, 5)])
def test_a_copy_of_other_vectors_is_refused(tmp_path, rows, dimension):
    write(tmp_path)
    with pytest.raises(ValueError, match="première lecture"):
        Coarse.load(tmp_path, rows=rows, dimension=dimension)


def test_a_copy_is_made_for_a_corpus_that_needs_it():
    assert COARSE_ABOVE == 20_000
    assert BREADTH == 600
