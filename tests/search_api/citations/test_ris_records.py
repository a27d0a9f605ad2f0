"""RIS as Zotero and EndNote import it; Zotero's RIS.js was read, its rules restated."""

import pytest
import rispy

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.ris_records import ris
from tests.search_api.citations.made_works import work

# The type of record → the type of item that Zotero's RIS translator makes of it.
ZOTERO_IMPORTS = {
    "RPRT": "report",
    "JOUR": "journalArticle",
    "BLOG": "blogPost",
    "ELEC": "webpage",
    "BOOK": "book",
    "SLIDE": "presentation",
    "THES": "thesis",
}


def zotero_creator(written: str) -> dict[str, str]:
    """Part a name as the translator does: at every comma."""
    parts = [part.strip() for part in written.split(",")]
    return {"lastName": parts[0], "firstName": parts[1] if len(parts) > 1 else ""}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CitableKind.REPORT, "report"),
        (CitableKind.CALL, "report"),
        (CitableKind.ARTICLE, "journalArticle"),
        (CitableKind.POST, "blogPost"),
        (CitableKind.WEB_PAGE, "webpage"),
        (CitableKind.RECORD, "webpage"),
        (CitableKind.DOCUMENT, "webpage"),
        (CitableKind.PRESENTATION, "presentation"),
    ],
)
def test_zotero_makes_the_right_item(kind, expected):
    (record,) = rispy.loads(ris([work(kind=kind)]))
    assert ZOTERO_IMPORTS[record["type_of_reference"]] == expected


def test_zotero_cuts_no_body_and_parts_every_person():
    authors = (Body("Ministère de l’Éducation, Paris"), Person("Le Roux", "Anne"))
    (record,) = rispy.loads(ris([work(authors=authors)]))
    assert [zotero_creator(name) for name in record["authors"]] == [
        {"lastName": "Ministère de l’Éducation‚ Paris", "firstName": ""},
        {"lastName": "Le Roux", "firstName": "Anne"},
    ]


def test_no_value_can_start_another_record():
    hostile = "x\r\nER  - \r\nTY  - BOOK\nTI  - y"
    written = ris([work(title=hostile, abstracts=(("fr", hostile),))], notes=[hostile])
    assert len(rispy.loads(written)) == 1
    assert written.startswith("TY  - ")
    assert written.endswith("ER  - \n")


def test_page_numbers_of_a_report_are_not_its_number_of_pages():
    report = work(kind=CitableKind.REPORT, page_count=40)
    assert "SP  - " not in ris([report])
    assert "SP  - 40" in ris([work(kind=CitableKind.BOOK, page_count=40)])


def test_an_empty_list_is_an_empty_file():
    assert ris([]) == ""
