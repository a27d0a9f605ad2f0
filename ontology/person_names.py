"""From the name of an author, as printed, to the person of ours whom it means.

Only a whole name leads to somebody: « É. Allouche » or « Brun » alone could be anyone.
Case, accents and hyphens do not count, and a catalogue's « Allouche, Élie » is the same
name. Two persons of one name are nobody: a wrong person is worse than none.
"""

from collections.abc import Iterable

from ontology.folding import fold_name
from ontology.model import Entity, EntityKind

__all__ = ["PersonNames"]


class PersonNames:
    """Finds known persons by their printed names.

    Args:
        entities: All that is known, as a catalogue of a generation lists it; only the
            persons among them are read.

    >>> from ontology.model import Label
    >>> names = PersonNames(
    ...     [Entity("elie-allouche", EntityKind.PERSON, (Label("Élie Allouche"),))]
    ... )
    >>> names.find("ALLOUCHE, Elie"), names.find("É. Allouche")
    ('elie-allouche', None)
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._persons: dict[str, set[str]] = {}
        for entity in entities:
            if entity.kind is EntityKind.PERSON:
                for label in entity.labels:
                    key = fold_name(label.text)
                    self._persons.setdefault(key, set()).add(entity.identifier)

    def find(self, printed: str) -> str | None:
        """Return the identifier of the person, or None where nobody or several fit.

        Args:
            printed: « Given Family » or « Family, Given ».
        """
        family, comma, given = printed.partition(",")
        key = fold_name(f"{given} {family}" if comma else printed)
        found = self._persons.get(key, set()) if " " in key else set()
        return next(iter(found)) if len(found) == 1 else None
