"""Writes the vectors of nodes where worker processes can look them up.

    keys.bin      (n,) uint64, sorted: first 8 bytes of BLAKE2b of each IRI
    rows.bin      (n,) uint64: row of each key
    vectors.bin   (n, dimension) float32, rows of length 1
    table.json    {"dimension": …}

In the byte order of the machine: a table lives no longer than the service that made
it. ``node_vectors.py`` reads it, without NumPy.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["write_table"]


def write_table(
    folder: Path,
    batches: Iterable[tuple[Sequence[str], NDArray[np.float32]]],
    *,
    dimension: int,
) -> None:
    """Write a table into an empty folder.

    Args:
        folder: Made by the caller.
        batches: IRIs and their vectors, ``(len(iris), dimension)``, of any length
            above 0; consumed once. Each IRI stands once.
        dimension: Number of components.

    Raises:
        OSError: If the disk refuses.
        ValueError: If vectors have another shape, or length 0.
    """
    keys: list[int] = []
    with (folder / "vectors.bin").open("wb") as stream:
        for iris, vectors in batches:
            if vectors.shape != (len(iris), dimension):
                raise ValueError(f"vectors of shape {vectors.shape}")
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            if not (lengths > 0).all():
                raise ValueError("a vector of length 0 points nowhere")
            stream.write((vectors / lengths).astype(np.float32).tobytes())
            keys += [_key(iri) for iri in iris]
    found = np.array(keys, np.uint64)
    order = np.argsort(found, kind="stable")
    (folder / "keys.bin").write_bytes(found[order].tobytes())
    (folder / "rows.bin").write_bytes(order.astype(np.uint64).tobytes())
    (folder / "table.json").write_text(json.dumps({"dimension": dimension}))


def _key(iri: str) -> int:
    return int.from_bytes(blake2b(iri.encode(), digest_size=8).digest(), "big")
