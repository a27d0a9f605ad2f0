"""This test ensures that ``gtnum library`` shows, restores and cleans generations."""

import json
import shutil

import pytest

from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.library_folder import Library


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    """Four generations, the last one published: to copy, not to use."""
    made = Library(tmp_path_factory.mktemp("four") / "library")
    for number in range(1, 5):
        with made.building() as building:
            (building.folder / "data").write_bytes(b"x" * 60_000 * number)
            counts = {"documents": 3, "passages": 7} if number > 1 else {}
            building.publish(
                GenerationManifest(
                    name=building.name,
                    parent=building.parent.name if building.parent else None,
                    created_at="2026-11-24T08:30:59+00:00",
                    base_iri="https://gtnum.example/",
                    embedder={"name": "modèle"} if number > 1 else {},
                    chunking={},
                    versions={},
                    counts=counts,
                    files=seal(building.folder, building.parent),
                )
            )
    return made.root


@pytest.fixture
def shelf(four, tmp_path):
    shutil.copytree(four, tmp_path / "library")
    return Library(tmp_path / "library")


def test_each_generation_is_a_row_and_the_published_one_is_marked(gtnum, shelf):
    shelf.point_to("0002")
    rows = json.loads(gtnum("library", "list", "--json")[1])
    assert [row["name"] for row in rows] == ["0001", "0002", "0003", "0004"]
    assert [row["published"] for row in rows] == [False, True, False, False]
    assert [row["parent"] for row in rows] == [None, "0001", "0002", "0003"]
    assert [row["size_bytes"] for row in rows] == [60_000, 120_000, 180_000, 240_000]
    assert (rows[1]["documents"], rows[1]["passages"]) == (3, 7)
    assert rows[1]["embedder"] == "modèle"


def test_a_manifest_without_counts_counts_nothing(gtnum, shelf):
    first = json.loads(gtnum("library", "list", "--json")[1])[0]
    assert (first["documents"], first["passages"], first["embedder"]) == (0, 0, "")


def test_people_read_a_table_with_minutes_and_megabytes(gtnum, shelf, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    lines = gtnum("library", "list")[1].splitlines()
    (arrow,) = [line for line in lines if "→" in line]
    assert "0004" in arrow
    assert "2026-11-24 08:30 " in arrow
    assert "08:30:59" not in arrow
    assert "0.2" in arrow
    (first,) = [line for line in lines if "0001" in line]
    assert "0.1" in first


def test_verification_counts_the_files_of_the_published_generation(gtnum, shelf):
    code, output, _ = gtnum("library", "verify")
    assert (code, output) == (0, "Génération 0004 : 1 fichiers intacts.\n")
    (shelf.current().folder / "data").write_bytes(b"autre")
    assert gtnum("library", "verify")[0] == 3


def test_without_a_name_the_parent_is_published_again(gtnum, shelf):
    _, output, _ = gtnum("library", "rollback")
    assert output == "Génération publiée : 0003 (auparavant 0004).\n"
    assert gtnum("library", "rollback", "0001")[0] == 0
    assert shelf.current().name == "0001"


def test_the_first_generation_has_no_parent_to_go_back_to(gtnum, shelf):
    shelf.point_to("0001")
    code, _, messages = gtnum("library", "rollback")
    assert code == 2
    assert "parent" in messages
    assert shelf.current().name == "0001"


def test_three_generations_are_kept_unless_told_otherwise(gtnum, shelf):
    assert gtnum("library", "prune")[1] == "Supprimées : 0001.\n"
    assert gtnum("library", "prune", "--keep", 1)[1] == "Supprimées : 0002, 0003.\n"
    assert gtnum("library", "prune")[1] == "Supprimées : aucune.\n"


def test_at_least_one_generation_is_kept(gtnum, shelf):
    assert gtnum("library", "prune", "--keep", 0)[0] == 2
    assert len(shelf.generations()) == 4
