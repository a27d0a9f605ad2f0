"""Compares a mirror with its records; nothing is locked, changed or asked for."""

import hashlib
import shlex
from collections.abc import Iterator
from pathlib import Path

from ingest.harvest.errors import HarvestError
from ingest.harvest.mirror_records import Origin, known_origin, read_item
from ingest.sources.published_origin import MARKER

__all__ = ["harvest_command", "mirror_problems"]


def mirror_problems(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a mirror that are not what was fetched, and how, in French.

    What a crash left half done is swept by the next harvest and told like damage.

    Raises:
        OSError: If the folder cannot be read.
    """
    try:
        known_origin(folder)
    except HarvestError as damage:
        yield folder / MARKER, damage.message
    for path in sorted(folder.glob("*/*")):
        if path.name.startswith(".") or path.parent.name.startswith("."):
            continue
        item = read_item(path)
        if item is None:
            yield path, "n’a pas de fiche d’origine lisible"
            continue
        try:
            with path.open("rb") as stream:
                is_same = (
                    hashlib.file_digest(stream, "sha256").hexdigest() == item.sha256
                )
        except OSError as failure:
            yield path, f"ne se lit plus ({failure.strerror})"
            continue
        if not is_same:
            yield path, "a changé de contenu"


def harvest_command(folder: Path) -> str:
    """Return the command that fetches everything of a mirror again."""
    try:
        origin = known_origin(folder) or Origin("addresses")
    except HarvestError:
        origin = Origin("addresses")
    source = origin.address or "LISTE"
    source = shlex.quote(source)  # the posts of an API have a query
    parts = ["gtnum", "harvest", source, "--collection", folder.name, "--full"]
    if origin.set_spec:
        parts += ["--set", origin.set_spec]
    return " ".join(parts)
