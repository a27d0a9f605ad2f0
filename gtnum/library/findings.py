"""What a verification of a library found, and what can be done about it."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Area", "Finding"]


class Area(StrEnum):
    """Parts of a library; stable names."""

    POINTER = "pointer"
    GENERATION = "generation"
    ORIGINAL = "original"
    DEPOSIT = "deposit"
    HARVEST = "harvest"
    CURATION = "curation"
    WITHDRAWAL = "withdrawal"
    READING = "reading"

    @property
    def words(self) -> str:
        """What people call it, in French."""
        return _WORDS[self]


_WORDS = {
    Area.POINTER: "pointeur",
    Area.GENERATION: "génération",
    Area.ORIGINAL: "original",
    Area.DEPOSIT: "dépôt",
    Area.HARVEST: "moisson",
    Area.CURATION: "curation",
    Area.WITHDRAWAL: "retrait",
    Area.READING: "lecture gardée",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not what it should be.

    Attributes:
        area: Part of the library.
        name: Path below the library, or of the file where it stands elsewhere.
        problem: What is wrong, in French.
        remedy: What makes it good again, in French, with the command.
        is_grave: Whether answers depend on it, or nothing in the library holds it a
            second time.
        documents: Identifiers of the documents it is the original of.
    """

    area: Area
    name: str
    problem: str
    remedy: str
    is_grave: bool
    documents: tuple[str, ...] = ()
