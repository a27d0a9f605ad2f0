"""Fields come from the best origin, with the printed value beside them."""

import pytest

from ingest.identifiers import document_identifier, unique_identifier
from ingest.metadata.field_choice import choose_fields
from ingest.metadata.printed_dates import iso_date
from ingest.metadata.title_choice import is_plausible_title
from ingest.read_text import Found
from ingest.texts.languages import language_of, language_of_passage, normal_language
from ontology.model import LINKING_PAGE, DocumentKind


def choose(*found: Found, text: str = "Texte.", uri: str = "c/mon_fichier.pdf"):
    return choose_fields(found, uri=uri, text=text)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2021-03-12T16:00:00.000Z", "2021-03-12"),
        ("2018-10-26 09:00:00 -0400", "2018-10-26"),
        ("2026/11/20", "2026-11-20"),
        ("20230517", "2023-05-17"),
        ("12 février 2023", "2023-02-12"),
        ("Décembre 2022", "2022-12"),
        ("April 3, 2019", "2019-04-03"),
        ("31/02/2020", "2020-02"),
        ("2024-13-45", "2024"),
        ("D:2020", "2020"),
        ("bientôt", None),
        ("9999", None),
        ("", None),
    ],
)
def test_dates_keep_the_precision_they_have(printed: str, expected: str | None):
    assert iso_date(printed) == expected


@pytest.mark.parametrize(
    "title",
    ["", "untitled", "rapport.docx", "Microsoft Word - a.doc", "12",
     "x_y_z_final", "Sommaire", "Mars 2025"],
)  # fmt: skip
def test_what_is_no_title_is_refused(title: str):
    assert not is_plausible_title(title)


def test_title_falls_back_to_the_text_and_then_to_the_file_name():
    assert choose(Found("title", "rapport.docx", "PDF")).title == "Texte."
    assert choose(text="1\n2").title == "mon fichier"
    assert choose(text="1\n2").origins[0].origin == "file name"


def test_first_usable_value_wins_and_is_kept_as_printed():
    fields = choose(
        Found("date", "plus tard", "front matter"),
        Found("date", "5 mai 2022", "meta dc.date"),
        Found("title", "  Un   titre ", "PDF"),
    )
    assert (fields.date, fields.title) == ("2022-05-05", "Un titre")
    printed = {
        origin.name: (origin.origin, origin.printed) for origin in fields.origins
    }
    assert printed["date"] == ("meta dc.date", "5 mai 2022")


def test_date_on_the_cover_beats_the_export_of_the_file():
    stated = Found("date", "D:20240512101010", "PDF")
    assert choose(stated, text="Titre\nMars 2023\nTexte").date == "2023-03"
    assert choose(stated, text="Titre\nEn mars 2023, rien.").date == "2024-05-12"
    assert choose(Found("date", "D:20000101000000+00'00'", "PDF")).date is None


def test_authors_come_from_one_origin_without_programs_and_addresses():
    fields = choose(
        Found("authors", "admin", "PDF"),
        Found("authors", "A. Un", "XMP"),
        Found("authors", "b@exemple.fr", "XMP"),
        Found("authors", "B. Deux", "XMP"),
    )
    assert fields.authors == ("A. Un", "B. Deux")


def test_kind_is_stated_or_read_in_the_title():
    assert choose(Found("kind", "group_sheet", "front matter")).kind == (
        DocumentKind.GROUP_SHEET
    )
    assert choose(Found("kind", "article", "meta og:type")).kind is DocumentKind.POST
    title = Found("title", "Appel à manifestation d’intérêt GTnum", "PDF")
    assert choose(title).kind is DocumentKind.CALL


def test_other_keys_are_kept_as_printed():
    fields = choose(
        Found("issued", "2024", "front matter"),
        Found("keywords", "a", "meta"),
        Found("keywords", "b", "meta"),
    )
    kept = {origin.name: origin.printed for origin in fields.origins}
    assert kept["issued"] == "2024"
    assert kept["keywords"] == "a ; b"


def test_addresses_of_fields_must_be_web_addresses():
    assert choose(Found("url", "javascript:alert(1)", "html")).url is None


def test_language_is_found_or_left_open():
    french = (
        "Les élèves et les enseignants travaillent avec des outils dans la classe. " * 3
    )
    spanish = (
        "Los alumnos y los profesores trabajan con las herramientas en la clase. " * 3
    )
    assert language_of(french) == "fr"
    assert language_of(spanish) == "es"
    assert language_of("Bonjour") == "und"
    assert language_of_passage(spanish, "fr") == "es"
    assert language_of_passage("Title of an English paper", "fr") == "fr"
    assert normal_language("en_US") == "en"


def test_identifiers_are_stable_readable_and_unique():
    first = document_identifier("c/Rapport été 2024.pdf")
    assert first.startswith("rapport-ete-2024-")
    assert first == document_identifier("c/Rapport été 2024.pdf")
    assert first != document_identifier("d/Rapport été 2024.pdf")
    assert document_identifier("c/«».pdf").startswith("document-")
    assert document_identifier("c/x", "Fiche ÆSON") == "fiche-aeson"
    assert len(document_identifier("c/" + "mot-" * 80)) <= 80
    assert unique_identifier("a" * 80, "c/x") != "a" * 80
    assert len(unique_identifier("a" * 80, "c/x")) <= 80


def test_identifiers_are_cleaned_and_kept_as_printed():
    fields = choose(
        Found("doi", "https://gtnum.example/2", "meta dc.identifier"),
        Found("doi", "doi:10.4000/DMS.8566", "meta citation_doi"),
        Found("url", "https://hal.science/hal-02321700v1", "link canonical"),
    )
    assert (fields.doi, fields.hal_id) == ("10.4000/dms.8566", "hal-02321700")
    printed = {origin.name: origin.printed for origin in fields.origins}
    assert printed["doi"] == "doi:10.4000/DMS.8566"
    assert fields.handle is None


def test_the_identifier_of_what_a_sheet_describes_is_not_its_own():
    fields = choose(
        Found("kind", "production_sheet", "front matter"),
        Found("url", "https://doi.org/10.52358/mm.vi17.392", "front matter"),
    )
    assert fields.doi is None


def test_only_documents_with_covers_are_asked_for_them():
    text = "Titre\nDOI : 10.4000/dms.8566\nAuteur : Anne Dupont\nPublié en mai 2021"
    assert choose(text=text).doi is None
    fields = choose_fields(
        [Found("date", "D:20240512101010", "PDF")],
        uri="c/x.pdf",
        text=text,
        has_cover=True,
    )
    assert (fields.doi, fields.authors) == ("10.4000/dms.8566", ("Anne Dupont",))
    assert fields.date == "2021-05"


@pytest.mark.parametrize(
    ("origin", "authors"), [("XMP", ("Anne Dupont",)), ("front matter", ("A. Un",))]
)
def test_the_cover_comes_before_the_file_and_behind_a_person(origin, authors):
    found = [Found("authors", "A. Un", origin)]
    text = "Titre\nAuteur : Anne Dupont"
    fields = choose_fields(found, uri="c/x.pdf", text=text, has_cover=True)
    assert fields.authors == authors


@pytest.mark.parametrize("author", ["Author", "Prénom Nom", "office-2007", "MS Office"])
def test_placeholders_are_no_authors(author):
    assert choose(Found("authors", author, "PDF")).authors == ()


@pytest.mark.parametrize(
    ("title", "origin", "kind"),
    [
        ("Présentation du GTnum #ÆSON", "JSON-LD", DocumentKind.PRESENTATION),
        ("Colloque de clôture du GTnum #EBEP", "WordPress", DocumentKind.EVENT),
        ("Présentation du GTnum #ÆSON", "front matter", DocumentKind.POST),
        ("Colloques et moi", "JSON-LD", DocumentKind.POST),
    ],
)
def test_a_title_says_more_than_the_platform(title, origin, kind):
    fields = choose(Found("title", title, "PDF"), Found("kind", "post", origin))
    assert fields.kind is kind


@pytest.mark.parametrize(
    ("found", "date", "origin"),
    [
        ([("2024-01-02", "feed"), ("2023-05-06", "byline")], "2023-05-06", "byline"),
        ([("2024-01-02", "feed"), ("D:20230101", "PDF")], "2024-01-02", "feed"),
        ([("2024-01-02", "feed")], "2024-01-02", "feed"),
        ([("D:20230101", "PDF")], "2022-03-04", "address"),
        ([], "2022-03-04", "address"),
    ],
)
def test_the_feed_and_the_address_stand_behind_what_the_page_says(found, date, origin):
    stated = [Found("date", value, where) for value, where in found]
    address = Found("url", "https://a.example/2022/03/04/x", "link canonical")
    fields = choose_fields([*stated, address], uri="c/f", text="Texte.")
    assert fields.date == date
    assert [one.origin for one in fields.origins if one.name == "date"] == [origin]


@pytest.mark.parametrize(
    ("address", "origin", "date"),
    [
        ("https://a.example/2022/03/x", "address", "2022-03"),
        ("https://a.example/blog/2022-03-04-x", "address", "2022-03-04"),
        ("https://a.example/2022/13/04/x", "address", None),
        ("https://a.example/2022/03", "address", None),
        ("https://a.example/files/2020/11/x.pdf", "address", None),
        ("https://a.example/wp-content/uploads/2020/11/x", "address", None),
        ("https://a.example/2020/11/x.docx", "address", None),
        ("https://a.example/2022/03/04/x", "front matter", None),
    ],
)
def test_the_address_of_a_page_may_hold_its_date(address, origin, date):
    fields = choose_fields([Found("url", address, origin)], uri="c/f", text="Texte.")
    assert fields.date == date


def test_what_the_linking_page_says_counts_where_the_file_says_nothing():
    handed = [
        Found(name, value, LINKING_PAGE)
        for name, value in (
            ("date", "2024-05-02"), ("licence", "CC BY"), ("source_page", "https://a.fr/1")
        )
    ]  # fmt: skip
    alone = choose(*handed)
    assert (alone.date, alone.licence) == ("2024-05-02", "CC BY")
    kept = {(o.name, o.origin, o.printed) for o in alone.origins}
    assert ("source_page", LINKING_PAGE, "https://a.fr/1") in kept
    own = choose(*handed, Found("date", "2023", "PDF"), Found("licence", "CC0", "XMP"))
    assert (own.date, own.licence) == ("2023", "CC0")
    assert choose(*handed, text="Un rapport\nMars 2022\nTexte.").date == "2022-03"
