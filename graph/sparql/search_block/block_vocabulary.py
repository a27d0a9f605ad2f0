"""The words of search blocks. English, as all our terms are.

PREFIX search: <urn:gtnum:recherche#>
SERVICE <urn:gtnum:recherche> {
  [] search:text "sobriété numérique" ; search:k 20 ; search:passage ?p
}
"""

from enum import StrEnum
from typing import Final

from ontology.iris import SEARCH_NAMESPACE

__all__ = [
    "MOST_HITS",
    "SIMILARITY",
    "Input",
    "Output",
]

SIMILARITY: Final = f"{SEARCH_NAMESPACE}similarity"
"""IRI of the function that compares two nodes."""

MOST_HITS: Final = 100
"""Highest ``search:k``."""


class Input(StrEnum):
    """What a block may say about the search."""

    TEXT = "text"
    K = "k"
    THRESHOLD = "threshold"
    MODE = "mode"
    COLLECTION = "collection"
    LANGUAGE = "language"
    KIND = "kind"
    ENTITY = "entity"
    FROM = "from"
    UNTIL = "until"


class Output(StrEnum):
    """What a block may bind to a variable."""

    DOCUMENT = "document"
    PASSAGE = "passage"
    SCORE = "score"
    QUOTATION = "quotation"
