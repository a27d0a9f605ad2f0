"""This test ensures that what is asked by a noun is told where it stands."""

import pytest

from search_api.french.asked_nouns import holds_noun, noun_asked_for


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("DOI du dépôt de l’étude", "doi"),
        ("Quel est le numéro de téléphone du délégué ?", "telephone"),
        ("Dans quelle revue a-t-elle écrit ?", "revue"),
        ("établissement pilote, nom du lycée", "lycee"),
        ("Quels tribunaux sont saisis ?", "tribunaux"),
        # Nouns of which a text speaks, and nouns that other words answer.
        ("une revue de presse au lycée", None),
        ("Quels outils pour écrire un décret ?", None),
        ("le téléphone en classe", None),
    ],
)
def test_few_nouns_ask_for_one_thing(text, noun):
    assert noun_asked_for(text) == noun


@pytest.mark.parametrize(
    ("noun", "held", "unheld"),
    [
        ("doi", "Voir https://doi.org/10.5281/zenodo.123.", "Le DOI n’est pas connu."),
        ("telephone", "Appelez le 02 99 14 10 00.", "Un téléphone, le 2 mars 2020."),
        ("courriel", "Écrire à dpd@ac-rennes.fr.", "Écrire un courriel."),
        ("revue", "Les revues en parlent.", "Il est revenu."),
        ("loi", "La loi de 2005.", "C’est loin."),
    ],
)
def test_a_sentence_holds_the_form_or_the_noun(noun, held, unheld):
    assert holds_noun(held, noun, "fr")
    assert not holds_noun(unheld, noun, "fr")
