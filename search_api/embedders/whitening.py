"""A matrix that spreads the vectors of a model more evenly (Su et al. 2021).

The directions in which all texts are alike tell no two apart; the matrix, made by
``training/whiten.py``, makes them shorter. It is a sentence-transformers ``Dense``
without bias: ``linear.weight``, ``(dimension, dimension)`` float16 or float32.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from search_api.ports import Vectors

__all__ = ["DENSE_FILE", "parse", "whiten"]

DENSE_FILE: Final = "1_Dense/model.safetensors"
"""Where a sentence-transformers folder holds the matrix."""


def parse(content: bytes, *, dimension: int) -> NDArray[np.float32]:
    """Return the matrix that a file holds.

    Raises:
        ValueError: If it holds none for vectors of that dimension.
        safetensors.SafetensorError: If it is no such file.
    """
    matrix = load(content).get("linear.weight")
    if matrix is None or matrix.shape != (dimension, dimension):
        raise ValueError(f"pas de matrice de {dimension} lignes pour blanchir")
    return matrix.astype(np.float32)


def whiten(vectors: Vectors, matrix: NDArray[np.float32] | None) -> Vectors:
    """Return ``vectors @ matrix.T`` with rows of length 1; rows of zeros stay zeros.

    Args:
        vectors: ``(n, dimension) float32`` of any length.
        matrix: From ``parse``; None only brings rows to length 1.
    """
    if matrix is not None and len(vectors):
        # One by one: a product of many rounds otherwise, and a text always has the
        # same vector, whatever else is asked with it.
        vectors = np.stack([matrix @ vector for vector in vectors])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = vectors / np.maximum(lengths, 1e-12)
    return found
