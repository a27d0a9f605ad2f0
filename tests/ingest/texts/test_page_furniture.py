"""Lines of the paper are told by place and figures, and data is never taken."""

import pytest

from ingest.texts.page_furniture import PlacedLine, running_lines

HEIGHT = 842.0
WORDS = ("École", "Lycée", "Collège", "Classe", "Élève", "Maître", "Livre", "Cahier")


def placed(y: float, text: str, size: float = 10.0) -> PlacedLine:
    return PlacedLine(text, HEIGHT - y, y, size)


def body(word: str) -> list[PlacedLine]:
    return [placed(700 - 14 * n, f"{word} numéro {n} du texte.") for n in range(6)]


def taken(pages: list[list[PlacedLine]]) -> list[set[str]]:
    found = running_lines(pages)
    return [
        {page[at].text for at in own} for page, own in zip(pages, found, strict=True)
    ]


def test_heads_and_counting_numbers_at_one_place_run():
    pages = [
        [placed(800, "Rapport final"), *body(word), placed(40, f"Page {n} sur 8")]
        for n, word in enumerate(WORDS, start=1)
    ]
    expected = [{"Rapport final", f"Page {n} sur 8"} for n in range(1, 9)]
    assert taken(pages) == expected


def test_lines_whose_figures_are_data_stay():
    figures = (12, 7, 21, 9, 15, 30, 4, 11)
    pages = [
        [placed(800, f"Classes engagées : {n}"), placed(786, "Durée : trois ans"),
         *body(word)]
        for n, word in zip(figures, WORDS, strict=True)
    ]  # fmt: skip
    assert taken(pages) == [set()] * 8


def test_sheets_keep_what_they_all_say_inside_of_their_titles():
    pages = [
        [placed(760, f"Académie de {word}", 12), placed(742, "Durée : trois ans"),
         placed(724, f"Classes : {n}")]
        for n, word in enumerate(WORDS)
    ]  # fmt: skip
    assert taken(pages) == [set()] * 8


def test_a_repeated_line_close_to_the_text_stays():
    pages = [[placed(714, "Le même début"), *body(word)] for word in WORDS]
    assert taken(pages) == [set()] * 8


def test_large_letters_are_titles():
    pages = [[placed(800, "Bilan", 20), *body(word)] for word in WORDS]
    assert taken(pages) == [set()] * 8


def test_the_same_words_at_other_places_do_not_run():
    pages = [
        [placed(820 - 9 * n, "Remarque"), *body(word)] for n, word in enumerate(WORDS)
    ]
    assert taken(pages) == [set()] * 8


def test_heads_of_chapters_run_by_the_number_of_their_page():
    heads = ["1 DÉBUT", "Le début 2", "3 MILIEU", "5 classes", "x", "y", "7 FIN", "8 z"]
    pages = [
        [placed(800, head, 8), *body(word)]
        for head, word in zip(heads, WORDS, strict=True)
    ]
    found = taken(pages)
    assert found[0] == {"1 DÉBUT"}
    assert found[3] == set()
    assert found[6] == {"7 FIN"}


def test_a_head_that_stands_once_runs_where_others_do():
    heads = ["Présentation"] * 3 + ["Méthode"] * 3 + ["Bilan", "Annexe 4"]
    pages = [
        [placed(800, head, 8), *body(word)]
        for head, word in zip(heads, WORDS, strict=True)
    ]
    found = taken(pages)
    assert found[6] == {"Bilan"}
    assert found[7] == set()


def test_numbers_of_tables_are_no_page_numbers():
    pages = [[*body(word), placed(60, "7")] for word in WORDS]
    assert taken(pages) == [set()] * 8


@pytest.mark.parametrize("size", [8.0, 10.0])
def test_two_pages_lose_only_what_stands_in_the_margin(size: float):
    pages = [
        [placed(740, "Compte rendu", size), *body(word), placed(40, str(n))]
        for n, word in enumerate(WORDS[:2], start=1)
    ]
    head = {"Compte rendu"} if size < 10 else set()
    assert taken(pages) == [{*head, "1"}, {*head, "2"}]


def test_pages_of_nothing_but_repeated_lines_are_kept():
    pages = [
        [placed(800, "Fiche de suivi"), placed(780, "Nom :"), placed(40, str(n))]
        for n in range(1, 8)
    ]
    assert taken(pages) == [{str(n)} for n in range(1, 8)]
