"""What a query names: the IRIs in it, and whether it asks for any property.

Not a parser: a comparison that looks like an IRI gives a name that nothing has. What
follows of the names is a notice and the choice of a dataset, never an answer.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from graph.sparql.tokens import Token, read_token
from ontology.terms import PREFIXES

__all__ = ["NamedTerms", "named_terms"]

_MOST_TERMS: Final = 2_000
_TYPE: Final = f"{PREFIXES['rdf']}type"
_TERMS: Final = ("variable", "iri", "name", "node")
# A variable behind one of these, or behind « ; », stands where a property does.
_SUBJECTS: Final = frozenset((before, "term") for before in ("{", "}", "."))
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True)
class NamedTerms:
    """What a query names.

    Attributes:
        iris: The IRIs in it, at most the first two thousand.
        any_property: Whether a variable stands for a property, or a thing is described.
    """

    iris: frozenset[str]
    any_property: bool


def named_terms(query: str, base: str) -> NamedTerms:
    """Return what a query names.

    Args:
        query: Its escapes expanded.
        base: Against which relative IRIs are read.

    >>> sorted(named_terms("PREFIX a: <urn:a#> ASK { <x> a:b 1 }", "http://x/").iris)
    ['http://x/x', 'urn:a#b']
    >>> sorted(named_terms("BASE <http://b/> ASK { ?s <c> ?d }", "http://a/").iris)
    ['http://b/c']
    >>> named_terms("ASK { ?s a ?kind ; ?p 1 }", "http://a/").any_property
    True
    >>> named_terms("SELECT ?s ?p { ?s a ?p } ORDER BY ?s ?p", "urn:a").any_property
    False
    """
    reading = _Reading(base)
    position = 0
    while position < len(query) and len(reading.found) < _MOST_TERMS:
        token = read_token(query, position, may_compare=False)
        position = token.end
        if token.kind not in ("blank", "comment"):
            reading.take(token)
    return NamedTerms(frozenset(reading.found), reading.any_property)


class _Reading:
    """What was declared and named up to a token."""

    def __init__(self, base: str) -> None:
        self.found: set[str] = set()
        self.any_property = False
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._declaring: list[str] = []
        self._before: tuple[str, str] = ("", "")

    def take(self, token: Token) -> None:
        match token.kind:
            case "word":
                self._word(token.text)
            case "name" if self._declaring:
                self._declaring.append(token.text.removesuffix(":"))
            case "name":
                prefix, _, local = token.text.rstrip(".").partition(":")
                if prefix in self._prefixes:
                    self.found.add(self._prefixes[prefix] + local.replace("\\", ""))
            case "iri":
                self._iri(token.text[1:-1])
            case "variable":
                self.any_property |= self._before[1] == ";" or self._before in _SUBJECTS
        self._before = (self._before[1], _place(token))

    def _word(self, text: str) -> None:
        if text.upper() == "DESCRIBE":
            self.any_property = True
        if text.upper() in ("PREFIX", "BASE"):
            self._declaring = [text.upper()]
        elif text == "a":
            self.found.add(_TYPE)

    def _iri(self, written: str) -> None:
        iri = _joined(self._base, written)
        if not self._declaring:
            self.found.add(iri)
        elif self._declaring[0] == "BASE":
            self._base = iri
        else:
            self._prefixes[self._declaring[-1]] = iri
        self._declaring = []


def _place(token: Token) -> str:
    """Return what a token is to the next ones: a sign, or a term that may be a subject.

    The dot that ends a triple may be read as the end of a name.
    """
    if token.kind in ("open", "close", "separator"):
        return token.text
    if token.text.endswith("."):
        return "."
    return "term" if token.kind in _TERMS else token.kind


def _joined(base: str, written: str) -> str:
    # Joining drops the empty fragment of a namespace.
    if _ABSOLUTE.match(written):
        return written
    try:
        return urljoin(base, written)
    except ValueError:
        return written
