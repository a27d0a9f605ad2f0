"""Where log lines go: standard error, one line each, never the text of a document."""

import logging
import sys

from ontology.errors import KnowledgeError

__all__ = ["configure"]

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def configure(level: str) -> None:
    """Send our log lines to standard error; libraries speak from WARNING on.

    Raises:
        KnowledgeError: If the level has no such name.
    """
    name = level.upper()
    if name not in _LEVELS:
        raise KnowledgeError(
            f"niveau de journal inconnu : « {level} »",
            remedy=f"Choisissez parmi {', '.join(_LEVELS)}.",
        )
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
    for package in ("gtnum", "search_api", "graph", "ingest", "ontology"):
        logging.getLogger(package).setLevel(name)
