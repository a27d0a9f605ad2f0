"""Moves a library to another base of IRIs: a new generation, published when verified.

graph ──▶ moved, counted on both sides, described anew ──┐
vectors, words, originals: hold no IRI, linked as they are├──▶ publish
ledger: remembers which names linking started from ──────┘
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.ports import GraphWriter
from graph.stores.base_change import MovedStatements, move_statements
from gtnum.errors import LibraryError
from gtnum.library.generation import DUMPS, Generation, GenerationManifest, seal
from gtnum.library.library_folder import Building, Library
from ingest.ledger import Ledger
from ontology.iris import Iris

__all__ = ["MovingParts", "Rebased", "rebase"]


@dataclass(frozen=True, slots=True)
class MovingParts:
    """What rebasing needs from the wiring.

    Attributes:
        graph: From building, new base and the moved store to the writer of the graph.
        counts: From the folder of a closed graph and its base to the counts of a
            manifest.
        fingerprint: From a base to the version of the reference data under it.
    """

    graph: Callable[[Building, Iris, Path], GraphWriter]
    counts: Callable[[Path, Iris], dict[str, int]]
    fingerprint: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rebased:
    """What a move did.

    Attributes:
        generation: As published.
        old_base: Of the generation before.
        moved: Counted on both sides.
    """

    generation: Generation
    old_base: str
    moved: MovedStatements


def rebase(
    library: Library,
    parts: MovingParts,
    new_base: str,
    *,
    tell: Callable[[Building], object] = lambda _: None,
) -> Rebased:
    """Publish a generation with the same content under another base.

    Args:
        library: The library.
        parts: See there.
        new_base: For example ``https://donnees.example.org/gtnum/``.
        tell: Called first, with what it starts from and what it passed over.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If no generation is sound.
        LibraryError: If the new base is the old one, or one lies inside the other's
            things.
        OntologyError: If the new base is no base.
        StoreError: If a store fails, or the counts of both sides differ.
        OSError: If the disk refuses; the published generation is then untouched.
    """
    new = Iris(new_base)
    with library.building() as building:
        parent = building.require_parent()
        tell(building)
        old = Iris(parent.manifest.base_iri)
        _require_apart(old, new)
        aside = building.folder / "moved"
        moved = move_statements(parent.graph, aside, old=old, new=new)
        parts.graph(building, new, aside).close()
        shutil.rmtree(aside)
        _link_files(parent, building.folder)
        versions = _versions(parent, parts, new)
        _move_ledger(parent, building.folder, versions)
        manifest = GenerationManifest(
            name=building.name,
            parent=parent.name,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            base_iri=new.base,
            embedder=parent.manifest.embedder,
            chunking=parent.manifest.chunking,
            versions=dict(versions),
            counts=parts.counts(building.folder / "graph", new),
            files=seal(building.folder, parent),
        )
        return Rebased(building.publish(manifest), old.base, moved)


def _require_apart(old: Iris, new: Iris) -> None:
    if old.base == new.base:
        raise LibraryError(
            f"la bibliothèque a déjà la base {new.base}",
            remedy="Il n’y a rien à déplacer.",
        )
    for one, other in ((old, new), (new, old)):
        if one.base.startswith((f"{other.base}id/", f"{other.base}graph/")):
            raise LibraryError(
                f"les bases {old.base} et {new.base} se mêlent : les IRI de l’une "
                "seraient des choses de l’autre",
                remedy="Choisissez une base hors de « id/ » et de « graph/ ».",
            )


def _link_files(parent: Generation, folder: Path) -> None:
    """Link all files that hold no IRI; published files never change."""
    for name in parent.manifest.files:
        if name.split("/")[0] in ("graph", DUMPS, "ledger.jsonl"):
            continue
        target = folder / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(parent.folder / name, target)
        except OSError:
            # A file system without hard links; a full disk fails again here.
            shutil.copyfile(parent.folder / name, target)


def _versions(parent: Generation, parts: MovingParts, new: Iris) -> Mapping[str, str]:
    """Return the versions of the moved data; old reference data stay old."""
    versions = dict(parent.manifest.versions)
    if versions.get("reference") == parts.fingerprint(parent.manifest.base_iri):
        versions["reference"] = parts.fingerprint(new.base)
    return versions


def _move_ledger(parent: Generation, folder: Path, versions: Mapping[str, str]) -> None:
    """Keep what was read as read: the version of linking names the base."""
    before = parent.manifest.versions.get("reference", "")
    after = versions.get("reference", "")
    ledger = Ledger.load(parent.ledger)
    for entry in list(ledger):
        if before and before in entry.reader:
            ledger.put(replace(entry, reader=entry.reader.replace(before, after)))
    ledger.save(folder / "ledger.jsonl")
