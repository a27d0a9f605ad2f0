"""This test ensures that what messages recommend ends well, from the broken state on.

What ``gtnum library verify`` recommends is run in ``test_library_verify.py``.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from gtnum import wiring
from gtnum.errors import LibraryDamaged
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.commands.test_library_verify import filled, flip, found, home
from tests.gtnum.conftest import Run

__all__ = ["filled", "home"]

pytestmark = pytest.mark.slow


def recommended(message: str, home: Path) -> list[list[str]]:
    """Return the commands of a message, as somebody would type them."""
    text = message.replace("DOSSIER", str(home / "notes"))
    return [shlex.split(one) for one in re.findall(r"`gtnum ([^`]*)`", text)]


def spoil(home: Path, *names: str) -> None:
    for name in names:
        flip(home / "library" / "generations" / name / "graph" / "CURRENT")


def test_without_a_sound_generation_everything_is_read_again(
    gtnum: Run, home: Path
) -> None:
    spoil(home, "0001", "0002")
    with pytest.raises(LibraryDamaged, match="0002, 0001") as refused:
        wiring.application(Settings(library=home / "library"))
    verify, ingest = recommended(refused.value.remedy, home)
    assert gtnum(*verify)[0] == 3
    code, _, messages = gtnum(*ingest)
    assert code == 0
    assert "tout est refait de rien" in messages
    assert found(gtnum) == (0, [])
    assert Library(home / "library").current().manifest.counts["documents"] == 4


def test_nothing_is_published_from_nothing_where_nothing_was_read(
    gtnum: Run, home: Path
) -> None:
    spoil(home, "0001", "0002")
    (home / "vide").mkdir()
    code, _, messages = gtnum("ingest", home / "vide")
    assert code == 3
    assert "aucune génération saine" in messages
    assert (home / "library" / "CURRENT").read_text() == "0002\n"


def test_one_that_is_damaged_and_named_leads_to_one_that_is_not(
    gtnum: Run, home: Path
) -> None:
    spoil(home, "0001")
    code, _, messages = gtnum("library", "rollback", "0001")
    assert code == 3
    assert gtnum(*recommended(messages, home)[0])[0] == 0
    assert found(gtnum) == (0, [])


@pytest.mark.parametrize("content", [None, b"", b"0009", b"\xff\xfe"])
def test_every_command_does_without_the_pointer_and_says_so(
    gtnum: Run, home: Path, content: bytes | None
) -> None:
    pointer = home / "library" / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    for command in (["library", "list"], ["export", home / "tout.nq"]):
        code, _, messages = gtnum(*command)
        assert code == 0
        assert "CURRENT" in messages
    listed = gtnum("library", "list")[2]
    assert gtnum(*recommended(listed, home)[0])[1] == (
        "Génération publiée : 0002 (aucune auparavant).\n"
    )
    assert found(gtnum) == (0, [])


def test_an_ingest_mends_what_is_published_although_no_source_changed(
    gtnum: Run, home: Path
) -> None:
    spoil(home, "0002")
    code, output, messages = gtnum("ingest", home / "notes")
    assert code == 0
    assert "Génération publiée : 0003" in output
    assert "La génération 0001 est utilisée à la place" in messages
    assert found(gtnum) == (0, [])
    assert Library(home / "library").current().manifest.counts["documents"] == 4


def test_decisions_that_cannot_be_read_are_taken_from_the_published_copy(
    gtnum: Run, home: Path
) -> None:
    curation = home / "library" / "curation.yaml"
    curation.write_text(
        "decisions:\n  - decision: add-label\n    entity: lab:mica\n"
        "    label: ZORGLUB\n    by: moi\n    date: 2026-11-25\n    why: essai\n"
    )
    assert gtnum("ingest", home / "notes")[0] == 0
    curation.write_text("decisions: {")
    code, findings = found(gtnum)
    assert code == 3
    (copy,) = re.findall(r"`cp (\S+) (\S+)`", str(findings[0]["remedy"]))
    shutil.copy(*copy)
    assert found(gtnum) == (0, [])
