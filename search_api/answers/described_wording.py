"""What a record describes, in French."""

from collections.abc import Sequence
from typing import Final

from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.kinds import DESCRIBED_ENTITIES
from ontology.model import DocumentSummary, EntityKind
from search_api.answers.wording import kind_label

__all__ = [
    "certainty_words",
    "described_entity",
    "described_heading",
    "description_label",
    "full_title",
]

_HEADINGS: Final = {
    DescribedKind.PRODUCTION: "L’œuvre décrite",
    DescribedKind.WORK: "L’œuvre décrite",
    DescribedKind.GROUP: "Le groupe décrit",
    DescribedKind.CALL: "L’appel décrit",
    DescribedKind.THEME: "Le thème décrit",
    DescribedKind.WAVE: "La vague décrite",
}
_DESCRIPTIONS: Final = {
    DescribedKind.PRODUCTION: "Description d’une production",
    DescribedKind.WORK: "Description d’une œuvre",
    DescribedKind.GROUP: "Description d’un groupe",
    DescribedKind.CALL: "Description d’un appel",
    DescribedKind.THEME: "Description d’un thème",
    DescribedKind.WAVE: "Description d’une vague",
}
_CERTAINTIES: Final = {
    DescribedCertainty.HIGH: "élevée",
    DescribedCertainty.MEDIUM: "moyenne : un fait au moins n’est que probable",
    DescribedCertainty.LOW: "faible : un fait au moins n’est que possible",
}


def described_heading(things: Sequence[Described]) -> str:
    """Return the heading above what a record describes.

    >>> described_heading([Described(DescribedKind.WAVE, "vague 2021-2024")])
    'La vague décrite'
    """
    kinds = [thing.kind for thing in things]
    return _HEADINGS[kinds[0]] if len(kinds) == 1 else "Ce que la fiche décrit"


def description_label(document: DocumentSummary) -> str:
    """Say what a document is; a sheet is the description of something."""
    kinds = {thing.kind for thing in document.describes}
    if not kinds:
        return kind_label(document.kind.value)
    return _DESCRIPTIONS[kinds.pop()] if len(kinds) == 1 else "Fiche descriptive"


def described_entity(thing: Described) -> tuple[EntityKind, str] | None:
    """Return kind and identifier of the entity that a thing is, or None."""
    kind = DESCRIBED_ENTITIES.get(thing.kind)
    return None if kind is None or thing.target is None else (kind, thing.target)


def certainty_words(certainty: DescribedCertainty) -> str:
    """Say how sure the facts of a record are."""
    return _CERTAINTIES[certainty]


def full_title(document: DocumentSummary) -> str:
    """Return the title of a document; that of a record says that it is one."""
    return (
        f"Fiche descriptive : {document.title}"
        if document.is_record
        else document.title
    )
