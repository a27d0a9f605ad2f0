"""A person's name is parted where its form shows one; a body never is."""

import pytest

from search_api.citations.citable import Body, Person
from search_api.citations.printed_names import author_of


@pytest.mark.parametrize(
    ("printed", "person"),
    [
        ("Camille Martin", Person("Martin", "Camille")),
        ("Martin, Camille", Person("Martin", "Camille")),
        ("A. Durand", Person("Durand", "A.")),
        ("Anne Le Roux", Person("Le Roux", "Anne")),
        ("Jean-Pierre Dupont", Person("Dupont", "Jean-Pierre")),
        ("Georges de La Tour", Person("La Tour", "Georges", dropped_particle="de")),
        ("Jan van der Berg", Person("Berg", "Jan", particle="van der")),
        ("Jean d’Ormesson", Person("Ormesson", "Jean", dropped_particle="d’")),
        ("d'Ormesson, Jean", Person("Ormesson", "Jean", dropped_particle="d'")),
    ],
)
def test_persons(printed, person):
    assert author_of(printed) == person


@pytest.mark.parametrize(
    "printed",
    [
        "Équipe du graphe GTnum",
        "GTnum ÆSON",
        "CREM",
        "TECHNE Poitiers",
        "Café pédagogique",
        "Direction du numérique pour l’éducation",
        "Ministère de l’Éducation nationale, de la Jeunesse",
        "Réseau Canopé",
        "Université de Lorraine",
        "DRANE Nouvelle-Aquitaine",
        "edunumrech",
        "<script>alert(1)</script>",
        "Groupe 12",
    ],
)
def test_bodies(printed):
    assert author_of(printed) == Body(printed)
