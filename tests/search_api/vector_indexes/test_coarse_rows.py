"""A short copy of vectors says which are likely near, and refuses other vectors."""

import numpy as np
import pytest

from search_api.vector_indexes.coarse_rows import BREADTH, COARSE_ABOVE, Coarse

DRAWN = np.random.default_rng(3).normal(size=(40, 6))
VECTORS = (DRAWN / np.linalg.norm(DRAWN, axis=1, keepdims=True)).astype(np.float32)


def built():
    return Coarse.build(lambda: iter((VECTORS[:25], VECTORS[25:])), len(VECTORS))


def test_the_likely_nearest_hold_the_vector_itself():
    for row in (0, 24, 25, 39):
        found = built().search(VECTORS[row : row + 1], 3)
        assert len(found) == 3
        assert row in found


def test_no_more_are_found_than_there_are():
    assert sorted(built().search(VECTORS[:1], 50)) == list(range(40))


def test_a_copy_read_back_finds_the_same(tmp_path):
    built().save(tmp_path)
    again = Coarse.load(tmp_path, rows=40, dimension=6)
    assert list(again.search(VECTORS[:1], 9)) == list(built().search(VECTORS[:1], 9))


def test_few_vectors_have_no_copy(tmp_path):
    assert Coarse.load(tmp_path, rows=40, dimension=6) is None


@pytest.mark.parametrize(("rows", "dimension"), [(39, 6), (40, 5)])
def test_a_copy_of_other_vectors_is_refused(tmp_path, rows, dimension):
    built().save(tmp_path)
    with pytest.raises(ValueError, match="première lecture"):
        Coarse.load(tmp_path, rows=rows, dimension=dimension)


def test_a_copy_is_made_for_a_corpus_that_needs_it():
    assert COARSE_ABOVE == 20_000
    assert BREADTH == 600
