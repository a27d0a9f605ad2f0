"""This test ensures that a mirror is whole, ours, and named after what it holds."""

import json
from pathlib import Path

import pytest

from ingest.harvest.errors import HarvestError
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.mirror_paths import EXTENSIONS
from ingest.harvest.mirror_records import Origin, known_origin
from ingest.read_text import Found
from ingest.readers import CONTAINERS, READERS
from ingest.sources.media_types import HTML, MARKDOWN, PDF
from ingest.sources.published_origin import MARKER, Published, record_path

FEED = Origin("feed", "https://exemple.fr/feed")


def test_every_type_with_a_reader_has_a_name_for_its_files():
    assert set(READERS) | set(CONTAINERS) == set(EXTENSIONS)


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://exemple.fr/été/Un%20rapport.pdf", "exemple.fr/un-rapport-"),
        ("https://exemple.fr/../../etc/passwd", "exemple.fr/passwd-"),
        ("https://exemple.fr/%2e%2e%2f%2e%2e%2fetc", "exemple.fr/page-"),
        ("https://exemple.fr/", "exemple.fr/page-"),
        ("https://[::1]/a", "1/a-"),
        ("https://../a", "site/a-"),
        ("https://exemple.fr/" + "a" * 500, "exemple.fr/aaa"),
    ],
)
def test_no_address_leads_out_of_the_mirror(tmp_path, address: str, start: str):
    with Mirror.opened(tmp_path / "m", FEED) as mirror:
        mirror.put("k", b"x", HTML, Published(address))
        path = mirror.items["k"].path.relative_to(mirror.folder)
    assert path.as_posix().startswith(start)
    assert len(path.parts) == 2
    assert len(path.name) < 100


def test_what_is_put_is_found_at_the_next_opening(tmp_path):
    said = Published("https://exemple.fr/a", (Found("title", "Été", "feed"),))
    with Mirror.opened(tmp_path / "m", FEED) as mirror:
        assert mirror.put("k", b"one", HTML, said, version="1") is Put.ADDED
        mirror.progress["seen"] = 3
        mirror.save()
    with Mirror.opened(tmp_path / "m", FEED) as mirror:
        item = mirror.items["k"]
        assert (item.published, item.version) == (said, "1")
        assert mirror.progress == {"seen": 3}
        before = item.path.stat().st_mtime_ns
        assert mirror.put("k", b"one", HTML, said, version="2") is Put.UNCHANGED
        assert item.path.stat().st_mtime_ns == before
        assert mirror.put("k", b"two", HTML, said) is Put.CHANGED
        assert mirror.put("k", b"three", PDF, said) is Put.CHANGED
        # A document stays where the ledger knows it; only names that decide move it.
        assert [p.suffix for p in mirror.folder.glob("[!.]*/[!.]*")] == [".html"]
        assert mirror.put("k", b"two", MARKDOWN, said) is Put.CHANGED
        assert [p.suffix for p in mirror.folder.glob("[!.]*/[!.]*")] == [".md"]
        assert mirror.remove("k")
        assert not mirror.remove("k")
        assert not list(mirror.folder.glob("[!.]*/*"))


@pytest.mark.parametrize("state", ["", "{}", '{"format": "x", "version": 1}'])
def test_a_state_that_is_not_ours_is_refused(tmp_path: Path, state: str):
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / MARKER).write_text(state)
    with pytest.raises(HarvestError, match="illisible"), Mirror.opened(folder, FEED):
        pass
    with pytest.raises(HarvestError, match="illisible"):
        known_origin(folder)


def test_a_mirror_copies_one_source(tmp_path):
    with Mirror.opened(tmp_path / "m", FEED):
        pass
    assert known_origin(tmp_path / "m") == FEED
    other = Origin("oai", "https://exemple.fr/oai", "s")
    with (
        pytest.raises(HarvestError, match="déjà autre chose : feed https://exemple"),
        Mirror.opened(tmp_path / "m", other),
    ):
        pass


def test_a_damaged_record_counts_as_lost(tmp_path):
    with Mirror.opened(tmp_path / "m", FEED) as mirror:
        for key in "ab":
            mirror.put(key, b"x", HTML, Published(f"https://exemple.fr/{key}"))
        path = mirror.items["a"].path
    record_path(path).write_text(json.dumps({"address": "x"}))
    with Mirror.opened(tmp_path / "m", FEED) as mirror:
        assert (set(mirror.items), mirror.lost) == ({"b"}, 1)
        assert not path.exists()
