"""This test ensures that a subject is told from what is asked of it."""

import pytest

from search_api.french.asked import Asked
from search_api.french.missing_facts import (
    asks_for_a_fact,
    is_missing,
    unknown_words,
)
from search_api.french.question import parse
from tests.search_api.fakes import record


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Qui dirige RINOREP ?", Asked.PERSON),
        ("Qui porte le groupe ÆSON ?", None),
        ("Vers qui se tourner pour les données ?", None),
        ("Feel num, qui contacter ?", None),
        ("Qui est Élie Allouche ?", None),
        ("Qui est le directeur du LEST ?", Asked.PERSON),
        ("How much money did ÆSON get?", Asked.AMOUNT),
        ("Combien de classes ont participé ?", Asked.NUMBER),
        ("budget annuel du groupe ÆSON", Asked.AMOUNT),
        ("Feel num, tarif du stage", Asked.AMOUNT),
        ("forges, nombre d’inscrits", Asked.NUMBER),
        ("Dans quelle revue a-t-elle écrit sur l’e-sport ?", "revue"),
        ("noms des doctorants présents", Asked.PERSON),
        ("sobriété numérique au collège", None),
        ("How many children took part?", None),
        ("Qu’est-ce que la sobriété ?", None),
        (
            "Je prépare un mémoire sur la politique du numérique et je cherche qui, "
            "parmi les équipes retenues, a publié des notes et des prototypes",
            None,
        ),
    ],
)
def test_short_french_questions_ask_for_one_thing(text, fact):
    assert asks_for_a_fact(text) == fact


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        (
            "Qui dirige RINOREP ?",
            "RINOREP est dirigé par Jeanne Martin.",
            "RINOREP étudie l’hybridation.",
        ),
        (
            "Combien de classes ont participé ?",
            "Au total, 12 classes ont participé.",
            "Des classes ont participé à l’étude en 2021.",
        ),
        (
            "Qui a traduit Holmes et Tuomi ?",
            "Marie Durand a traduit Holmes et Tuomi.",
            "Wayne Holmes et Ilkka Tuomi ont publié en 2022.",
        ),
        (
            "How much money did ÆSON get?",
            "Le groupe a reçu 50 000 euros.",
            "Le groupe ÆSON existe depuis 3 ans.",
        ),
        (
            "Dans quelle revue Plantard a-t-il écrit sur l’e-sport ?",
            "Plantard a écrit sur l’e-sport dans une revue.",
            "Plantard a écrit. L’e-sport plaît. Il a lu. Une revue est née.",
        ),
        (
            "Quand la brochure est-elle sortie en ligne ?",
            "La brochure a paru en avril 2023.",
            "La brochure a paru.",
        ),
        (
            "ami 2020 cb euro par groupe",
            "Neuf groupes de 2020 sont prévus. Chacun reçoit 50 000 euros.",
            "Neuf groupes de 2020 sont prévus.",
        ),
        (
            "budget du groupe ÆSON",
            "Le groupe dispose d’un budget de 30 000 euros.",
            "Le groupe ÆSON étudie la sobriété. Il dure. Il finit. Table : 9 euros.",
        ),
    ],
)
def test_a_fact_is_there_where_a_sentence_holds_it(text, said, unsaid):
    fact, question = asks_for_a_fact(text), parse(text)
    assert not is_missing(fact, question, record("a", unsaid, said).passages)
    assert is_missing(fact, question, record("a", unsaid).passages)
    assert is_missing(fact, question, ())


def test_names_that_stand_nowhere_are_told():
    known = {"calendrier", "eleves"}.__contains__
    asked = "calendrier Parcoursup des élèves"
    assert unknown_words(asked, is_known=known) == ["parcoursup"]
    # Words of one's own, numbers and other languages say nothing of the corpus.
    assert unknown_words("calendrier chamboulé 2022 b2i", is_known=known) == []
    assert unknown_words("CALENDRIER PISA", is_known=known) == []
    # A name does, however short it is.
    assert unknown_words("calendrier PISA dans l’Oise", is_known=known) == [
        "pisa",
        "oise",
    ]
    assert unknown_words("Bus des élèves", is_known=known) == []
    assert unknown_words("school uniform rules for pupils", is_known=known) == []


def test_what_a_question_without_question_word_is_about_is_told():
    known = {"eleves", "college"}.__contains__
    assert unknown_words("horaires des élèves", is_known=known) == ["horaires"]
    assert unknown_words("les horaires des élèves", is_known=known) == []
    assert unknown_words("qui chapeaute le collège ?", is_known=known) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("À quelle heure commençait la journée de clôture du groupe ?", "heure"),
        ("à partir de quel âge un élève peut-il s’inscrire", "age"),
        ("numero de telefone du labo", "telephone"),
        ("Par qui a-t-il été remplacé ?", "succession"),
        (
            "Le colloque s’est tenu à Nancy au printemps de cette année, devant tant "
            "de monde. Combien de personnes y sont venues ?",
            "number",
        ),
        (
            "Le colloque s’est tenu à Nancy au printemps de cette année, devant tant "
            "de monde. Combien ? Je le demande.",
            None,
        ),
    ],
)
def test_what_is_asked_stands_in_the_last_sentence_of_a_long_question(text, asks):
    assert asks_for_a_fact(text) == asks


def test_an_adjective_is_known_by_its_noun():
    known = {"ministere", "academie", "region"}.__contains__
    for text in ("ministérielles", "académiques", "régionales"):
        assert unknown_words(f"{text} et autres", is_known=known) == []
    assert unknown_words("planétaires", is_known=known) == ["planetaires"]
