"""What the system refused to a store, with what helps against that very thing.

The engine passes the words of the system on, without its numbers.
"""

from typing import Final

from graph.errors import StoreUnavailable

__all__ = ["unavailable"]

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


def unavailable(what: str, error: OSError, *, remedy: str) -> StoreUnavailable:
    """Return the error for what the system refused.

    Args:
        what: What could not be done, and to which store; in French.
        error: As the engine raised it.
        remedy: Where the words of the system tell no better one.
    """
    said = str(error)
    better = (
        helps for words, helps in _REMEDIES if any(word in said for word in words)
    )
    return StoreUnavailable(f"{what} : {said}", remedy=next(better, remedy))
