"""A file that arrives is whole, or gone."""

import pytest

from search_api.web.deposits import arrivals


@pytest.mark.parametrize("end", [OSError, KeyboardInterrupt])
def test_a_copy_that_is_broken_off_leaves_no_file(tmp_path, end):
    class Broken:
        """Fails after its first block."""

        def __init__(self):
            self.blocks = iter([b"one"])

        def seek(self, _):
            pass

        def read(self, _):
            try:
                return next(self.blocks)
            except StopIteration:
                raise end from None

    with pytest.raises(end):
        arrivals._keep(Broken(), tmp_path)
    assert not list(tmp_path.iterdir())
