"""How far an origin of metadata is trusted, from 0 to 1.

What a person filled in for readers counts most, then what the document prints, then
what a program wrote into the file.
"""

from typing import Final

from ontology.model import LINKING_PAGE

__all__ = ["CURATED", "FILE_PROPERTIES", "confidence_of"]

CURATED: Final = frozenset({"front matter", "WordPress", "OAI-PMH", "feed"})
"""Origins where a value is a field of its own that a person filled in."""

FILE_PROPERTIES: Final = frozenset({"PDF", "XMP", "DOCX", "ODT", "PPTX", "ODP"})
"""What the program that wrote the file put into it."""

_CONFIDENCE: Final = {
    "style Title": 0.9,
    "heading": 0.9,
    "first page": 0.85,
    "section Résumé": 0.85,
    "last page": 0.8,
    "JSON-LD": 0.8,
    "EPUB": 0.8,
    "first heading": 0.8,
    "largest text": 0.75,
    "microdata": 0.85,
    "byline": 0.7,
    LINKING_PAGE: 0.6,
    "address": 0.6,
    "title": 0.6,
    "text": 0.5,
    "file name": 0.2,
}
_CURATED_CONFIDENCE: Final = 0.95
_PROPERTY_CONFIDENCE: Final = 0.45
_SCHOLARLY: Final = ("meta citation_", "meta dc.", "meta dcterms.", "meta prism.")


def confidence_of(origin: str) -> float:
    """Return how far values of an origin are believed where nothing else is known.

    >>> confidence_of("front matter"), confidence_of("XMP"), confidence_of("title")
    (0.95, 0.45, 0.6)
    """
    if origin in CURATED:
        return _CURATED_CONFIDENCE
    if origin in FILE_PROPERTIES:
        return _PROPERTY_CONFIDENCE
    if origin.startswith(_SCHOLARLY):
        return 0.9
    return _CONFIDENCE.get(origin, 0.7)
