"""Products of matrices that stay on the thread that asks.

A library of matrices shares larger products between threads of its own, which spin
while they wait: with several questions at once, or on a busy machine, that costs more
than the product. Small steps never start them.
"""

from typing import Final

import numpy as np

from search_api.ports import Vectors

__all__ = ["product"]

# OpenBLAS shares products from 262,144 multiplications on.
_SMALL: Final = 200_000


def product(left: Vectors, right: Vectors) -> Vectors:
    """Return ``left @ right.T``, as ``(len(left), len(right)) float32``.

    Args:
        left: ``(n, dimension) float32``, n at least 1.
        right: ``(m, dimension) float32``, m at least 1.
    """
    step = max(1, _SMALL // left.size)
    parts = [left @ right[n : n + step].T for n in range(0, len(right), step)]
    return np.concatenate(parts, axis=1)
