"""This test ensures that deposited files land in one safe place, whole."""

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtnum.deposits import deposit_shelf as shelf_module
from gtnum.deposits.deposit_shelf import DepositShelf, collection_name, plain_name
from ingest.sources.published_origin import MARKER, record_path
from ingest.sources.source_files import find_files

HOSTILE = [
    "../../etc/passwd",
    "..\\..\\windows\\system32\\a.pdf",
    "/etc/shadow",
    "..",
    ".",
    "",
    ".htaccess",
    ".gtnumignore",
    "a\nb\r\n.pdf",
    "nul\0.pdf",
    "a" * 5_000 + ".pdf",
    "é" * 300 + ".pdf",
    "\udcff\udcfe.pdf",
    "‮fdp.exe",
    "a#post-12.xml",
    "%2e%2e%2fa.txt",
    "con.pdf ",
    "$(rm -rf).pdf",
]


@pytest.fixture
def shelf(tmp_path: Path) -> DepositShelf:
    return DepositShelf(tmp_path / "deposits")


def arrive(shelf: DepositShelf, content: bytes) -> tuple[Path, str]:
    path = shelf.arrival / f"f{time.monotonic_ns()}"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


@given(st.text(max_size=300) | st.sampled_from(HOSTILE))
def test_any_name_becomes_one_visible_plain_component(sent: str) -> None:
    name = plain_name(sent)
    assert name == Path(name).name
    assert name.isprintable()
    assert not name.startswith((".", "-"))
    assert len(os.fsencode(name)) < 255
    assert plain_name(name) == name


@pytest.mark.parametrize("sent", HOSTILE)
def test_a_hostile_name_stays_in_its_folder(shelf: DepositShelf, sent: str) -> None:
    file, sha256 = arrive(shelf, sent.encode("utf-8", "surrogatepass"))
    placed = shelf.place(file, name=sent, sha256=sha256, collection="depots")
    assert placed.parent.parent == shelf.folder("depots")
    # An ordinary ingest finds it under the very name that the task has.
    found = [f.uri for f in find_files(shelf.folder("depots"), "depots")]
    assert found == [shelf.uri(placed, "depots")]
    shelf.discard(found[0])
    assert not list(find_files(shelf.folder("depots"), "depots"))
    file, sha256 = arrive(shelf, sent.encode("utf-8", "surrogatepass"))
    again = shelf.place(file, name="autre.txt", sha256=sha256, collection="depots")
    assert again == placed


def test_the_same_bytes_keep_their_first_place(shelf: DepositShelf) -> None:
    places = set()
    for name in ("un.txt", "deux.txt"):
        file, sha256 = arrive(shelf, b"bonjour")
        places.add(shelf.place(file, name=name, sha256=sha256, collection="depots"))
    assert [path.name for path in places] == ["un.txt"]
    assert shelf.find(sha256, "depots") in places
    assert shelf.find(sha256, "depots-autre") is None


@pytest.mark.parametrize(
    "uri", ["gtnum/a.txt", "../x/y/z", "depots/../../../a", "depots/x", "a", ""]
)
def test_only_our_own_files_are_discarded(shelf: DepositShelf, uri: str) -> None:
    outside = shelf.arrival.parent.parent / "a"
    outside.write_text("à garder", "utf-8")
    shelf.discard(uri)
    assert outside.exists()


def test_what_a_dead_process_left_is_swept(shelf: DepositShelf) -> None:
    old, _ = arrive(shelf, b"x")
    os.utime(old, (1, 1))
    young, _ = arrive(shelf, b"y")
    with shelf.arriving() as busy:
        os.utime(busy, (1, 1))
        shelf.sweep()
        assert not old.exists()
        assert young.exists()
        assert busy.exists()
    assert not busy.exists()


@pytest.mark.parametrize(("age", "is_swept"), [(59.5, False), (60, True)])
def test_a_file_is_young_for_a_minute(shelf, monkeypatch, age, is_swept) -> None:
    path, _ = arrive(shelf, b"x")
    os.utime(path, (1_000, 1_000))
    clock = SimpleNamespace(time=lambda: 1_000 + age)
    monkeypatch.setattr(shelf_module, "time", clock)
    shelf.sweep()
    assert path.exists() != is_swept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (f"{'a' * 80}.pdf", f"{'a' * 80}.pdf"),
        (f"{'a' * 81}.pdf", f"{'a' * 80}.pdf"),
        (f"a.{'b' * 12}", f"a.{'b' * 12}"),
        # Too long for a suffix: a point in a name.
        (f"a.{'b' * 13}", f"a.{'b' * 13}"),
        (f"{'a' * 80}.{'b' * 13}", "a" * 80),
        ("a.p-f", "a.p-f"),
        ("sans suffixe", "sans suffixe"),
        ("a.", "a"),
        ("C:\\b\\a.pdf", "a.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("Bilan (1), l’été @ 2=3;+x.pdf", "Bilan (1), l’été @ 2=3;+x.pdf"),
        ("--a--.pdf", "a.pdf"),
    ],
)
def test_a_name_keeps_what_is_safe_and_its_suffix(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_a_file_is_readable_under_half_of_its_fingerprint(shelf) -> None:
    file, sha256 = arrive(shelf, b"bonjour")
    file.chmod(0o600)
    placed = shelf.place(file, name="a.txt", sha256=sha256, collection="depots")
    assert placed.parent.name == sha256[:32]
    assert placed.stat().st_mode & 0o777 == 0o644
    assert not file.exists()
    assert shelf.find("", "depots") is None


def test_an_address_is_noted_beside_its_file_and_goes_with_it(shelf) -> None:
    file, sha256 = arrive(shelf, b"bonjour")
    placed = shelf.place(file, name="a.txt", sha256=sha256, collection="depots")
    shelf.remember_address(placed, "https://exemple.fr/a")
    marker = shelf.folder("depots") / MARKER
    assert marker.read_bytes() == b"{}\n"
    marker.write_bytes(b'{"a": 1}\n')
    shelf.remember_address(placed, "https://exemple.fr/b")
    assert marker.read_bytes() == b'{"a": 1}\n'
    record = record_path(placed)
    assert "https://exemple.fr/b" in record.read_text("utf-8")
    assert shelf.find(sha256, "depots") == placed
    shelf.discard(shelf.uri(placed, "depots"))
    assert not placed.exists()
    assert not record.exists()
    assert shelf.find(sha256, "depots") is None


def test_the_first_of_several_names_counts(shelf) -> None:
    home = shelf.folder("depots") / ("0" * 32)
    home.mkdir(parents=True)
    for name in ("b.txt", "a.txt", ".hidden"):
        (home / name).write_bytes(b"")
    assert shelf.find("0" * 64, "depots") == home / "a.txt"


def test_collections_of_deposits_are_apart() -> None:
    assert collection_name("carnet") == "depots-carnet"
    assert collection_name("") == "depots"


def test_the_same_bytes_at_the_same_instant_have_one_place(
    shelf: DepositShelf,
) -> None:
    sha256 = hashlib.sha256(b"bonjour").hexdigest()

    def place(number: int) -> Path:
        file = shelf.arrival / f"arrived{number}"
        file.write_bytes(b"bonjour")
        return shelf.place(
            file, name=f"n{number}.txt", sha256=sha256, collection="depots"
        )

    with ThreadPoolExecutor(8) as threads:
        places = set(threads.map(place, range(40)))
    assert len(places) == 1
    assert len(list(find_files(shelf.folder("depots"), "depots"))) == 1
