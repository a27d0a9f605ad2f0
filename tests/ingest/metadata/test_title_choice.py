"""A title is what the cover prints, in the language of the document."""

import pytest

from ingest.metadata.field_choice import choose_fields
from ingest.metadata.title_choice import is_plausible_title
from ingest.read_text import Found

COVER = "Université de Poitiers\n\nLa sobriété numérique à l’école\n\n12 mars 2024\n\n"
PRINTED = "La sobriété numérique à l’école"
BODY = "Les élèves et les enseignants travaillent avec des outils dans la classe. " * 5


def title_of(*found: Found, text: str = COVER + BODY, has_cover: bool = True):
    fields = choose_fields(found, uri="c/f.pdf", text=text, has_cover=has_cover)
    origin = next(one for one in fields.origins if one.name == "title")
    return fields.title, origin.origin, origin.confidence


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - rapport_v3.doc", "1512_RAP.fm", "Document1", "Untitled",
        "Présentation PowerPoint", "Word Document", "modele_2019", "template",
        "Scan 12", "RAPPORT FINAL", "Mémoire de master", "https://exemple.fr/a",
    ],
)  # fmt: skip
def test_names_of_files_and_templates_are_no_titles(title: str):
    assert not is_plausible_title(title)


def test_the_largest_text_goes_before_a_property_that_the_cover_does_not_print():
    found = [
        Found("title", "Modèle de rapport académique", "PDF"),
        Found("title", "La sobriété numérique à l’école", "largest text"),
    ]
    assert title_of(*found)[:2] == ("La sobriété numérique à l’école", "largest text")


def test_a_property_that_the_cover_prints_goes_before_larger_letters():
    found = [
        Found("title", f"Microsoft Word - 1_{PRINTED}.doc", "PDF"),
        Found("title", "Université de Poitiers", "largest text"),
    ]
    assert title_of(*found) == ("La sobriété numérique à l’école", "PDF", 0.95)


def test_a_letterhead_is_no_title():
    assert title_of()[:2] == ("La sobriété numérique à l’école", "text")
    assert title_of(Found("title", "Un tout autre document", "DOCX"))[1] == "text"


def test_the_title_speaks_the_language_of_the_document():
    found = [
        Found("title", "The use of open resources in schools", "meta citation_title"),
        Found("title", "Les usages des ressources dans les écoles", "meta og:title"),
    ]
    assert title_of(*found, has_cover=False)[0] == found[1].value
    assert title_of(found[0], has_cover=False)[0] == found[0].value


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Poitiers, le 12 mars 2024", "2024-03-12"),
        ("Aix-en-Provence, mars 2024", "2024-03"),
        ("Version du 05/04/2023", "2023-04-05"),
        ("Date : 1er avril 2022", "2022-04-01"),
        ("Rapport final – décembre 2021", "2021-12"),
        ("Année universitaire 2022-2023", "2022"),
        ("par Anne Dupont et Jean Martin Lille, le 3 mai 2020", "2020-05-03"),
    ],
)
def test_the_printed_date_goes_before_that_of_the_export(line: str, date: str):
    found = [Found("date", "D:20261101093000", "PDF")]
    text = f"Un titre de rapport\n\n{line}\n\n{BODY}"
    fields = choose_fields(found, uri="c/f.pdf", text=text, has_cover=True)
    assert fields.date == date


@pytest.mark.parametrize(
    "value", ["2013-12-23T23:15:00+00:00", "D:20991231", "1601-01-01T00:00:00"]
)
def test_an_invented_instant_is_no_date(value: str):
    fields = choose_fields([Found("date", value, "DOCX")], uri="c/f.docx", text=BODY)
    assert fields.date is None


def test_web_pages_print_date_and_author_below_their_heading():
    lines = ["Article mis en ligne le 23 avril 2024", "par Camille Exemple"]
    fields = choose_fields(
        [Found("byline", line, "byline") for line in lines], uri="c/p.html", text=BODY
    )
    assert (fields.date, fields.authors) == ("2024-04-23", ("Camille Exemple",))
    assert "byline" not in {origin.name for origin in fields.origins}
