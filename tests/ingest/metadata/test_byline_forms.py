"""Turns of phrase give the date and the names that they print, and no others."""

import pytest

from ingest.metadata.byline_forms import (
    dates_in_lines,
    is_of_event,
    parted,
    signatures_in_lines,
)


@pytest.mark.parametrize(
    ("line", "date", "signature"),
    [
        ("Publié le mardi 1er mars 2022", "1er mars 2022", None),
        ("Mis en ligne le 03/04/24", "03/04/24", None),
        ("Cet article a été publié le 3 avril 2024.", "3 avril 2024", None),
        ("Soumis par jdupont le jeu, 03/04/2024 - 10:12", "03/04/2024", None),
        ("Le 3 avril 2024, par Anne Un et Zoé Deux", "3 avril 2024",
         "Anne Un et Zoé Deux"),
        ("mer. 3 avr. 2024 | Par Anne Un", "3 avr. 2024", "Anne Un"),
        ("Rédigé par Anne Un le 3 avril 2024", "3 avril 2024", "Anne Un"),
        ("Posted on April 3rd, 2024 by Jane Foster", "April 3rd, 2024", "Jane Foster"),
        ("Publicado el 3 de abril de 2024 por Lucía Romero", "3 de abril de 2024",
         "Lucía Romero"),
        ("Publié par Anne Un à 08:15", None, "Anne Un"),
        ("3 avril 2024", None, None),
        ("Jeudi 12 juin 2025 de 9 h à 17 h", None, None),
        ("Inscription avant le 25 juin 2020", None, None),
        ("Un rapport publié en 2019 par la DNE le montre", None, None),
        ("Il a publié le livre de 2019", None, None),
    ],
)  # fmt: skip
def test_a_line_gives_its_date_and_who_signs_it(line, date, signature):
    assert next(dates_in_lines([line]), None) == date
    assert next(signatures_in_lines([line]), None) == signature


def test_publication_goes_before_an_update():
    lines = ["Mis à jour le 5 mai 2024", "Publié le 3 avril 2024"]
    assert list(dates_in_lines(lines)) == ["3 avril 2024", "5 mai 2024"]


def test_only_a_label_makes_a_date_at_the_end():
    lines = ["3 avril 2024, par Anne Un", "Dernière modification le 5 mai 2024"]
    assert list(dates_in_lines(lines, is_end=True)) == ["5 mai 2024"]


def test_parts_of_a_line_stand_beside_it():
    assert parted(["By Jane · Apr 3, 2024", "a"]) == [
        "By Jane · Apr 3, 2024", "By Jane", "Apr 3, 2024", "a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "is_event"),
    [("Lieu : Poitiers", True), ("Horaires : 9 h", True), ("Il aura lieu ici", True),
     ("Entrée sur inscription", True), ("Un lieu de savoir", False)],
)  # fmt: skip
def test_a_page_that_announces_something_is_known(line, is_event):
    assert is_of_event([line]) is is_event
