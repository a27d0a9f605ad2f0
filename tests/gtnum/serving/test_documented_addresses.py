"""This test ensures that the addresses of the documentation can be typed into curl."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.gtnum.serving.wire import wire
from tests.search_api.web.fake_deposits import FakeDeposits
from tests.search_api.web.fakes import FakeServices

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)
HOSTS = re.compile(r"https?://(?:127\.0\.0\.1:8000|exemple\.fr)(?=/(?!rapport))")
_SETTINGS = "export JETON=secret-de-claire no_proxy='*'"
STAND_INS = {"18f2…": "t0", "mon-document": "note-sobriete"}
COMMANDS = [
    each.replace("\\\n", " ").partition(" | ")[0]
    for each in re.findall(
        r"curl (-(?:[^\n\\]|\\.|\\\n)+?|'http[^'\n]+')(?=\n|`)", TEXT
    )
]
ADDRESSES = [
    each
    for each in re.findall(r"`(/\w+\?[^`\n]+)`", TEXT)
    if "…" not in each and not each.endswith("=")
]

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the application answers, over a tiny corpus and a desk in memory."""
    folder = tmp_path_factory.mktemp("documented")
    services = FakeServices(folder)
    desk = FakeDeposits(folder / "arriving")
    desk.deposit_address("claire", "https://a.example/", collection="")
    with wire(application=create_app(services, WebSettings(), desk)) as server:
        yield f"http://127.0.0.1:{server.port}"


def status_of(command: str, folder: Path) -> int:
    """Run a command of curl as people do, and return the status of the answer."""
    for name in ("billet.pdf", "rapport.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7\n")
    for name in ("billet.md", "billet.html"):
        (folder / name).write_text("<p>La sobriété numérique à l’école.</p>")
    told = subprocess.run(
        ["bash", "-c", f"{_SETTINGS}; curl -s -o out -w '%{{http_code}}' {command}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


def test_commands_and_addresses_are_found():
    assert len(COMMANDS) >= 9
    assert len(ADDRESSES) >= 6
    assert any(not each.isascii() for each in COMMANDS)
    assert any(not each.isascii() for each in ADDRESSES)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_documented_command_is_answered(address, command, tmp_path):
    for shown, known in STAND_INS.items():
        command = command.replace(shown, known)
    assert status_of(HOSTS.sub(address, command), tmp_path) in (200, 202)


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_documented_address_is_answered(address, path, tmp_path):
    assert status_of(f"'{address}{path}'", tmp_path) == 200
