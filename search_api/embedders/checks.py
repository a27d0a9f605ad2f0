"""What every vector must pass before anything is built on it."""

import numpy as np

from search_api.errors import EmbedderError
from search_api.ports import Vectors

__all__ = ["checked"]


def checked(vectors: Vectors, *, rows: int, dimension: int, name: str) -> Vectors:
    """Return the vectors as contiguous float32 once they are fit to be indexed.

    A row is of length 1, or all 0 for a text without any known token.

    Raises:
        EmbedderError: If shape, length or any number is wrong.
    """
    if vectors.shape != (rows, dimension):
        raise EmbedderError(
            f"Le modèle « {name} » a rendu {vectors.shape} au lieu de "
            f"{(rows, dimension)}.",
            remedy="Choisissez un autre modèle, puis lancez `gtnum reindex`.",
        )
    lengths = np.linalg.norm(vectors, axis=1)
    is_fit = (np.abs(lengths - 1) < 1e-2) | (lengths == 0)
    if not is_fit.all():
        row = int(np.argmin(is_fit))
        raise EmbedderError(
            f"Le modèle « {name} » a rendu un vecteur inutilisable pour le texte "
            f"n° {row + 1} (longueur {lengths[row]:.3g}).",
            remedy="Choisissez un autre modèle, puis lancez `gtnum reindex`.",
        )
    return np.ascontiguousarray(vectors, dtype=np.float32)
