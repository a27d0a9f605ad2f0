"""This test ensures that a library never goes back to what is damaged."""

import pytest

from gtnum.errors import LibraryDamaged, UnknownGeneration
from gtnum.library.library_folder import Library
from gtnum.library.rollback import NoAncestor, roll_back
from tests.gtnum.library.test_generation_choice import (
    OF_THE_POINTER,
    OF_THE_PUBLISHED,
    Damage,
    library,
    spoil,
)

__all__ = ["library"]


def test_the_parent_is_published_unless_another_is_named(library: Library) -> None:
    done = roll_back(library)
    assert (done.generation.name, done.before) == ("0002", "0003")
    assert roll_back(library, "0003").generation.name == "0003"
    assert library.current().name == "0003"


def test_the_newest_sound_ancestor_is_published(library: Library) -> None:
    spoil(library, "0002")
    done = roll_back(library)
    assert done.generation.name == "0001"
    assert [one.name for one in done.passed_over] == ["0002"]


@pytest.mark.parametrize("damage", OF_THE_PUBLISHED)
def test_a_damaged_generation_is_left_behind(library: Library, damage: Damage) -> None:
    damage(library)
    assert roll_back(library).generation.name == "0002"
    library.current().verify()


@pytest.mark.parametrize("damage", OF_THE_POINTER)
def test_a_damaged_pointer_is_written_again(library: Library, damage: Damage) -> None:
    damage(library)
    done = roll_back(library)
    assert (done.generation.name, done.before) == ("0003", None)
    assert library.current().name == "0003"


@pytest.mark.parametrize("damage", OF_THE_PUBLISHED)
def test_a_damaged_one_is_not_published_even_where_it_is_named(
    library: Library, damage: Damage
) -> None:
    damage(library)
    library.point_to("0001")
    with pytest.raises(LibraryDamaged, match="0003") as refused:
        roll_back(library, "0003")
    assert "`gtnum library rollback 0001`" in refused.value.remedy
    assert library.current().name == "0001"


def test_a_newer_one_takes_the_place_of_the_first_where_that_is_damaged(
    library: Library,
) -> None:
    library.point_to("0001")
    with pytest.raises(NoAncestor, match="0001, est saine"):
        roll_back(library)
    spoil(library, "0001")
    assert roll_back(library).generation.name == "0003"


def test_where_nothing_is_sound_nothing_is_published(library: Library) -> None:
    spoil(library, "0001", "0002", "0003")
    with pytest.raises(LibraryDamaged, match="aucune génération saine"):
        roll_back(library)
    with pytest.raises(LibraryDamaged, match="0002") as refused:
        roll_back(library, "0002")
    assert "`gtnum library verify --all`" in refused.value.remedy
    assert library.pointer.read_text() == "0003\n"
    with pytest.raises(UnknownGeneration):
        roll_back(library, "0009")
