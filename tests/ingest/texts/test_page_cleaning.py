"""Printed lines become running text, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.texts.characters import clean_characters, clean_printed
from ingest.texts.hyphenation import Joiner
from ingest.texts.page_cleaning import (
    clean_pages,
    join_letter_spacing,
    printed,
    reflow,
    shorten_leaders,
)


def joined(page: str, *others: str) -> str:
    marked = clean_printed(page)
    return Joiner([marked, *others]).join(marked)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("numé\ufffe\nrique", "numérique"),
        ("trans\u00ad\nformation", "transformation"),
        ("trans-\nformation", "transformation"),
        ("peut-\nêtre", "peut-être"),
        ("a-t\ufffeelle", "a-t-elle"),
        ("reconnaissez\ufffevous", "reconnaissez-vous"),
        ("celui\ufffeci", "celui-ci"),
        ("main\ufffetenir", "maintenir"),
        ("voir www.x-\nexemple.fr", "voir www.x-exemple.fr"),
        ("GTnum-\nÆSON", "GTnum-ÆSON"),
        ("10-\n12 ans", "10-12 ans"),
        ("Nancy\ufffeMetz", "Nancy-Metz"),
        ("d’Aix\ufffeMarseille", "d’Aix-Marseille"),
        ("la recherche\ufffeaction", "la recherche-action"),
        ("c’est-à\ufffedire", "c’est-à-dire"),
        ("AIX\ufffeMARSEILLE", "AIX-MARSEILLE"),
        ("NUMÉ\ufffeRIQUE", "NUMÉRIQUE"),
        ("contre\ufffepartie", "contrepartie"),
        ("l’ex\ufffepression", "l’expression"),
    ],
)
def test_words_cut_at_line_ends_are_mended(printed: str, expected: str):
    assert joined(printed) == expected


def test_the_document_decides_about_a_hyphen():
    assert joined("sous\ufffetitres", "les sous-titres") == "sous-titres"
    assert joined("porte\ufffefeuille", "un portefeuille") == "portefeuille"
    others = "une micro-école, une microécole, des micro-école"
    assert joined("micro\ufffeécole", others) == "micro-école"


def test_the_arrows_of_word_are_bullets():
    page = "Il faut :\nè Mesurer les usages\nè Réparer très bien, è"
    assert clean_pages([page]) == [
        "Il faut :\n• Mesurer les usages\n• Réparer très bien, è"
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 0 2 0", "2020"),
        ("G T N U M 9", "GTNUM9"),
        ("É T A T  D E  L ’ A R T", "ÉTAT DE L’ART"),
        ("A B C D", "A B C D"),
        ("1 2 3 4 5", "1 2 3 4 5"),
        ("il y a 3 ou 4", "il y a 3 ou 4"),
    ],
)
def test_letter_spacing_is_joined_only_where_it_is_one(line: str, expected: str):
    assert join_letter_spacing(line) == expected


def test_leaders_become_an_ellipsis_and_an_ellipsis_stays():
    assert shorten_leaders("Cadrage . . . . . . . . 2") == "Cadrage … 2"
    assert shorten_leaders("et puis... rien") == "et puis... rien"


def test_lines_of_a_paragraph_are_joined_and_items_stay_apart():
    page = (
        "La sobriété numérique est un sujet qui occupe les équipes\n"
        "des établissements depuis plusieurs années déjà.\n\n"
        "Il faut :\n• mesurer les usages ;\n• réparer les appareils."
    )
    assert reflow(page) == (
        "La sobriété numérique est un sujet qui occupe les équipes "
        "des établissements depuis plusieurs années déjà.\n\n"
        "Il faut :\n• mesurer les usages ;\n• réparer les appareils."
    )


def test_characters_of_french_stay_and_those_of_printing_go():
    assert clean_characters("« l’œuvre… » ½ m² n°\u20095") == "« l’œuvre… » ½ m² n° 5"
    assert clean_characters("n°\u00a05, 12\u202f000") == "n°\u00a05, 12\u202f000"
    assert clean_printed("n°\u00a05, 12\u202f000") == "n° 5, 12 000"
    assert clean_characters("e\u0301te\u0301 \ue000\x07\ud800ﬁn") == "été fin"
    assert clean_printed("scienti\x1cque, e\x1bet, di\x1ecile") == (
        "scientifique, effet, difficile"
    )
    assert clean_printed("une mise en ?uvre, au c?ur de quoi ?") == (
        "une mise en œuvre, au cœur de quoi ?"
    )
    assert clean_printed("pr´esent, r´eussi `a l’´ecole, fran¸cais") == (
        "présent, réussi à l’école, français"
    )


def test_one_long_line_alone_was_not_broken_by_the_margin():
    page = (
        "Le groupe travaille avec vingt collèges de l’académie.\nClasses : 12\nBudget"
    )
    assert reflow(page) == page


@given(st.lists(st.text(max_size=200), min_size=1, max_size=6))
def test_cleaning_takes_any_text_and_keeps_the_number_of_pages(pages: list[str]):
    cleaned = clean_pages(pages)
    assert len(cleaned) == len(pages)
    assert all("\f" not in page and "\r" not in page for page in cleaned)


@given(st.from_regex(r"10\.[0-9]{4}/[a-z]{2,8}\.[0-9]{1,4}", fullmatch=True))
def test_identifiers_in_a_sentence_are_untouched(doi: str):
    (page,) = clean_pages([f"Voir https://doi.org/{doi} en ligne."])
    assert f"https://doi.org/{doi}" in page


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (" Le texte \nva\tdroit. ", "Le texte\nva droit."),
        ("Une liste :\nè un point", "Une liste :\n• un point"),
        ("Le texte.\nB I L A N   F I N A L\n", "Le texte.\nBILAN FINAL\n"),
        ("Le texte.\n", "Le texte.\n"),
    ],
)
def test_lines_are_tidied_wherever_they_stand(lines: str, expected: str):
    assert printed(lines) == expected
