"""A term finds its entry by any spelling, and the entry its exact characters."""

from dataclasses import replace

import pytest

from ontology.structure import PassageRole
from search_api.glossary import Glossary
from tests.search_api.fakes import MemoryCatalogue, record

ENTRIES = (
    "Traces\n- trace d’apprentissage (traces numériques ; LT). Une action. En anglais.",
    "- xAPI : norme d’écriture des traces.",
    "- lettre (trace d’apprentissage). Un autre sens du mot.",
    "Sobriété\nChoix de modérer ses usages. Une seconde phrase.",
    "Sans définition",
)


@pytest.fixture
def glossary():
    made = record("g", *ENTRIES)
    sections = (("Traces",), (), (), ("Sobriété",), ())
    passages = tuple(
        replace(passage, role=PassageRole.ENTRY, section=section)
        for passage, section in zip(made.passages, sections, strict=True)
    )
    body = record("b", "sobriété (mot). Ce passage n’est pas une entrée.")
    return Glossary(MemoryCatalogue([replace(made, passages=passages), body]))


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("traces d’apprentissage", "g.0"),
        ("TRACE D’APPRENTISSAGE", "g.0"),
        ("traces numériques", "g.0"),
        ("LT", "g.0"),
        ("xapi", "g.1"),
        ("lettre", "g.2"),
        ("sobriété", "g.3"),
    ],
)
def test_a_name_finds_its_entry(glossary, name, entry):
    assert glossary.definition(["inconnu", name]).passage.identifier == entry


def test_what_no_entry_defines_has_no_definition(glossary):
    assert glossary.definition(["Sans définition", "mot", "", "le la"]) is None
    assert glossary.entry("b.0") is None


def test_a_definition_is_cut_from_the_text_of_the_document(glossary):
    text = "\n".join(ENTRIES)
    found = [glossary.entry(f"g.{n}") for n in range(4)]
    assert [text[each.start : each.end] for each in found] == [e.text for e in found]
    assert found[0].text.endswith("(traces numériques ; LT). Une action.")
    assert found[1].text == "xAPI : norme d’écriture des traces."
    assert found[3].text == "Sobriété\nChoix de modérer ses usages."


@pytest.mark.parametrize(
    "question",
    [
        "qu’est-ce qu’une trace d’apprentissage ?",
        "définition de trace d’apprentissage",
        "c’est quoi une trace d’apprentissage",
        "que veut dire trace d’apprentissage",
    ],
)
def test_the_very_term_asked_for_is_defined(glossary, question):
    assert glossary.defining(question) == {"g.0"}


def test_a_question_about_more_than_the_term_has_no_entry(glossary):
    assert glossary.defining("définition de la sobriété à l’école") == frozenset()
    assert glossary.defining("définition") == frozenset()
