"""Kinds of lexical index by name; their libraries are imported on first use.

A kind is one line: a package or module, and in it the class that reads a folder and the
class that writes one. ``tests/contracts/lexical_index_contract.py`` says what both must
do; they are called as ``open_lexical_index`` and ``new_lexical_writer`` call them.
"""

from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

from search_api.errors import IndexMismatch
from search_api.ports import IndexWriter, LexicalIndex

__all__ = [
    "DEFAULT_KIND",
    "KINDS",
    "new_lexical_writer",
    "open_lexical_index",
    "require_known",
]

DEFAULT_KIND: Final = "tantivy-french"

KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    DEFAULT_KIND: (
        "search_api.lexical_indexes",
        "tantivy_french.TantivyFrenchIndex",
        "tantivy_writer.TantivyFrenchWriter",
    ),
}
"""Name in settings and manifests → where the classes are."""


def open_lexical_index(folder: Path, *, kind: str = DEFAULT_KIND) -> LexicalIndex:
    """Open an index for reading.

    Raises:
        IndexMismatch: If the kind is unknown or the folder holds no such index.
    """
    require_known(kind)
    module, index, _ = KINDS[kind]
    opened: LexicalIndex = resolve_name(f"{module}.{index}")(folder)
    return opened


def new_lexical_writer(
    previous: Path | None = None,
    *,
    workspace: Path | None = None,
    kind: str = DEFAULT_KIND,
) -> IndexWriter:
    """Start an index from the previous one of the same kind, or from nothing.

    Raises:
        IndexMismatch: If the kind is unknown or the previous index does not fit.
        OSError: If the disk refuses.
    """
    require_known(kind)
    module, _, writer = KINDS[kind]
    made: IndexWriter = resolve_name(f"{module}.{writer}")(
        previous, workspace=workspace
    )
    return made


def require_known(kind: str) -> None:
    """Make sure that there is such a kind.

    Raises:
        IndexMismatch: Naming those that there are.
    """
    if kind not in KINDS:
        raise IndexMismatch(
            f"Cette version ne connaît pas l’index des mots « {kind} », "
            f"mais {', '.join(KINDS)}.",
            remedy="Vérifiez GTNUM_LEXICAL_INDEX, puis lancez `gtnum reindex`.",
        )
