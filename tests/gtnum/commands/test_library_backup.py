"""This test ensures that a library in use is backed up and answers alike elsewhere."""

import errno
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum.backups import folder_place
from gtnum.cli import main
from gtnum.deposits.deposit_desk import DepositDesk
from gtnum.deposits.deposit_tokens import Tokens
from gtnum.library.durability import checksum
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from gtnum.wiring import application
from tests.gtnum.conftest import Run, command_line

QUESTIONS = (
    "la sobriété numérique à l’école",
    "MICA",
    "forges logicielles",
    "émotions des adolescents",
    "ressources éducatives libres",
    "académie de Bordeaux",
    "quasar",
    "réseaux sociaux",
)


def answers(client: TestClient) -> list[object]:
    """Return what is answered to some questions, without how long it took."""
    found = []
    for question in QUESTIONS:
        answer = client.get("/search", params={"q": question}).json()
        answer.pop("took_ms", None)
        found.append(answer)
    found.append(client.get("/documents/fiche-aeson").json())
    return found


def deposit(library: Path, text: str) -> None:
    """Leave a deposit that nobody has read yet."""
    desk = DepositDesk(
        Tokens(""),
        library / "deposits",
        wake=lambda: None,
        release=lambda: None,
        admit=None,
    )
    file = desk.arrival() / "note"
    file.write_text(text, "utf-8")
    desk.deposit(
        "claire", file, name="note.txt", sha256=checksum(file), collection="notes"
    )


@pytest.mark.slow
def test_a_backup_under_load_answers_the_same_on_another_path(
    gtnum: Run, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, other = tmp_path / "backups", tmp_path / "elsewhere"
    stopped = threading.Event()
    statuses: set[int] = set()
    with TestClient(application(Settings(library=tmp_path / "library"))) as client:
        before = answers(client)

        def ask() -> None:
            while not stopped.is_set():
                statuses.add(client.get("/search", params={"q": "MICA"}).status_code)

        crowd = threading.Thread(target=ask)
        crowd.start()
        try:
            code, output, _ = gtnum("library", "backup", place, "--check")
        finally:
            stopped.set()
            crowd.join()
    assert (code, statuses) == (0, {200})
    assert "Sauvegardes entières : 0001" in output
    assert "jetons, et le cache de lecture, qui se refait" in output
    deposit(tmp_path / "library", "Un dépôt attend encore d’être lu.")
    assert "dont 2 nouveaux" in gtnum("library", "backup", place)[1]  # file and task
    run = command_line(other, capsys)
    code, output, messages = run("library", "restore", place)
    assert (code, messages) == (0, "")
    assert "Génération publiée : 0001" in output
    with TestClient(application(Settings(library=other))) as client:
        assert answers(client) == before
    # What waited is done in its new place.
    assert run("deposits", "work", "--once")[0] == 0
    assert Library(other).current().manifest.counts["documents"] == 4


def test_the_way_back_names_what_was_set_otherwise(
    gtnum: Run,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert gtnum("library", "backup", tmp_path / "b.zip")[0] == 0
    monkeypatch.setenv("GTNUM_EMBEDDER", "embedded")
    monkeypatch.setenv("GTNUM_BASE_IRI", "https://other.example/")
    run = command_line(tmp_path / "other", capsys)
    code, _, messages = run("library", "restore", tmp_path / "b.zip")
    assert code == 0
    assert "GTNUM_BASE_IRI=https://gtnum.example/" in messages
    assert "GTNUM_EMBEDDER=embedded-fast" in messages


def test_only_as_many_backups_stay_as_asked(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    for number in ("0001", "0002"):
        assert number in gtnum("library", "backup", place)[1]
    _, output, _ = gtnum("library", "backup", place, "--keep", 2)
    assert "dont 0 nouveaux" in output
    assert "Sauvegardes supprimées : 0001." in output


def test_a_damaged_original_is_told_and_is_a_partial_success(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    original = next((tmp_path / "library" / "files").glob("*/*"))
    original.write_text("autre")
    code, _, messages = gtnum("library", "backup", tmp_path / "b.tar")
    assert code == 1
    assert original.name in messages
    assert "gtnum ingest" in messages


def test_a_damaged_backup_is_told_with_the_one_that_is_whole(
    gtnum: Run, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "backups"
    for _ in range(2):
        gtnum("library", "backup", place)
    (place / "snapshots" / "0002.json").write_text("{}")
    with pytest.raises(SystemExit) as stop:
        main(["library", "check-backup", str(place)])
    output, messages = capsys.readouterr()
    code = stop.value.code
    assert code == 3
    assert "0002 abîmée" in output
    assert "--number 0001" in messages


def test_a_place_inside_the_library_is_refused(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    code, _, messages = gtnum("library", "backup", tmp_path / "library" / "backup")
    assert code == 3
    assert "autre dossier" in messages


def test_nothing_is_made_where_there_is_no_library(gtnum: Run, tmp_path: Path) -> None:
    code, _, messages = gtnum("library", "backup", tmp_path / "backups")
    assert code == 3
    assert "gtnum ingest" in messages
    assert not (tmp_path / "backups").exists()


def test_a_full_disk_is_an_error_that_names_the_place(
    gtnum: Run, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder_place, "copy_proven", full)
    code, _, messages = gtnum("library", "backup", tmp_path / "backups")
    assert code == 3
    assert f"plus de place pour {tmp_path / 'backups'}" in messages
    left = [path for path in (tmp_path / "backups").rglob("*") if path.is_file()]
    assert [path.name for path in left] == [".lock"]
    Library(tmp_path / "library").current().verify()
