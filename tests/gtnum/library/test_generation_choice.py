"""This test ensures that something sound is found, and never deleted."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.errors import LibraryDamaged, LibraryMissing
from gtnum.library.library_folder import Library
from tests.gtnum.library.test_library_folder import publish


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three generations, the last of them published."""
    made = Library(tmp_path / "library")
    for content in ("one", "two", "three"):
        publish(made, content)
    return made


def spoil(library: Library, *names: str) -> None:
    for name in names:
        (library.generation_folder(name) / "graph" / "data").write_text("?")


def damage_manifest(library: Library) -> None:
    (library.generation_folder("0003") / "manifest.json").write_text('{"format"')


def change_manifest(library: Library) -> None:
    path = library.generation_folder("0003") / "manifest.json"
    path.write_text(path.read_text().replace('"documents": 1', '"documents": 2'))


def drop_file(library: Library) -> None:
    (library.generation_folder("0003") / "graph" / "data").unlink()


def change_content(library: Library) -> None:
    (library.generation_folder("0003") / "graph" / "data").write_text("thref")


def empty_pointer(library: Library) -> None:
    library.pointer.write_bytes(b"")


def lose_pointer(library: Library) -> None:
    library.pointer.unlink()


def spoil_pointer(library: Library) -> None:
    library.pointer.write_bytes(b"\xff\x00garbage/../..\n")


def misdirect_pointer(library: Library) -> None:
    library.pointer.write_text("0009\n")


def replace_pointer(library: Library) -> None:
    library.pointer.unlink()
    library.pointer.mkdir()


OF_THE_PUBLISHED = [damage_manifest, change_manifest, drop_file, change_content]
OF_THE_POINTER = [
    *(empty_pointer, lose_pointer, spoil_pointer, misdirect_pointer),
    replace_pointer,
]
Damage = Callable[[Library], None]


@pytest.mark.parametrize("damage", OF_THE_PUBLISHED)
def test_the_parent_stands_in_for_a_damaged_generation(
    library: Library, damage: Damage
) -> None:
    damage(library)
    choice = library.choose()
    assert choice.require(library.root).name == "0002"
    assert [one.name for one in choice.passed_over] == ["0003"]
    assert "0003" in choice.passed_over[0].damage.message


@pytest.mark.parametrize("damage", OF_THE_POINTER)
def test_without_a_pointer_the_newest_sound_one_is_taken(
    library: Library, damage: Damage
) -> None:
    damage(library)
    with pytest.raises(LibraryDamaged, match="CURRENT") as refused:
        library.current()
    assert "`gtnum library rollback`" in refused.value.remedy
    spoil(library, "0003")
    choice = library.choose()
    assert choice.require(library.root).name == "0002"
    assert [one.name for one in choice.passed_over] == ["CURRENT", "0003"]


def test_one_that_people_went_back_from_is_taken_last(library: Library) -> None:
    library.point_to("0001")
    publish(library, "four")  # from 0001
    order = [folder.name for folder in library.in_order()]
    assert order == ["0004", "0001", "0003", "0002"]
    library.point_to("0002")
    order = [folder.name for folder in library.in_order()]
    assert order == ["0002", "0001", "0004", "0003"]


def test_where_nothing_is_sound_it_says_what_is_wrong_and_what_to_do(
    library: Library,
) -> None:
    spoil(library, "0001", "0002", "0003")
    with pytest.raises(LibraryDamaged, match="0003, 0002, 0001") as refused:
        library.choose().require(library.root)
    assert "graph/data" in refused.value.message
    assert "`gtnum library verify --all`" in refused.value.remedy
    with library.building() as building:
        assert building.parent is None
        assert len(building.passed_over) == 3


@pytest.mark.parametrize("damage", [*OF_THE_PUBLISHED, *OF_THE_POINTER])
def test_the_next_generation_grows_from_a_sound_one(
    library: Library, damage: Damage
) -> None:
    damage(library)
    is_pointer = damage in OF_THE_POINTER
    with library.building() as building:
        assert building.parent is not None
        assert building.parent.name == ("0003" if is_pointer else "0002")
        assert building.passed_over


@pytest.mark.parametrize("damage", [*OF_THE_PUBLISHED, *OF_THE_POINTER])
def test_pruning_never_deletes_the_last_sound_generation(
    library: Library, damage: Damage
) -> None:
    damage(library)
    spoil(library, "0002")
    if damage is replace_pointer:
        library.pointer.rmdir()
    library.prune(keep=1)
    library.choose().require(library.root).verify()


def test_without_a_sound_generation_nothing_is_deleted(library: Library) -> None:
    spoil(library, "0001", "0002", "0003")
    with pytest.raises(LibraryDamaged, match="aucune génération saine"):
        library.prune(keep=1)
    assert len(list(library.in_order())) == 3


def test_what_is_known_sound_is_not_read_again_for_pruning(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be read")

    monkeypatch.setattr(Library, "choose", refuse)
    assert library.prune(keep=1, known_sound="0003") == ["0001", "0002"]
    assert library.prune(keep=1) == []


def test_what_we_may_not_read_is_no_damage(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = Path.stat

    def refuse(path: Path, **options: bool) -> os.stat_result:
        if path.name == "data":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(PermissionError):
        library.choose()
    with pytest.raises(PermissionError), library.building():
        pass


def test_an_empty_library_is_missing_and_none_is_damaged(tmp_path: Path) -> None:
    empty = Library(tmp_path / "none")
    with pytest.raises(LibraryMissing, match="gtnum ingest"):
        empty.choose()
    with empty.building() as building:
        assert building.parent is None
        assert building.passed_over == ()
