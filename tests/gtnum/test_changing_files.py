"""This test ensures that a file that changes while it is read stops nothing."""

import json
from pathlib import Path

import pytest

import ingest.pipeline
from ingest.file_reading import Reading
from tests.gtnum.conftest import Run

pytestmark = pytest.mark.slow


def read(gtnum: Run, folder: Path) -> tuple[int, dict[str, dict]]:
    """Ingest a folder; return the exit code and the rows by name of the file."""
    code, output, _ = gtnum("ingest", folder, "--json")
    report = json.loads(output)
    assert report["generation"]
    return code, {row["uri"].partition("/")[2]: row for row in report["sources"]}


@pytest.mark.parametrize("change", ["replaced", "removed", "made a folder"])
def test_a_file_changed_after_reading_is_named_and_read_next_time(
    gtnum: Run, documents: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = documents / "forges.md"
    before = path.read_bytes()

    def read_then_change(found, *arguments, **options) -> Reading:
        reading = real(found, *arguments, **options)
        if found.path == path:
            path.unlink()
            if change == "replaced":
                path.write_bytes(before.replace(b"libres", b"fermes"))
            elif change == "made a folder":
                path.mkdir()
        return reading

    real = ingest.pipeline.read_file
    with monkeypatch.context() as patched:
        patched.setattr(ingest.pipeline, "read_file", read_then_change)
        code, rows = read(gtnum, documents)
    assert code == 1
    assert rows["forges.md"]["state"] == "unreadable"
    assert "a changé ou disparu" in rows["forges.md"]["message"]
    assert rows["aeson.md"]["state"] == rows["billet.html"]["state"] == "ok"
    found = gtnum("search", "forges", "--json")[1]
    assert "fiche-aeson" in found
    assert "fiche-forges" not in found

    if change == "made a folder":
        path.rmdir()
    path.write_bytes(before)
    code, rows = read(gtnum, documents)
    assert (code, rows["forges.md"]["state"]) == (0, "ok")
    assert rows["aeson.md"]["state"] == "unchanged"
