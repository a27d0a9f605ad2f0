"""What a property takes, learnt from the facts that ship."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph import term_nodes as w
from graph.curated_facts import FactDecision, FactRefused
from graph.stores.entities.entity_keys import Key, entity_key
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import GTNUM, Value

__all__ = ["PropertyUse"]

_ENTITY: Final = re.compile(r"([a-z]+):([a-z0-9][a-z0-9.-]*)")
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_DATE_TYPES: Final = {4: w.XSD_GYEAR, 7: w.XSD_GYEARMONTH, 10: w.XSD_DATE}
_MOST_DIGITS: Final = 9


@dataclass(slots=True)
class PropertyUse:
    """The subjects and values that a property has in the shipped facts.

    Attributes:
        predicate: The property.
        entities: Every entity that a value may name.
        iris: With the base of the facts.
    """

    predicate: NamedNode
    entities: Collection[Key]
    iris: Iris
    _subjects: set[EntityKind] = field(default_factory=set)
    _kinds: set[EntityKind] = field(default_factory=set)
    _lists: set[str] = field(default_factory=set)
    _has_addresses: bool = False
    _literals: Counter[tuple[NamedNode, str]] = field(default_factory=Counter)

    def learn(self, subject: NamedNode, value: NamedNode | Literal) -> None:
        """Take a shipped fact into account."""
        about = entity_key(subject.value, self.iris)
        if about is not None:
            self._subjects.add(about[0])
        if isinstance(value, Literal):
            self._literals[(value.datatype, value.language or "")] += 1
            return
        named = entity_key(value.value, self.iris)
        if named is not None:
            self._kinds.add(named[0])
        elif value.value.startswith(GTNUM):
            self._lists.add(value.value.removeprefix(GTNUM).partition("-")[0])
        else:
            self._has_addresses = True

    def printed(self, value: NamedNode | Literal) -> str:
        """Return a value as people write it in a decision."""
        if isinstance(value, NamedNode):
            named = entity_key(value.value, self.iris)
            if named is not None:
                return f"{named[0].value}:{named[1]}"
            return value.value.removeprefix(GTNUM)
        return str(value.value)

    def value(self, decision: FactDecision) -> NamedNode | Literal:
        """Return the term of a value as people write it.

        Raises:
            FactRefused: If the property is not for such subjects or such values, or
                the value names an unknown entity.
        """
        if decision.kind not in self._subjects:
            known = ", ".join(sorted(kind.value for kind in self._subjects))
            raise FactRefused(
                f"« {decision.property} » ne se dit pas d’une entité de genre "
                f"{decision.kind.value}",
                line=decision.decided.line,
                remedy=f"Cette propriété se dit de : {known}.",
            )
        term = self._node(decision.value) or self._literal(decision.value)
        if term is None:
            raise FactRefused(
                f"« {decision.value} » ne peut pas être une valeur de "
                f"« {decision.property} »",
                line=decision.decided.line,
                remedy=f"Écrivez {' ou '.join(self._forms())}.",
            )
        return term

    def _node(self, text: str) -> NamedNode | None:
        found = _ENTITY.fullmatch(text)
        if found and found[1] in self._kinds:
            kind = EntityKind(found[1])
            if (kind, found[2]) in self.entities:
                return NamedNode(self.iris.entity(kind, found[2]))
        is_member = text.partition("-")[0] in self._lists
        if is_member and f"{GTNUM}{text}" in set(Value):
            return NamedNode(f"{GTNUM}{text}")
        if self._has_addresses and text.startswith(("http://", "https://")):
            try:
                return NamedNode(text)
            except ValueError:
                return None
        return None

    def _literal(self, text: str) -> Literal | None:
        if not self._literals:
            return None
        (datatype, language), _ = self._literals.most_common(1)[0]
        if datatype == w.XSD_INTEGER:
            is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
            return Literal(text, datatype=datatype) if is_number else None
        if datatype in _DATE_TYPES.values():
            return _dated(text)
        try:
            return Literal(text, language=language) if language else Literal(text)
        except ValueError:
            return None

    def _forms(self) -> list[str]:
        forms = [f"« {kind.value}:identifiant » connu" for kind in sorted(self._kinds)]
        forms += [f"« {name}-… » de la liste" for name in sorted(self._lists)]
        forms += ["une adresse http(s)"] if self._has_addresses else []
        datatypes = {datatype for datatype, _ in self._literals}
        if w.XSD_INTEGER in datatypes:
            forms.append("un nombre entier")
        elif datatypes & set(_DATE_TYPES.values()):
            forms.append("une date AAAA, AAAA-MM ou AAAA-MM-JJ")
        elif datatypes:
            forms.append("un texte simple")
        return forms


def _dated(text: str) -> Literal | None:
    if not _DATE.match(text):
        return None
    try:
        date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return None
    return Literal(text, datatype=_DATE_TYPES[len(text)])
