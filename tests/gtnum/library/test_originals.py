"""This test ensures that originals are compared, and mended without losing anything."""

import hashlib
from pathlib import Path

import pytest

from gtnum.library.file_checks import FileDigests
from gtnum.library.original_repair import OriginalRepair
from gtnum.library.originals import OriginalDamaged, Originals
from ingest.errors import SourceError

CONTENT = b"Un texte que rien ne peut refaire."
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "note.txt"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def originals(tmp_path: Path, source: Path) -> Originals:
    made = Originals(tmp_path / "files")
    made.keep(source, SHA256)
    return made


def spoil(originals: Originals) -> None:
    path = originals.path(SHA256)
    path.unlink()
    path.write_bytes(b"?" * (len(CONTENT) + 1))


def test_a_sound_original_is_read_once(tmp_path: Path, source: Path) -> None:
    read = []

    def digest(path: Path) -> str:
        read.append(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    originals = Originals(tmp_path / "files", digest=FileDigests(digest))
    originals.keep(source, SHA256)
    for _ in range(3):
        assert originals.sound(SHA256) == originals.path(SHA256)
    assert len(read) == 1
    assert list(originals.all()) == [SHA256]


def test_a_damaged_original_is_never_given(originals: Originals) -> None:
    spoil(originals)
    with pytest.raises(OriginalDamaged, match="a changé de contenu") as refused:
        originals.sound(SHA256)
    assert "`gtnum library repair DOSSIER`" in refused.value.remedy
    assert originals.sound("0" * 64) is None
    assert originals.sound("../../etc/passwd") is None


def test_keeping_a_file_again_mends_it(originals: Originals, source: Path) -> None:
    spoil(originals)
    originals.keep(source, SHA256)
    assert originals.sound(SHA256)
    assert [path.name for path in originals.path(SHA256).parent.iterdir()] == [SHA256]


def test_another_content_does_not_take_the_place_of_what_is_left(
    originals: Originals, source: Path
) -> None:
    spoil(originals)
    left = originals.path(SHA256).read_bytes()
    source.write_bytes(b"autre chose")
    with pytest.raises(SourceError, match=r"note\.txt"):
        originals.keep(source, SHA256)
    assert originals.path(SHA256).read_bytes() == left


def test_originals_are_found_again_among_files_of_any_name(
    originals: Originals, source: Path, tmp_path: Path
) -> None:
    spoil(originals)
    source.rename(source.with_name("renommé.bin"))
    (source.parent / "autre.txt").write_bytes(b"autre")
    sources = [tmp_path / "none", source.parent]
    ((sha256, path),) = OriginalRepair(originals).run([SHA256, "0" * 64], sources)
    assert (sha256, path.name) == (SHA256, "renommé.bin")
    assert originals.sound(SHA256)
