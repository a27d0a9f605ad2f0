"""This test ensures that what changed in a mirror is found, and left as it is."""

from pathlib import Path

import pytest

from ingest.harvest.mirror import Mirror
from ingest.harvest.mirror_check import harvest_command, mirror_problems
from ingest.harvest.mirror_records import Origin
from ingest.sources.published_origin import Published, record_path

ORIGIN = Origin("oai", "https://exemple.fr/oai", "gtnum")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "carnet"
    with Mirror.opened(made, ORIGIN) as mirror:
        for name in ("un", "deux"):
            address = f"https://exemple.fr/{name}"
            mirror.put(name, name.encode(), "text/plain", Published(address))
    return made


def files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if not path.name.startswith(".")]


def test_a_mirror_as_it_was_fetched_has_no_problems(folder: Path) -> None:
    assert len(files(folder)) == 2
    assert list(mirror_problems(folder)) == []


def test_a_changed_file_and_a_record_that_is_gone_are_found(folder: Path) -> None:
    first, second = sorted(files(folder))
    first.write_bytes(b"??")
    record_path(second).unlink()
    assert list(mirror_problems(folder)) == [
        (first, "a changé de contenu"),
        (second, "n’a pas de fiche d’origine lisible"),
    ]
    assert first.is_file()
    assert second.is_file()


def test_a_state_that_cannot_be_read_is_found(folder: Path) -> None:
    (folder / ".harvest.json").write_text("[]")
    ((path, problem),) = mirror_problems(folder)
    assert path.name == ".harvest.json"
    assert "illisible" in problem
    assert harvest_command(folder) == "gtnum harvest LISTE --collection carnet --full"


def test_the_command_asks_for_everything_again(folder: Path) -> None:
    assert harvest_command(folder) == (
        "gtnum harvest https://exemple.fr/oai --collection carnet --full --set gtnum"
    )


def test_the_command_can_be_pasted_whatever_the_address(tmp_path: Path) -> None:
    origin = Origin("feed", "https://exemple.fr/wp-json/wp/v2/posts?a=1&page=2")
    with Mirror.opened(tmp_path / "c", origin):
        pass
    assert harvest_command(tmp_path / "c") == (
        f"gtnum harvest '{origin.address}' --collection c --full"
    )
