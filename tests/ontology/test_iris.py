"""This test ensures that IRIs are made in one way and read back."""

import pytest

from ontology.errors import OntologyError
from ontology.iris import DEFAULT_BASE, Iris
from ontology.model import EntityKind

IRIS = Iris()


@pytest.mark.parametrize("identifier", ["fiche-aeson", "a/b", "étude", "a b", "x.0"])
def test_what_is_minted_is_read_back(identifier):
    for kind, iri in (
        ("document", IRIS.document(identifier)),
        ("passage", IRIS.passage(identifier)),
        ("lab", IRIS.entity(EntityKind.LAB, identifier)),
    ):
        assert iri.startswith(f"{DEFAULT_BASE}id/{kind}/")
        assert IRIS.identifier(iri) == (kind, identifier)


@pytest.mark.parametrize(
    "iri",
    [
        "https://ailleurs.example/id/lab/techne",
        f"{DEFAULT_BASE}id/lab",
        f"{DEFAULT_BASE}id/lab/",
        f"{DEFAULT_BASE}graph/document/a",
        "lab/techne",
        "",
    ],
)
def test_an_iri_that_is_not_ours_is_refused(iri):
    with pytest.raises(OntologyError, match="n’est pas une IRI"):
        IRIS.identifier(iri)


def test_graphs_are_named_beside_things():
    assert IRIS.named_graph("reference") == f"{DEFAULT_BASE}graph/reference"
    assert IRIS.document_graph("a/b") == f"{DEFAULT_BASE}graph/document/a%2Fb"


@pytest.mark.parametrize(
    "base",
    [
        "https://exemple.fr",
        "exemple.fr/",
        "https://exemple.fr/?a/",
        "https://exemple.fr/#/",
        "https://é.fr/",
        "https://exemple.fr/" + "a" * 2_000 + "/",
    ],
)
def test_a_base_that_cannot_be_one_is_refused(base):
    with pytest.raises(OntologyError) as caught:
        Iris(base)
    assert "GTNUM_BASE_IRI" in caught.value.remedy


def test_another_base_is_the_head_of_every_iri():
    iris = Iris("https://donnees.example.org/gtnum/")
    assert iris.document("a") == "https://donnees.example.org/gtnum/id/document/a"
