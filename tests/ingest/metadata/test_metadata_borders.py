"""Fields of a document where their rules begin and end, and what is preferred."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.metadata.cover_page import BYLINE, FIRST_PAGE, read_byline, read_cover
from ingest.metadata.date_choice import dates_in_order
from ingest.metadata.document_kinds import is_of_platform, kind_by_title, kind_stated
from ingest.metadata.field_choice import choose_fields
from ingest.metadata.origin_trust import confidence_of
from ingest.metadata.plausible_authors import is_plausible_author
from ingest.metadata.printed_dates import iso_date
from ingest.metadata.scholarly_identifiers import (
    doi_in,
    hal_in,
    handle_in,
    is_identifier_address,
)
from ingest.metadata.title_choice import choose_title, is_plausible_title
from ingest.read_text import Found
from ontology.model import PAGE_SEPARATOR, DocumentKind


def title_of(*found, text="", uri="c/un_nom.pdf", language="fr", has_cover=False):
    titles = [Found("title", value, origin) for value, origin in found]
    return choose_title(
        titles, uri=uri, text=text, language=language, has_cover=has_cover
    )


def fields_of(*found, text="Texte.", has_cover=False):
    return choose_fields(found, uri="c/f.pdf", text=text, has_cover=has_cover)


def authors_of(text):
    return [one.value for one in read_cover(text) if one.name == "authors"]


@pytest.mark.parametrize(
    ("title", "is_title"),
    [
        ("abc", True),
        ("ab", False),
        ("abc 123", True),
        ("abc 1234", False),
        ("mon_rapport", False),
        ("mon_rapport final", True),
        ("bilan-2024", False),
        ("bilan-202", True),
        ("Bilan \ufffd ici", False),
        ("voir http://x", False),
    ],
)
def test_a_title_has_letters_and_is_no_name_of_a_file(title, is_title):
    assert is_plausible_title(title) is is_title


@pytest.mark.parametrize(("length", "is_cut"), [(300, False), (301, True)])
def test_a_title_has_300_characters(length, is_cut):
    title = ("mot " * 100)[: length - 1] + "x"
    made = title_of((title, "front matter")).title
    assert made.endswith("…") is is_cut
    assert made == title if not is_cut else len(made) <= 301
    assert title_of(("x" * 301, "front matter")).title == "…"


def test_the_last_resort_is_the_name_of_the_file():
    made = title_of(uri="c/mon_beau_fichier.pdf")
    assert made == ("mon beau fichier", "file name", "mon_beau_fichier.pdf", 0.2)
    assert title_of(uri="c/___.pdf").title == "___.pdf"
    assert title_of(("", "front matter"), uri="c/a.pdf").origin == "file name"


@pytest.mark.parametrize(
    ("length", "is_taken"), [(3, False), (4, True), (200, True), (201, False)]
)
def test_a_first_line_of_4_to_200_characters_is_a_title(length, is_taken):
    line = "x" * length
    assert (title_of(text=f"{line}\n1").title == line) is is_taken


@pytest.mark.parametrize(("before", "is_taken"), [(14, True), (15, False)])
def test_a_title_stands_on_the_first_fifteen_lines(before, is_taken):
    text = "1\n" * before + "Un bilan"
    assert (title_of(text=text).title == "Un bilan") is is_taken


def test_a_letterhead_is_a_title_where_nothing_else_stands():
    assert title_of(text="Rectorat de Lyon\nUn bilan").title == "Un bilan"
    assert title_of(text="Rectorat de Lyon\n1").title == "Rectorat de Lyon"
    assert title_of(text=f"1{PAGE_SEPARATOR}Un bilan").title == "Un bilan"


def test_a_property_keeps_no_number_nor_state_of_a_file():
    assert title_of(("12_Un bilan VF", "PDF")).title == "Un bilan"
    assert title_of(("12_Un bilan VF", "heading")).title == "12_Un bilan VF"
    made = title_of(("Microsoft Word - Un bilan.doc", "heading"), text="Une ligne")
    assert made.title == "Une ligne"
    made = title_of(("Microsoft Word - Un grand bilan.doc", "heading"))
    assert made.title == "Un grand bilan"


@pytest.mark.parametrize(("title", "rank"), [("Bilan fin", 0.95), ("Bilan b", 0.45)])
def test_a_property_of_eight_letters_is_found_on_the_cover(title, rank):
    made = title_of((title, "PDF"), text=f"{title}\nsuite", has_cover=True)
    assert made.confidence == rank


def test_only_the_first_page_and_3000_characters_are_the_cover():
    for before, rank in ((2_991, 0.95), (2_992, 0.45)):
        text = "1" * before + "Bilan fin"
        assert title_of(("Bilan fin", "PDF"), text=text, has_cover=True)[3] == rank
    behind = f"1{PAGE_SEPARATOR}Bilan fin"
    assert title_of(("Bilan fin", "PDF"), text=behind, has_cover=True)[3] == 0.45


def test_origins_of_titles_have_an_order_on_a_cover():
    printed, other = "Un bilan du groupe", "Les usages du groupe"
    text = f"{printed}\nsuite"
    for found, chosen in (
        ([(other, "style Title"), (printed, "PDF")], other),
        ([(printed, "PDF"), (other, "largest text")], printed),
        ([(other, "PDF"), (printed, "largest text")], printed),
        ([(printed, "PDF"), (other, "WordPress")], other),
    ):
        assert title_of(*found, text=text, has_cover=True).title == chosen


@pytest.mark.parametrize(
    ("line", "is_taken"),
    [
        ("Deux mots", True),
        ("Unmot", False),
        ("mot " * 39 + "mots", True),
        ("mot " * 39 + "motss", False),
        ("Une phrase.", False),
        ("Une suite,", False),
    ],
)
def test_a_line_of_the_cover_goes_before_a_property_it_does_not_print(line, is_taken):
    stated = ("Modèle pour les groupes", "DOCX")
    made = title_of(stated, text=f"{line}\nsuite", has_cover=True)
    assert (made.origin == "text") is is_taken
    assert title_of(stated, text=f"{line}\nsuite").origin == "DOCX"
    pdf = title_of((stated[0], "PDF"), text=f"{line}\nsuite", has_cover=True)
    assert pdf.origin == "PDF"


def test_a_title_in_two_languages_alike_speaks_none():
    mixed = ("Le plan of", "meta dc.title")
    french = ("Les usages dans la classe", "meta og:title")
    assert title_of(mixed, french, language="fr").title == mixed[0]
    english = ("The use of screens", "meta dc.title")
    assert title_of(english, french, language="de").title == english[0]
    assert title_of(english, french, language="fr").title == french[0]
    oai = (english[0], "OAI-PMH")
    assert title_of(oai, french, language="fr").title == french[0]
    own = (english[0], "front matter")
    assert title_of(own, french, language="fr").title == own[0]


@pytest.mark.parametrize(
    ("origin", "confidence"),
    [
        ("feed", 0.95),
        ("ODP", 0.45),
        ("meta citation_title", 0.9),
        ("meta og:title", 0.7),
        ("style Title", 0.9),
        ("largest text", 0.75),
        ("first page", 0.85),
        ("last page", 0.8),
        ("JSON-LD", 0.8),
        ("text", 0.5),
        ("file name", 0.2),
    ],
)
def test_origins_are_believed_as_documented(origin, confidence):
    assert confidence_of(origin) == confidence


def dates(*found):
    return [one.value for one in dates_in_order([Found("date", *one) for one in found])]


def test_the_date_of_a_file_is_of_its_time():
    today = datetime.now(UTC).date()
    for value, is_taken in (
        ("1985", True),
        ("1984-12-31", False),
        (today.isoformat(), True),
        ((today + timedelta(days=3)).isoformat(), False),
    ):
        assert bool(dates((value, "PDF"))) is is_taken
        assert dates((value, "meta dc.date")) == [value]


def test_stated_dates_go_before_those_of_the_file():
    found = [("2020-05-05", "PDF"), ("2019", "JSON-LD"), ("rien", "XMP")]
    assert dates(*found) == ["2019", "2020-05-05"]
    assert dates_in_order([Found("title", "2019", "PDF")]) == []


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("31/12/2024", "2024-12-31"),
        ("05/13/2024", "2024"),
        ("5.3.24", "2024-03-05"),
        ("12 2024", None),
        ("20241231T10", "2024-12-31"),
        ("202412311", None),
        ("D:20241231", "2024-12-31"),
        ("x" * 75 + " 2024-03", None),
    ],
)
def test_more_printed_dates(printed, iso):
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("BlogPosting", DocumentKind.POST),
        ("https://schema.org/ScholarlyArticle", DocumentKind.ARTICLE),
        (" Rapport ", DocumentKind.REPORT),
        ("rien", None),
    ],
)
def test_a_stated_kind_is_known_by_its_name(printed, kind):
    assert kind_stated(printed, "JSON-LD") is kind


def test_front_matter_means_what_it_says():
    assert kind_stated("article", "front matter") is DocumentKind.ARTICLE
    assert kind_stated("post", "front matter") is DocumentKind.POST
    assert not is_of_platform(DocumentKind.POST, "front matter")
    assert is_of_platform(DocumentKind.PAGE, "WordPress")
    assert not is_of_platform(DocumentKind.REPORT, "WordPress")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("AMI 2023 des groupes", DocumentKind.CALL),
        ("Un ami des groupes", None),
        ("NOTE DE VEILLE", DocumentKind.WATCH_NOTE),
        ("Par rapport à la classe : rapport à la règle", None),
        ("Glossaire", DocumentKind.GLOSSARY),
        ("Un glossaire", None),
        ("Traduction de la charte", DocumentKind.TRANSLATION),
    ],
)
def test_a_title_announces_what_it_is(title, kind):
    assert kind_by_title(title) is kind


@pytest.mark.parametrize(
    ("value", "origin", "is_author"),
    [
        ("Al", "WordPress", True),
        ("A", "WordPress", False),
        ("A" + "é" * 199, "WordPress", True),
        ("A" + "é" * 200, "WordPress", False),
        ("CNRS", "PDF", True),
        ("ED", "PDF", False),
        ("Anne Dupont", "PDF", True),
        ("Anne B", "PDF", True),
        ("A. B.", "PDF", False),
        ("anne Dupont", "PDF", False),
        ("Un Deux Trois Quatre Cinq Six", "PDF", True),
        ("Un Deux Trois Quatre Cinq Six Sept", "PDF", False),
        ("Mme Dupont", "PDF", False),
        ("Anne (Dupont)", "PDF", False),
        ("Anne Dupont 2", "PDF", False),
        ("Groupe", "PDF", False),
        ("Groupe Un", "PDF", True),
        ("Anne", "JSON-LD", True),
        ("\ufffdnne Dupont", "WordPress", False),
        ("123 456", "WordPress", False),
    ],
)
def test_an_author_has_a_name_of_two_words_or_an_acronym(value, origin, is_author):
    assert is_plausible_author(value, origin) is is_author


@pytest.mark.parametrize(("count", "kept"), [(200, 200), (201, 200)])
def test_a_document_has_200_authors(count, kept):
    names = [f"Anne D{'u' * (n % 20)} F{'i' * (n // 20)}" for n in range(count)]
    found = [Found("authors", name, "front matter") for name in names]
    assert len(fields_of(*found).authors) == kept


def test_authors_of_a_person_go_before_those_of_the_file_and_are_believed_more():
    fields = fields_of(
        Found("authors", "Anne Un", "PDF"),
        Found("authors", "Anne Un", "JSON-LD"),
        Found("authors", "Anne Un", "JSON-LD"),
    )
    assert fields.authors == ("Anne Un",)
    (origin,) = [one for one in fields.origins if one.name == "authors"]
    assert (origin.origin, origin.confidence) == ("JSON-LD", 0.95)
    alone = fields_of(Found("authors", "Anne Un", "JSON-LD"))
    (origin,) = [one for one in alone.origins if one.name == "authors"]
    assert origin.confidence == 0.8


def test_fields_without_a_value_have_their_default():
    fields = fields_of()
    assert (fields.date, fields.authors, fields.url) == (None, (), None)
    assert (fields.kind, fields.language) == (DocumentKind.DOCUMENT, "und")
    assert fields_of(Found("publisher", "  ", "heading")).publisher is None


def test_what_is_chosen_says_how_far_it_is_believed():
    french = "Les élèves et les enseignants travaillent avec des outils ici. " * 3
    fields = fields_of(Found("title", "Note de veille", "heading"), text=french)
    known = {one.name: one for one in fields.origins}
    assert (known["language"].origin, known["language"].confidence) == ("text", 0.9)
    assert (known["kind"].origin, known["kind"].confidence) == ("title", 0.7)
    assert known["kind"].printed == "Note de veille"


def test_the_language_of_a_pdf_catalogue_is_not_believed():
    assert fields_of(Found("language", "en", "PDF")).language == "und"
    assert fields_of(Found("language", "en", "XMP")).language == "en"


@pytest.mark.parametrize(
    ("length", "is_kept"), [(2_000, True), (2_001, False), (3, True), (2, False)]
)
def test_an_address_has_2000_characters_behind_its_scheme(length, is_kept):
    url = "https://" + "a" * length
    assert fields_of(Found("url", url, "html")).url == (url if is_kept else None)


@pytest.mark.parametrize(("length", "kept"), [(20_000, 20_000), (20_001, 20_000)])
def test_a_field_has_20000_characters(length, kept):
    found = Found("abstract", "é" * length, "heading")
    assert len(fields_of(found).abstracts[0].text) == kept


@pytest.mark.parametrize(("before", "date"), [(1_490, "2024-03"), (1_500, None)])
def test_a_date_of_the_text_stands_on_its_first_1500_characters(before, date):
    text = "é" * (before - 1) + "\nmars 2024"
    assert fields_of(text=text).date == date
    assert fields_of(text=f"é{PAGE_SEPARATOR}mars 2024").date is None


def test_the_first_date_of_the_cover_counts():
    assert fields_of(text="mars 2024\navril 2025").date == "2024-03"


@pytest.mark.parametrize(("count", "is_list"), [(20, True), (21, False)])
def test_twenty_names_may_stand_on_a_line(count, is_list):
    names = [f"A{letter} Un" for letter in "abcdefghijklmnopqrstu"[:count]]
    found = authors_of(f"Auteurs : {', '.join(names)}")
    assert found == (names if is_list else [])


def test_names_below_a_label_end_at_another_line():
    text = "Auteurs\nAnne Un\nBénédicte Deux, Chloé Trois\nTexte de suite\nDora Quatre"
    assert authors_of(text) == ["Anne Un", "Bénédicte Deux", "Chloé Trois"]


@pytest.mark.parametrize(("lines", "count"), [(12, 12), (13, 12)])
def test_twelve_lines_of_names_are_read(lines, count):
    names = [f"A{letter} Un" for letter in "abcdefghijklm"[:lines]]
    assert len(authors_of("\n".join(["Auteurs", *names]))) == count


@pytest.mark.parametrize(("count", "kept"), [(20, 20), (21, 1)])
def test_more_than_twenty_names_below_a_label_are_a_jury(count, kept):
    names = [f"A{letter} Un" for letter in "abcdefghijklmnopqrstu"[:count]]
    lines = [", ".join(names[at : at + 3]) for at in range(0, count, 3)]
    assert len(authors_of("\n".join(["Auteurs", *lines]))) == kept


def test_a_label_without_names_gives_way_to_the_next():
    assert authors_of("par\nun comité\nAuteur : Anne Un") == ["Anne Un"]


def test_a_date_behind_names_is_parted_from_them():
    found = {one.name: one.value for one in read_cover("par Anne Un le 3 mai 2020")}
    assert found == {"authors": "Anne Un", "date": "3 mai 2020"}


@pytest.mark.parametrize(("before", "is_read"), [(1_490, True), (1_500, False)])
def test_a_date_alone_stands_near_the_top_of_a_cover(before, is_read):
    text = "é" * (before - 1) + "\nmars 2024"
    assert bool([one for one in read_cover(text) if one.name == "date"]) is is_read


def test_a_year_alone_stands_behind_a_day():
    found = [one.value for one in read_cover("2023-2024\nmars 2024")]
    assert found == ["mars 2024", "2023"]


@pytest.mark.parametrize(
    ("page", "place"), [(1, "first page"), (2, None), (3, "last page")]
)
def test_a_publisher_stands_on_the_first_two_pages_or_the_last_two(page, place):
    pages = ["rien"] * 5
    pages[page] = "Éditeur : Canopé"
    found = [one.origin for one in read_cover(PAGE_SEPARATOR.join(pages))]
    assert found == ([place] if place else [])


@pytest.mark.parametrize(("before", "is_read"), [(2_970, True), (3_000, False)])
def test_3000_characters_of_a_page_are_a_cover(before, is_read):
    text = "é" * (before - 1) + "\nDOI : 10.4000/dms.8566"
    assert bool(list(read_cover(text))) is is_read


def test_a_byline_gives_its_date_and_its_signature_once():
    lines = ["Publié le 3 mai 2020, par Anne Un et Zoé Deux"] * 2
    found = [(one.name, one.value, one.origin) for one in read_byline(lines[:1])]
    assert found == [
        ("date", "3 mai 2020", BYLINE),
        ("authors", "Anne Un", BYLINE),
        ("authors", "Zoé Deux", BYLINE),
    ]
    assert [one.name for one in read_byline(lines)].count("date") == 1
    assert FIRST_PAGE != BYLINE


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.123/x", None),
        ("10.1234/x", "10.1234/x"),
        ("10.123456789/x", "10.123456789/x"),
        ("10.1234567890/x", None),
        ("10.1234/a(b)", "10.1234/a(b)"),
        ("10.1234/a(b))", "10.1234/a(b)"),
        ("10.1234/a]b]", "10.1234/a]b"),
        ("10.1234/a[b].", "10.1234/a[b]"),
        ("10.1234/" + "x" * 201, "10.1234/" + "x" * 200),
    ],
)
def test_a_doi_ends_where_its_brackets_do(printed, doi):
    assert doi_in(printed) == doi


@pytest.mark.parametrize(
    ("printed", "handle"),
    [
        ("hdl:10.4000/x", None),
        ("hdl:10.40/x", "10.40/x"),
        ("hdl:1/x", None),
        ("hdl:12/x.-", "12/x"),
        ("2042/12", None),
        ("2042/123", "2042/123"),
    ],
)
def test_a_handle_is_no_doi_and_no_date(printed, handle):
    assert handle_in(printed) == handle


def test_addresses_of_identifiers_are_known():
    for url in ("http://DX.doi.org/x", "https://shs.hal.science/x"):
        assert is_identifier_address(url)
    for url in ("https://exemple.fr/doi.org/", "voir https://doi.org/x"):
        assert not is_identifier_address(url)
    assert hal_in("HAL-12345678v12") == "hal-12345678"
    assert hal_in("hal-123456789") is None
