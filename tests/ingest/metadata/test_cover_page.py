"""Covers are believed where they label what they say, and nowhere else."""

import pytest

from ingest.metadata.cover_page import FIRST_PAGE, LAST_PAGE, read_cover
from ontology.model import PAGE_SEPARATOR


def stated(text):
    found = {}
    for item in read_cover(text):
        found.setdefault(item.name, []).append((item.value, item.origin))
    return found


def test_a_thesis_names_its_author_and_its_day():
    cover = (
        "École doctorale\n\nTHÈSE\n\nprésentée et soutenue publiquement le 11 mars 2015"
        "\npour l’obtention du\nDoctorat\npar\n\nAurélien Thierry\n\nJury\nAnne Dupont"
    )
    assert stated(cover) == {
        "date": [("11 mars 2015", FIRST_PAGE)],
        "authors": [("Aurélien Thierry", FIRST_PAGE)],
    }


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Auteurs : Marie Lefevre, Sébastien Iksal et Chahrazed Labba", 3),
        ("Auteur(e)s\nPascal Plantard", 1),
        ("Présentée et soutenue par\nAndré KALAWA", 1),
        ("Auteur : Jean de La Fontaine", 1),
    ],
)
def test_labelled_names_are_authors(line, names):
    assert len(stated(f"Titre\n{line}\nTexte")["authors"]) == names


@pytest.mark.parametrize(
    "line",
    [
        "par un comité d’investissement",
        "par\nles élèves de troisième",
        "Auteur anonyme",
        "Auteur : Prénom Nom",
        "Auteurs : Direction du numérique pour l’éducation",
        "Par ailleurs, Anne Dupont",
        "Auteurs : Anne Dupont, qui coordonne le groupe",
        "Rédaction : Équipe du graphe",
    ],
)
def test_what_is_no_list_of_names_is_no_author(line):
    assert "authors" not in stated(f"Titre\n{line}\nSuite du texte.")


def test_one_line_of_a_cover_may_hold_several_statements():
    found = stated("BROCHURE\n\nÉquipe du graphe GTnum – 2026-11-24 – CC BY 4.0\n")
    assert found["date"] == [("2026-11-24", FIRST_PAGE)]
    assert found["licence"] == [("CC BY 4.0", FIRST_PAGE)]


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        (
            "Ce document est placé sous licence ouverte 2 .0 ou ultérieure.",
            "licence ouverte 2.0",
        ),
        (
            "Ce livre est diffusé sous la licence Creative Commons\n"
            "– BY-NC-SA – 3.0 FR.",
            "Creative Commons – BY-NC-SA – 3.0 FR",
        ),
        ("Licence : CC BY-SA", "CC BY-SA"),
        ("CC BY 4.0", "CC BY 4.0"),
    ],
)
def test_a_licence_is_that_of_the_document(text, licence):
    last = PAGE_SEPARATOR.join(("Titre", "Corps", text, "Version 0.1"))
    assert stated(last)["licence"] == [(licence, LAST_PAGE)]


@pytest.mark.parametrize(
    "text",
    [
        "Les ressources que publient les élèves sous licence CC BY sont nombreuses.",
        "Creative Commons et licence ouverte : mode d’emploi",
        "La licence ouverte est moins connue que la licence CC BY.",
        "Licence : CC BY\nLicence : CC BY-SA",
    ],
)
def test_a_licence_that_is_spoken_of_is_not_stated(text):
    assert "licence" not in stated(text)


def test_identifiers_stand_on_a_line_of_their_own():
    cover = (
        "HAL Id: hal-02321700\nhttps://hal.science/hal-02321700v2\n"
        "DOI : 10.4000/dms.8566\nHandle : 20.500.13089/abc"
    )
    found = stated(cover)
    assert found["doi"] == [("DOI : 10.4000/dms.8566", FIRST_PAGE)]
    assert found["hal_id"] == [("HAL Id: hal-02321700", FIRST_PAGE)]
    assert found["handle"] == [("Handle : 20.500.13089/abc", FIRST_PAGE)]


@pytest.mark.parametrize(
    "text",
    [
        "Présentation de l’article https://doi.org/10.4000/dms.8566 paru hier",
        "https://doi.org/10.1/a\nhttps://doi.org/10.4000/b\nhttps://doi.org/10.4000/c",
        f"Titre{PAGE_SEPARATOR}DOI : 10.4000/dms.8566",
    ],
)
def test_the_works_of_others_are_not_this_one(text):
    assert "doi" not in stated(text)


def test_a_date_that_is_told_is_not_the_date_of_the_document():
    assert "date" not in stated("Le groupe fut créé en mars 2020 et vit depuis.")
    found = stated("Données au 15 janvier 2026 - Publié en avril 2026")
    assert found["date"] == [("avril 2026", FIRST_PAGE)]


def test_a_hostile_cover_is_read_quickly():
    for text in ("sous " * 900, "Ce " * 1500, "Auteur : " + "A " * 1400, "(" * 3000):
        list(read_cover(text))
