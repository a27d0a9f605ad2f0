"""A tiny GTnum world: entities, a linker over them, documents that declare them."""

from graph.entity_ports import (
    Certainty,
    Concept,
    EntityDescription,
    EntityDocument,
    EntityRef,
    Fact,
)
from ingest.linking import Linker
from ontology.iris import Iris
from ontology.model import DocumentKind, Entity, EntityKind, Label
from search_api.understanding.question_reader import QuestionReader
from tests.search_api.fakes import MemoryCatalogue, record

K = EntityKind
REVE, CULTURES = "gtnum-2020-05-reve", "gtnum-2017-05-cultures-num"


def entity(kind, identifier, *labels, acronym="") -> Entity:
    own = [
        Label(text, "fr", is_preferred=number == 0)
        for number, text in enumerate(labels)
    ]
    if acronym:
        own.append(Label(acronym, ""))
    return Entity(identifier, kind, tuple(own))


ENTITIES = [
    entity(K.GROUP, REVE, "REVE", acronym="REVE"),
    entity(K.GROUP, CULTURES, "Cultures numériques"),
    entity(K.GROUP, "gtnum-2023-forges", "Forges", acronym="Forges"),
    entity(K.LAB, "cren", "Centre de recherche en éducation de Nantes", acronym="CREN"),
    entity(K.LAB, "techne", "Techné", acronym="TECHNE"),
    entity(K.ACADEMY, "poitiers", "Poitiers"),
    entity(K.PERSON, "pascal-plantard", "Pascal Plantard"),
    entity(K.WAVE, "2017-2020", "vague 2017-2020"),
    entity(K.WAVE, "2020-2022", "vague 2020-2022"),
    entity(K.CONCEPT, "emi", "éducation aux médias et à l'information", acronym="EMI"),
    entity(K.CONCEPT, "medias", "médias"),
    entity(K.CONCEPT, "esport", "e-sport"),
    entity(K.THEME, "t2020-5", "Écosystème"),
    entity(K.CONCEPT, "ami", "appel à manifestation d'intérêt", acronym="AMI"),
]
LINKER = Linker(ENTITIES)

RECORDS = [
    record("reve", "Le groupe étudie les collectifs.", kind=DocumentKind.GROUP_SHEET),
    record("cultures", "Cultures et usages.", kind=DocumentKind.GROUP_SHEET),
    record("rapport", "Un long rapport.", kind=DocumentKind.REPORT, date="2021"),
    record(
        "english",
        "A report about schools.",
        kind=DocumentKind.REPORT,
        language="en",
        url="https://doi.org/10.4000/dms.8566",
        hal_id="hal-03080381",
    ),
    *[record(f"note-{n}", f"Note {n} sur les collectifs.") for n in range(8)],
]


LINKS = {
    (K.GROUP, REVE): {"reve": (2, True), "note-1": (1, False)},
    (K.GROUP, CULTURES): {"cultures": (1, True)},
    (K.WAVE, "2020-2022"): {"reve": (1, True), "note-2": (3, False)},
    (K.LAB, "techne"): {"note-3": (1, False)},
    (K.LAB, "cren"): {"note-4": (1, False)},
    (K.PERSON, "pascal-plantard"): {"note-5": (1, False)},
    (K.ACADEMY, "poitiers"): {"note-6": (1, False)},
}


class MemoryEntities:
    """Part of an ``EntityCatalogue``: documents linked, some facts, three concepts."""

    def concepts(self):
        refs = {n: EntityRef(K.CONCEPT, n, n) for n in ("emi", "medias", "esport")}
        # A circle, which nothing forbids in a scheme that people edit.
        wider = {"emi": (refs["medias"],), "medias": (refs["emi"],), "esport": ()}
        return {
            name: Concept(ref, 0, wider[name], (), ()) for name, ref in refs.items()
        }

    def documents(self, kind, identifier):
        own = LINKS.get((kind, identifier), {})
        return [EntityDocument(name, *linked) for name, linked in own.items()]

    def describe(self, kind, identifier):
        known = next(
            (e for e in ENTITIES if (e.kind, e.identifier) == (kind, identifier)), None
        )
        if known is None:
            return None
        reference = EntityRef(kind, identifier, known.labels[0].text)
        facts = []
        if kind is K.GROUP and identifier == REVE:
            facts = [
                _fact(reference, K.WAVE, "2020-2022"),
                _fact(reference, K.THEME, "t2020-5"),
                _fact(reference, K.CONCEPT, "emi"),
            ]
        if kind is K.GROUP and identifier == CULTURES:
            facts = [
                _fact(reference, K.CONCEPT, "medias"),
                _fact(reference, K.CONCEPT, "emi", certainty=Certainty.LOW),
            ]
        if kind is K.LAB and identifier == "techne":
            facts = [
                _fact(reference, K.GROUP, REVE),
                _fact(reference, K.GROUP, CULTURES, certainty=Certainty.LOW),
            ]
        return EntityDescription(
            reference,
            Iris().entity(kind, identifier),
            known.labels,
            len(LINKS.get((kind, identifier), {})),
            tuple(facts),
            tuple(_subject_facts(kind, identifier)),
        )


def _subject_facts(kind, identifier):
    """Yield the facts of groups whose subject is the concept EMI."""
    if (kind, identifier) == (K.CONCEPT, "emi"):
        yield _fact(EntityRef(K.GROUP, REVE, "REVE"), kind, "emi")
        low = Certainty.LOW
        yield _fact(EntityRef(K.GROUP, CULTURES, "C"), kind, "emi", certainty=low)


def _fact(subject, kind, identifier, *, certainty=Certainty.HIGH):
    target = EntityRef(kind, identifier, identifier)
    return Fact(
        subject, "https://x.example/p", "lien", identifier, target, None, certainty,
        "lu", (),
    )  # fmt: skip


def reader(words=None) -> QuestionReader:
    catalogue = MemoryCatalogue(RECORDS, ENTITIES)
    return QuestionReader(
        catalogue, MemoryEntities(), link=LINKER, iris=Iris(), words=words
    )
