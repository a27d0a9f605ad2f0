"""Arrays written block by block are those of ``numpy.save``."""

import io

import numpy as np
import pytest

from search_api.array_files import write_array

NUMBERS = np.arange(24).reshape(8, 3)


@pytest.mark.parametrize("dtype", [np.uint16, np.float16, np.float32, np.int64])
@pytest.mark.parametrize("cuts", [(), (1,), (0, 3, 3, 8)])
def test_files_are_those_of_numpy(tmp_path, dtype, cuts):
    blocks = np.split(NUMBERS, cuts)
    write_array(tmp_path / "a.npy", blocks, dtype=dtype, shape=(8, 3))
    saved = io.BytesIO()
    np.save(saved, NUMBERS.astype(dtype))
    assert (tmp_path / "a.npy").read_bytes() == saved.getvalue()


@pytest.mark.parametrize("shape", [(0,), (0, 3)])
def test_an_array_may_be_empty(tmp_path, shape):
    write_array(tmp_path / "a.npy", [], dtype=np.uint16, shape=shape)
    assert np.load(tmp_path / "a.npy").shape == shape


@pytest.mark.parametrize("rows", [7, 9])
def test_more_or_less_than_was_said_is_refused(tmp_path, rows):
    with pytest.raises(ValueError, match="24 numbers"):
        write_array(tmp_path / "a.npy", [NUMBERS], dtype=np.int64, shape=(rows, 3))
