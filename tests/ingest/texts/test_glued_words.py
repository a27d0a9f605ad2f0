"""Glued words are parted only where both halves stand elsewhere in the document."""

import pytest

from ingest.texts.glued_words import word_parter
from ingest.texts.page_cleaning import clean_pages


def test_a_glued_word_is_parted_when_both_halves_are_known():
    pages = ["Du numériqueModèles et usages.", "Le numérique. Modèles ouverts."]
    assert clean_pages(pages)[0] == "Du numérique Modèles et usages."


@pytest.mark.parametrize(
    "text",
    [
        "Le site DossierFacile. Un dossier facile. Facile.",
        "Du numériqueModèles. Le numérique seul.",
        "Le jeuVideo et le jeuVideo. Un jeu. Video.",
        "numériqueModèles, numériqueModèles : numérique. Modèles.",
        "https://a.fr/numériqueModèles numérique Modèles",
        "eTwinning et le twinning",
    ],
)
def test_names_unknown_halves_and_repeated_forms_stay(text: str):
    assert word_parter([text])(text) == text
