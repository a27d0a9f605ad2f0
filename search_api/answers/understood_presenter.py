"""What was understood of a question, and entities that answer it, as JSON."""

from ontology.model import EntityKind
from search_api.answers import links
from search_api.answers.search_address import SearchAddress
from search_api.answers.understood_schemas import (
    DefinitionOut,
    EntityCardOut,
    EntityLinksOut,
    SpellingOut,
    SubjectGroupOut,
    UnderstoodOut,
)
from search_api.answers.wording import FACET_LABELS
from search_api.subject_groups import SubjectGroup
from search_api.understood import Definition, EntityCard, Spelling, Understood

__all__ = [
    "definition_out",
    "entity_card_out",
    "entity_links_out",
    "spelling_out",
    "understood_out",
]


def understood_out(
    one: Understood, address: SearchAddress, *, path: str
) -> UnderstoodOut:
    """Describe a part of the question that was understood.

    Args:
        one: As the searcher returned it.
        address: Of the search.
        path: Of the address without it.
    """
    return UnderstoodOut(
        key=one.key,
        kind=one.found.kind,
        kind_label=FACET_LABELS.get(one.found.kind, one.found.kind),
        id=one.found.identifier,
        label=one.label,
        iri=one.iri,
        characters=(one.found.start, one.found.end),
        effect=one.effect.value,
        synonyms=list(one.alternatives),
        remove_url=links.with_parameters(path, address.without(one).pairs(cursor=None)),
    )


def spelling_out(
    spelling: Spelling | None, address: SearchAddress, *, path: str
) -> SpellingOut | None:
    """Describe the question in words of the corpus, and the way to the other one.

    Args:
        spelling: As the searcher returned it.
        address: Of the search.
        path: Of the other one.
    """
    if spelling is None:
        return None
    other = address.respelled(spelling)
    return SpellingOut(
        text=spelling.text,
        replaced=list(spelling.replaced),
        applied=spelling.is_applied,
        url=links.with_parameters(path, other.pairs(cursor=None)),
    )


def entity_card_out(card: EntityCard) -> EntityCardOut:
    """Describe an entity that the question names."""
    return EntityCardOut(
        kind=card.kind.value,
        kind_label=FACET_LABELS[card.kind.value],
        id=card.identifier,
        iri=card.iri,
        label=card.label,
        names=list(card.names),
        waves=list(card.waves),
        documents=card.documents,
        groups=None if card.groups is None else list(map(_group_out, card.groups)),
        definition=card.definition and definition_out(card.definition),
        links=entity_links_out(card.kind, card.identifier),
    )


def definition_out(found: Definition) -> DefinitionOut:
    """Describe what a glossary says of a term, with its place."""
    return DefinitionOut(
        text=found.text,
        document=found.glossary.identifier,
        title=found.glossary.title,
        passage=found.passage.identifier,
        page=found.passage.page,
        start=found.start,
        end=found.end,
        url=links.passage_url(found.glossary, found.passage),
    )


def _group_out(group: SubjectGroup) -> SubjectGroupOut:
    return SubjectGroupOut(
        id=group.identifier,
        label=group.label,
        certain=group.is_certain,
        links=entity_links_out(EntityKind.GROUP, group.identifier),
    )


def entity_links_out(kind: EntityKind, identifier: str) -> EntityLinksOut:
    """Say where an entity can be found in this service."""
    return EntityLinksOut(
        self=links.entity_api(kind, identifier),
        page=links.entity_page(kind, identifier),
    )
