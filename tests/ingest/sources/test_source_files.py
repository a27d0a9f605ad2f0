"""Files are found in one order, with a reason for each that cannot be used."""

import os
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.limits import Limits
from ingest.sources.source_files import FoundFile, describe, find_files


def uris(folder: Path, **options) -> list[str]:
    return [found.uri for found in find_files(folder, "c", **options)]


def test_files_come_sorted_with_slashes_and_without_hidden_ones(tmp_path: Path):
    for name in ("b.txt", "a/z.txt", "a/é.txt", ".git/config", ".secret"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert uris(tmp_path) == ["c/a/z.txt", "c/a/é.txt", "c/b.txt"]


def test_a_single_file_is_a_source_of_its_own(tmp_path: Path):
    (tmp_path / "un.txt").write_text("x")
    assert uris(tmp_path / "un.txt") == ["c/un.txt"]


def test_ignore_file_leaves_out_names_patterns_and_folders(tmp_path: Path):
    for name in ("README.md", "a/README.md", "a/x.py", "a/b/n.txt", "b/n.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".gtnumignore").write_text("# notre choix\nREADME.md\n*.py\na/b/\n")
    assert uris(tmp_path) == ["c/b/n.txt"]


def test_names_that_are_no_text_become_printable(tmp_path: Path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (tmp_path / "deux\nlignes.txt").write_text("x")
    assert uris(tmp_path) == ["c/caf%E9.txt", "c/deux%0Alignes.txt"] or uris(
        tmp_path
    ) == ["c/deux%0Alignes.txt", "c/caf%E9.txt"]


def test_link_loops_end_and_broken_links_are_named(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = list(find_files(tmp_path, "c"))
    assert [f.uri for f in found] == ["c/broken", "c/self"]
    assert found[0].problem == "il n’existe pas"
    assert "tournent en rond" in found[1].problem


def test_links_to_the_outside_are_not_followed(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "secret.txt")
    (found,) = find_files(tmp_path / "in", "c")
    assert "hors du dossier" in found.problem


def test_a_pipe_is_reported_and_not_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "tube.txt")
    (found,) = find_files(tmp_path, "c")
    assert "fichier ordinaire" in found.problem


def test_missing_folder_bad_name_and_too_many_files_are_errors(tmp_path: Path):
    with pytest.raises(SourceError, match="n’existe pas"):
        uris(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="collection"):
        list(find_files(tmp_path, "a/b"))
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("x")
    with pytest.raises(SourceError, match="plus de 2 fichiers"):
        uris(tmp_path, limits=Limits(files=2))


def test_description_is_of_the_content(tmp_path: Path):
    path = tmp_path / "image.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n1234")
    source = describe(FoundFile(path, "c/image.pdf", 12))
    assert (source.media_type, source.size_bytes) == ("image/png", 12)
    assert len(source.sha256) == 64


def test_file_over_the_limit_keeps_its_true_size(tmp_path: Path):
    path = tmp_path / "gros.txt"
    path.write_bytes(b"a" * 3_000_000)
    (found,) = find_files(path, "c")
    assert describe(found, limits=Limits(size_bytes=1_000_000)).size_bytes == 3_000_000
