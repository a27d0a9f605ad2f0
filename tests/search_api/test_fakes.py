"""The fakes keep the contracts of their ports: tests over them say something."""

import pytest

from ontology.model import Entity, EntityKind, Label
from tests.contracts.catalogue import CatalogueContract
from tests.contracts.embedder_contract import EmbedderContract
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue

#: What the Turtle of ``tests.contracts.catalogue.REFERENCE`` says.
ENTITIES = (
    Entity(
        "gtnum-2022-aeson",
        EntityKind.GROUP,
        (
            Label("ÆSON", "fr", is_preferred=True),
            Label("AESON", "fr"),
            Label("#ÆSON", ""),
        ),
    ),
    Entity(
        "techne",
        EntityKind.LAB,
        (
            Label("Techné (lab)", "en", is_preferred=True),
            Label("Techné", "fr", is_preferred=True),
            Label("TECHNE", ""),
        ),
    ),
    Entity(
        "poitiers", EntityKind.ACADEMY, (Label("Poitiers", "fr", is_preferred=True),)
    ),
    Entity(
        "elie-allouche",
        EntityKind.PERSON,
        (Label("Élie Allouche", "fr", is_preferred=True),),
    ),
)


class TestLetterEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return LetterEmbedder()


class TestMemoryCatalogue(CatalogueContract):
    @pytest.fixture
    def catalogue_of(self):
        def build(*records, works=()):
            made = MemoryCatalogue(records, ENTITIES)
            made.works.extend(works)
            return made

        return build
