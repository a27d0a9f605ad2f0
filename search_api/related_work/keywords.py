"""Concepts to tag a draft with, and what glossaries say of those that it names.

First those that the draft names, then those that its close documents share, each by its
rarity: « élève », which a good part of the documents name, is no keyword.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from graph.entity_ports import EntityCatalogue, EntityDescription, Fact
from ontology.call_context import checkpoint
from ontology.model import EntityKind, Mention
from ontology.terms import Reused
from search_api.glossary import Glossary
from search_api.related_work.close_documents import CloseDocument
from search_api.related_work.results import (
    DefinedTerm,
    DraftSpan,
    Keyword,
    OutsideConcept,
)
from search_api.related_work.shared_entities import COMMON, rarity_of

__all__ = ["MOST_DEFINED", "MOST_KEYWORDS", "defined_terms", "keywords"]

MOST_KEYWORDS: Final = 20
MOST_DEFINED: Final = 12
_MOST_NAMED: Final = 12
_PLACES: Final = 3
_FEWEST_SHARING: Final = 2
"""Close documents that name a concept which the draft does not."""

_RELATIONS: Final[Mapping[str, str]] = {
    f"http://www.w3.org/2004/02/skos/core#{name}Match": name
    for name in ("exact", "close", "broad", "narrow")
}
_SCHEMES: Final = (
    (re.compile(r"wikidata\.org/(?:entity|wiki)/(Q\d+)"), "Wikidata"),
    (re.compile(r"data\.education\.fr/voc/scolomfr/(?:.*/)?([\w-]+)$"), "ScoLOMFR"),
    (re.compile(r"(?:data\.bnf\.fr|catalogue\.bnf\.fr)/(ark:/\d+/\w+)"), "RAMEAU"),
    (re.compile(r"id\.loc\.gov/authorities/subjects/(\w+)"), "LCSH"),
    (re.compile(r"^https?://eric\.ed\.gov/\?(?:.*&)?ti=([^&]+)"), "ERIC"),
)
_HOST: Final = re.compile(r"https?://(?:www\.)?([^/]+)")


def keywords(
    named: Sequence[Mention],
    close: Sequence[CloseDocument],
    *,
    entities: EntityCatalogue,
    glossary: Glossary,
    total: int,
) -> tuple[Keyword, ...]:
    """Return concepts to tag a draft with, those that it names first.

    Args:
        named: Mentions of the body of the draft.
        close: Documents that are about a part of it.
        entities: Knows the concepts.
        glossary: Knows definitions.
        total: Documents of the generation.

    Raises:
        StoreError: If the store fails.
        CallCancelled: If nobody waits for it any more.
    """
    places = _places(named)
    sharing = _sharing(close)
    found: list[tuple[bool, float, Keyword]] = []
    for identifier in sorted({*places, *_worth(sharing, close)}):
        checkpoint()
        count = sharing.get(identifier, 0)
        described = entities.describe(EntityKind.CONCEPT, identifier)
        if described is None or described.documents > max(1, COMMON * total):
            continue
        rarity = rarity_of(described.documents, total)
        spans = tuple(places.get(identifier, ()))
        keyword = Keyword(
            identifier,
            described.entity.label,
            described.iri,
            rarity,
            count,
            spans[:_PLACES],
            _definition(described, glossary),
            tuple(_outside(described.facts)),
        )
        weight = rarity * max(len(spans), 1) if spans else rarity * count
        found.append((not spans, -weight, keyword))
    found.sort(key=lambda one: (one[0], one[1], one[2].label))
    own = [keyword for is_shared, _, keyword in found if not is_shared][:_MOST_NAMED]
    others = [keyword for is_shared, _, keyword in found if is_shared]
    return tuple([*own, *others][:MOST_KEYWORDS])


def defined_terms(
    named: Sequence[Mention],
    *,
    entities: EntityCatalogue,
    glossary: Glossary,
    total: int,
) -> tuple[DefinedTerm, ...]:
    """Return what glossaries say of the concepts of a draft, in its order.

    Args:
        named: Mentions of the body of the draft.
        entities: Knows the concepts.
        glossary: Knows definitions.
        total: Documents of the generation; what is common needs no definition.

    Raises:
        StoreError: If the store fails.
        CallCancelled: If nobody waits for it any more.
    """
    found: list[DefinedTerm] = []
    for identifier, spans in _places(named).items():
        checkpoint()
        described = entities.describe(EntityKind.CONCEPT, identifier)
        if described is None or described.documents > max(1, COMMON * total):
            continue
        definition = glossary.definition(_names(described))
        if definition is not None:
            found.append(DefinedTerm(described.entity.label, spans[0], definition))
    return tuple(found[:MOST_DEFINED])


def _sharing(close: Sequence[CloseDocument]) -> Counter[str]:
    """Count the close documents that name a concept."""
    return Counter(
        identifier
        for document in close
        for kind, identifier in document.named
        if kind is EntityKind.CONCEPT
    )


def _worth(sharing: Mapping[str, int], close: Sequence[CloseDocument]) -> Iterator[str]:
    """Yield the concepts of several close documents that stand beside the draft."""
    fewest = min(_FEWEST_SHARING, len(close))
    for identifier, count in sharing.items():
        key = (EntityKind.CONCEPT, identifier)
        if count >= fewest and any(document.is_near(key) for document in close):
            yield identifier


def _places(named: Iterable[Mention]) -> dict[str, list[DraftSpan]]:
    """Return concept → where the draft names it, in its order."""
    places: dict[str, list[DraftSpan]] = {}
    for mention in sorted(named, key=lambda one: one.start):
        if mention.kind is EntityKind.CONCEPT:
            span = DraftSpan(mention.text, mention.start, mention.end)
            places.setdefault(mention.entity, []).append(span)
    return places


def _definition(described: EntityDescription, glossary: Glossary) -> str:
    """Return what the scheme says of a concept, else a glossary; may be empty."""
    for fact in described.facts:
        if fact.predicate == Reused.DEFINITION:
            return fact.value
    found = glossary.definition(_names(described))
    return found.text if found is not None else ""


def _names(described: EntityDescription) -> list[str]:
    return [described.entity.label, *(label.text for label in described.labels)]


def _outside(facts: Iterable[Fact]) -> Iterator[OutsideConcept]:
    """Yield what other vocabularies have for a concept."""
    for fact in facts:
        relation = _RELATIONS.get(fact.predicate)
        address = fact.url or ""
        if relation is None or not address.startswith(("http://", "https://")):
            continue
        scheme, identifier = _scheme(address)
        yield OutsideConcept(scheme, identifier, address, relation, fact.certainty)


def _scheme(address: str) -> tuple[str, str]:
    """Return the vocabulary of an address and the identifier there."""
    for pattern, name in _SCHEMES:
        if match := pattern.search(address):
            return name, match[1]
    host = _HOST.match(address)
    return (host[1] if host else address), address.rstrip("/").rpartition("/")[2]
