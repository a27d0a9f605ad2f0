"""This test ensures that every file is compared: at once, or behind and slowly."""

import threading
from pathlib import Path

import pytest

from gtnum.errors import LibraryDamaged
from gtnum.library.generation import Generation
from gtnum.library.generation_check import GenerationCheck
from gtnum.library.library_folder import Building, Library
from tests.gtnum.library.test_library_folder import manifest

FILES = {
    "graph/CURRENT": 10,
    "graph/000001.sst": 1,
    "vectors/index.faiss": 1_000,
    "history.jsonl": 20,
    "ledger.jsonl": 5,
    "dumps/gtnum.nq.gz": 3,
}
READ_BEFORE_TABLES = sum(FILES.values()) - 1


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    with Library(tmp_path / "library").building() as building:
        fill(building)
        return building.publish(manifest(building))


def fill(building: Building) -> None:
    for name, size in FILES.items():
        path = building.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * size)


def flip(generation: Generation, name: str) -> None:
    path = generation.folder / name
    path.write_bytes(b"y" + path.read_bytes()[1:])


@pytest.mark.parametrize("name", [n for n in FILES if not n.startswith(("led", "dum"))])
def test_a_flipped_byte_is_found_wherever_it_is(
    generation: Generation, name: str
) -> None:
    flip(generation, name)
    at_once = GenerationCheck(generation)
    with pytest.raises(LibraryDamaged, match=name):
        at_once.begin(None)
    behind = GenerationCheck(generation)
    behind.begin(0)
    assert not behind.is_done
    with pytest.raises(LibraryDamaged, match=name):
        behind.finish()
    assert not behind.is_done


@pytest.mark.parametrize("name", ["ledger.jsonl", "dumps/gtnum.nq.gz"])
@pytest.mark.parametrize("most_bytes", [None, 0])
def test_what_no_answer_comes_from_is_told_apart(
    generation: Generation, name: str, most_bytes: int | None
) -> None:
    flip(generation, name)
    check = GenerationCheck(generation)
    check.begin(most_bytes)
    check.finish()
    assert check.is_done
    assert check.spoiled == {name: "a changé de contenu"}


def test_sizes_are_compared_at_once_in_any_case(generation: Generation) -> None:
    (generation.folder / "ledger.jsonl").unlink()
    check = GenerationCheck(generation)
    check.begin(0)
    assert check.spoiled == {"ledger.jsonl": "manque"}
    (generation.folder / "graph" / "000001.sst").write_bytes(b"")
    with pytest.raises(LibraryDamaged, match="taille"):
        GenerationCheck(generation).begin(0)


def test_tables_which_check_themselves_come_last(generation: Generation) -> None:
    flip(generation, "graph/000001.sst")
    check = GenerationCheck(generation)
    check.begin(READ_BEFORE_TABLES)
    assert not check.is_done
    with pytest.raises(LibraryDamaged, match=r"000001\.sst"):
        check.finish()


def test_a_check_that_is_halted_ends_and_is_not_done(generation: Generation) -> None:
    check = GenerationCheck(generation, bytes_per_second=1)
    check.begin(READ_BEFORE_TABLES - 1_000)
    behind = threading.Thread(target=check.finish)
    behind.start()
    check.halt()
    behind.join(100)
    assert not behind.is_alive()
    assert not check.is_done


def test_everything_can_be_compared_once_more(generation: Generation) -> None:
    check = GenerationCheck(generation)
    check.begin(None)
    assert check.is_done
    flip(generation, "graph/000001.sst")
    check.finish()
    check.begin_again()
    assert not check.is_done
    with pytest.raises(LibraryDamaged, match=r"000001\.sst"):
        check.finish()
