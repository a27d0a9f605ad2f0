"""This test ensures that a calibration is read as it was written, or not at all."""

import json

import pytest

from search_api.calibration import read_calibration, write_calibration
from search_api.calibration.calibration_file import CALIBRATION
from search_api.errors import IndexMismatch
from search_api.reliability import Calibration, Look, Scale

MEASURED = Calibration(
    (Scale(0.3, 0.1), Scale(0.1, 0.04), Scale(0.5, 0.1)),
    {look: place + 0.5 for place, look in enumerate(Look)},
    285,
)


def test_what_is_written_is_read(tmp_path):
    write_calibration(MEASURED, tmp_path)
    assert read_calibration(tmp_path) == MEASURED
    first = (tmp_path / CALIBRATION).read_bytes()
    write_calibration(MEASURED, tmp_path)
    assert (tmp_path / CALIBRATION).read_bytes() == first


def test_an_older_generation_has_none(tmp_path):
    assert read_calibration(tmp_path) is None


def test_that_of_another_version_is_not_used(tmp_path):
    write_calibration(MEASURED, tmp_path)
    path = tmp_path / CALIBRATION
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    assert read_calibration(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", '{"format": 3}', "{}"])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / CALIBRATION).write_text(content)
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        read_calibration(tmp_path)
