"""What other libraries are asked: their own subjects, and what is foreign to them."""

from dataclasses import replace

from benchmarks.judged_set import Expected, JudgedQuestion
from benchmarks.other_libraries import foreign_questions, own_titles
from benchmarks.search_sets import as_record
from ontology.model import Section


def test_titles_and_headings_that_name_a_subject_are_asked_once():
    record = as_record(
        0, "Acheter des tablettes réparables", "Un. Deux.", language="fr"
    )
    sections = (
        Section("Introduction", 1, 0),
        Section("Le coût de la réparation", 1, 4),
        Section("Acheter des tablettes réparables", 1, 4),
    )
    document = replace(record.document, sections=sections)
    assert own_titles([replace(record, document=document)]) == [
        "Acheter des tablettes réparables",
        "Le coût de la réparation",
    ]


def test_far_questions_and_answered_facts_are_foreign_elsewhere():
    def made(style, expects):
        return JudgedQuestion(style, style, expects, f"{style} {expects}", {})

    questions = [
        made("far", Expected.NOTHING),
        made("near", Expected.NOTHING),
        made("fact", Expected.ANSWERED),
        made("fact", Expected.SPOKEN_OF),
        made("long", Expected.ANSWERED),
    ]
    assert foreign_questions(questions) == ["far nothing", "fact answered"]
