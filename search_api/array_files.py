"""Arrays that are written block by block: no more of them than a block is in memory.

The files are those of ``numpy.save``, byte for byte, so that ``numpy.load`` reads or
maps them.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray

__all__ = ["write_array"]


def write_array(
    path: Path,
    blocks: Iterable[NDArray[np.generic]],
    *,
    dtype: DTypeLike,
    shape: tuple[int, ...],
) -> None:
    """Write an array whose parts come one after the other along its first axis.

    Args:
        path: Replaced where it is there.
        blocks: Taken once; converted to ``dtype`` where they are of another.
        dtype: Of the array; no objects.
        shape: Of the whole array.

    Raises:
        ValueError: If the blocks are not as many numbers as the shape says.
        OSError: If the disk refuses.
    """
    kind, written = np.dtype(dtype), 0
    head = {"descr": npy.dtype_to_descr(kind), "fortran_order": False, "shape": shape}
    with path.open("wb") as stream:
        npy.write_array_header_1_0(stream, head)
        for block in blocks:
            part = np.ascontiguousarray(block, kind)
            stream.write(part.data)
            written += part.size
    if written != np.prod(shape, dtype=np.int64):
        raise ValueError(f"{written} numbers for an array of shape {shape}")
