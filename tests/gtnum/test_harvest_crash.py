"""This test ensures that a harvest that is killed goes on where it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from gtnum.settings import Settings
from tests.gtnum.conftest import wait_until
from tests.ingest.harvest.local_site import serving
from tests.ingest.harvest.repository import Repository

pytestmark = pytest.mark.slow


def harvest(address: str, library: Path, host: str) -> subprocess.Popen[bytes]:
    settings = Settings(
        library=library, harvest_allowed_hosts=host, harvest_delay_seconds=0
    )
    words = ["harvest", address, "--kind", "oai", "--collection", "c", "--no-ingest"]
    return subprocess.Popen(
        [sys.executable, "-m", "gtnum.cli", *words],
        env=settings.environment(),
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_a_killed_harvest_is_taken_up_at_its_last_part(tmp_path: Path) -> None:
    library = tmp_path / "library"
    copies = library / "harvests" / "c"
    with serving() as site:
        repository = Repository(site)
        repository.fill(250)
        original = repository.list_records

        def hangs(asked: dict[str, str]) -> str:
            if asked.get("resumptionToken") == "t||200":
                site.stop.wait(500)
            return original(asked)

        repository.list_records = hangs  # type: ignore[method-assign]
        with harvest(repository.address, library, site.host) as child:
            wait_until(lambda: "t||200" in str(repository.asked))
            child.kill()
        assert len(list(copies.glob("[!.]*/*.xml"))) == 200

        repository.list_records = original  # type: ignore[method-assign]
        repository.asked.clear()
        with harvest(repository.address, library, site.host) as child:
            _, messages = child.communicate(timeout=500)
        assert child.returncode == 0, messages
        assert len(list(copies.glob("[!.]*/*.xml"))) == 250
        tokens = [asked.get("resumptionToken") for asked in repository.asked]
        assert tokens == [None, "t||200"]  # Identify, then the part that was missing
        assert not list(copies.rglob("*.part"))
