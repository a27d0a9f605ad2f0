"""Kinds of vector index by name; their libraries are imported on first use."""

from pathlib import Path
from typing import Final

from search_api.errors import IndexMismatch
from search_api.ports import Embedder, IndexWriter, VectorIndex

__all__ = ["DEFAULT_KIND", "new_vector_writer", "open_vector_index"]

DEFAULT_KIND: Final = "faiss-flat"


def open_vector_index(folder: Path, *, kind: str = DEFAULT_KIND) -> VectorIndex:
    """Open an index for reading.

    Raises:
        IndexMismatch: If the kind is unknown or the folder holds no such index.
    """
    _require_known(kind)
    from search_api.vector_indexes.flat_faiss import FlatFaissIndex

    return FlatFaissIndex(folder)


def new_vector_writer(
    embedder: Embedder,
    previous: Path | None = None,
    *,
    batch_size: int = 256,
    kind: str = DEFAULT_KIND,
) -> IndexWriter:
    """Start an index from the previous one, or from nothing.

    Raises:
        IndexMismatch: If the kind is unknown or the previous index does not fit.
    """
    _require_known(kind)
    from search_api.vector_indexes.flat_faiss_writer import FlatFaissWriter

    return FlatFaissWriter(embedder, previous, batch_size=batch_size)


def _require_known(kind: str) -> None:
    if kind != DEFAULT_KIND:
        raise IndexMismatch(
            f"Cette version ne connaît pas l’index de vecteurs « {kind} ».",
            remedy="Lancez `gtnum reindex`.",
        )
