"""Holds what people decide about facts against the facts that ship.

A decision names a property and a value as people see them; here they become terms. What
is unknown, already so, or decided twice is refused with the line of the decision. The
shipped facts themselves are the model: a property takes the kinds of subjects and of
values that it has there.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution

from graph import term_nodes as w
from graph.curated_facts import (
    Attributed,
    CuratedFact,
    FactDecision,
    FactRefused,
    Verdict,
    statement_node,
)
from graph.entity_ports import Certainty
from graph.stores.entities.entity_keys import Key
from graph.stores.fact_values import PropertyUse
from ontology.dates import parse_date
from ontology.iris import Iris
from ontology.terms import Property, Reused

__all__ = ["ReferenceFacts"]

_ROLES: Final = (Property.SUPPORT_LAB, Property.CO_LAB, Property.OTHER_LAB)
_FIRST: Final = Property.EARLIEST_DAY
_LAST: Final = Property.LATEST_DAY
_BOUNDS: Final[Mapping[str, tuple[Property, ...]]] = {
    Reused.START_DATE: (_FIRST,),
    Reused.END_DATE: (_LAST,),
    Reused.DATE: (_FIRST, _LAST),
}
_HAS_LAB: Final = NamedNode(Property.HAS_LAB)
_RANKS: Final = {None: 0, Certainty.LOW: 1, Certainty.MEDIUM: 2, Certainty.HIGH: 3}
_NAMES: Final = {"altLabel": Reused.ALT_LABEL, "acronym": Property.ACRONYM}
_CERTAINTY: Final = re.compile(r"certainty-(high|medium|low)\Z")

_Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class _Known:
    """A shipped fact: its certainty and its statement, if it has one."""

    certainty: Certainty
    statement: NamedNode | None


class ReferenceFacts:
    """The shipped facts that a person may correct.

    Args:
        rows: Of ``curatable_facts.rq``.
        entities: Every entity that a fact may name.
        iris: With the base of the rows.
    """

    def __init__(
        self, rows: Iterable[QuerySolution], entities: Collection[Key], iris: Iris
    ) -> None:
        self._iris = iris
        self._known: dict[_Triple, _Known] = {}
        self._uses: dict[str, PropertyUse] = {}
        for row in rows:
            subject, predicate, value = row["subject"], row["predicate"], row["object"]
            known = _Known(_certainty(row["certainty"].value), row["statement"])
            self._known[(subject, predicate, value)] = known
            local = predicate.value.replace("#", "/").rpartition("/")[2]
            use = self._uses.setdefault(local, PropertyUse(predicate, entities, iris))
            use.learn(subject, value)
        self._statements = {self._statement(triple): triple for triple in self._known}

    def decide(self, decisions: Sequence[FactDecision]) -> list[CuratedFact]:
        """Return what the decisions mean, with what follows from them.

        A lab with a role in a group also belongs to it, as in the shipped data: who
        rejects the only role rejects the membership, and the reverse. The days of a
        date come and go with it.

        Raises:
            FactRefused: For the first decision that cannot be followed.
        """
        decided: dict[NamedNode, CuratedFact] = {}
        for decision in decisions:
            fact = self._fact(decision)
            first = decided.setdefault(fact.statement, fact)
            if first is not fact:
                raise FactRefused(
                    f"ce fait est déjà décidé ligne {first.decided.line}",
                    line=decision.decided.line,
                    remedy="Gardez une seule décision par fait.",
                )
        pairs = {
            (fact.subject, fact.value): None
            for fact in decided.values()
            if fact.predicate.value in {*_ROLES, Property.HAS_LAB}
        }
        for subject, value in pairs:
            for fact in self._memberships(subject, value, decided):
                decided.setdefault(fact.statement, fact)
        for dated in list(decided.values()):
            for fact in self._days(dated):
                decided.setdefault(fact.statement, fact)
        return list(decided.values())

    def _fact(self, decision: FactDecision) -> CuratedFact:
        subject = NamedNode(self._iris.entity(decision.kind, decision.identifier))
        if decision.language is not None:
            return self._name(decision, subject)
        use = self._uses.get(decision.property)
        if use is None:
            raise FactRefused(
                f"propriété inconnue « {decision.property} »",
                line=decision.decided.line,
                remedy=f"Choisissez parmi {', '.join(sorted(self._uses))}.",
            )
        if decision.decided.verdict is Verdict.REJECTED:
            return self._rejected(decision, subject, use)
        return self._added(decision, subject, use)

    def _rejected(
        self, decision: FactDecision, subject: NamedNode, use: PropertyUse
    ) -> CuratedFact:
        printed: list[str] = []
        for triple in self._known:
            if triple[0] == subject and triple[1] == use.predicate:
                printed.append(use.printed(triple[2]))
                if decision.value in (printed[-1], triple[2].value):
                    return self._curated(triple, decision.decided)
        there = " ; ".join(f"« {one} »" for one in printed) or "aucune"
        raise FactRefused(
            f"le graphe ne dit pas « {decision.kind.value}:{decision.identifier} "
            f"{decision.property} {decision.value} »",
            line=decision.decided.line,
            remedy=f"Valeurs présentes pour cette propriété : {there}.",
        )

    def _added(
        self, decision: FactDecision, subject: NamedNode, use: PropertyUse
    ) -> CuratedFact:
        line = decision.decided.line
        triple = (subject, use.predicate, use.value(decision))
        known = self._known.get(triple)
        if known is not None and known.certainty is decision.certainty:
            raise FactRefused(
                f"le graphe dit déjà « {decision.property} {decision.value} » avec "
                "cette certitude",
                line=line,
                remedy="Retirez la décision.",
            )
        fact = self._curated(triple, decision.decided, decision.certainty)
        other = self._statements.get(fact.statement, triple)
        if other != triple:
            raise FactRefused(
                f"« {decision.value} » ressemble trop à « {use.printed(other[2])} »",
                line=line,
                remedy="Corrigez l’autre valeur avec correct-fact.",
            )
        return fact

    def _name(self, decision: FactDecision, subject: NamedNode) -> CuratedFact:
        value = (
            Literal(decision.value, language=decision.language)
            if decision.language
            else Literal(decision.value)
        )
        predicate = NamedNode(_NAMES[decision.property])
        node = statement_node(subject, predicate, value, self._iris)
        # Names that differ in case or accents alone are two names.
        digest = hashlib.sha256(str(value).encode()).hexdigest()[:8]
        statement = NamedNode(f"{node.value}.{digest}")
        return CuratedFact(statement, subject, predicate, value, decision.decided)

    def _curated(
        self,
        triple: _Triple,
        decided: Attributed,
        certainty: Certainty = Certainty.HIGH,
    ) -> CuratedFact:
        return CuratedFact(self._statement(triple), *triple, decided, certainty)

    def _statement(self, triple: _Triple) -> NamedNode:
        known = self._known.get(triple)
        if known is not None and known.statement is not None:
            return known.statement
        return statement_node(*triple, self._iris)

    def _days(self, fact: CuratedFact) -> Iterator[CuratedFact]:
        """Yield the days between which a date lies that was added or rejected."""
        bounds = _BOUNDS.get(fact.predicate.value, ())
        if not bounds:
            return
        found = parse_date(str(fact.value.value))
        for bound in bounds:
            day = found.earliest if bound is _FIRST else found.latest
            if day is None:
                continue
            triple = (
                fact.subject,
                NamedNode(bound),
                Literal(day.isoformat(), datatype=w.XSD_DATE),
            )
            if fact.is_added or triple in self._known:
                yield self._curated(triple, fact.decided, fact.certainty)

    def _memberships(
        self,
        group: NamedNode,
        lab: NamedNode | Literal,
        decided: dict[NamedNode, CuratedFact],
    ) -> Iterator[CuratedFact]:
        """Yield what has to follow so that roles and membership still agree."""
        membership = (group, _HAS_LAB, lab)
        explicit = decided.get(self._statement(membership))
        roles = [(group, NamedNode(role), lab) for role in _ROLES]
        held = [(role, self._after(role, decided)) for role in roles]
        if explicit is None:
            touched = (decided.get(self._statement(role)) for role in roles)
            best = max((held_as for _, held_as in held), key=_RANKS.__getitem__)
            yield from self._membership(membership, best, touched)
        elif not explicit.is_added:
            for role, held_as in held:
                if held_as is not None:
                    yield self._curated(role, explicit.decided)

    def _membership(
        self,
        membership: _Triple,
        best: Certainty | None,
        touched: Iterable[CuratedFact | None],
    ) -> Iterator[CuratedFact]:
        """Yield the membership that the roles now ask for, or its rejection."""
        known = self._known.get(membership)
        before = known.certainty if known else None
        for fact in touched:
            if fact is None:
                continue
            if fact.is_added and best is not None and _RANKS[best] > _RANKS[before]:
                yield self._curated(membership, fact.decided, best)
                return
            if not fact.is_added and best is None and before is not None:
                yield self._curated(membership, fact.decided)
                return

    def _after(
        self, triple: _Triple, decided: dict[NamedNode, CuratedFact]
    ) -> Certainty | None:
        """Return the certainty of a fact once the decisions hold, None if it is not."""
        fact = decided.get(self._statement(triple))
        if fact is not None:
            return fact.certainty if fact.is_added else None
        known = self._known.get(triple)
        return known.certainty if known else None


def _certainty(iri: str) -> Certainty:
    found = _CERTAINTY.search(iri)
    return Certainty(found[1]) if found else Certainty.LOW
