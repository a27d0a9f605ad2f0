"""Which groups, labs, académies, calls and persons stand behind the close documents.

    document ─ describes, is about ─▶ group ─ fact ─▶ lab ─ fact ─▶ académie
                                            ─ fact ─▶ wave, theme, lead
    document ─ describes ─▶ work ─ fact ─▶ group, lab, author

Each way is as sure as its weakest link, and ways of different certainty are never
counted together: « 2 » means two documents by ways that are as sure as is told.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.entity_ports import Certainty, EntityCatalogue, EntityDescription, Fact
from ontology.call_context import checkpoint
from ontology.folding import fold_name
from ontology.model import DocumentSummary, EntityKind, Mention
from ontology.terms import Property, Reused, Value
from search_api.related_work.close_documents import CloseDocument, EntityKey
from search_api.related_work.results import DraftSpan, MentionEvidence, ToMention

__all__ = ["MOST_MENTIONED", "entities_to_mention"]

MOST_MENTIONED: Final = 30
_PER_KIND: Final = 8
_EVIDENCE: Final = 3
_SURE: Final = 0.9
_LIKELY: Final = 0.75
"""Confidence of a mention from which it is certain, probable."""

_KINDS: Final = (
    EntityKind.GROUP,
    EntityKind.LAB,
    EntityKind.ACADEMY,
    EntityKind.WAVE,
    EntityKind.THEME,
    EntityKind.PERSON,
)
_ACRONYM: Final = re.compile(r"(?=.*[^\W\d_a-zà-ÿ].*[^\W\d_a-zà-ÿ])[\w-]{2,15}")
"""One word with two capitals: MICA, FoReLLIS, IRMÉCCEN."""

_SHORTEST: Final = 4
"""Characters of a name that is looked for in a title."""

_OF_GROUP: Final = frozenset(
    {Property.SUPPORT_LAB, Property.CO_LAB, Property.WAVE, Property.THEME}
)
_MAKING: Final = frozenset({Property.PRODUCED_BY, Reused.CREATOR})
_MAKERS: Final = frozenset({EntityKind.GROUP, EntityKind.LAB, EntityKind.PERSON})
_LEADING: Final = frozenset({Value.ROLE_LEAD, Value.ROLE_CO_LEAD})
_WORST_FIRST: Final = (Certainty.LOW, Certainty.MEDIUM, Certainty.HIGH)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a document leads to an entity."""

    key: EntityKey
    document: str
    certainty: Certainty
    evidence: MentionEvidence


def entities_to_mention(
    close: Sequence[CloseDocument],
    named: Sequence[Mention],
    *,
    subjects: Collection[str],
    entities: EntityCatalogue,
) -> tuple[ToMention, ...]:
    """Return what the close documents are by or about, what is not named first.

    Args:
        close: Documents that are about a part of the draft, best first.
        named: Mentions of the draft.
        subjects: Concepts of the draft that few documents name.
        entities: Knows facts and names.

    Raises:
        StoreError: If the store fails.
        CallCancelled: If nobody waits for it any more.
    """
    ways: dict[EntityKey, list[_Way]] = {}
    for document in close:
        checkpoint()
        for way in _ways(document, subjects, entities):
            ways.setdefault(way.key, []).append(way)
    spans = _spans(named)
    found = [
        told
        for key, own in ways.items()
        if (told := _told(key, own, spans.get(key), entities)) is not None
    ]
    found.sort(
        key=lambda one: (
            one.is_named_in_draft,
            _KINDS.index(one.kind),
            -_WORST_FIRST.index(one.certainty),
            -one.documents,
            one.label,
        )
    )
    return tuple(_bounded(found))


def _ways(
    document: CloseDocument, subjects: Collection[str], entities: EntityCatalogue
) -> Iterator[_Way]:
    """Yield the ways from a document to entities, the direct ones first."""
    direct = list(_direct(document, subjects, entities))
    yield from direct
    for way in direct:
        described = entities.describe(*way.key)
        if described is None:
            continue
        if way.key[0] is EntityKind.GROUP:
            yield from _behind_group(way, described, entities)
        elif way.key[0] is EntityKind.LAB:
            yield from _academies(way, described)


def _direct(
    document: CloseDocument, subjects: Collection[str], entities: EntityCatalogue
) -> Iterator[_Way]:
    """Yield what a document describes, what made it, and what it is about."""
    found: dict[EntityKey, _Way] = {}
    for way in _described(document.summary, entities):
        found.setdefault(way.key, way)
    for key in _named_groups(document, subjects, entities):
        if key not in found:
            found[key] = _by_name(document, key)
    labs = {
        fact.target.identifier
        for key in found
        if key[0] is EntityKind.GROUP and (group := entities.describe(*key)) is not None
        for fact in group.facts
        if fact.target is not None and fact.target.kind is EntityKind.LAB
    }
    for key in document.named:
        is_lab = key[0] is EntityKind.LAB and key[1] in labs and document.is_near(key)
        is_place = key[0] is EntityKind.ACADEMY and document.names_alone(key)
        if (is_lab or is_place) and key not in found:
            found[key] = _by_name(document, key)
    yield from found.values()


def _described(summary: DocumentSummary, entities: EntityCatalogue) -> Iterator[_Way]:
    """Yield the one thing that a sheet describes, or who made it."""
    kinds = {kind.value for kind in EntityKind}
    things = [one for one in summary.describes if one.target and one.kind in kinds]
    # A sheet of several things, such as the themes of a call, is about none alone.
    if len(things) != 1 or not things[0].target:
        return
    key = (EntityKind(str(things[0].kind)), things[0].target)
    text = f"Description de «\u00a0{things[0].title}\u00a0»"
    evidence = MentionEvidence(summary, None, 0, 0, text)
    way = _Way(key, summary.identifier, Certainty.HIGH, evidence)
    if key[0] in _KINDS:
        yield way
    elif key[0] is EntityKind.PRODUCTION and (made := entities.describe(*key)):
        for fact in made.facts:
            maker = fact.target if fact.predicate in _MAKING else None
            if maker is not None and maker.kind in _MAKERS:
                yield _along(way, (maker.kind, maker.identifier), (fact,))


def _named_groups(
    document: CloseDocument, subjects: Collection[str], entities: EntityCatalogue
) -> Iterator[EntityKey]:
    """Yield the groups that a document is about by its words.

    By its title, or where it names them beside the draft or often, and a subject of
    theirs is one of the draft: a report tells of other groups in passing.
    """
    for key in document.named:
        group = entities.describe(*key) if key[0] is EntityKind.GROUP else None
        if group is None:
            continue
        is_of_draft = any(
            fact.target is not None
            and fact.target.kind is EntityKind.CONCEPT
            and fact.target.identifier in subjects
            for fact in group.facts
        )
        counts = document.names_often(key) or document.names_alone(key)
        if (is_of_draft and counts) or _is_in_title(document.summary.title, group):
            yield key


def _is_in_title(title: str, group: EntityDescription) -> bool:
    words = f" {fold_name(title)} "
    names = {fold_name(label.text) for label in group.labels}
    return any(len(name) >= _SHORTEST and f" {name} " in words for name in names)


def _by_name(document: CloseDocument, key: EntityKey) -> _Way:
    best = max(
        document.named[key], key=lambda m: (m.passage in document.near, m.confidence)
    )
    passage = document.passages[best.passage]
    name = document.summary.identifier
    evidence = MentionEvidence(
        document.summary, passage, best.start, best.end, best.text
    )
    return _Way(key, name, _certainty(best.confidence), evidence)


def _behind_group(
    way: _Way, group: EntityDescription, entities: EntityCatalogue
) -> Iterator[_Way]:
    """Yield the labs, calls and leads of a group, and the académies of its labs."""
    for fact in group.facts:
        if fact.predicate not in _OF_GROUP or fact.target is None:
            continue
        key = (fact.target.kind, fact.target.identifier)
        further = _along(way, key, (fact,))
        yield further
        lab = entities.describe(*key) if key[0] is EntityKind.LAB else None
        if lab is not None:
            yield from _academies(further, lab, (fact,))
    for fact in group.named_in:
        is_lead = fact.predicate in _LEADING and fact.is_certain
        if is_lead and fact.subject.kind is EntityKind.PERSON:
            yield _along(way, (fact.subject.kind, fact.subject.identifier), (fact,))


def _academies(
    way: _Way, lab: EntityDescription, before: tuple[Fact, ...] = ()
) -> Iterator[_Way]:
    for fact in lab.facts:
        if fact.predicate == Property.ACADEMY and fact.target is not None:
            key = (fact.target.kind, fact.target.identifier)
            yield _along(way, key, (*before, fact))


def _along(way: _Way, key: EntityKey, facts: tuple[Fact, ...]) -> _Way:
    """Return a way one fact longer, as sure as its weakest link."""
    words = " ; ".join(map(_fact_words, facts))
    source = facts[-1].sources[0] if facts[-1].sources else None
    evidence = MentionEvidence(way.evidence.document, None, 0, 0, words, source)
    certainty = min(
        (way.certainty, *(fact.certainty for fact in facts)), key=_WORST_FIRST.index
    )
    return _Way(key, way.document, certainty, evidence)


def _fact_words(fact: Fact) -> str:
    """Say a fact: « ÆSON : vague 2022-2025 », « ÆSON : laboratoire porteur, MICA »."""
    told = fact.value
    if not told.startswith(fact.label):
        told = f"{fact.label}, {told}"
    return f"{fact.subject.label}\u00a0: {told}"


def _told(
    key: EntityKey,
    ways: Sequence[_Way],
    named: DraftSpan | None,
    entities: EntityCatalogue,
) -> ToMention | None:
    """Say what leads to an entity by its surest ways; None for a doubtful person."""
    described = entities.describe(*key)
    certainty = max((way.certainty for way in ways), key=_WORST_FIRST.index)
    if described is None:
        return None
    if key[0] is EntityKind.PERSON and certainty is not Certainty.HIGH:
        return None
    best: dict[str, MentionEvidence] = {}
    for way in ways:
        if way.certainty is certainty:
            best.setdefault(way.document, way.evidence)
    return ToMention(
        key[0],
        key[1],
        described.entity.label,
        described.iri,
        certainty,
        len(best),
        tuple(best.values())[:_EVIDENCE],
        named,
        _short(described),
    )


def _short(described: EntityDescription) -> str:
    """Return the acronym that a long name is known by, as « MICA »; may be empty."""
    if " " not in described.entity.label:
        return ""
    names = (label.text for label in described.labels)
    return next((name for name in names if _ACRONYM.fullmatch(name)), "")


def _spans(named: Iterable[Mention]) -> dict[EntityKey, DraftSpan]:
    """Return where the draft names an entity first."""
    spans: dict[EntityKey, DraftSpan] = {}
    for mention in sorted(named, key=lambda one: one.start):
        span = DraftSpan(mention.text, mention.start, mention.end)
        spans.setdefault((mention.kind, mention.entity), span)
    return spans


def _bounded(found: Iterable[ToMention]) -> Iterator[ToMention]:
    counted: dict[tuple[EntityKind, bool], int] = {}
    left = MOST_MENTIONED
    for one in found:
        key = (one.kind, one.is_named_in_draft)
        counted[key] = counted.get(key, 0) + 1
        if counted[key] <= _PER_KIND and left > 0:
            left -= 1
            yield one


def _certainty(confidence: float) -> Certainty:
    if confidence >= _SURE:
        return Certainty.HIGH
    return Certainty.MEDIUM if confidence >= _LIKELY else Certainty.LOW
