"""Sixteen questions of analysts have their rows by one natural query each."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from benchmarks.analyst_questions import answered, questions, table
from ontology.shipped_files import read_text, turtle_files

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "analyst-questions.md"


@pytest.fixture(scope="module")
def found():
    return list(answered())


@pytest.fixture(scope="module")
def shipped():
    store = Store()
    for name in turtle_files():
        store.bulk_load(read_text(name), RdfFormat.TURTLE)
    return store


def test_every_question_has_its_rows_or_is_told_of_what_it_misses(found):
    assert len(found) == len(questions()) == 16
    assert [each.question.text for each in found if not each.is_right] == []


def test_some_answers_are_told_to_be_less_than_what_is_known(found):
    assert sum(each.certain != each.everything for each in found) >= 4


def test_the_page_is_up_to_date(found):
    """Write it again as the head of ``benchmarks.analyst_questions`` says."""
    assert PAGE.read_text(encoding="utf-8") == table(found)


def test_dates_are_comparable_wherever_a_date_stands(shipped):
    """Whoever compares days loses no row for how a date was printed."""
    dated = shipped.query(
        """
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX gtnum: <https://gtnum.example/ontology#>
        PREFIX schema: <https://schema.org/>
        SELECT ?thing ?comparable {
          ?thing a ?kind ; dcterms:date|schema:startDate ?date .
          FILTER(?kind IN (gtnum:Group, gtnum:Wave, gtnum:Production, gtnum:Call))
          BIND(EXISTS { ?thing gtnum:earliestDay ?day
                        FILTER(DATATYPE(?day) = xsd:date) } AS ?comparable)
        }"""
    )
    rows = [(row["thing"].value, row["comparable"].value) for row in dated]
    assert len(rows) > 30
    assert [thing for thing, comparable in rows if comparable != "true"] == []


@pytest.mark.parametrize(
    ("but", "number"),
    [("", "32"), ("FILTER NOT EXISTS { ?a dcterms:isReplacedBy ?other }", "30")],
)
def test_thirty_two_academies_are_thirty_today(shipped, but, number):
    """Two that became another stay, for what was said of them."""
    counted = shipped.query(
        f"""PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX gtnum: <https://gtnum.example/ontology#>
        SELECT (COUNT(?a) AS ?n) {{ ?a a gtnum:Academy {but} }}"""
    )
    assert [row["n"].value for row in counted] == [number]
