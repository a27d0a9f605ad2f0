"""One hit per work: which copy stands for it, and which others there are.

Filters and candidates are about documents, answers are about works. Among the
manifestations that answer, the first in the order of the work leads, the official one
where it answers; the others are named beside it.
"""

from collections.abc import Collection, Iterable, Mapping

from graph.ports import Catalogue
from ontology.model import DocumentSummary, Work

__all__ = ["all_copies", "copies_of", "leaders"]


def leaders(documents: Collection[str], catalogue: Catalogue) -> list[str]:
    """Return the documents that stand for their work, in the order given.

    Args:
        documents: That answer, best first; testing for membership should be quick.
        catalogue: Knows the works.
    """
    works = catalogue.works_by_document()
    return [
        name
        for name in documents
        if name not in works or _leader(works[name], documents) == name
    ]


def copies_of(
    documents: Iterable[str], catalogue: Catalogue
) -> dict[str, tuple[DocumentSummary, ...]]:
    """Return document → the other manifestations of its work, in one look-up."""
    works = catalogue.works_by_document()
    others = {name: _others(name, works) for name in documents}
    wanted = sorted({other for own in others.values() for other in own})
    known = catalogue.documents(wanted) if wanted else {}
    return {
        name: tuple(known[other] for other in own if other in known)
        for name, own in others.items()
    }


def all_copies(documents: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Return these documents and every other manifestation of their works."""
    works = catalogue.works_by_document()
    return frozenset(one for name in documents for one in (name, *_others(name, works)))


def _leader(work: Work, documents: Collection[str]) -> str | None:
    """Return the first manifestation that answers."""
    return next((one for one in work.manifestations if one in documents), None)


def _others(name: str, works: Mapping[str, Work]) -> tuple[str, ...]:
    work = works.get(name)
    if work is None:
        return ()
    return tuple(one for one in work.manifestations if one != name)
