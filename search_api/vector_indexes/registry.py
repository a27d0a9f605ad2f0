"""Kinds of vector index by name; their libraries are imported on first use.

A kind is one line: a package or module, and in it the class that reads a folder and the
class that writes one. ``tests/contracts/vector_index_contract.py`` says what both must
do; they are called as ``open_vector_index`` and ``new_vector_writer`` call them.
"""

from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

from search_api.errors import IndexMismatch
from search_api.ports import Embedder, IndexWriter, VectorIndex

__all__ = [
    "DEFAULT_KIND",
    "KINDS",
    "new_vector_writer",
    "open_vector_index",
    "require_known",
]

DEFAULT_KIND: Final = "faiss-flat"

KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    DEFAULT_KIND: (
        "search_api.vector_indexes",
        "flat_faiss.FlatFaissIndex",
        "flat_faiss_writer.FlatFaissWriter",
    ),
}
"""Name in settings and manifests → where the classes are."""


def open_vector_index(folder: Path, *, kind: str = DEFAULT_KIND) -> VectorIndex:
    """Open an index for reading.

    Raises:
        IndexMismatch: If the kind is unknown or the folder holds no such index.
    """
    require_known(kind)
    module, index, _ = KINDS[kind]
    opened: VectorIndex = resolve_name(f"{module}.{index}")(folder)
    return opened


def new_vector_writer(
    embedder: Embedder,
    previous: Path | None = None,
    *,
    batch_size: int = 256,
    kind: str = DEFAULT_KIND,
    workspace: Path | None = None,
) -> IndexWriter:
    """Start an index from the previous one of the same kind, or from nothing.

    Args:
        embedder: Makes the vectors.
        previous: Folder of the index to start from; None for nothing.
        batch_size: Passages per call of the embedder.
        kind: One of ``KINDS``.
        workspace: Folder on the disk of the target for files until ``commit``.

    Raises:
        IndexMismatch: If the kind is unknown or the previous index does not fit.
        OSError: If the disk refuses.
    """
    require_known(kind)
    module, _, writer = KINDS[kind]
    made: IndexWriter = resolve_name(f"{module}.{writer}")(
        embedder, previous, batch_size=batch_size, workspace=workspace
    )
    return made


def require_known(kind: str) -> None:
    """Make sure that there is such a kind.

    Raises:
        IndexMismatch: Naming those that there are.
    """
    if kind not in KINDS:
        raise IndexMismatch(
            f"Cette version ne connaît pas l’index des vecteurs « {kind} », "
            f"mais {', '.join(KINDS)}.",
            remedy="Vérifiez GTNUM_VECTOR_INDEX, puis lancez `gtnum reindex`.",
        )
