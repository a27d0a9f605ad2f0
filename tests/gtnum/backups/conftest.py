"""A small library with something in every room, made without any store."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.backups.backup_place import open_backup, writing_backup
from gtnum.backups.backup_run import BackupSummary, back_up
from gtnum.backups.snapshot import Snapshot
from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.library_folder import Library

HIDDEN = "jeton-que-personne-ne-doit-lire"


def publish(library: Library, content: bytes) -> str:
    """Publish one more generation; a part of it is the same in all."""
    with library.building() as building:
        (building.folder / "graph").mkdir()
        (building.folder / "graph" / "CURRENT").write_bytes(content)
        (building.folder / "same").write_bytes(b"the same in each generation")
        generation = building.publish(
            GenerationManifest(
                name=building.name,
                parent=building.parent.name if building.parent else None,
                created_at="2026-11-24T08:30:59+00:00",
                base_iri="https://gtnum.example/",
                embedder={"name": "embedded-fast"},
                chunking={},
                versions={},
                counts={"documents": 1},
                files=seal(building.folder, building.parent),
            )
        )
    return generation.name


def write(root: Path, name: str, content: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


KEPT = {
    "deposits/tasks/open/a.json": "{}",
    "deposits/tasks/closed/b.json": '{"state": "done"}',
    "deposits/files/depots/3f2a/rapport.pdf": "déposé",
    "deposits/files/depots/.harvest.json": "{}",
    "harvests/carnet/.harvest.json": "{}",
    "harvests/carnet/hote/billet.html": "<p>moissonné</p>",
    "harvests/carnet/hote/.billet.html.json": "{}",
    "withdrawn/ancien.json": "{}",
    "curation.yaml": "# décisions",
}
LEFT_OUT = {
    "readings/ab/cache": "se refait",
    ".env": f"GTNUM_TOKENS={HIDDEN}",
    "writer.lock": "",
    "deposits/worker.lock": "",
    "deposits/tasks/queue.lock": "",
    "deposits/files/.lock": "",
    "deposits/arriving/tmp1": HIDDEN,
    "harvests/carnet/.lock": "",
    "harvests/carnet/hote/.billet.html.12.part": "à moitié",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two generations, one original, and a file or two in every other room."""
    made = Library(tmp_path / "library")
    publish(made, b"first")
    publish(made, b"second")
    original = b"un original"
    sha256 = hashlib.sha256(original).hexdigest()
    write(made.root, f"files/{sha256[:2]}/{sha256}", original.decode())
    for name, content in {**KEPT, **LEFT_OUT}.items():
        write(made.root, name, content)
    return made


Take = Callable[..., BackupSummary]


@pytest.fixture
def take(library: Library) -> Take:
    """Back the library up to a place."""

    def taken(
        place: Path, *, generations: int = 1, believe: bool = True
    ) -> BackupSummary:
        with writing_backup(place, believe=believe) as writer:
            return back_up(
                library,
                writer,
                curation=library.root / "curation.yaml",
                software="gtnum test",
                generations=generations,
            )

    return taken


def contents(root: Path) -> dict[str, bytes]:
    """Return path → content of every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def newest(place: Path) -> Snapshot:
    """Return the newest snapshot of a place."""
    with open_backup(place) as reader:
        content = reader.snapshot(reader.numbers()[-1])
    return Snapshot.from_bytes(content, "la sauvegarde")


def signed(said: dict[str, object], **kept: object) -> bytes:
    """Return a snapshot as a forger writes it: whatever it says, its digest fits."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return json.dumps(
        {"format": 1, "sha256": digest, "snapshot": said, **kept}
    ).encode()
