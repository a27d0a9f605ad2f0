"""A small ``EntityCatalogue`` for what drafts name: descriptions, facts, mentions."""

from graph.entity_ports import (
    Certainty,
    EntityDescription,
    EntityRef,
    Fact,
    FactSource,
)
from ontology.model import EntityKind, Label, Mention

SOURCE = FactSource("Billet 8846", "https://carnet.example/8846")


def reference(kind, identifier, label=None):
    return EntityRef(EntityKind(kind), identifier, label or identifier.upper())


def fact(subject, predicate, label, target, certainty="high", *, url=None):
    """A fact between two references, or with a plain value."""
    is_entity = isinstance(target, EntityRef)
    return Fact(
        subject,
        predicate,
        label,
        target.label if is_entity else target,
        target if is_entity else None,
        url,
        Certainty(certainty),
        "énoncée par la source",
        (SOURCE,),
    )


def mention(document, passage, start, text, key, confidence=0.95):
    kind, entity = key
    return Mention(
        f"{document}.{passage}",
        document,
        1,
        start,
        start + len(text),
        text,
        entity,
        EntityKind(kind),
        "label",
        confidence,
    )


class MemoryEntities:
    """Knows entities by their references, facts, and numbers of documents.

    Args:
        known: Reference → number of documents.
        facts: All of them; both ends find them.
        mentions: Document → mentions.
        names: Reference → its other names.
    """

    def __init__(self, known, facts=(), mentions=None, names=None):
        self._known = {(ref.kind, ref.identifier): ref for ref in known}
        self._documents = {(r.kind, r.identifier): n for r, n in known.items()}
        self._facts = list(facts)
        self._mentions = mentions or {}
        self._names = names or {}

    def describe(self, kind, identifier):
        found = self._known.get((EntityKind(kind), identifier))
        if found is None:
            return None
        return EntityDescription(
            found,
            f"https://x.example/id/{kind}/{identifier}",
            (
                Label(found.label, "fr", True),
                *(Label(name) for name in self._names.get(found, ())),
            ),
            self._documents[found.kind, identifier],
            tuple(f for f in self._facts if f.subject == found),
            tuple(f for f in self._facts if f.target == found),
        )

    def evidence(self, kind, identifier, *, document):
        return [
            one
            for one in self.mentions(document)
            if (one.kind, one.entity) == (kind, identifier)
        ]

    def mentions(self, document):
        return self._mentions.get(document, [])
