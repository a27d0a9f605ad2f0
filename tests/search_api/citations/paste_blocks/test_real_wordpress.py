"""This test ensures that WordPress itself keeps our blocks, where it is at hand.

FOLDER is where ``wp-includes`` lies: Debian's package ``wordpress``, unpacked by
``dpkg -x``, has it in ``usr/share/wordpress``. ``php-cli`` runs its filter.
``pytest tests/search_api/citations/paste_blocks --wordpress FOLDER -m network``.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.search_api.citations.paste_blocks.made_choices import made_choices
from tests.search_api.citations.paste_blocks.test_html_blocks import WRITERS

FILTER = Path(__file__).with_name("filter_as_wordpress.php")


@pytest.fixture
def wordpress(request):
    folder = request.config.getoption("--wordpress")
    if folder is None or shutil.which("php") is None:
        pytest.skip("WordPress is not here: --wordpress FOLDER, and php-cli")
    return folder


def kept(wordpress, block):
    run = subprocess.run(
        ["php", str(FILTER), str(wordpress)],
        input=block.encode("utf-8", "replace"),
        capture_output=True,
        check=True,
        timeout=120,
    )
    return run.stdout.decode()


@pytest.mark.network
@pytest.mark.parametrize("write", WRITERS)
def test_wp_kses_post_changes_nothing(wordpress, write):
    block = write(made_choices(), "iso690")
    assert kept(wordpress, block) == block
