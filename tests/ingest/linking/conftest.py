"""A small GTnum world, and a way to link one text."""

from collections.abc import Callable

import pytest

from ingest.linking import Linker
from ontology.model import (
    DeclaredLink,
    Document,
    Entity,
    EntityKind,
    Label,
    Mention,
    Page,
    Passage,
    Source,
)

Link = Callable[..., tuple[Mention, ...]]


def entity(kind: EntityKind, identifier: str, *labels: str) -> Entity:
    """Build an entity; a label that starts with ``=`` is an acronym."""
    return Entity(
        identifier,
        kind,
        tuple(
            Label(label.removeprefix("="), "" if label.startswith("=") else "fr")
            for label in labels
        ),
    )


WORLD = [
    entity(EntityKind.LAB, "techne", "Techné", "=TECHNE"),
    entity(EntityKind.LAB, "crem", "Centre de recherche sur les médiations", "=CREM"),
    entity(EntityKind.LAB, "line", "=LINE"),
    entity(EntityKind.LAB, "ls2n", "=LS2N"),
    entity(EntityKind.LAB, "cread", "=CREAD"),
    entity(EntityKind.LAB, "paragraphe", "Laboratoire Paragraphe", "=Paragraphe"),
    entity(EntityKind.GROUP, "gtnum-2017-05-cultures-num", "Cultures numériques"),
    entity(EntityKind.GROUP, "gtnum-2017-09-cread", "GTnum 9 (2017-2020)"),
    entity(EntityKind.GROUP, "gtnum-2020-05-reve", "REVE", "=REVE"),
    entity(EntityKind.GROUP, "gtnum-2021-defi", "DEFI", "=DEFI"),
    entity(EntityKind.GROUP, "gtnum-2022-aeson", "ÆSON", "=ÆSON", "=#ÆSON"),
    entity(EntityKind.GROUP, "gtnum-ebep", "EBEP", "=EBEP", "=#EBEP"),
    entity(EntityKind.ACADEMY, "poitiers", "académie de Poitiers", "Poitiers"),
    entity(EntityKind.ACADEMY, "paris", "académie de Paris", "Paris"),
    entity(EntityKind.ACADEMY, "la-reunion", "académie de La Réunion", "La Réunion"),
    entity(EntityKind.ACADEMY, "normandie", "académie de Normandie", "Normandie"),
    entity(EntityKind.REGION, "normandie", "région académique Normandie", "Normandie"),
    entity(EntityKind.REGION, "pays-de-la-loire", "Pays de la Loire"),
    entity(EntityKind.SERVICE, "drane-normandie", "DRANE Normandie"),
    entity(EntityKind.SERVICE, "dane-nantes", "DANE de Nantes"),
    entity(EntityKind.SERVICE, "dne", "Direction du numérique pour l’éducation", "DNE"),
    entity(EntityKind.INSTITUTION, "universite-de-poitiers", "Université de Poitiers"),
    entity(EntityKind.INSTITUTION, "universite-paris-8", "Université Paris 8"),
    entity(EntityKind.PERSON, "elie-allouche", "Élie Allouche"),
    entity(EntityKind.PERSON, "georges-louis-baron", "Georges-Louis Baron"),
    entity(EntityKind.PERSON, "colin-de-la-higuera", "Colin de la Higuera"),
    entity(EntityKind.WAVE, "2017-2020", "vague 2017-2020"),
    entity(EntityKind.WAVE, "2020-2022", "vague 2020-2022"),
    entity(EntityKind.THEME, "t2020-5", "Vers un renouvellement de l’écosystème"),
    entity(EntityKind.THEME, "t2017-5", "Cultures numériques"),
    entity(EntityKind.PRODUCTION, "p-reve-page", "GTnum5 REVE : description du projet"),
    entity(EntityKind.CONCEPT, "culture-numerique", "culture numérique"),
    entity(EntityKind.CONCEPT, "reseau", "réseau social"),
    entity(EntityKind.CONCEPT, "ia", "intelligence artificielle", "IA"),
    entity(EntityKind.CONCEPT, "ia-generative", "IA générative"),
    entity(EntityKind.CONCEPT, "realite-augmentee", "réalité augmentée", "RA"),
    entity(
        EntityKind.CONCEPT, "ebep", "élève à besoins éducatifs particuliers", "EBEP"
    ),
    entity(EntityKind.CONCEPT, "recherche-action", "recherche-action"),
    entity(EntityKind.CONCEPT, "communs", "communs numériques", "commun"),
    entity(EntityKind.CONCEPT, "veille", "veille"),
    entity(EntityKind.CONCEPT, "gtnum", "groupe thématique numérique", "GTnum"),
    entity(EntityKind.CONCEPT, "dne", "Direction du numérique pour l'éducation", "DNE"),
    entity(EntityKind.CONCEPT, "academie", "académie", "rectorat"),
    entity(EntityKind.CONCEPT, "enseignant", "enseignant", "professeur"),
]


@pytest.fixture(scope="session")
def linker() -> Linker:
    neighbours = {
        (EntityKind.GROUP, "gtnum-2017-09-cread"): {(EntityKind.LAB, "cread")}
    }
    return Linker(WORLD, neighbours=neighbours)


@pytest.fixture(scope="session")
def link(linker: Linker) -> Link:
    """Link texts, one passage each, with what their document declares."""

    def run(
        *texts: str, declared: tuple[tuple[str, str], ...] = (), title: str = "Billet"
    ) -> tuple[Mention, ...]:
        whole = "\n".join(texts)
        source = Source("essai/billet.md", "text/plain", len(whole), "0" * 64)
        links = tuple(
            DeclaredLink(EntityKind(kind), target, "front matter")
            for kind, target in declared
        )
        document = Document(
            "billet", source, "essai", title, whole, (Page(1, 0, len(whole)),),
            links=links,
        )  # fmt: skip
        passages, start = [], 0
        for position, text in enumerate(texts):
            end = start + len(text)
            identifier = f"billet.{position}"
            passages.append(
                Passage(identifier, "billet", position, 1, start, end, text)
            )
            start = end + 1
        return linker(document, passages)

    return run


@pytest.fixture(scope="session")
def named(link: Link) -> Callable[..., list[tuple[str, str]]]:
    """Return ``(text, kind:identifier)`` of the mentions of texts."""

    def run(*texts: str, **known: object) -> list[tuple[str, str]]:
        return [
            (mention.text, f"{mention.kind.value}:{mention.entity}")
            for mention in link(*texts, **known)
        ]

    return run
