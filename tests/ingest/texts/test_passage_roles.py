"""Entries of a glossary and remarks about the text are told by structure."""

from dataclasses import replace

import pytest

from ingest.texts.chunking import cut
from ingest.texts.passage_roles import entry_starts, role_of_section
from ontology.model import Document, DocumentKind, Page, Section, Source
from ontology.structure import Block, BlockKind, PassageRole

INTRO = "Ces mots circulent vite."
HEADING = "Donnée"
ITEMS = (
    "- donnée (data). Information enregistrée.",
    "- xAPI (Experience API). Norme d’écriture des traces.",
)
TEXT = "\n".join((INTRO, HEADING, *ITEMS, "Une phrase de fin."))


def glossary(kind=DocumentKind.GLOSSARY, title=HEADING, text=TEXT, items=ITEMS):
    text = text.replace(HEADING, title)
    blocks = [
        Block(BlockKind.LIST_ITEM, at, at + len(item), level=1)
        for item in items
        if (at := text.find(item)) >= 0
    ]
    return Document(
        "g",
        Source("c/g.md", "text/markdown", 1, "0" * 64),
        "c",
        "Glossaire",
        text,
        (Page(1, 0, len(text)),),
        kind=kind,
        language="fr",
        sections=(Section(title, 2, text.index(title)),),
        blocks=tuple(blocks),
    )


def roles(document):
    return [(passage.text, passage.role.value) for passage in cut(document)]


def test_each_entry_is_a_passage_with_the_heading_before_the_first():
    assert roles(glossary()) == [
        (INTRO, "body"),
        (f"{HEADING}\n{ITEMS[0]}", "entry"),
        (f"{ITEMS[1]}\nUne phrase de fin.", "entry"),
    ]


def test_a_section_that_is_a_glossary_has_entries_in_any_document():
    report = glossary(DocumentKind.REPORT, "Lexique")
    assert [role for _, role in roles(report)] == ["body", "entry", "entry"]
    other = glossary(DocumentKind.REPORT, "Méthode")
    assert {role for _, role in roles(other)} == {"body"}


def test_a_heading_of_a_glossary_with_a_paragraph_is_an_entry():
    text = "Ces mots circulent.\nDonnée\nInformation enregistrée pour être traitée."
    found = roles(glossary(text=text))
    assert [role for _, role in found] == ["body", "entry"]


def test_deeper_items_belong_to_the_entry_above():
    made = glossary()
    blocks = (made.blocks[0], replace(made.blocks[1], level=2))
    made = replace(made, blocks=blocks)
    assert len(entry_starts(made, 0, len(TEXT), (HEADING,))) == 1


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Ce qui reste incertain", PassageRole.CAVEAT),
        ("4. Réserves", PassageRole.CAVEAT),
        ("Sources", PassageRole.CAVEAT),
        ("Sources d’énergie du numérique", PassageRole.BODY),
        ("Résumé", PassageRole.BODY),
    ],
)
def test_a_section_of_reserves_is_a_caveat(title, role):
    assert role_of_section(("Fiche", title)) is role
    made = glossary(DocumentKind.REPORT, title)
    assert {r for _, r in roles(made)} == {"body", role.value}


def test_apparatus_is_not_searched():
    searched = {role.value for role in PassageRole if role.is_searched}
    assert searched == {"body", "entry", "caveat"}
