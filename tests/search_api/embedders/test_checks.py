"""Vectors are fit where each is of length 1 or of zeros; the first other is named."""

import numpy as np
import pytest

from search_api.embedders.checks import checked
from search_api.errors import EmbedderError


def check(*rows, count=None, dimension=2):
    vectors = np.array(rows, np.float64)
    return checked(
        vectors,
        rows=len(rows) if count is None else count,
        dimension=dimension,
        name="modèle",
    )


def test_fit_vectors_become_float32_in_one_piece():
    found = check([1, 0], [0, 0], [0.6, 0.8])
    assert found.dtype == np.float32
    assert found.flags.c_contiguous


@pytest.mark.parametrize("length", [0.991, 1.009])
def test_a_length_may_be_off_by_a_hundredth(length):
    assert len(check([length, 0])) == 1


@pytest.mark.parametrize(
    "row", [[0.989, 0], [1.011, 0], [0.005, 0], [2, 0], [np.nan, 0], [np.inf, 0]]
)
def test_the_first_text_of_an_unfit_vector_is_named(row):
    with pytest.raises(EmbedderError, match=r"« modèle » .* texte n° 2 \(longueur"):
        check([1, 0], row, [5, 0])


@pytest.mark.parametrize("wrong", [{"count": 2}, {"dimension": 3}])
def test_another_shape_is_refused(wrong):
    with pytest.raises(EmbedderError, match="au lieu de"):
        check([1, 0], **wrong)
