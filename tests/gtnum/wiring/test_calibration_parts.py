"""This test ensures that a generation is measured on its own indexes and graph."""

from types import SimpleNamespace

import pytest

from gtnum.settings import Settings
from gtnum.wiring import calibration_parts
from gtnum.wiring.calibration_parts import calibrated
from search_api.calibration import LEAST_PASSAGES, foreign_questions, read_calibration
from search_api.indexer import SearchIndexWriter
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

WORDS = [
    "école",
    "numérique",
    "collège",
    "recherche",
    "données",
    "élèves",
    "image",
    "texte",
]


def records(count):
    """Return documents of one passage whose words and titles differ."""
    return [
        record(
            f"d{number:02}",
            f"{WORDS[number % 8]} {WORDS[number // 8 % 8]} numéro {number}",
            title=f"Le sujet {WORDS[number % 8]} {number}",
        )
        for number in range(count)
    ]


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Return what is measured of so many documents."""

    def measure(count):
        given = records(count)
        folders = []

        def catalogue(folder, iris):
            folders.append(folder)
            return MemoryCatalogue(given)

        monkeypatch.setattr(calibration_parts, "EmbeddedCatalogue", catalogue)
        embedder = LetterEmbedder()
        writer = SearchIndexWriter(None, embedder)
        for one in given:
            writer.write(one)
        writer.commit(tmp_path)
        calibrated(Settings(), embedder, SimpleNamespace(folder=tmp_path))
        return read_calibration(tmp_path), folders

    return measure


def test_a_library_is_asked_foreign_questions_and_its_own(measured, tmp_path):
    calibration, folders = measured(LEAST_PASSAGES)
    assert calibration.questions == len(foreign_questions()) + LEAST_PASSAGES
    assert folders == [tmp_path / "graph"]


def test_a_library_of_few_passages_gets_none(measured):
    assert measured(LEAST_PASSAGES - 1) == (None, [])
