"""Kinds of lexical index by name; their libraries are imported on first use."""

from pathlib import Path
from typing import Final

from search_api.errors import IndexMismatch
from search_api.ports import IndexWriter, LexicalIndex

__all__ = ["DEFAULT_KIND", "new_lexical_writer", "open_lexical_index"]

DEFAULT_KIND: Final = "tantivy-french"


def open_lexical_index(folder: Path, *, kind: str = DEFAULT_KIND) -> LexicalIndex:
    """Open an index for reading.

    Raises:
        IndexMismatch: If the kind is unknown or the folder holds no such index.
    """
    _require_known(kind)
    from search_api.lexical_indexes.tantivy_french import TantivyFrenchIndex

    return TantivyFrenchIndex(folder)


def new_lexical_writer(
    previous: Path | None = None,
    *,
    workspace: Path | None = None,
    kind: str = DEFAULT_KIND,
) -> IndexWriter:
    """Start an index from the previous one, or from nothing.

    Raises:
        IndexMismatch: If the kind is unknown or the previous index does not fit.
        OSError: If the disk refuses.
    """
    _require_known(kind)
    from search_api.lexical_indexes.tantivy_writer import TantivyFrenchWriter

    return TantivyFrenchWriter(previous, workspace=workspace)


def _require_known(kind: str) -> None:
    if kind != DEFAULT_KIND:
        raise IndexMismatch(
            f"Cette version ne connaît pas l’index des mots « {kind} ».",
            remedy="Lancez `gtnum reindex`.",
        )
