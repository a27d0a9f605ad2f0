"""The ways a person is written: full, with initials, reversed, by surname alone.

Particles belong to the surname (*de la Higuera*). Case is checked where the form is
found: a surname alone is a common word too often (*Brun*, *Baron*, *le baron*).
"""

from collections.abc import Iterator
from typing import Final

from ingest.linking.name_trie import Form, Method
from ingest.linking.word_keys import Words, fold
from ontology.model import Entity, EntityKind

__all__ = ["has_honorific", "is_written_as_name", "name_forms", "names_nobody_else"]

# fmt: off
_PARTICLES: Final = frozenset({
    "de", "du", "des", "la", "le", "les", "d", "l", "von", "van", "der", "di", "da",
    "del",
})
_STREETS: Final = frozenset({
    "rue", "avenue", "boulevard", "place", "quai", "lycee", "college", "ecole",
    "salle", "amphi", "prix",
})
_TITLES: Final = frozenset({
    "m", "mme", "mlle", "mr", "pr", "dr", "monsieur", "madame", "professeur",
})
_OPENERS: Final = frozenset({
    "selon", "pour", "comme", "et", "ou", "avec", "par", "chez", "mais", "or", "car",
    "ni", "enfin", "ainsi", "d", "de", "apres",
})
# fmt: on


def _split(label: str) -> tuple[list[str], list[str]] | None:
    parts = label.split()
    if len(parts) < 2:
        return None
    for position in range(1, len(parts) - 1):
        if fold(parts[position]) in _PARTICLES:
            return parts[:position], parts[position:]
    return parts[:-1], parts[-1:]


def name_forms(entity: Entity) -> Iterator[Form]:
    """Yield the forms of a person's names.

    >>> from ontology.model import Label
    >>> person = Entity("m-a-impedovo", EntityKind.PERSON,
    ...                 (Label("Maria Antonietta Impedovo", ""),))
    >>> [form.text for form in name_forms(person)][2:4]
    ['M A Impedovo', 'Impedovo M A']
    """
    reference = (EntityKind.PERSON, entity.identifier)
    for label in entity.labels:
        split = _split(label.text)
        if split is None:
            continue
        given, surname = " ".join(split[0]), " ".join(split[1])
        initials = " ".join(part[0] for part in given.replace("-", " ").split())
        yield Form(reference, f"{given} {surname}", Method.NAME)
        yield Form(reference, f"{surname} {given}", Method.NAME, is_derived=True)
        for text in (f"{initials} {surname}", f"{surname} {initials}"):
            yield Form(reference, text, Method.INITIALS, is_derived=True)
        yield Form(reference, surname, Method.SURNAME, is_derived=True)


def is_written_as_name(words: Words, first: int, last: int) -> bool:
    """Tell whether every word but the particles starts with a capital."""
    seen = False
    for position in range(first, last + 1):
        word = words.word(position)
        if word[:1].isupper():
            seen = True
        elif word and words.keys[position] not in _PARTICLES:
            return False
    return seen


def names_nobody_else(words: Words, first: int) -> bool:
    """Tell whether a surname is neither that of a street nor of another person.

    *rue Hulin* and *Jean Baron* (where Georges-Louis is known) are refused; *Mme
    Queval*, *selon Plantard* and a surname behind a comma are not.
    """
    before = words.word(first - 1)
    if not before:
        return True
    key = fold(before)
    if key in _STREETS:
        return False
    if key in _TITLES or not before[0].isupper():
        return True
    if before.isupper():
        # An acronym may stand there, an initial is that of another person.
        return len(before) > 1
    return bool(words.gap(first - 1).strip()) or key in _OPENERS


def has_honorific(words: Words, first: int) -> bool:
    """Tell whether *M.*, *Mme*, *Pr* … stands before the word."""
    before = words.word(first - 1) or words.word(first - 2)
    return fold(before) in _TITLES
