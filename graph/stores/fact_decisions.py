"""Brings what people decided into the store of a generation being written."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import term_nodes as w
from graph.curated_facts import CuratedFact, curation_graph, fact_quads
from ontology.iris import Iris

__all__ = ["apply_facts"]

_REPLACED = {w.CERTAINTY, w.BASIS, w.DATE, w.NOTE, w.STATED_PREDICATE, w.STATED_OBJECT}
_NAMES = (w.ALT_LABEL, w.HIDDEN_LABEL, w.ACRONYM, w.HASHTAG)
_OF_FACTS = {w.TYPE, w.STATED_SUBJECT}


def apply_facts(store: Store, facts: Iterable[CuratedFact], iris: Iris) -> None:
    """Write the graph ``curation`` and take out of ``reference`` what it overrules.

    The reference data must stand as they ship. A statement that is overruled moves
    over with its sources; its plain triple goes.

    Raises:
        FactRefused: If a text of a decision cannot be written.
        OSError: If the store refuses.
    """
    reference = NamedNode(iris.named_graph("reference"))
    curation = curation_graph(iris)
    if store.contains_named_graph(curation):
        store.remove_graph(curation)
    gone: list[Quad] = []
    quads: list[Quad] = []
    for fact in facts:
        shipped = list(store.quads_for_pattern(fact.statement, None, None, reference))
        gone += shipped
        gone += store.quads_for_pattern(
            fact.subject, fact.predicate, fact.value, reference
        )
        if fact.predicate in _NAMES and not fact.is_added:
            gone += _names(store, fact, reference)
        dropped = _REPLACED | _OF_FACTS
        quads += [
            Quad(one.subject, one.predicate, one.object, curation)
            for one in shipped
            if one.predicate not in dropped
        ]
        quads += fact_quads(fact, iris)
    for quad in gone:
        store.remove(quad)
    store.bulk_extend(quads)


def _names(store: Store, fact: CuratedFact, reference: NamedNode) -> list[Quad]:
    """Return a rejected name, whatever its language and its kind.

    The preferred name stays: the entity still has to be called by something.
    """
    return [
        quad
        for predicate in _NAMES
        for quad in store.quads_for_pattern(fact.subject, predicate, None, reference)
        if isinstance(quad.object, Literal) and quad.object.value == fact.value.value
    ]
