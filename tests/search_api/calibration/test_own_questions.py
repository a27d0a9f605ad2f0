"""This test ensures that a library is asked about in its own words."""

from dataclasses import replace

from search_api.calibration import foreign_questions, own_questions
from search_api.calibration.own_questions import MOST
from tests.search_api.fakes import MemoryCatalogue, record


def test_a_title_asks_for_its_subject_and_not_for_its_document():
    catalogue = MemoryCatalogue(
        [
            record("a", "Un texte.", title="La sobriété à l’école"),
            record(
                "b",
                "Premier passage.",
                " ".join(f"mot{n}" for n in range(20)),
                title="Note",
            ),
        ]
    )
    first, second = own_questions(catalogue)
    assert (first.text, first.left_out) == ("La sobriété à l’école", frozenset({"a"}))
    assert second.text.split() == [f"mot{n}" for n in range(12)]


def test_documents_without_a_word_ask_nothing():
    nothing = record("a", title="Note")
    assert own_questions(MemoryCatalogue([replace(nothing, passages=())])) == []


def test_a_large_library_is_asked_about_all_over():
    records = [
        record(f"d{n:03}", "Un texte.", title=f"Le sujet numéro {n}")
        for n in range(200)
    ]
    asked = own_questions(MemoryCatalogue(records))
    assert len(asked) == MOST
    assert asked[0].left_out == {"d000"}
    assert min(asked[-1].left_out) > "d190"


def test_foreign_questions_are_many_and_each_stands_once():
    questions = foreign_questions()
    assert 150 <= len(questions) <= 300 - MOST
    assert len(set(questions)) == len(questions)
    assert all(question == question.strip() for question in questions)
