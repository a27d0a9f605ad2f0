"""A sentence that holds what is asked is told from one that does not."""

import pytest

from search_api.french.answer_signs import holds
from search_api.french.asked import Asked
from search_api.french.highlights import question_stems
from search_api.french.question import parse

QUESTION = "groupes du projet Forges"
STEMS = question_stems(parse(QUESTION))

HELD = [
    (Asked.PERSON, "Le colloque est ouvert par Nathalie Sevilla."),
    (Asked.PERSON, "M. Plantard dirige le projet."),
    (Asked.ORGANISATION, "Le projet est porté par MICA."),
    (Asked.ORGANISATION, "Il est mené à l’Université Bordeaux Montaigne."),
    (Asked.PLACE, "La journée publique se tient à Nantes."),
    (Asked.PLACE, "L’enquête porte sur l’académie de Rennes."),
    (Asked.DATE, "Le projet a démarré en janvier 2024."),
    (Asked.DATE, "La date limite était fixée au 25 juin."),
    (Asked.DATE, "Le service ouvre de 7 h à 18 h."),
    (Asked.DURATION, "La convention dure trois ans."),
    (Asked.AMOUNT, "Chaque projet reçoit 75 000 euros."),
    (Asked.AMOUNT, "Un financement de 50 k€ est prévu."),
    (Asked.NUMBER, "Quinze groupes ont une vague."),
    (Asked.DEFINITION, "Une forge est un service en ligne."),
]
NOT_HELD = [
    (Asked.PERSON, "le projet a pour but de former les enseignants."),
    (Asked.ORGANISATION, "Le GTnum a travaillé avec des enseignants."),
    (Asked.PLACE, "Les élèves travaillent seuls."),
    (Asked.DATE, "Le projet a démarré il y a longtemps."),
    (Asked.DURATION, "Le projet a démarré en janvier."),
    (Asked.AMOUNT, "Les projets sont financés par le ministère."),
    (Asked.NUMBER, "Des groupes sont nés en 2023."),
    (Asked.DEFINITION, "Le vocabulaire vient d’un autre métier."),
    (Asked.SUBJECT, "Le projet Forges est un projet."),
]


@pytest.mark.parametrize(("kind", "sentence"), HELD)
def test_what_is_asked_is_held(kind, sentence):
    assert holds(sentence, kind, STEMS, "fr") > 0.3


@pytest.mark.parametrize(("kind", "sentence"), NOT_HELD)
def test_what_is_asked_is_not_held(kind, sentence):
    assert holds(sentence, kind, STEMS, "fr") == 0.0


def test_a_number_counts_in_full_beside_a_word_of_the_question():
    assert holds("Il compte 12 groupes.", Asked.NUMBER, STEMS, "fr") == 1.0
    assert holds("Un seul groupe est connu.", Asked.NUMBER, STEMS, "fr") == 1.0
    assert holds("Il compte 12 tables.", Asked.NUMBER, STEMS, "fr") == 0.5
    other = "Il est né à Rennes 2), où des groupes travaillent."
    assert holds(other, Asked.NUMBER, STEMS, "fr") == 0.5


def test_an_organisation_answers_who_less_than_a_person():
    person = holds("Sophie Jehel porte le projet.", Asked.PERSON, STEMS, "fr")
    body = holds("Le CEMTI porte le projet.", Asked.PERSON, STEMS, "fr")
    assert person > body > 0


def test_who_does_something_answers_more_than_who_is_mentioned():
    sentences = (
        "Sophie Jehel anime le projet.",
        "Sophie Jehel cite le projet.",
        "Le CEMTI anime le projet.",
        "Le CEMTI cite le projet.",
    )
    found = [holds(each, Asked.PERSON, STEMS, "fr") for each in sentences]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def test_a_definition_is_of_the_word_asked_for():
    stems = question_stems(parse("sobriété numérique"))
    right = "La sobriété numérique est le choix de modérer ses usages."
    half = "Le numérique est un secteur en croissance."
    other = "L’hybridation est un mélange de sobriété."
    measured = [holds(s, Asked.DEFINITION, stems, "fr") for s in (right, half, other)]
    assert measured[0] > measured[1] > measured[2] == 0.0
