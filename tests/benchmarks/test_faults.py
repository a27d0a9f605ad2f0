"""This test ensures that faults are judged rightly, and that a sample ends well.

``python -m benchmarks.faults`` runs the whole matrix.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fault_cases import ACTIONS, MODES, Fault, copies, damage, every_fault
from benchmarks.fault_probe import Outcome
from benchmarks.faults import BAD, Expected, Row, judge, table
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.conftest import write_folder
from tests.gtnum.library.test_library_folder import publish

EXPECTED = Expected(
    documents=1,
    answers={"0001": {"/a": "200 old"}, "0002": {"/a": "200 new"}},
    exports={"0001": "old", "0002": "new"},
    searches={"0001": "old", "0002": "new"},
)
INDEX = "generations/0002/vectors/index.faiss"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    made = Library(tmp_path / "library")
    publish(made, "one")
    publish(made, "two")
    return made.root


def ended(action: str, library: Path, *, name: str = INDEX, **outcome: object) -> str:
    fault = Fault("kind", name, "flip", action)
    return judge(fault, Outcome(**outcome), library, EXPECTED)  # type: ignore[arg-type]


def health(generation: str, status: str, *, verified: bool) -> dict[str, object]:
    return {"generation": generation, "status": status, "verified": verified}


@pytest.mark.parametrize(
    ("told", "answer", "ending"),
    [
        (health("0001", "degraded", verified=True), "200 old", "stood in"),
        (health("0002", "degraded", verified=True), "200 new", "told"),
        (health("0002", "ok", verified=False), "200 new", "same"),
        (health("0002", "ok", verified=True), "200 new", "SILENT"),
        (health("0001", "ok", verified=False), "200 old", "SILENT"),
        (health("0002", "degraded", verified=True), "200 old", "WRONG"),
        (health("0002", "ok", verified=False), "500 new", "WRONG"),
        (health("0002", "ok", verified=False), "503 new", "told"),
    ],
)
def test_a_service_answers_what_the_generation_gives_that_it_names(
    library: Path, told: dict[str, object], answer: str, ending: str
) -> None:
    assert ended("serve", library, health=told, answers={"/a": answer}) == ending


@pytest.mark.parametrize(
    ("action", "outcome", "ending"),
    [
        ("search", {"output": "new"}, "same"),
        ("search", {"output": "new", "said": "Attention"}, "told"),
        ("search", {"output": "old", "said": "Attention"}, "stood in"),
        ("search", {"output": "old"}, "SILENT"),
        ("search", {"output": "neither"}, "WRONG"),
        ("export", {"answers": {"export": "old"}}, "SILENT"),
        ("list", {"output": "abîmée"}, "told"),
        ("list", {"output": "saine"}, "SILENT"),
        ("verify", {"code": 3, "output": "Abîmé"}, "told"),
        ("verify", {"code": 0, "output": "intacts"}, "SILENT"),
        ("ingest", {"said": "Attention"}, "told"),
        ("ingest", {}, "SILENT"),
        ("prune", {}, "same"),
        ("rollback", {}, "same"),
        ("rollback", {"code": 3, "said": "Erreur\n→ Faites cela"}, "refused"),
        ("rollback", {"code": 3, "said": "Erreur"}, "SILENT"),
        ("rollback", {"said": "Traceback (most recent …"}, "RAW"),
        ("rollback", {"is_raw": True}, "RAW"),
        ("rollback", {"code": -1}, "HANG"),
    ],
)
def test_a_command_says_what_it_did_not_do_as_ever(
    library: Path, action: str, outcome: dict[str, object], ending: str
) -> None:
    assert ended(action, library, **outcome) == ending


def test_a_library_without_a_sound_generation_is_lost(library: Path) -> None:
    for folder in Library(library).in_order():
        (folder / "graph" / "data").write_text("?")
    assert ended("prune", library) == "LOST"


def test_a_flip_reaches_all_that_share_a_file_and_a_foreign_file_does_not(
    tmp_path: Path,
) -> None:
    made = tmp_path / "library"
    for name in ("one", "two"):
        (made / "generations" / name).mkdir(parents=True)
    first, second = (made / "generations" / n / "data" for n in ("one", "two"))
    first.write_bytes(b"0123456789abcdef")
    second.hardlink_to(first)
    copy = next(found := copies(made, tmp_path))
    shared = copy / "generations" / "two" / "data"
    for mode, is_reached in (("flip", True), ("foreign", False)):
        before = shared.read_bytes()
        damage(copy / "generations" / "one" / "data", mode, 7)
        assert (shared.read_bytes() != before) is is_reached
    found.close()  # type: ignore[attr-defined]
    assert first.read_bytes() == b"0123456789abcdef"


def test_a_sample_is_drawn_from_all_and_the_same_for_a_seed(library: Path) -> None:
    every = every_fault(library, sample=None, seed=1)
    assert len(every) == len({f.kind for f in every}) * len(MODES) * len(ACTIONS)
    drawn = every_fault(library, sample=5, seed=1)
    assert drawn == every_fault(library, sample=5, seed=1)
    assert len(drawn) == 5
    assert set(drawn) < set(every)


def test_the_table_has_a_cell_for_each_fault_and_counts_the_endings() -> None:
    rows = [
        Row("words/.store", "flip", "serve", "stood in", "", 0.1),
        Row("words/.store", "cut", "list", "SILENT", "", 0.1),
    ]
    lines = table(rows).splitlines()
    assert len(lines) == 4
    assert lines[1].split()[:3] == ["words/.store", "flip", "stood"]
    assert "1 stood in" in lines[-1]
    assert "1 SILENT" in lines[-1]


def grow(library: Library) -> None:
    """Publish one more generation of the same files."""
    with library.building() as building:
        parent = building.require_parent()
        for name in parent.manifest.files:
            (building.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (building.folder / name).hardlink_to(parent.folder / name)
        made = replace(parent.manifest, name=building.name, parent=parent.name)
        building.publish(made)


@pytest.mark.slow
def test_a_sample_of_faults_ends_well(tmp_path: Path) -> None:
    """Four faults in a process of its own: forks have to begin without threads."""
    settings = Settings(
        embedder="embedded-fast", reading_workers=1, library=tmp_path / "library"
    )
    subprocess.run(
        [sys.executable, "-m", "gtnum.cli", "ingest", write_folder(tmp_path / "notes")],
        env=settings.environment(),
        check=True,
        capture_output=True,
    )
    grow(Library(settings.library))
    words = ["--made", str(tmp_path), "--sample", "4", "--seed", "292", "--kills", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", *words],
        capture_output=True,
        text=True,
        check=False,
        env=settings.environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    totals = done.stdout.splitlines()[-1]
    assert sum(int(part.split()[0]) for part in totals.split(", ")) == 4
    assert all(f"0 {name}" in totals for name in BAD)
