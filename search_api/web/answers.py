"""What was understood of a question, and entities that answer it, as JSON."""

from search_api.understanding.model import EntityCard, Understood
from search_api.web import links
from search_api.web.parameters import SearchParameters
from search_api.web.understanding_schemas import (
    EntityCardOut,
    EntityLinksOut,
    UnderstoodOut,
)
from search_api.web.wording import FACET_LABELS

__all__ = ["entity_card_out", "understood_out", "without"]


def understood_out(
    one: Understood, parameters: SearchParameters, *, path: str
) -> UnderstoodOut:
    """Describe a part of the question that was understood.

    Args:
        one: As the searcher returned it.
        parameters: Of the search, for the address without it.
        path: Of that address.
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
        remove_url=links.with_parameters(path, without(one, parameters)),
    )


def without(one: Understood, parameters: SearchParameters) -> list[tuple[str, str]]:
    """Return the parameters of the same search where this is not meant."""
    ignored = [*parameters.ignore, one.key]
    return parameters.model_copy(update={"ignore": ignored}).pairs(cursor=None)


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
        links=EntityLinksOut(
            self=links.entity_api(card.kind, card.identifier),
            page=links.entity_page(card.kind, card.identifier),
        ),
    )
