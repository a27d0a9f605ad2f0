"""Each language has its abstract, wherever it is stated."""

import pytest

from ingest.metadata.field_choice import choose_fields
from ingest.read_text import Found
from ingest.readers.front_matter import split_front_matter
from ontology.model import Abstract

FRENCH = "Le groupe étudie les usages du numérique dans les écoles et les collèges."
ENGLISH = "The group studies how digital tools are used in primary and middle schools."


def abstracts_of(*found, language="fr"):
    stated = Found("language", language, "html lang")
    return choose_fields([stated, *found], uri="c/f", text="Texte.").abstracts


@pytest.mark.parametrize(
    "head",
    [
        f"abstract: {{fr: '{FRENCH}', en: '{ENGLISH}'}}",
        f"abstract_en: {ENGLISH}\nabstract_fr: {FRENCH}",
        f"abstract: {ENGLISH}\nrésumé: {FRENCH}",
    ],
)
def test_a_front_matter_states_one_for_each_language(head):
    found = split_front_matter(f"---\nlang: fr\n{head}\n---\nTexte.\n").found
    assert choose_fields(found, uri="c/f", text="Texte.").abstracts == (
        Abstract(FRENCH, "fr"),
        Abstract(ENGLISH, "en"),
    )


def test_the_stated_language_goes_before_that_of_the_words():
    stated = Found("abstract", "Court.", "meta dcterms.abstract", "es-ES")
    assert abstracts_of(stated) == (Abstract("Court.", "es"),)


def test_short_words_are_in_the_language_of_the_document():
    assert abstracts_of(Found("abstract", "Brief.", "og"), language="en") == (
        Abstract("Brief.", "en"),
    )


def test_the_best_origin_of_each_language_is_kept():
    first = Found("abstract", FRENCH, "section Résumé", "fr")
    second = Found("abstract", "Autre chose.", "meta description")
    assert abstracts_of(first, second) == (Abstract(FRENCH, "fr"),)
