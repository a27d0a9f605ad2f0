"""The gold set is well formed and speaks of entities that exist."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from ontology.model import EntityKind

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("development", "held_out")
LEAST_PASSAGES, LEAST_MENTIONS = 60, 300


def _rows(part: str) -> list[dict]:
    text = (ROOT / "tests" / "gold" / f"{part}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return [row for part in PARTS for row in _rows(part)]


@pytest.fixture(scope="module")
def known_entities() -> set[tuple[str, str]]:
    kinds = "|".join(kind.value for kind in EntityKind)
    subject = re.compile(rf"^({kinds}):([\w.-]+)$", re.MULTILINE)
    files = [*(ROOT / "ontology" / "reference").glob("*.ttl")]
    files.append(ROOT / "ontology" / "concepts.ttl")
    return {
        (match[1], match[2])
        for file in files
        for match in subject.finditer(file.read_text("utf-8"))
    }


def test_there_are_enough_passages_and_mentions(rows: list[dict]) -> None:
    assert len(rows) >= LEAST_PASSAGES
    assert sum(len(row["mentions"]) for row in rows) >= LEAST_MENTIONS


def test_names_of_passages_are_unique(rows: list[dict]) -> None:
    assert max(Counter(row["id"] for row in rows).values()) == 1


def test_spans_hold_exactly_their_text_and_do_not_overlap(rows: list[dict]) -> None:
    for row in rows:
        behind = 0
        for mention in row["mentions"]:
            start, end = mention["start"], mention["end"]
            assert row["text"][start:end] == mention["text"], row["id"]
            assert start >= behind, row["id"]
            behind = end


def test_spans_begin_and_end_with_a_letter_or_digit(rows: list[dict]) -> None:
    for row in rows:
        for mention in row["mentions"]:
            text = mention["text"]
            assert text.removeprefix("#")[0].isalnum(), (row["id"], text)
            assert text[-1].isalnum(), (row["id"], text)


def test_every_entity_exists_in_the_reference_data(
    rows: list[dict], known_entities: set[tuple[str, str]]
) -> None:
    named = {
        (mention["kind"], mention["entity"])
        for row in rows
        for mention in row["mentions"]
    }
    declared = {(kind, target) for row in rows for kind, target in row["links"]}
    assert not (named | declared) - known_entities


def test_both_parts_hold_every_kind_with_a_target() -> None:
    for part in PARTS:
        kinds = {mention["kind"] for row in _rows(part) for mention in row["mentions"]}
        assert {"lab", "academy", "group", "person", "concept"} <= kinds


def test_texts_of_the_corpus_are_still_there(rows: list[dict]) -> None:
    """A quotation keeps the words of its file, marks and markup aside."""
    for row in rows:
        if row["source"] == "invented":
            continue
        printed = (ROOT / row["source"]).read_text("utf-8")
        words = set(re.findall(r"\w+", printed))
        missing = set(re.findall(r"\w+", row["text"])) - words
        assert len(missing) <= 1, (row["id"], missing)
