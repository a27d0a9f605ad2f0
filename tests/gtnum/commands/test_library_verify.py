"""This test ensures that all that can be damaged is found, and mended as it is told.

Every test begins with something broken in a whole library, runs the command that the
finding recommends, and ends with a library in which nothing is found.
"""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from gtnum.library.library_folder import Library
from tests.gtnum.conftest import Run, ingest


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x5A
    path.unlink()
    path.write_bytes(content)


@pytest.fixture(scope="module")
def filled(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two generations with a deposit, a harvest and decisions."""
    home = tmp_path_factory.mktemp("filled")
    shutil.copytree(made_once, home, dirs_exist_ok=True)
    (home / "notes" / "plus.txt").write_text("Les forges et les communs.")
    ingest(home / "notes", home / "library")
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path


def found(gtnum: Run, *options: str) -> tuple[int, list[dict[str, object]]]:
    code, output, _ = gtnum("library", "verify", "--json", *options)
    return code, json.loads(output)["findings"]


def commands(finding: dict[str, object], *, home: Path) -> list[list[str]]:
    """Return the commands that a finding recommends, as somebody would type them."""
    remedy = str(finding["remedy"]).replace("DOSSIER", str(home / "notes"))
    return [shlex.split(one) for one in re.findall(r"`gtnum ([^`]*)`", remedy)]


def test_a_whole_library_has_no_findings(gtnum: Run, home: Path) -> None:
    code, output, messages = gtnum("library", "verify", "--all")
    assert code == 0
    assert output.count("fichiers intacts") == 2
    assert messages == ""


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("generations/0002/vectors/index.faiss", "generation"),
        ("generations/0002/graph/CURRENT", "generation"),
        ("generations/0002/ledger.jsonl", "generation"),
        ("generations/0002/manifest.json", "generation"),
        ("CURRENT", "pointer"),
        ("files/*/*", "original"),
        ("readings/*/*/*", "reading"),
    ],
)
def test_what_a_finding_recommends_mends_it(
    gtnum: Run, home: Path, name: str, area: str
) -> None:
    path = sorted((home / "library").glob(name))[0]
    flip(path)
    code, findings = found(gtnum)
    assert [one["area"] for one in findings] == [area]
    assert findings[0]["name"] == path.relative_to(home / "library").as_posix()
    assert code == (1 if area == "reading" else 3)
    recommended = commands(findings[0], home=home)
    assert recommended
    assert gtnum(*recommended[0])[0] == 0
    assert found(gtnum) == (0, [])


def test_damage_in_what_is_not_published_matters_less_and_needs_all(
    gtnum: Run, home: Path
) -> None:
    flip(home / "library" / "generations" / "0001" / "vectors" / "index.faiss")
    assert found(gtnum) == (0, [])
    code, findings = found(gtnum, "--all")
    assert code == 1
    assert "generations/0001/vectors/index.faiss" in str(findings[0]["name"])
    assert gtnum("library", "prune", "--keep", "1")[0] == 0
    assert found(gtnum, "--all") == (0, [])


def test_a_missing_original_is_known_from_the_ledger(gtnum: Run, home: Path) -> None:
    next((home / "library").glob("files/*/*")).unlink()
    code, findings = found(gtnum)
    assert (code, findings[0]["problem"]) == (3, "manque")
    assert findings[0]["documents"]
    code, output, _ = gtnum("library", "repair", home / "notes")
    assert (code, output.splitlines()[-1]) == (0, "1 fichiers réparés.")
    assert found(gtnum) == (0, [])


def test_what_cannot_be_repaired_is_told_and_the_code_says_so(
    gtnum: Run, home: Path
) -> None:
    original = next((home / "library").glob("files/*/*"))
    flip(original)
    spoiled = original.read_bytes()
    code, output, messages = gtnum("library", "repair")
    assert (code, output) == (3, "0 fichiers réparés.\n")
    assert original.name in messages
    # What is left of it stays.
    assert original.read_bytes() == spoiled


def deposit(home: Path) -> Path:
    """Put one of the originals among the deposits, as the service does."""
    original = next((home / "library").glob("files/*/*"))
    folder = home / "library" / "deposits" / "files" / "depots" / original.name[:32]
    folder.mkdir(parents=True)
    return Path(shutil.copy(original, folder / "note.txt"))


def test_deposits_and_originals_mend_each_other(gtnum: Run, home: Path) -> None:
    placed = deposit(home)
    flip(placed)
    code, findings = found(gtnum)
    assert (code, findings[0]["area"]) == (3, "deposit")
    assert gtnum(*commands(findings[0], home=home)[0])[0] == 0
    assert found(gtnum) == (0, [])
    original = next((home / "library").glob(f"files/*/{placed.parent.name}*"))
    flip(original)
    assert gtnum("library", "repair")[0] == 0
    assert found(gtnum) == (0, [])


def test_tasks_withdrawals_and_decisions_that_cannot_be_read_are_found(
    gtnum: Run, home: Path
) -> None:
    library = home / "library"
    for name in ("deposits/tasks/open/a.json", "withdrawn/note.json"):
        (library / name).parent.mkdir(parents=True)
        (library / name).write_text("{")
    (library / "curation.yaml").write_text("- {")
    code, findings = found(gtnum)
    assert code == 3
    assert [one["area"] for one in findings] == ["deposit", "withdrawal", "curation"]
    assert all(one["remedy"] for one in findings)
    assert Library(library).current().name == "0002"


def test_people_read_what_to_do(
    gtnum: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    flip(home / "library" / "generations" / "0002" / "words" / "meta.json")
    code, output, _ = gtnum("library", "verify")
    assert code == 3
    assert "Génération 0002 : 1 fichiers abîmés." in output
    assert "gtnum reindex" in output
    assert "words/meta.json" in output
