"""This test ensures that what another version wrote of a generation is told."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gtnum.errors import LibraryError
from gtnum.library.generation import Generation
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from gtnum.wiring import upgrade_parts
from gtnum.wiring.upgrade_parts import outdated


@pytest.fixture
def settings(module_library: Path) -> Settings:
    return Settings(library=module_library)


@pytest.fixture
def current(module_library: Path) -> Generation:
    return Library(module_library).current()


def with_versions(generation: Generation, **versions: str) -> Generation:
    """Return a generation that says it was written with other versions."""
    told = {**generation.manifest.versions, **versions}
    return replace(generation, manifest=replace(generation.manifest, versions=told))


def test_what_this_version_wrote_lacks_nothing(settings, current):
    found = outdated(settings, current)
    assert (found.reasons, found.needs_indexes, found.unread) == ((), False, 0)


def test_another_version_or_other_reference_data_are_told(settings, current):
    found = outdated(settings, with_versions(current, gtnum="0.3.0", reference="old"))
    assert "gtnum 0.3.0" in found.reasons[0]
    assert "référence" in found.reasons[1]
    assert not found.needs_indexes


def test_a_calibration_is_missed_where_there_is_enough_to_measure(
    settings, current, monkeypatch
):
    monkeypatch.setattr(upgrade_parts, "LEAST_PASSAGES", 1)
    (reason,) = outdated(settings, current).reasons
    assert "mesuré" in reason


def test_indexes_that_cannot_be_searched_have_to_be_made_again(
    settings, current, tmp_path
):
    shutil.copytree(current.folder, tmp_path / "0001")
    for name in ("search.json", "history.jsonl"):
        (tmp_path / "0001" / name).unlink()
    found = outdated(settings, replace(current, folder=tmp_path / "0001"))
    assert found.needs_indexes
    assert "search.json" in found.reasons[0]
    assert "historique" in found.reasons[1]


def test_documents_that_were_read_otherwise_are_counted(settings, current, monkeypatch):
    monkeypatch.setattr(upgrade_parts, "reader_version", lambda _: "another")
    assert outdated(settings, current).unread == 3


def test_another_base_is_refused(current):
    with pytest.raises(LibraryError, match=r"other\.example"):
        outdated(Settings(base_iri="https://other.example/"), current)
