"""A generation written before the second look had a folder of its own still answers.

``generation_of_format_2.zip`` was written by the version before (9c65f4e): the indexes
of three tiny documents, and in ``answers.json`` what that version found in them.
"""

import json
from dataclasses import asdict
from pathlib import Path
from zipfile import ZipFile

import pytest

from search_api.embedders.registry import subword_table
from search_api.errors import IndexMismatch
from search_api.evidence import Indexes
from search_api.french.question import parse
from search_api.fusion import balance_for, fuse
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.manifest import MANIFEST
from tests.search_api.fakes import LetterEmbedder, ShiftedTable, record

WRITTEN = Path(__file__).with_name("generation_of_format_2.zip")


@pytest.fixture
def written(tmp_path):
    with ZipFile(WRITTEN) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "generation"


@pytest.fixture
def answers(written):
    return json.loads((written.parent / "answers.json").read_text("utf-8"))


def found(opened, text):
    indexes = Indexes(opened.vectors, opened.words, opened.second_look)
    question = parse(text)
    vector = LetterEmbedder().embed_queries([question.plain])
    evidence = indexes.gather(text, question, vector=vector)
    fused = fuse(evidence, balance_for("embedded"))
    return {
        "evidence": asdict(evidence),
        "fused": {passage: list(scores) for passage, scores in fused.items()},
    }


def test_it_answers_as_it_did(written, answers):
    opened = OpenIndexes(written, LetterEmbedder())
    assert len(answers) == 6
    assert {text: found(opened, text) for text in answers} == answers


def test_the_next_generation_grows_from_it(written, answers, tmp_path):
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(written, embedder, chunking={"target": 750})
    writer.write(record("neuf", "un calendrier"))
    writer.remove("neuf")
    writer.commit(tmp_path / "next")
    assert sum(embedder.batches) == 0
    grown = OpenIndexes(tmp_path / "next", embedder)
    assert grown.manifest.second_look.folder == "second_look"
    for text, expected in answers.items():
        evidence = found(grown, text)["evidence"]
        for field in ("vectors", "contexts", "context_background", "closeness"):
            assert evidence[field] == expected["evidence"][field]


def test_it_belongs_to_the_one_table_shipped_then(written):
    with pytest.raises(IndexMismatch, match="sous-mots") as refused:
        OpenIndexes(written, LetterEmbedder(), table=ShiftedTable(subword_table()))
    assert refused.value.remedy == "Lancez `gtnum reindex`."


def test_an_older_one_is_refused_with_the_remedy(written):
    path = written / MANIFEST
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(content | {"format": 1}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="autre version") as refused:
        OpenIndexes(written, LetterEmbedder())
    assert refused.value.remedy == "Lancez `gtnum reindex`."
