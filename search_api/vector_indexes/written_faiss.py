"""Writes a flat FAISS index to disk block by block, as FAISS writes one from memory.

    head of FAISS   number of vectors   …   length of the codes   codes, row after row
    (for one row)   corrected at the end    corrected at the end  as ``sa_encode`` gives

FAISS builds an index in memory and then writes it: a million vectors in half precision
are 1.5 GB, more while its array grows. Only an index of lists can be merged on disk,
and ours are flat, so that filters lose nothing.
"""

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import faiss
import numpy as np

from search_api.ports import Vectors

__all__ = ["write_flat"]

_ROWS: Final = struct.Struct("<q")
_ROWS_AT: Final = 8
"""Behind four letters for the kind and four bytes for the dimension."""
_LENGTH: Final = struct.Struct("<Q")


def write_flat(index: faiss.Index, blocks: Iterable[Vectors], path: Path) -> int:
    """Write vectors to a file that ``faiss.read_index`` reads as such an index.

    Args:
        index: An empty flat index or scalar quantizer, trained; it stays empty.
        blocks: All vectors in order, taken once.
        path: Replaced where it is there.

    Returns:
        How many vectors there were.

    Raises:
        OSError: If the disk refuses.
        RuntimeError: If this version of FAISS lays its files out otherwise.
    """
    head, length = _head(index)
    rows = 0
    with path.open("wb") as stream:
        stream.write(head)
        for block in blocks:
            stream.write(index.sa_encode(np.ascontiguousarray(block)).data)
            rows += len(block)
        stream.seek(_ROWS_AT)
        stream.write(_ROWS.pack(rows))
        stream.seek(len(head) - _LENGTH.size)
        stream.write(_LENGTH.pack(rows * length))
    return rows


def _head(index: faiss.Index) -> tuple[bytes, int]:
    """Return what stands before the codes, and the length that one row has there.

    Raises:
        RuntimeError: If something stands elsewhere.
    """
    row = np.zeros((1, index.d), np.float32)
    one = faiss.clone_index(index)
    one.add(row)
    whole = faiss.serialize_index(one).tobytes()
    codes = index.sa_encode(row).tobytes()
    head = whole[: -len(codes)]
    (length,) = _LENGTH.unpack(head[-_LENGTH.size :])
    # Bytes of codes, or numbers of four bytes.
    is_known = whole.endswith(codes) and len(codes) in (length, 4 * length)
    if not is_known or head[_ROWS_AT : _ROWS_AT + _ROWS.size] != _ROWS.pack(1):
        raise RuntimeError(
            f"FAISS {faiss.__version__} lays out {type(index).__name__} in a way that "
            "is not known here"
        )
    return head, length
