"""This test ensures that a question is answered only where all of it is understood."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.direct_answers.asked_question import asked_facts
from search_api.understanding.question_cues import said_years
from search_api.understood import Found

WAVES = ("2017-2020", "2020-2022", "2023-2026")
BELONGS = {"gtnum-9": "2017-2020", "t8": "2023-2026"}
NAMES = {
    "académie de Poitiers": "academy:poitiers",
    "académie de Rennes": "academy:rennes",
    "La Réunion": "academy:reunion",
    "Mayotte": "academy:mayotte,region:mayotte",
    "outre-mer": "academy:guyane,academy:martinique,academy:mayotte,academy:reunion",
    "pilote les GTnum": "service:dne,service:tn2",
    "bretons": "region:bretagne",
    "REVE": "group:reve",
    "HUMANE": "group:humane",
    "IA_EO": "group:ia-eo",
    "GTnum 9": "group:gtnum-9",
    "GTnum 5": "group:cultures,group:reve",
    "GTnum 7": "group:a,group:b,group:c,group:d",
    "Techné": "lab:techne",
    "Canopé": "institution:canope",
    "Plantard": "person:plantard",
    "thème 8": "theme:t8",
    "2023-2026": "wave:2023-2026",
    "2020-2022": "wave:2020-2022",
    "GTnum": "concept:gtnum",
    "académies": "concept:academie",
    "culture numérique": "concept:culture",
    "artificial intelligence": "concept:ia",
    "intelligence artificielle": "concept:ia",
    "métavers": "concept:metavers",
    "e-sport": "concept:esport",
    "élèves": "concept:eleve",
    "l’ENT": "concept:ent",
}
NAME = re.compile("|".join(map(re.escape, NAMES)))


def named(text):
    """Return what a text names: the first of the names above that fits a place."""
    return [
        Found(kind, identifier, *match.span())
        for match in NAME.finditer(text)
        for kind, _, identifier in (
            key.partition(":") for key in NAMES[match.group()].split(",")
        )
    ]


def ask(text):
    """Return relation, identifiers and flags of each thing asked, as one text."""
    asked = asked_facts(
        text,
        named(text),
        said_years(text),
        waves=WAVES,
        waves_of=lambda found: {BELONGS.get(found.identifier, "")},
    )
    return [
        " ".join((one.relation.name, *(n for *_, n in one.names), *sorted(one.flags)))
        for one in asked
    ]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("quels laboratoires bretons participent à un GTnum", "labs bretagne"),
        ("labos de l’académie de Rennes", "labs rennes"),
        (
            "Quels laboratoires de l’académie de Poitiers ont travaillé sur la culture "
            "numérique dans deux vagues ?",
            "labs poitiers culture plusieurs",
        ),
        ("which labs work on artificial intelligence?", "labs ia"),
        ("combien de laboratoires dans HUMANE", "labs humane"),
        ("qui pilote REVE ?", "leaders reve"),
        ("Qui est-ce qui coordonne le groupe IA_EO", "leaders ia-eo"),
        ("le GTnum REVE est porté par qui ?", "leaders reve"),
        ("par qui est porté REVE", "leaders reve"),
        ("who leads REVE?", "leaders reve"),
        ("GTnum métavers laboratoire porteur", "leaders metavers"),
        ("qui porte le thème 8 de l’appel 2023", "leaders t8"),
        ("qui pilote les GTnum au ministère", "programme"),
        ("responsable des groupes thématiques numériques", "programme"),
        ("groupes de la vague 2020-2022", "groups 2020-2022"),
        ("combien de groupes en 2023 ?", "groups 2023-2026"),
        ("combien de groupes ?", "groups"),
        ("How many digital thematic groups are known?", "groups"),
        ("how many groups in the 2020-2022 wave?", "groups 2020-2022"),
        ("jusqu’à quand REVE a-t-il duré ?", "period reve"),
        ("dans quels groupes est Techné ?", "groups techne"),
        ("groupes portés par le laboratoire Techné", "groups techne porteur"),
        ("quels groupes travaillent sur l’intelligence artificielle", "groups ia"),
        ("qui travaille sur l’e-sport", "groups esport"),
        ("dans quels groupes intervient Plantard", "groups plantard"),
        ("thème 8 de l’appel 2023", "groups t8"),
        ("thèmes de l’appel 2023", "themes 2023-2026"),
        ("productions de HUMANE", "productions humane"),
        ("Qu’a produit le GTnum 9 de 2017 ?", "productions gtnum-9"),
        ("quelles académies sont partenaires de HUMANE", "academies humane"),
        ("partenaires de REVE", "partners reve"),
        ("membres de l’équipe REVE", "members reve"),
        ("quand REVE a-t-il été actif ?", "period reve"),
        ("depuis quand existe le groupe REVE", "period reve"),
    ],
)
def test_a_question_of_fact_is_understood(question, asked):
    assert ask(question) == [asked]


@pytest.mark.parametrize(
    "question",
    [
        "REVE",
        "groupes",
        "GTnum",
        "budget de la vague 2023-2026",
        "qui pilote le budget de REVE",
        "qui pilote l’ENT",
        "quels groupes ne travaillent pas sur l’intelligence artificielle",
        "quels groupes sauf REVE",
        "combien de groupes ont une vague connue",
        "combien d’élèves chez les groupes sur l’intelligence artificielle",
        "quels groupes depuis 2023",
        "quels groupes en 2019",
        "quels groupes travaillent avec Canopé sur l’intelligence artificielle",
        "pourquoi les groupes travaillent sur l’intelligence artificielle",
        "comment les groupes étudient l’intelligence artificielle",
        "productions de REVE en 2021",
        "productions du GTnum 9 de 2023",
        "productions de REVE sur la culture numérique",
        "les laboratoires et les productions de REVE",
        "les élèves en groupe sur l’intelligence artificielle",
        "travail de groupe et intelligence artificielle",
        "qui a écrit le rapport de REVE",
        "publications du GTnum 7",
        "",
    ],
)
def test_where_anything_is_left_over_the_documents_speak_alone(question):
    assert ask(question) == []


def test_several_places_are_several_answers():
    assert ask("groupes à La Réunion ou à Mayotte") == [
        "groups reunion",
        "groups mayotte",
    ]


def test_a_name_of_several_places_means_all_of_them():
    assert ask("quels laboratoires d’outre-mer") == [
        "labs guyane martinique mayotte reunion",
    ]


def test_a_number_of_two_groups_is_answered_for_each():
    both = ask("publications du GTnum 5")
    assert both == ["productions cultures", "productions reve"]


@given(st.text(max_size=80), st.sampled_from(["group", "lab", "concept", "wave"]))
def test_any_text_is_read_without_an_error(text, kind):
    found = [Found(kind, "x", 0, min(3, len(text)))] if text else []
    asked = asked_facts(
        text, found, said_years(text), waves=WAVES, waves_of=lambda _: ()
    )
    assert len(asked) <= 3
