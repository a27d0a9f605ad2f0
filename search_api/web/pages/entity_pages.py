"""The pages of the graph: search for entities, one entity, the tree of concepts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from graph.entity_ports import (
    Certainty,
    Concept,
    EntityDescription,
    EntityDocument,
    EntityHit,
    Fact,
)
from ontology.model import DocumentSummary, EntityKind, Mention, Passage
from ontology.terms import Property, Reused
from search_api.answers import links
from search_api.answers.wording import ENTITY_LABELS
from search_api.web.dependencies import KnowledgeDep, PageFreshnessDep, PagesDep
from search_api.web.entities.entity_lookup import find_entity
from search_api.web.linked_data.addresses import (
    Thing,
    data_address,
    landing_links,
    link_header,
)
from search_api.web.linked_data.negotiation import RDF_FORMS
from search_api.web.pages.network_drawing import draw
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.search_parameters import cleaned
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LISTED = 30
_DOCUMENTS = 10
_QUOTED = 3
_NARROWER_LAB = {Property.SUPPORT_LAB, Property.CO_LAB, Property.OTHER_LAB}

CERTAINTY_WORDS = {
    Certainty.HIGH: "",
    Certainty.MEDIUM: "incertain : probable",
    Certainty.LOW: "incertain : possible",
}

TURNED_WORDS: Mapping[str, str] = {
    Property.ACADEMY: "dans cette académie",
    Property.CALL: "appel de",
    Property.CO_LAB: "laboratoire co-animateur de",
    Property.HAS_LAB: "laboratoire de",
    Property.INSTITUTION: "établissement associé à",
    Property.OTHER_LAB: "laboratoire associé à",
    Property.PARTNER: "partenaire de",
    Property.PRODUCED_BY: "a produit",
    Property.REGION: "dans cette région académique",
    Property.SERVICE: "service associé à",
    Property.SUPPORT_LAB: "laboratoire porteur de",
    Property.THEME: "thème de",
    Property.WAVE: "dans cette vague",
    Reused.CREATOR: "auteur de",
    Reused.IS_REPLACED_BY: "remplace",
    Reused.SUBJECT: "sujet de",
    Reused.UNIT_OF: "unité rattachée",
}
"""How the value of a fact names it; a role of a person reads well both ways."""

_Cursor = Annotated[str | None, Query(max_length=2_000)]


@router.get("/entites")
def entities(
    knowledge: KnowledgeDep,
    pages: PagesDep,
    freshness: PageFreshnessDep,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    cursor: _Cursor = None,
) -> Response:
    """Find entities by the beginning of a name, with counts of every kind."""
    chosen = EntityKind(kind) if kind in set(EntityKind) else None
    wanted = ListRequest.read(
        cursor, limit=_LISTED, generation=knowledge.generation, freshness=freshness
    )
    question = cleaned(q)
    every = knowledge.entities.search(question, prefix=True)
    hits = [hit for hit in every if chosen in (None, hit.entity.kind)]
    kept = [("q", question)] if question else []
    here = [*kept, ("kind", chosen.value)] if chosen else kept
    page = wanted.page(hits, "/entites", here)
    html = pages.render(
        "entities.html",
        question=question,
        chosen=chosen,
        total=page.total,
        hits=page.items,
        offset=page.offset,
        kinds=_kind_choices(every, kept, chosen),
        everything=links.with_parameters("/entites", kept),
        first=links.with_parameters("/entites", here),
        following=page.next,
    )
    return HTMLResponse(html, headers=dict(freshness.headers))


def _kind_choices(
    hits: list[EntityHit], kept: list[tuple[str, str]], chosen: EntityKind | None
) -> list[tuple[str, int, str, bool]]:
    """Return label, number, address and whether it is in force, of each kind."""
    counted = Counter(hit.entity.kind for hit in hits)
    return [
        (
            ENTITY_LABELS[kind],
            counted[kind],
            links.with_parameters("/entites", [*kept, ("kind", kind.value)]),
            kind is chosen,
        )
        for kind in EntityKind
        if counted[kind]
    ]


@router.get("/entite/{kind}/{identifier}")
def entity(
    kind: EntityKind,
    identifier: str,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    freshness: PageFreshnessDep,
    cursor: _Cursor = None,
) -> Response:
    """Show an entity: names, facts with sources, documents with quotes, neighbours."""
    found = find_entity(knowledge, kind, identifier)
    wanted = ListRequest.read(
        cursor, limit=_DOCUMENTS, generation=knowledge.generation, freshness=freshness
    )
    thing = Thing(found.iri, kind.value, identifier)
    address = links.entity_page(kind, identifier)
    documents = wanted.page(knowledge.entities.documents(kind, identifier), address, [])
    html = pages.render(
        "entity.html",
        found=found,
        certainty_words=CERTAINTY_WORDS,
        documents=_quoted(knowledge, kind, identifier, documents.items),
        documents_total=documents.total,
        offset=documents.offset,
        first=address,
        following=documents.next,
        forms=[(form.media_type, data_address(thing, form)) for form in RDF_FORMS],
        **_surroundings(knowledge, found),
    )
    linked = link_header(landing_links(thing))
    return HTMLResponse(html, headers={**freshness.headers, "Link": linked})


def _surroundings(knowledge: Knowledge, found: EntityDescription) -> dict[str, object]:
    """Return facts, neighbours and, for a concept, its place in the scheme."""
    entity = found.entity
    neighbours = knowledge.entities.neighbours(entity.kind, entity.identifier)
    concepts = (
        knowledge.entities.concepts() if entity.kind is EntityKind.CONCEPT else {}
    )
    return {
        "facts": _by_label(_told_once(found.facts)),
        "named_in": _by_label(_turned(_told_once(found.named_in))),
        "neighbours": neighbours,
        "network": draw(found, neighbours),
        "concept": concepts.get(entity.identifier),
    }


@router.get("/notions")
def concept_tree(
    knowledge: KnowledgeDep, pages: PagesDep, freshness: PageFreshnessDep
) -> Response:
    """Show the subject scheme as a tree."""
    freshness.require_changed()
    concepts = knowledge.entities.concepts()
    html = pages.render("concepts.html", rows=_unfolded(concepts), total=len(concepts))
    return HTMLResponse(html, headers=dict(freshness.headers))


def _turned(facts: Iterable[Fact]) -> list[Fact]:
    """Name facts as their value sees them: « produit par » becomes « a produit »."""
    turned = [replace(f, label=TURNED_WORDS.get(f.predicate, f.label)) for f in facts]
    return sorted(turned, key=lambda each: each.label)


def _by_label(facts: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    return [
        (label, list(group)) for label, group in groupby(facts, lambda each: each.label)
    ]


def _told_once(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out « a pour laboratoire » where a more exact role says the same."""
    told = list(facts)
    exact = {
        (each.subject, each.target, each.certainty)
        for each in told
        if each.predicate in _NARROWER_LAB
    }
    return [
        each
        for each in told
        if each.predicate != Property.HAS_LAB
        or (each.subject, each.target, each.certainty) not in exact
    ]


_Quote = tuple[Mention, Passage, tuple[int, int]]


def _quoted(
    knowledge: Knowledge,
    kind: EntityKind,
    identifier: str,
    documents: Sequence[EntityDocument],
) -> list[tuple[DocumentSummary, EntityDocument, list[_Quote]]]:
    """Return documents with the passages that name the entity."""
    summaries = knowledge.catalogue.documents([each.document for each in documents])
    mentions = {
        each.document: knowledge.entities.evidence(
            kind, identifier, document=each.document
        )
        for each in documents
    }
    shown = {name: _first_of_passages(found) for name, found in mentions.items()}
    passages = knowledge.catalogue.passages(
        sorted({each.passage for found in shown.values() for each in found})
    )
    return [
        (
            summaries[each.document],
            each,
            [_quote(m, passages[m.passage]) for m in shown[each.document]],
        )
        for each in documents
        if each.document in summaries
    ]


def _first_of_passages(mentions: list[Mention]) -> list[Mention]:
    """Keep one mention of each passage, for the first few passages."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.passage, mention)
    return list(first.values())[:_QUOTED]


def _quote(mention: Mention, passage: Passage) -> _Quote:
    start = mention.start - passage.start
    return mention, passage, (start, start + len(mention.text))


def _unfolded(concepts: Mapping[str, Concept]) -> list[tuple[int, Concept]]:
    """Return the tree as rows of depth and concept.

    A concept with several wider ones is shown under the first and named there again.
    """
    rows: list[tuple[int, Concept]] = []
    seen: set[str] = set()
    waiting = [(0, name) for name, one in concepts.items() if not one.broader][::-1]
    while waiting:
        depth, name = waiting.pop()
        rows.append((depth, concepts[name]))
        if name not in seen:
            seen.add(name)
            narrower = concepts[name].narrower
            waiting += [(depth + 1, each.identifier) for each in narrower][::-1]
    return rows
