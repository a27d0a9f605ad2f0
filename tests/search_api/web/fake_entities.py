"""A fake ``EntityCatalogue`` over the passages of ``FakeCatalogue``.

- ÆSON and TECHNE are mentioned where the texts name them, MICA nowhere;
- the group has a certain fact (TECHNE) and uncertain ones, one of hostile words;
- three concepts make a chain with a related pair; ``sobriete`` is mentioned twice.
"""

from graph.entity_ports import (
    Certainty,
    Concept,
    EntityDescription,
    EntityDocument,
    EntityHit,
    EntityRef,
    Fact,
    FactSource,
    Neighbour,
)
from ontology.model import EntityKind, Label, Mention

GROUP = EntityRef(EntityKind.GROUP, "gtnum-2022-aeson", "ÆSON")
LAB = EntityRef(EntityKind.LAB, "techne", "TECHNE")
OTHER = EntityRef(EntityKind.LAB, "mica", "MICA")
WIDE = EntityRef(EntityKind.CONCEPT, "numerique", "numérique")
NARROW = EntityRef(EntityKind.CONCEPT, "sobriete", "sobriété numérique")
NEAR = EntityRef(EntityKind.CONCEPT, "tablette", "tablette")
EVERY = (GROUP, LAB, OTHER, WIDE, NARROW, NEAR)
NAMES = {"ÆSON": GROUP, "TECHNE": LAB, "sobriété numérique": NARROW}


def fact(subject, label, target, *, certainty=Certainty.HIGH, value=None, note=""):
    return Fact(
        subject=subject,
        predicate="https://gtnum.example/ontology#hasLab",
        label=label,
        value=value or target.label,
        target=target,
        url=None,
        certainty=certainty,
        basis="énoncée par la source",
        sources=(
            FactSource("Carnet GTnum", "https://edunumrech.hypotheses.org/8846"),
            FactSource("connaissance générale"),
        ),
        note=note,
    )


class FakeEntities:
    """See the module; ``hostile`` is the value and note of the uncertain fact."""

    def __init__(self, catalogue, *, hostile):
        self._catalogue = catalogue
        self.facts = (
            fact(GROUP, "laboratoire porteur", LAB),
            fact(GROUP, "laboratoire associé", OTHER, certainty=Certainty.LOW),
            fact(
                GROUP,
                "description",
                None,
                certainty=Certainty.MEDIUM,
                value=hostile,
                note=hostile,
            ),
        )

    def kinds(self):
        kinds = [entity.kind for entity in EVERY]
        return {kind: kinds.count(kind) for kind in EntityKind if kind in kinds}

    def search(self, question, *, kind=None, prefix=True):
        return [
            EntityHit(entity, entity.label, len(self.documents(*_key(entity))))
            for entity in EVERY
            if kind in (None, entity.kind)
            and question.casefold() in entity.label.casefold()
        ]

    def describe(self, kind, identifier):
        entity = next((e for e in EVERY if _key(e) == (kind, identifier)), None)
        if entity is None:
            return None
        return EntityDescription(
            entity=entity,
            iri=f"https://gtnum.example/id/{kind}/{identifier}",
            labels=(Label(entity.label, "fr", True), Label("autre nom", "en")),
            documents=len(self.documents(kind, identifier)),
            facts=tuple(each for each in self.facts if each.subject == entity),
            named_in=tuple(each for each in self.facts if each.target == entity),
        )

    def documents(self, kind, identifier):
        found = [
            EntityDocument(name, count, is_declared=count == 0)
            for name in self._catalogue.summaries
            if (count := len(self.evidence(kind, identifier, document=name)))
        ]
        if identifier == "mica":
            found.append(EntityDocument("glossaire", 0, is_declared=True))
        return sorted(found, key=lambda each: (-each.mentions, each.document))

    def evidence(self, kind, identifier, *, document):
        return [
            each
            for each in self.mentions(document)
            if (each.kind, each.entity) == (kind, identifier)
        ]

    def neighbours(self, kind, identifier):
        if (kind, identifier) != _key(GROUP):
            return []
        return [
            Neighbour(LAB, ("laboratoire porteur",), 1, 0, 1),
            Neighbour(OTHER, ("laboratoire associé",), 0, 1, 0),
            Neighbour(NARROW, (), 0, 0, 2),
        ]

    def concepts(self):
        return {
            "numerique": Concept(WIDE, 0, (), (NARROW,), ()),
            "sobriete": Concept(NARROW, 2, (WIDE,), (), (NEAR,)),
            "tablette": Concept(NEAR, 0, (), (), (NARROW,)),
        }

    def mentions(self, document):
        found = [
            _mention(passage, passage.text.index(name), name, entity)
            for passage in self._catalogue.passages_of(document)
            for name, entity in NAMES.items()
            if name in passage.text
        ]
        return sorted(found, key=lambda each: each.start)

    def labels(self, entities):
        known = {_key(entity): entity.label for entity in EVERY}
        return {key: known.get(key, key[1]) for key in entities}


def _key(entity):
    return entity.kind, entity.identifier


def _mention(passage, position, name, entity):
    start = passage.start + position
    return Mention(
        passage=passage.identifier,
        document=passage.document,
        page=passage.page,
        start=start,
        end=start + len(name),
        text=name,
        entity=entity.identifier,
        kind=entity.kind,
        method="label",
        confidence=0.95,
    )
