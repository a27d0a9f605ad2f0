"""This test ensures that the settings of reading reach what reads."""

import pytest

from gtnum.settings import Settings
from gtnum.wiring.shared_parts import (
    embed_ancestors,
    library,
    limits,
    public_url,
    reading_cache,
    reading_options,
    reading_workers,
    withdrawals,
)
from ingest.options import ReadingOptions
from ontology.errors import KnowledgeError


def settings(tmp_path=None, **given) -> Settings:
    if tmp_path is not None:
        given["library"] = tmp_path
    return Settings(_env_file=None, **given)


def test_limits_are_those_of_the_settings_in_bytes_and_seconds():
    made = limits(
        settings(
            reading_max_file_mb=3,
            reading_seconds=7,
            reading_memory_mb=900,
            reading_max_pages=12,
        )
    )
    assert (made.size_bytes, made.wall_seconds) == (3_000_000, 7)
    assert (made.memory_bytes, made.pages) == (900_000_000, 12)


@pytest.mark.parametrize(
    ("workers", "memory", "total", "expected"),
    [(2, 1500, 4000, 2), (8, 1500, 4000, 2), (2, 1500, 1000, 1), (3, 1000, 3000, 3)],
)
def test_as_many_readers_work_as_the_memory_holds(workers, memory, total, expected):
    made = settings(
        reading_workers=workers, reading_memory_mb=memory, reading_total_memory_mb=total
    )
    assert reading_workers(made) == expected


def test_readings_are_kept_unless_none_may_be(tmp_path):
    assert reading_cache(settings(tmp_path, reading_cache_mb=0)) is None
    assert reading_cache(settings(tmp_path, reading_cache_mb=1)) is not None


@pytest.mark.parametrize("ocr", [True, False])
def test_whether_scans_are_read_is_a_setting(ocr):
    assert reading_options(settings(reading_ocr=ocr)) == ReadingOptions.found(ocr=ocr)


def test_without_recognition_no_program_is_looked_for():
    assert reading_options(settings(reading_ocr=False)).tesseract == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"port": 80, "host": "::1"}, "http://[::1]:80"),
        ({"public_url": "https://gtnum.example/"}, "https://gtnum.example"),
    ],
)
def test_users_see_the_public_address_or_the_one_listened_on(given, expected):
    assert public_url(settings(**given)) == expected


def test_library_and_withdrawals_are_in_the_folder_of_the_settings(tmp_path):
    made = settings(tmp_path)
    assert library(made).root == tmp_path
    assert list(withdrawals(made).uris()) == []
    assert not (tmp_path / "withdrawn").exists()


def test_only_origins_may_show_our_list_in_a_frame():
    named = " https://edunumrech.hypotheses.org, http://localhost:8080,,"
    assert embed_ancestors(settings(embed_ancestors=named)) == (
        "https://edunumrech.hypotheses.org",
        "http://localhost:8080",
    )
    assert embed_ancestors(settings()) == ()
    for wrong in ("*", "https://a.example/chemin", "https://a; script-src *", "'self'"):
        with pytest.raises(KnowledgeError, match="GTNUM_EMBED_ANCESTORS"):
            embed_ancestors(settings(embed_ancestors=wrong))
