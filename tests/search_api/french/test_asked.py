"""What a question asks for is told from its words, where they say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold
from search_api.french.asked import Asked, asked

EXAMPLES = {
    Asked.PERSON: [
        "Qui pilote les GTnum au ministère ?",
        "qui a écrit la note de veille",
        "GTnum Forges : qui l’anime ?",
        "Par qui le rapport a-t-il été écrit ?",
        "le colloque est organisé par qui ?",
        "quelle chercheuse coordonne le projet",
        "quels sont les auteurs de la synthèse",
        "Vers qui se tourner avant d’adopter un service ?",
        "projet Feelnum qui contacter",
        "Who leads the group on data?",
        "which researchers work on emotions",
    ],
    Asked.ORGANISATION: [
        "quel laboratoire porte le GTnum Métavers",
        "GTnum Métavers laboratoire porteur",
        "Quels sont les laboratoires de l’académie de Rennes ?",
        "à quelle université appartient le CREAD",
        "which lab carries the project",
    ],
    Asked.PLACE: [
        "Où se trouve le CREN ?",
        "ou se trouve le CREN",
        "d’où vient l’idée",
        "dans quelle académie a eu lieu l’enquête",
        "quels territoires participent",
        "Where does the study take place?",
    ],
    Asked.DATE: [
        "Quand le groupe a-t-il commencé ?",
        "depuis quand existe l’appel",
        "en quelle année est paru le rapport",
        "quelle est la date de clôture",
        "date de publication de la note",
        "When was the call published?",
        "in what year did it start",
    ],
    Asked.DURATION: [
        "combien de temps dure un GTnum",
        "pendant combien d’années",
        "quelle est la durée de la convention",
        "How long does a group last?",
    ],
    Asked.AMOUNT: [
        "combien coûte un casque",
        "ami 2020 cb euro par groupe",
        "montant de l’allocation GTnum 2023-2026",
        "quel est le budget du GTnum REVE ?",
        "how much does it cost",
    ],
    Asked.NUMBER: [
        "combien de groupes en 2023 ?",
        "nombre de laboratoires par vague",
        "quelle part des élèves",
        "how many teachers answered",
        "cb de groupes",
    ],
    Asked.DEFINITION: [
        "qu’est-ce que la sobriété numérique ?",
        "qu’est-ce qu’une trace d’apprentissage",
        "c’est quoi un LRS",
        "définition de l’hybridation",
        "que veut dire EBEP",
        "que signifie TNE ?",
        "R.E.L. signification",
        "what is digital literacy?",
        "what are learning analytics",
        "define metaverse",
        "what does EMI mean?",
    ],
    Asked.SUBJECT: [
        "sobriété numérique à l’école",
        "les groupes qui travaillent sur l’IA",
        "les classes où l’on écrit ensemble",
        "collège ou lycée, quelles différences",
        "que sait-on sur l’hybridation ?",
        "qu’est-ce qui aide les élèves",
        "qu’est-ce qu’on sait des écrans",
        "quels effets de l’IA sur les apprentissages",
        "enseigner quand on n’a pas de réseau",
        "what is the impact of screens on sleep",
        "what is known about hybrid teaching",
        "comment évaluer un outil",
        "quelles sont les particularités des communs",
        "quel parti prendre, quel journal lire",
        "",
    ],
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(text, kind) for kind, texts in EXAMPLES.items() for text in texts],
)
def test_what_is_asked_is_told_from_the_words(text, wanted):
    assert asked(text) is wanted


@pytest.mark.parametrize(
    "text", [t for texts in EXAMPLES.values() for t in texts if "où" not in t.lower()]
)
def test_accents_and_capitals_change_nothing(text):
    assert asked(fold(text)) is asked(text) is asked(text.upper())


def test_a_subject_and_a_definition_are_no_facts():
    facts = {kind for kind in Asked if kind.is_fact}
    assert facts == set(Asked) - {Asked.SUBJECT, Asked.DEFINITION}


@given(st.text(max_size=200))
def test_any_text_asks_for_something(text):
    assert asked(text) in set(Asked)
