"""This test ensures that generations are published whole or not at all."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from gtnum.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    UnknownGeneration,
)
from gtnum.library import library_folder
from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.library_folder import Building, Library
from ingest.errors import SourceError


def manifest(building: Building) -> GenerationManifest:
    return GenerationManifest(
        name=building.name,
        parent=building.parent.name if building.parent else None,
        created_at="2026-11-24T00:00:00+00:00",
        base_iri="https://gtnum.example/",
        embedder={"name": "fake"},
        chunking={},
        versions={},
        counts={"documents": 1},
        files=seal(building.folder, building.parent),
    )


def publish(library: Library, content: str) -> str:
    with library.building() as building:
        (building.folder / "graph").mkdir()
        (building.folder / "graph" / "data").write_text(content)
        return building.publish(manifest(building)).name


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def test_an_empty_library_says_how_to_make_one(library: Library) -> None:
    assert library.current_or_none() is None
    with pytest.raises(LibraryMissing, match="gtnum ingest"):
        library.current()


def test_published_generations_follow_each_other(library: Library) -> None:
    assert publish(library, "one") == "0001"
    assert publish(library, "two") == "0002"
    assert library.current().name == "0002"
    assert library.current().manifest.parent == "0001"
    assert [g.name for g in library.generations()] == ["0001", "0002"]


def test_an_unpublished_generation_leaves_nothing(library: Library) -> None:
    publish(library, "one")
    with library.building() as building:
        (building.folder / "graph").mkdir()
        unfinished = building.folder
    assert not unfinished.exists()
    assert library.current().name == "0001"


def test_a_failure_while_building_keeps_the_published_one(library: Library) -> None:
    publish(library, "one")
    with pytest.raises(OSError, match="plein"), library.building():
        raise OSError(28, "disque plein")
    assert library.current().name == "0001"
    assert [g.name for g in library.generations()] == ["0001"]


def test_a_killed_writer_is_swept_by_the_next(library: Library) -> None:
    publish(library, "one")
    code = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from gtnum.library.library_folder import Library
        with Library(Path(sys.argv[1])).building() as building:
            (building.folder / "half").write_text("half")
            print("ready", flush=True)
            time.sleep(600)
    """)
    command = [sys.executable, "-c", code, str(library.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        with pytest.raises(LibraryBusy, match="Attendez"), library.building():
            pass
        os.kill(child.pid, signal.SIGKILL)
    assert library.current().name == "0001"
    assert publish(library, "two") == "0002"
    assert not list((library.root / "generations").glob(".*"))


def test_rolling_back_points_to_the_older_one(library: Library) -> None:
    publish(library, "one")
    publish(library, "two")
    library.point_to("0001")
    assert library.current().name == "0001"
    assert publish(library, "three") == "0003"
    assert library.current().manifest.parent == "0001"


@pytest.mark.parametrize("name", ["0009", "../files", "", "abc"])
def test_an_unknown_generation_is_named_with_the_known_ones(
    library: Library, name: str
) -> None:
    publish(library, "one")
    with pytest.raises(UnknownGeneration, match="0001"):
        library.point_to(name)


def test_pruning_keeps_the_published_one(library: Library) -> None:
    for content in "abcd":
        publish(library, content)
    library.point_to("0001")
    assert library.prune(keep=2) == ["0002"]
    assert [g.name for g in library.generations()] == ["0001", "0003", "0004"]


def test_verification_finds_a_flipped_byte(library: Library) -> None:
    publish(library, "one")
    generation = library.current()
    generation.verify()
    (generation.folder / "graph" / "data").write_text("onf")
    generation.verify(with_checksums=False)
    with pytest.raises(LibraryDamaged, match="graph/data a changé"):
        generation.verify()
    (generation.folder / "graph" / "data").unlink()
    with pytest.raises(LibraryDamaged, match="manque"):
        generation.verify(with_checksums=False)


def test_damaged_generations_are_left_out_of_the_readable_ones(
    library: Library,
) -> None:
    assert library.readable() == []
    for content in ("one", "two", "three"):
        publish(library, content)
    (library.root / "generations" / "0002" / "manifest.json").write_text("?")
    assert [one.name for one in library.readable()] == ["0001", "0003"]


def test_a_damaged_manifest_names_the_file(library: Library) -> None:
    publish(library, "one")
    (library.current().folder / "manifest.json").write_text('{"format": 1}')
    with pytest.raises(LibraryDamaged, match=r"manifest\.json"):
        library.current()


def test_linked_files_keep_their_recorded_checksum(library: Library) -> None:
    publish(library, "one")
    parent = library.current()
    with library.building() as building:
        (building.folder / "graph").mkdir()
        os.link(parent.graph / "data", building.folder / "graph" / "data")
        assert seal(building.folder, parent) == parent.manifest.files


def test_originals_are_kept_once_under_their_checksum(
    library: Library, tmp_path: Path
) -> None:
    import hashlib

    original = tmp_path / "note.txt"
    original.write_text("bonjour")
    sha256 = hashlib.sha256(b"bonjour").hexdigest()
    publish(library, "one")
    library.keep_file(original, sha256)
    library.keep_file(original, sha256)
    stored = library.file(sha256)
    assert stored is not None
    assert stored.read_text() == "bonjour"
    with pytest.raises(SourceError, match="changé ou disparu pendant"):
        library.keep_file(original, "0" * 64)
    with pytest.raises(SourceError, match=r"note\.txt"):
        library.keep_file(tmp_path / "sans" / "note.txt", "0" * 64)
    with pytest.raises(SourceError):
        library.keep_file(tmp_path, "0" * 64)
    assert library.file("0" * 64) is None
    assert library.file("../../etc/passwd") is None


class FakeClock:
    """Time that passes only while somebody sleeps; ``at`` does things at a time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.at: dict[int, Callable[[], None]] = {}

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.at.pop(len(self.slept), lambda: None)()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    made = FakeClock()
    monkeypatch.setattr(library_folder, "time", made)
    return made


def test_without_patience_a_busy_library_is_not_waited_for(library, clock) -> None:
    with library.building(), pytest.raises(LibraryBusy), library.building():
        pass
    with library.building(), pytest.raises(LibraryBusy):
        library.prune(1)
    assert clock.slept == []


def test_a_busy_library_is_asked_again_until_patience_ends(library, clock) -> None:
    patient = Library(library.root, patience_seconds=0.45)
    with library.building(), pytest.raises(LibraryBusy), patient.building():
        pass
    assert clock.slept == [0.1] * 5


def test_a_library_that_becomes_free_is_taken(library, clock) -> None:
    patient = Library(library.root, patience_seconds=30)
    with ExitStack() as other:
        other.enter_context(library.building())
        clock.at[3] = other.close
        with patient.building() as building:
            assert building.name == "0001"
    assert clock.slept == [0.1] * 3


def test_a_lock_that_cannot_be_had_at_all_is_no_busy_library(
    library, monkeypatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(library_folder.fcntl, "flock", refuse)
    with pytest.raises(OSError, match="No locks"), library.building():
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with (
        pytest.raises(LibraryError, match="ne peut pas être créé") as refusal,
        Library(tmp_path / "library").building(),
    ):
        pass
    assert "--library" in refusal.value.remedy


def test_numbers_grow_past_four_digits(library: Library) -> None:
    publish(library, "one")
    (library.root / "generations" / "0001").rename(
        library.root / "generations" / "9999"
    )
    library.point_to("9999")
    assert publish(library, "two") == "10000"
    assert [g.name for g in library.generations()] == ["9999", "10000"]
    assert library.prune(1) == ["9999"]


def test_at_least_the_newest_generation_is_kept(library: Library) -> None:
    publish(library, "one")
    publish(library, "two")
    assert library.prune(0) == ["0001"]
    assert library.prune(1) == []


def test_a_library_before_its_first_generation_has_none(library: Library) -> None:
    assert library.generations() == []
    with pytest.raises(UnknownGeneration) as refusal:
        library.point_to("0001")
    assert refusal.value.remedy.endswith("aucune.")
