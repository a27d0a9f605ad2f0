"""This test ensures that settings have the documented defaults and bounds."""

import os

import pytest
from pydantic import ValidationError

from gtnum.settings import Settings

DEFAULTS = {
    "port": 8000,
    "keep_generations": 3,
    "dumps": True,
    "reading_workers": 2,
    "reading_seconds": 60,
    "reading_memory_mb": 1500,
    "reading_total_memory_mb": 4000,
    "reading_cache_mb": 2000,
    "reading_max_file_mb": 200,
    "reading_ocr": True,
    "reading_max_pages": 5000,
    "harvest_delay_seconds": 1,
    "harvest_seconds": 120,
    "harvest_longest_wait_seconds": 300,
    "sparql_workers": 2,
    "sparql_seconds": 10,
    "sparql_max_seconds": 60,
    "sparql_trusted_seconds": 600,
    "sparql_memory_mb": 2048,
    "sparql_max_answer_mb": 32,
    "upload_max_mb": 20,
}
BOUNDS = [
    ("port", 0, 65_535),
    ("reading_workers", 1, 64),
    ("sparql_workers", 1, 64),
    ("reading_max_file_mb", 1, 1_000_000),
    ("upload_max_mb", 1, 1_000_000),
    ("harvest_delay_seconds", 0, 3_600),
    ("harvest_longest_wait_seconds", 0, 86_400),
    ("keep_generations", 1, None),
    ("reading_cache_mb", 0, None),
    ("reading_max_pages", 1, None),
]


def settings(**given):
    return Settings(_env_file=None, **given)


def test_the_defaults_are_the_documented_ones(monkeypatch):
    for name in DEFAULTS:
        monkeypatch.delenv(f"GTNUM_{name.upper()}", raising=False)
    made = settings()
    assert {name: getattr(made, name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize(("name", "least", "most"), BOUNDS)
def test_a_setting_may_be_at_its_bound_and_not_beyond(name, least, most):
    assert getattr(settings(**{name: least}), name) == least
    beyond = [least - 1]
    if most is not None:
        assert getattr(settings(**{name: most}), name) == most
        beyond.append(most + 1)
    for value in beyond:
        with pytest.raises(ValidationError):
            settings(**{name: value})


@pytest.mark.parametrize("name", ["sparql_seconds", "reading_seconds"])
def test_a_time_is_more_than_nothing_and_at_most_an_hour(name):
    assert getattr(settings(**{name: 0.001}), name) == 0.001
    assert getattr(settings(**{name: 3_600}), name) == 3_600
    for value in (0, 3_601):
        with pytest.raises(ValidationError):
            settings(**{name: value})


def test_settings_do_not_change_and_tokens_are_not_shown():
    made = settings(tokens="claire=secret")
    assert "secret" not in repr(made)
    with pytest.raises(ValidationError):
        made.port = 1


def test_a_process_of_ours_gets_these_very_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("PAS_A_NOUS", "là")
    made = settings(library=tmp_path, port=8001, reading_ocr=False)
    environment = made.environment()
    assert environment["PAS_A_NOUS"] == "là"
    assert environment["GTNUM_LIBRARY"] == str(tmp_path)
    monkeypatch.setattr(os, "environ", environment)
    assert settings() == made
