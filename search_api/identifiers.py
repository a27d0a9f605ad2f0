"""Identifiers of passages: ``<document>.<position>``, taken apart and put together."""

from collections.abc import Iterable

from ontology.model import Passage

__all__ = ["document_of", "documents_of", "passage_identifier", "position_of"]


def passage_identifier(document: str, position: int) -> str:
    """Return ``<document>.<position>``, the identifier of a passage."""
    return f"{document}.{position}"


def position_of(passage: Passage) -> int:
    """Return the position, once it is certain that the identifier follows from it.

    Raises:
        ValueError: If the identifier is not ``<document>.<position>``.
    """
    if passage.identifier != passage_identifier(passage.document, passage.position):
        raise ValueError(
            f"passage {passage.identifier!r} is not number {passage.position} of "
            f"document {passage.document!r}"
        )
    return passage.position


def document_of(passage: str) -> str:
    """Return the document of a passage identifier.

    >>> document_of("fiche-aeson.12")
    'fiche-aeson'
    """
    return passage.rpartition(".")[0]


def documents_of(passages: Iterable[str]) -> list[str]:
    """Return the document of each passage identifier, in order.

    Every question asks this of hundreds: no function is called for each.

    >>> documents_of(["fiche-aeson.12", "rgaa.0"])
    ['fiche-aeson', 'rgaa']
    """
    return [passage.rpartition(".")[0] for passage in passages]
