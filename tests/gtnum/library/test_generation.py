"""This test ensures that a manifest comes back whole, and damage is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum, copy_whole
from gtnum.library.generation import (
    FileRecord,
    Generation,
    GenerationManifest,
    seal,
)

MADE = GenerationManifest(
    name="0002",
    parent="0001",
    created_at="2026-11-24T08:30:59+00:00",
    base_iri="https://gtnum.example/",
    embedder={"name": "été"},
    chunking={"target": 3},
    versions={"a": "1"},
    counts={"documents": 1},
    files={"graph/data": FileRecord(3, "0" * 64)},
)
PATH = Path("generations/0002/manifest.json")


def test_a_manifest_comes_back_as_it_was_written():
    text = MADE.to_json()
    assert GenerationManifest.from_json(text, PATH) == MADE
    assert "été" in text
    lines = text.splitlines()
    assert lines[1].startswith(' "base_iri"')
    assert ' "format": 1,' in lines


def test_a_seal_is_that_of_one_generation_and_the_same_everywhere():
    here = Generation(Path("generations/0002"), MADE)
    there = Generation(Path("/srv/generations/0002"), MADE)
    other = Generation(PATH.parent, replace(MADE, counts={"documents": 2}))
    assert len(here.seal) == 32
    assert here.seal == there.seal != other.seal


def test_a_manifest_of_another_format_says_what_to_do():
    text = MADE.to_json().replace('"format": 1', '"format": 2')
    with pytest.raises(LibraryDamaged, match="est au format 2") as refusal:
        GenerationManifest.from_json(text, PATH)
    assert "gtnum library rollback" in refusal.value.remedy


@pytest.mark.parametrize("name", ["format", "files", "name", "counts"])
def test_a_manifest_that_lacks_a_field_is_damaged(name):
    fields = json.loads(MADE.to_json())
    del fields[name]
    with pytest.raises(LibraryDamaged, match=r"manifest\.json n’est pas"):
        GenerationManifest.from_json(json.dumps(fields), PATH)


def test_a_manifest_that_says_something_else_than_it_was_written_is_damaged():
    text = MADE.to_json()
    for before, after in (("0001", "0003"), ('"documents": 1', '"documents": 7')):
        with pytest.raises(LibraryDamaged, match=r"manifest\.json a changé"):
            GenerationManifest.from_json(text.replace(before, after), PATH)


def test_a_manifest_written_before_it_had_a_checksum_is_taken_as_it_is():
    fields = json.loads(MADE.to_json())
    assert fields.pop("sha256") == MADE.checksum
    assert GenerationManifest.from_json(json.dumps(fields), PATH) == MADE


@pytest.mark.parametrize("text", ["", "[]", "null", "{"])
def test_what_is_no_manifest_is_damaged(text):
    with pytest.raises(LibraryDamaged, match=r"manifest\.json n’est pas"):
        GenerationManifest.from_json(text, PATH)


def test_a_folder_without_a_manifest_is_no_generation(tmp_path):
    with pytest.raises(LibraryDamaged, match="0009 n’a pas de manifeste"):
        Generation.open(tmp_path / "0009")


def test_parts_stand_in_the_folder_of_the_generation(tmp_path):
    made = Generation(tmp_path / "0002", MADE)
    assert made.name == "0002"
    assert made.graph == tmp_path / "0002" / "graph"
    assert made.indexes == tmp_path / "0002"
    assert made.ledger == tmp_path / "0002" / "ledger.jsonl"


def test_a_file_of_another_size_is_found_without_reading_it(tmp_path):
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "data").write_bytes(b"four")
    with pytest.raises(LibraryDamaged, match=r"taille \(3 octets attendus\)"):
        Generation(tmp_path, MADE).verify(with_checksums=False)


def test_everything_is_sealed_but_manifest_and_diaries(tmp_path):
    for name in ("graph/LOG", "graph/LOCK", "graph/b", "manifest.json", "a"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"abc")
    found = seal(tmp_path, None)
    assert list(found) == ["a", "graph/b"]
    assert found["a"] == FileRecord(3, checksum(tmp_path / "a"))


def test_a_file_that_is_no_link_of_the_parents_is_read(tmp_path):
    old, new = tmp_path / "0001", tmp_path / "0002"
    for folder in (old, new):
        (folder / "graph").mkdir(parents=True)
        (folder / "graph" / "data").write_bytes(b"abc")
    found = seal(new, Generation(old, MADE))
    assert found["graph/data"].sha256 == checksum(new / "graph" / "data")
    (old / "graph" / "data").unlink()
    assert seal(new, Generation(old, MADE)) == found


def test_a_copy_is_whole_in_a_folder_that_is_made(tmp_path):
    source = tmp_path / "a"
    source.write_bytes(b"x" * (2**20 + 1))
    copy_whole(source, tmp_path / "deep" / "er" / "a")
    copy_whole(source, tmp_path / "deep" / "er" / "a")
    assert checksum(tmp_path / "deep" / "er" / "a") == checksum(source)
    with pytest.raises(FileNotFoundError):
        copy_whole(tmp_path / "none", tmp_path / "deep" / "b")
    assert [path.name for path in (tmp_path / "deep").rglob("*")] == ["er", "a"]
