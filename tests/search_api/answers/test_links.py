"""This test ensures that addresses lead to the page, part and passage meant."""

from dataclasses import replace

import pytest

from ontology.model import Passage
from search_api.answers import links
from tests.search_api.web.tiny_corpus import summary


def passage(position: int, page: int = 1) -> Passage:
    return Passage("d.1", "d", position, page, 0, 5, "texte", "fr")


UNPAGED = summary("d", "Titre", media_type="text/html", is_paged=False)
PAGED = replace(UNPAGED, is_paged=True, page_count=3)


@pytest.mark.parametrize(
    ("position", "view"), [(0, ""), (99, ""), (100, "?partie=2"), (250, "?partie=3")]
)
def test_a_passage_of_a_text_without_pages_stands_in_its_part(position, view):
    found = links.passage_page(UNPAGED, passage(position))
    assert found == f"/document/d{view}#passage-{position}"


def test_a_passage_of_a_paged_text_stands_on_its_page():
    assert links.passage_page(PAGED, passage(7, page=3)) == (
        "/document/d?page=3#passage-7"
    )
    single = replace(PAGED, page_count=1)
    assert links.passage_page(single, passage(7)) == "/document/d#passage-7"


def test_a_pdf_is_opened_on_its_page_and_other_forms_on_ours():
    pdf = replace(PAGED, media_type="application/pdf")
    assert links.page_url(pdf, 2) == "/documents/d/original#page=2"
    assert links.passage_url(pdf, passage(7, page=2)) == "/documents/d/original#page=2"
    assert links.page_url(PAGED, 2) == "/document/d"
    assert links.passage_url(PAGED, passage(7, page=2)).endswith("?page=2#passage-7")


def test_identifiers_are_quoted():
    assert links.entity_api("lab", "a/b é") == "/entities/lab/a%2Fb%20%C3%A9"
    assert links.entity_page("lab", "a/b") == "/entite/lab/a%2Fb"
    assert links.concept_api("a b") == "/concepts/a%20b"
    assert links.task_api("t/1") == "/tasks/t%2F1"


def test_a_path_without_parameters_has_no_question_mark():
    assert links.with_parameters("/search", []) == "/search"
    assert links.with_parameters("/search", [("q", "à b")]) == "/search?q=%C3%A0+b"


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "data:text/html,x", "//host/x", "", None]
)
def test_a_foreign_address_becomes_a_link_only_on_the_web(written):
    assert links.web_address(written) is None
    assert links.web_address("HTTPS://example.org/") == "HTTPS://example.org/"
