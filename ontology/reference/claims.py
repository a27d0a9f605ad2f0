"""Turns facts into triples that keep their source and their certainty apart.

A certain fact stands twice: as a plain triple, for everyday queries, and as a
``gtnum:Statement`` with source, certainty and basis. A fact of medium or low certainty
stands only as a statement, so that no plain query can show it as certain.
"""

import re
from dataclasses import dataclass, replace

from ontology.errors import OntologyError
from ontology.reference.turtle import TurtleFile, dated, literal, name, slug, thing
from ontology.terms import GTNUM, Class, Property, Reused

__all__ = ["CERTAINTIES", "Claim", "Claims", "lower_certainty"]

_LITERAL_TYPE = re.compile(r'"(\^\^.*|@[a-z]+)$')
CERTAINTIES = ("low", "medium", "high")
"""The levels of certainty, the lowest first."""

_LAB_ROLES = (Property.SUPPORT_LAB, Property.CO_LAB, Property.OTHER_LAB)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact about one thing.

    Attributes:
        subject: Turtle term, ``kind:identifier``.
        predicate: Full IRI.
        value: Turtle term.
        sources: Turtle terms, at least one.
        certainty: ``high``, ``medium`` or ``low``.
        basis: ``stated``, ``inferred`` or ``general-knowledge``.
        printed: What the source prints, where it differs from the value.
        date: Of the source of this very fact, ISO 8601.
        note: In French.
    """

    subject: str
    predicate: str
    value: str
    sources: tuple[str, ...]
    certainty: str = "high"
    basis: str = "stated"
    printed: str = ""
    date: str = ""
    note: str = ""


class Claims:
    """Collects claims; the same fact from two rows becomes one with both sources."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[TurtleFile, Claim]] = {}

    def add(self, file: TurtleFile, claim: Claim) -> None:
        """Take a claim into a file; a lab with a role also has the plain membership.

        Raises:
            OntologyError: If the claim has no source, or if two different facts would
                get the same identifier.
        """
        if not claim.sources:
            raise OntologyError(
                f"le fait {claim.subject} {claim.predicate} n’a pas de source",
                remedy="Donnez la source de la ligne.",
            )
        identifier = self._identifier(claim)
        if identifier in self._claims:
            claim = _merged(self._claims[identifier][1], claim)
        self._claims[identifier] = (file, claim)
        if claim.predicate in _LAB_ROLES:
            self.add(file, replace(claim, predicate=Property.HAS_LAB))

    def write(self) -> None:
        """Put the triples and the statements into their files."""
        for file, claim in self._claims.values():
            if claim.certainty == "high":
                file.add(claim.subject, claim.predicate, claim.value)
        for identifier, (file, claim) in self._claims.items():
            _write_statement(file, thing("statement", identifier), claim)

    @staticmethod
    def _identifier(claim: Claim) -> str:
        subject = claim.subject.replace(":", ".", 1)
        predicate = name(claim.predicate).partition(":")[2]
        local = claim.value.partition(":")[2]
        is_ours = not claim.value.startswith(('"', "<")) and local
        value = (
            local
            if is_ours
            else slug(_LITERAL_TYPE.sub("", claim.value))[:40].strip("-")
        )
        return f"{subject}.{predicate}.{value}"


def lower_certainty(first: str, second: str) -> str:
    """Return the lower of two levels; an empty one says nothing.

    >>> lower_certainty("high", "medium"), lower_certainty("low", "")
    ('medium', 'low')
    """
    return min(filter(None, (first, second)), key=CERTAINTIES.index)


def _merged(first: Claim, second: Claim) -> Claim:
    """Return one claim for a fact that two rows state; the better certainty holds."""
    if first.value != second.value:
        raise OntologyError(
            f"deux faits de {first.subject} ont le même identifiant : "
            f"{first.value} et {second.value}",
            remedy="Raccourcissez l’une des deux valeurs.",
        )
    best = max(first, second, key=lambda claim: CERTAINTIES.index(claim.certainty))
    return replace(
        best,
        sources=tuple(dict.fromkeys(first.sources + second.sources)),
        printed=first.printed or second.printed,
        note=best.note or first.note or second.note,
    )


def _write_statement(file: TurtleFile, statement: str, claim: Claim) -> None:
    file.add(statement, "a", name(Class.STATEMENT))
    file.add(statement, Reused.SUBJECT_OF_STATEMENT, claim.subject)
    file.add(statement, Reused.PREDICATE_OF_STATEMENT, name(claim.predicate))
    file.add(statement, Reused.OBJECT_OF_STATEMENT, claim.value)
    file.add(statement, Property.CERTAINTY, name(f"{GTNUM}certainty-{claim.certainty}"))
    file.add(statement, Property.BASIS, name(f"{GTNUM}basis-{claim.basis}"))
    file.add(statement, Reused.WAS_DERIVED_FROM, *claim.sources)
    if claim.printed:
        file.add(statement, Property.PRINTED, literal(claim.printed))
    if claim.date:
        file.add(statement, Reused.DATE, dated(claim.date))
    if claim.note:
        file.add(statement, Reused.NOTE, literal(claim.note, "fr"))
