"""Words that name one of our things and mean something else as often as not.

    word   names            note
    mica   body             Minéral ; laboratoire MICA.
    forge  body             Atelier ou dépôt de logiciels ; groupe Forges.
    forge  concept-label    Atelier ; dépôt de logiciels.

The table ``curated/ambiguous_words.csv`` is written by people who know the field: a new
laboratory whose acronym is a word is one more line there. Case, accents and number of a
word do not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology.folding import fold_name
from ontology.reference.fact_tables import read_table

__all__ = ["TABLE", "AmbiguousWords", "ambiguous_words", "read_ambiguous_words"]

TABLE = "reference/curated/ambiguous_words.csv"
"""Where the table ships, as ``ontology.shipped_files`` names it."""

_COLUMNS = ("word", "names", "note")
_NAMES = ("body", "concept-label", "concept-acronym")


@dataclass(frozen=True, slots=True)
class AmbiguousWords:
    """The words by what they may name, as written in the table.

    Attributes:
        bodies: Acronyms and one-word names of groups, labs and institutions.
        concept_labels: Labels of concepts.
        concept_acronyms: Acronyms of concepts.
    """

    bodies: frozenset[str] = frozenset()
    concept_labels: frozenset[str] = frozenset()
    concept_acronyms: frozenset[str] = frozenset()

    def keyed(self, key: Callable[[str], str]) -> "AmbiguousWords":
        """Return what a key makes of the words, for those who compare by that key."""
        return AmbiguousWords(
            frozenset(map(key, self.bodies)),
            frozenset(map(key, self.concept_labels)),
            frozenset(map(key, self.concept_acronyms)),
        )


@cache
def ambiguous_words() -> AmbiguousWords:
    """Return the words that ship; read once.

    Raises:
        FactsError: If the table is missing or malformed.
    """
    return read_ambiguous_words(Path(__file__).resolve().parent / "curated")


def read_ambiguous_words(folder: Path) -> AmbiguousWords:
    """Read ``ambiguous_words.csv``.

    Raises:
        FactsError: If the table is missing or malformed, a line holds no single word,
            names nothing known, or repeats another one.
    """
    found: dict[str, set[str]] = {names: set() for names in _NAMES}
    seen: set[tuple[str, str]] = set()
    for row in read_table(folder, "ambiguous_words.csv", columns=_COLUMNS):
        word, names = row["word"], row["names"]
        key = fold_name(word)
        if not key or " " in key:
            raise row.refuse(
                f"« {word} » n’est pas un mot", "Écrivez un seul mot, sans signe."
            )
        if names not in found:
            raise row.refuse(
                f"« {names} » dans la colonne names",
                f"Choisissez parmi {', '.join(_NAMES)}.",
            )
        if (key, names) in seen:
            raise row.refuse(
                f"« {word} » est déjà donné pour {names}", "Gardez une seule ligne."
            )
        seen.add((key, names))
        found[names].add(word)
    return AmbiguousWords(*(frozenset(found[names]) for names in _NAMES))
