"""A matrix is read for one dimension; rows come out with length 1 or as zeros."""

import numpy as np
import pytest
from safetensors.numpy import save

from search_api.embedders.whitening import parse, whiten

MATRIX = np.array([[2, 0], [0, 1]], np.float16)


def test_a_matrix_is_read_as_float32():
    found = parse(save({"linear.weight": MATRIX}), dimension=2)
    assert found.dtype == np.float32
    assert (found == MATRIX).all()


@pytest.mark.parametrize("name", ["linear.bias", "weight"])
def test_a_file_without_the_matrix_is_refused(name):
    with pytest.raises(ValueError, match="2 lignes"):
        parse(save({name: MATRIX}), dimension=2)


def test_rows_are_turned_then_scaled():
    vectors = np.array([[1, 0], [3, 4], [0, 0]], np.float32)
    assert whiten(vectors, None) == pytest.approx(
        np.array([[1, 0], [0.6, 0.8], [0, 0]])
    )
    turned = whiten(vectors, np.array([[0, 1], [0, 0]], np.float32))
    assert turned == pytest.approx(np.array([[0, 0], [1, 0], [0, 0]]))


def test_no_rows_stay_no_rows():
    assert whiten(np.zeros((0, 2), np.float32), MATRIX.astype(np.float32)).shape == (
        0,
        2,
    )
