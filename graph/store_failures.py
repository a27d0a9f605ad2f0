"""What an Oxigraph store raises, made ours by name, with what helps against it.

The engine raises ``OSError`` where the system refuses, ``RuntimeError`` for what
RocksDB calls corruption, and, where its own code gives up, a panic that is no
``Exception`` at all. It passes the words of the system on, without its numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from graph.errors import StoreError, StoreUnavailable

__all__ = ["STORE_FAILURES", "failed", "store_failures"]

STORE_FAILURES: Final = (OSError, RuntimeError)
"""What the engine raises when the system refuses or the files are damaged."""

_PANICS: Final = "pyo3_runtime"
"""Module of the panics of extensions written in Rust; it cannot be imported."""

_VERIFY: Final = "Vérifiez la bibliothèque : `gtnum library verify`."
_REMEDIES: Final = (
    (
        ("No space left", "Disk quota", "File too large"),
        "Libérez de la place : la génération publiée est intacte.",
    ),
    (
        ("file descriptors", "Too many open files"),
        "Relevez la limite des fichiers ouverts : ulimit -n 1024",
    ),
    (
        ("Cannot allocate memory",),
        "Libérez de la mémoire, ou relevez sa limite (ulimit -v).",
    ),
    (
        ("Read-only file system",),
        "Choisissez un dossier où l’on peut écrire : option --library.",
    ),
)


def failed(what: str, error: BaseException, *, remedy: str = _VERIFY) -> StoreError:
    """Return our error for what the engine raised.

    Args:
        what: What could not be done, and to which store; in French.
        error: As the engine raised it.
        remedy: Where the words of the system tell no better one.

    Returns:
        ``StoreUnavailable`` where the system refused, which is no damage.
    """
    said = str(error)
    better = (
        helps for words, helps in _REMEDIES if any(word in said for word in words)
    )
    helps = next(better, None)
    is_refusal = isinstance(error, OSError) or helps is not None
    kind = StoreUnavailable if is_refusal else StoreError
    return kind(f"{what} : {said}", remedy=helps or remedy)


@contextmanager
def store_failures(
    folder: Path, *, what: str = "ne peut pas être lu", remedy: str = _VERIFY
) -> Iterator[None]:
    """Let every failure of the engine in the block leave it as a ``StoreError``.

    Args:
        folder: Of the store, for the message.
        what: What it does not do, after « le graphe <folder> ».
        remedy: What to do, where the words of the system tell nothing better.

    Raises:
        StoreError: In place of what the engine raised.
    """
    try:
        yield
    except STORE_FAILURES as error:
        raise failed(f"le graphe {folder} {what}", error, remedy=remedy) from error
    except BaseException as error:
        if type(error).__module__ != _PANICS:
            raise
        raise failed(f"le graphe {folder} {what}", error, remedy=remedy) from error
