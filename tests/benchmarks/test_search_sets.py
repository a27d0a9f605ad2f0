"""Evaluation sets are read as others publish them, or refused with file and line."""

import json

import pytest

from benchmarks.search_sets import as_record, read_pairs, read_retrieval_set

CORPUS = [
    {"_id": 1, "title": None, "text": "Un texte."},
    {"_id": "2", "text": "Un autre\u2028sur deux lignes."},
]
QUERIES = [{"_id": "q1", "text": "Quoi ?"}, {"_id": "q2", "text": "Jamais jugée"}]


@pytest.fixture
def write(tmp_path):
    def write(qrels, corpus=CORPUS, queries=QUERIES, name="qrels.tsv"):
        for file, rows in (("corpus", corpus), ("queries", queries)):
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            path = tmp_path / f"{file}.jsonl"
            path.write_text("\n".join([*lines, "", ""]), encoding="utf-8")
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(qrels, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("qrels", "name"),
    [
        ("query-id\tcorpus-id\tscore\nq1\t1\t1\nq1\t2\t0\n", "qrels.tsv"),
        ("q1\t1\t1.0\r\n\r\n", "qrels.tsv"),
        ("q1\t0\t1\t1\n", "qrels/test.tsv"),
    ],
)
def test_the_usual_ways_to_write_a_set_mean_the_same(write, qrels, name):
    given = read_retrieval_set(write(qrels, name=name))
    assert given.texts["1"] == ("", "Un texte.")
    assert given.texts["2"] == ("", "Un autre\u2028sur deux lignes.")
    assert given.questions == {"q1": "Quoi ?"}
    assert given.relevant == {"q1": {"1": 1}}


@pytest.mark.parametrize(
    ("qrels", "more", "what"),
    [
        ("q1\t1\t1\nq1\t2\n", {}, "qrels.tsv, line 2"),
        ("q1\t1\t1\nq1\t2\tbien\n", {}, "qrels.tsv, line 2"),
        ("q9\t1\t1\n", {}, "« q9 » is no question"),
        ("q1\t9\t1\n", {}, "no relevant text"),
        ("", {}, "no relevant text"),
        ("q1\t1\t1\n", {"corpus": [{"_id": "1"}]}, "corpus.jsonl, line 1"),
        ("q1\t1\t1\n", {"queries": [{"_id": 1, "text": None}]}, "queries.jsonl"),
        ("q1\t1\t1\n", {"queries": [["q1", "Quoi ?"]]}, "queries.jsonl, line 1"),
    ],
)
def test_what_cannot_be_read_is_named(write, qrels, more, what):
    with pytest.raises(ValueError, match=what):
        read_retrieval_set(write(qrels, **more))


def test_pairs_are_two_sentences_and_a_number(tmp_path):
    (tmp_path / "pairs.tsv").write_text("Un.\tDeux.\t2.5\n\n", encoding="utf-8")
    assert read_pairs(tmp_path) == [("Un.", "Deux.", 2.5)]
    (tmp_path / "pairs.tsv").write_text("Un.\t2.5\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"pairs\.tsv, line 1"):
        read_pairs(tmp_path)


def test_passages_are_verbatim_parts_of_equal_length():
    text = " ".join(f"mot{n}" for n in range(250))
    record = as_record(3, "Titre", text, language="fr")
    assert [p.identifier for p in record.passages] == ["d3.0", "d3.1", "d3.2"]
    assert all(text[p.start : p.end] == p.text for p in record.passages)
    assert "".join(p.text for p in record.passages) == text
    assert {len(p.text.split()) for p in record.passages} == {83, 84}
