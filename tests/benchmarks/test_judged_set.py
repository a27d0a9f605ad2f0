"""The judged questions keep their own rules, and fit the corpus they were made from."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks.judged_set import (
    ASKED,
    HALVES,
    STYLES,
    Expected,
    read_half,
    stable_name,
)
from benchmarks.search_quality import Records
from ingest.pipeline import Pipeline

CORPUS = Path(__file__).parents[2] / "corpus"
FOLDER = Path(__file__).parents[2] / "benchmarks" / "judged"
GOOD = {
    "id": "natural-01",
    "style": "natural",
    "expects": "answered",
    "question": "Qui porte le groupe ?",
    "documents": {"fiche": 2, "billet": 1},
    "asked": "who",
    "answers": [{"document": "fiche", "text": "Ada le porte."}],
}


@pytest.fixture(scope="module")
def halves():
    return {half: read_half(half) for half in HALVES}


@pytest.fixture(scope="module")
def questions(halves):
    return [question for half in HALVES for question in halves[half]]


@pytest.fixture(scope="module")
def texts():
    """Return stable name → passages as ingest reads them, white space normalised."""
    sink = Records()
    for _ in Pipeline(sinks=[sink]).run(CORPUS, collection="corpus"):
        pass
    return {
        stable_name(name): [" ".join(p.text.split()) for p in record.passages]
        for name, record in sink.kept.items()
    }


def test_there_are_enough_of_each_style(questions):
    answered = Counter(q.style for q in questions if q.expects is Expected.ANSWERED)
    assert all(answered[style] >= 25 for style in STYLES)
    assert sum(answered.values()) >= 150


def test_there_are_enough_twins_foreign_questions_and_answer_sentences(questions):
    expected = Counter(q.expects for q in questions)
    assert expected[Expected.SPOKEN_OF] >= 50
    assert expected[Expected.NOTHING] >= 60
    assert sum(bool(q.answers) for q in questions) >= 45
    assert {q.asked for q in questions if q.answers} == set(ASKED)


def test_no_question_stands_twice(questions):
    assert len({q.identifier for q in questions}) == len(questions)
    assert len({q.text.casefold() for q in questions}) == len(questions)


def test_a_twin_lies_beside_its_answered_question(halves):
    for half in halves.values():
        answered = {q.identifier for q in half if q.expects is Expected.ANSWERED}
        assert {q.twin_of for q in half if q.twin_of} <= answered


@pytest.mark.parametrize("prefix", ["", "second_"])
def test_halves_are_split_by_the_rule(halves, prefix):
    first, other = halves[f"{prefix}development"], halves[f"{prefix}reported"]
    for style in {q.style for q in first}:
        names = [
            q.identifier for q in (*first, *other) if q.style == style and not q.twin_of
        ]
        names.sort(key=lambda name: sha256(name.encode()).hexdigest())
        own = {q.identifier for q in first if q.style == style and not q.twin_of}
        assert own == set(names[: (len(names) + 1) // 2])


@pytest.mark.slow
def test_every_document_is_in_the_corpus_and_answers_something(questions, texts):
    graded = {name: 2 for q in questions for name, g in q.documents.items() if g == 2}
    assert {name for q in questions for name in q.documents} <= set(texts)
    assert set(graded) == set(texts)


@pytest.mark.slow
def test_every_answer_sentence_is_verbatim_in_a_passage(questions, texts):
    absent = [
        (q.identifier, answer.text)
        for q in questions
        for answer in q.answers
        if not any(answer.text in passage for passage in texts[answer.document])
    ]
    assert absent == []


def _write(folder, row):
    (folder / "development.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return folder


def test_a_line_is_read_as_written(tmp_path):
    (question,) = read_half("development", folder=_write(tmp_path, GOOD))
    assert question.documents == {"fiche": 2, "billet": 1}
    assert question.answers[0].text == "Ada le porte."


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"style": "shouted"}, "style"),
        ({"expects": "perhaps"}, "perhaps"),
        ({"documents": {}}, "documents"),
        ({"documents": {"fiche": 2, "billet": 3}}, "grades"),
        ({"asked": "why"}, "asked"),
        ({"answers": [{"document": "billet", "text": "Ada."}]}, "answers"),
        ({"expects": "spoken_of", "documents": {}, "answers": []}, "twin_of"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_line_against_the_rules_is_refused_by_its_number(tmp_path, change, what):
    with pytest.raises(ValueError, match=rf"development\.jsonl, line 1: .*{what}"):
        read_half("development", folder=_write(tmp_path, {**GOOD, **change}))
