"""Preparation drops what it must and keeps what belongs together."""

import gzip
from pathlib import Path

import pytest

from training.prepare import (
    HELD_OUT,
    Pair,
    admit,
    long_pairs,
    mix,
    passages,
    prepare,
    read_rows,
    read_source,
)


def numbered(count: int, words: int = 12) -> list[Pair]:
    return [
        Pair(
            "laws-acts",
            " ".join([f"sentence{number}", *["word"] * (words - 1)]),
            " ".join([f"phrase{number}", *["mot"] * (words - 1)]),
        )
        for number in range(count)
    ]


def test_evaluation_texts_never_train():
    pair = Pair("tatoeba", "Hello you", "Bonjour toi")
    assert admit(pair, frozenset())
    assert not admit(pair, frozenset({"bonjour toi"}))


def test_wrong_alignments_are_left_out():
    assert not admit(Pair("x", "one two three", " ".join(["mot"] * 30)), frozenset())
    assert not admit(Pair("x", "", "mot"), frozenset())


def test_mix_holds_each_pair_once_in_a_fixed_order():
    pairs = numbered(50) * 2
    first = mix([pairs], frozenset(), 7)
    assert len(first) == len(set(first)) == 50
    assert first == mix([pairs], frozenset(), 7)
    assert first != mix([pairs], frozenset(), 8)


def test_passage_follows_its_lead_and_does_not_hold_it():
    found = next(iter(passages(numbered(6))))
    assert found.lead.french.startswith("phrase0 ")
    assert found.body.french.startswith("phrase1 ")
    assert "phrase0" not in found.body.french
    assert found.body.english.startswith("sentence1 ")


def test_long_pair_does_not_span_a_text_left_out():
    pairs = numbered(12)
    whole = long_pairs(pairs, frozenset({pairs[5].french}), 7)
    assert all("phrase5" not in pair.french for pair in whole)
    assert any(pair.french.startswith("phrase6") for pair in whole)


def test_malformed_line_is_named(tmp_path: Path):
    path = tmp_path / "bad.en-fr.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("a\tb\nonly one column\n")
    with pytest.raises(ValueError, match=r"bad\.en-fr\.tsv\.gz:2: 1 columns"):
        list(read_source(path))


def test_folder_without_parallel_text_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"en-fr\.tsv\.gz"):
        prepare(tmp_path, tmp_path / "work", [], 7)


def test_files_are_written(parallel_text: Path, evaluation_sets: Path, tmp_path: Path):
    sizes = prepare(parallel_text, tmp_path / "work", [evaluation_sets], 7)
    rows = read_rows(tmp_path / "work" / "pairs.tsv")
    assert sizes["pairs"] == len(rows) >= 60
    assert sizes["pairs"] < HELD_OUT
    assert all(len(row) == 5 for row in read_rows(tmp_path / "work" / "passages.tsv"))
