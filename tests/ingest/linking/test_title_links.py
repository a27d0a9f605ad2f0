"""A title says whose document it is when it names one group, and only then."""

import pytest

from ingest.linking.linker import Linker
from ingest.linking.title_links import title_links
from ontology.model import (
    DeclaredLink,
    Document,
    Entity,
    EntityKind,
    FieldOrigin,
    Label,
    Page,
    Source,
)


def entity(identifier, kind, *labels):
    return Entity(identifier, kind, tuple(Label(*label) for label in labels))


NAMED = "Adopter une éducation à la sobriété : présentation du GTnum #ÆSON"
LINKER = Linker(
    [
        entity(
            "gtnum-2022-aeson", EntityKind.GROUP, ("ÆSON", "fr", True), ("#ÆSON", "")
        ),
        entity("gtnum-ebep", EntityKind.GROUP, ("EBEP", "fr", True), ("#EBEP", "")),
        entity("techne", EntityKind.LAB, ("TECHNE", "")),
        entity("p", EntityKind.PRODUCTION, (NAMED, "fr", True)),
    ]
)


def links(title, *declared, page=""):
    document = Document(
        "essai",
        Source("c/essai.html", "text/html", 1, "0" * 64),
        "c",
        title,
        "Le texte ne nomme personne.",
        (Page(1, 0, 27),),
        language="fr",
        links=declared,
        origins=(FieldOrigin("source_title", "linking page", page),) if page else (),
    )
    return [
        (link.kind, link.target, link.origin) for link in title_links(document, LINKER)
    ]


@pytest.mark.parametrize(
    "title",
    [
        "La sobriété numérique à l’école : le GTnum #ÆSON",
        # A production bears the whole title as its name.
        NAMED,
    ],
)
def test_the_group_of_a_title_is_declared(title):
    assert links(title) == [(EntityKind.GROUP, "gtnum-2022-aeson", "title")]


@pytest.mark.parametrize(
    "title", ["Rencontre des GTnum #ÆSON et #EBEP", "TECHNE à l’école", "Sobriété"]
)
def test_two_groups_or_none_declare_nothing(title):
    assert links(title) == []


def test_what_the_document_declares_stands():
    declared = DeclaredLink(EntityKind.GROUP, "gtnum-ebep", "front matter")
    assert links("Le GTnum #ÆSON", declared) == []


def test_a_file_has_the_group_of_the_page_that_links_to_it():
    handed = [(EntityKind.GROUP, "gtnum-2022-aeson", "linking page")]
    assert links("Rapport final", page="Un rapport du GTnum #ÆSON") == handed
    own = [(EntityKind.GROUP, "gtnum-ebep", "title")]
    assert links("Le GTnum #EBEP", page="Un rapport du GTnum #ÆSON") == own
    # A file about two groups is of neither, whatever page links to it.
    assert links("Les GTnum #EBEP et #ÆSON", page="Le GTnum #ÆSON") == []
    declared = DeclaredLink(EntityKind.GROUP, "gtnum-ebep", "front matter")
    assert links("Rapport", declared, page="Le GTnum #ÆSON") == []
