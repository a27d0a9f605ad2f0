"""The product by steps is the product."""

import numpy as np
import pytest

from search_api.matrix_products import product


@pytest.mark.parametrize(
    ("left", "right"),
    [((1, 768), (1, 768)), ((100, 768), (101, 768)), ((64, 4), (9, 4))],
)
def test_steps_change_nothing(left, right):
    random = np.random.default_rng(3)
    a = random.normal(size=left).astype(np.float32)
    b = random.normal(size=right).astype(np.float32)
    found = product(a, b)
    assert found.shape == (left[0], right[0])
    assert np.allclose(found, a @ b.T, atol=1e-4)
