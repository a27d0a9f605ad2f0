"""Finds documents, pages and files, or says which one is not there."""

import re
from pathlib import Path

from ontology.model import DocumentSummary, Passage, Work
from search_api.errors import UnknownDocument, WithdrawnDocument
from search_api.web.services import Knowledge, Services

__all__ = ["find_document", "find_original", "find_passages", "find_work"]

_IDENTIFIER = re.compile(r"[a-z0-9-]{1,80}")
_SHOWN_CHARACTERS = 80


def find_document(knowledge: Knowledge, identifier: str) -> DocumentSummary:
    """Return the summary of a document.

    Raises:
        UnknownDocument: If none has this identifier; the graph is not even asked
            where the form is already wrong.
        WithdrawnDocument: If it was taken out on demand.
    """
    if _IDENTIFIER.fullmatch(identifier):
        found = knowledge.catalogue.documents([identifier]).get(identifier)
        if found is not None:
            return found
        if knowledge.was_withdrawn(identifier):
            raise WithdrawnDocument(
                f"Le document « {identifier} » a été retiré de la bibliothèque.",
                remedy="Il n’y est plus : supprimez les liens qui y mènent.",
            )
    raise UnknownDocument(
        f"Aucun document « {identifier[:_SHOWN_CHARACTERS]} » dans la bibliothèque.",
        remedy="Retrouvez-le par une recherche : son identifiant a pu changer.",
    )


def find_work(
    knowledge: Knowledge, identifier: str
) -> tuple[Work | None, dict[str, DocumentSummary]]:
    """Return the work of a document, if it has copies, and all manifestations."""
    work = knowledge.catalogue.work_of(identifier)
    if work is None:
        return None, {}
    return work, knowledge.catalogue.documents(work.manifestations)


def find_passages(
    knowledge: Knowledge, summary: DocumentSummary, page: int | None
) -> list[Passage]:
    """Return the passages of a document, or of one of its pages.

    Raises:
        UnknownDocument: If the document has no such page.
    """
    if page is not None and page > summary.page_count:
        raise UnknownDocument(
            f"« {summary.title} » n’a pas de page {page}.",
            remedy=f"Demandez une page de 1 à {summary.page_count}.",
        )
    return knowledge.catalogue.passages_of(summary.identifier, page=page)


def find_original(services: Services, summary: DocumentSummary) -> Path:
    """Return the stored file of a document.

    Raises:
        UnknownDocument: If the library does not keep it.
    """
    path = services.original(summary.sha256)
    if path is None or not path.is_file():
        raise UnknownDocument(
            f"Le fichier de « {summary.title} » n’est pas dans la bibliothèque.",
            remedy="Le texte reste lisible sur la page du document.",
        )
    return path
