"""This test ensures that a backup holds what it should, once, and nothing secret."""

import hashlib
from contextlib import contextmanager

import pytest

from gtnum.backups import backup_run, pinned_generation
from gtnum.backups.backup_place import open_backup, writing_backup
from gtnum.backups.pinned_generation import pinned, pinned_current
from gtnum.errors import BackupError, LibraryDamaged, LibraryMissing
from gtnum.library.library_folder import Library
from tests.gtnum.backups.conftest import HIDDEN, KEPT, contents, newest, publish

PLACES = pytest.mark.parametrize("name", ["folder", "one.zip", "one.tar"])


@PLACES
def test_everything_that_cannot_be_made_again_is_kept(take, library, tmp_path, name):
    place = tmp_path / name
    done = take(place)
    snapshot = newest(place)
    assert snapshot == done.snapshot
    assert snapshot.generation == "0002"
    (original,) = (n for n in snapshot.files if n.startswith("files/"))
    generation = {
        f"generations/0002/{path}"
        for path in ("graph/CURRENT", "same", "manifest.json")
    }
    assert set(snapshot.files) == {*KEPT, original, *generation}
    with open_backup(place) as reader:
        for path, record in snapshot.files.items():
            with reader.content(record.sha256) as stream:
                assert stream.read() == (library.root / path).read_bytes()


@PLACES
def test_nothing_secret_or_passing_is_kept(take, tmp_path, name):
    place = tmp_path / name
    take(place)
    written = contents(place) if place.is_dir() else {"": place.read_bytes()}
    assert not any(HIDDEN.encode() in content for content in written.values())
    assert not [p for p in tmp_path.rglob("*.part") if "library" not in p.parts]


def test_what_is_there_is_not_copied_again(take, library, tmp_path):
    first = take(tmp_path / "folder")
    assert first.new_files == len({r.sha256 for r in first.snapshot.files.values()})
    before = contents(tmp_path / "folder" / "content")
    assert take(tmp_path / "folder").new_files == 0
    publish(library, b"third")
    third = take(tmp_path / "folder")
    assert (third.number, third.snapshot.generation) == ("0003", "0003")
    assert third.new_files == 2  # what changed, and its manifest
    after = contents(tmp_path / "folder" / "content")
    assert before.items() <= after.items()


def test_as_many_generations_as_asked_are_kept(take, library, tmp_path):
    publish(library, b"third")
    library.point_to("0002")
    (library.root / "generations" / "0001" / "same").write_bytes(b"damaged")
    kept = take(tmp_path / "folder", generations=3).snapshot.files
    assert {n.split("/")[1] for n in kept if n.startswith("generations/")} == {
        "0002",
        "0003",
    }
    assert newest(tmp_path / "folder").generation == "0002"


def test_a_generation_pruned_meanwhile_is_kept_to_its_end(
    take, library, tmp_path, monkeypatch
):
    @contextmanager
    def interrupted(shelf):
        with pinned_current(shelf) as held:
            publish(library, b"third")
            library.prune(1)
            assert [one.name for one in library.generations()] == ["0003"]
            yield held

    monkeypatch.setattr(backup_run, "pinned_current", interrupted)
    done = take(tmp_path / "folder")
    assert done.snapshot.generation == "0002"
    content = done.snapshot.files["generations/0002/graph/CURRENT"].sha256
    assert content == hashlib.sha256(b"second").hexdigest()


def test_one_that_goes_while_it_is_opened_gives_way_to_the_next(library, monkeypatch):
    calls = []

    class Moving(Library):
        def current(self):
            found = super().current()
            if not calls:
                calls.append(found.name)
                publish(library, b"third")
                library.prune(1)
            return found

    with pinned_current(Moving(library.root)) as held:
        assert (calls, held.name) == (["0002"], "0003")


def test_a_file_that_is_missing_is_damage_with_a_way_out(library, take, tmp_path):
    (library.current().folder / "same").unlink()
    with pytest.raises(LibraryDamaged, match="same") as refusal:
        take(tmp_path / "folder")
    assert "gtnum library rollback" in refusal.value.remedy


@PLACES
def test_a_damaged_generation_is_refused_and_leaves_no_backup(
    library, take, tmp_path, name
):
    path = library.current().folder / "same"
    path.write_bytes(b"THE same in each generation")
    with pytest.raises(LibraryDamaged, match="same"):
        take(tmp_path / name)
    if name == "folder":
        with open_backup(tmp_path / name) as reader:
            assert reader.numbers() == []
    else:
        assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_a_damaged_original_is_left_out_and_told(library, take, tmp_path):
    (original,) = (library.root / "files").glob("*/*")
    original.write_bytes(b"un ORIGINAL")
    done = take(tmp_path / "folder")
    name = original.relative_to(library.root).as_posix()
    assert done.snapshot.damaged == (name,)
    assert name not in done.snapshot.files


def test_a_process_that_may_open_too_few_files_is_told_the_limit(library, monkeypatch):
    def refuse(*_):
        raise OSError(24, "Too many open files")

    generation = library.current()
    monkeypatch.setattr(type(generation.folder), "open", refuse)
    with pytest.raises(BackupError, match="3 fichiers") as refusal:
        pinned(generation).__enter__()
    assert "ulimit -n" in refusal.value.remedy


def test_the_soft_limit_is_raised_as_far_as_is_needed(library, monkeypatch):
    asked = []
    limits = pinned_generation.resource
    monkeypatch.setattr(limits, "getrlimit", lambda _: (8, 1 << 20))
    monkeypatch.setattr(limits, "setrlimit", lambda _, pair: asked.append(pair))
    with pinned(library.current()) as held:
        assert len(held.names()) == 3
    assert asked == [(67, 1 << 20)]


def test_without_a_library_there_is_nothing_to_back_up(tmp_path):
    with (
        writing_backup(tmp_path / "folder") as writer,
        pytest.raises(LibraryMissing),
    ):
        backup_run.back_up(
            Library(tmp_path / "none"),
            writer,
            curation=tmp_path / "curation.yaml",
            software="gtnum test",
        )
