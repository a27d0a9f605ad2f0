"""What a mirror writes about itself and about each file, and reads back.

    mirror/.harvest.json      what is copied, and how far the last run came
    mirror/<host>/.<…>.json   address, metadata, version of the file beside it

Each is replaced whole.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.durable_files import write_whole
from ingest.errors import SourceError
from ingest.harvest.errors import HarvestError
from ingest.harvest.fetcher import Validators
from ingest.sources.published_origin import MARKER, Published, record_path

__all__ = [
    "Item",
    "Origin",
    "known_origin",
    "known_start",
    "read_item",
    "read_progress",
    "unlink",
    "write_record",
    "write_state",
]

_FORMAT = "gtnum-harvest"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """What a mirror is a copy of; it stays the same over its life.

    Attributes:
        kind: ``feed``, ``oai``, ``sitemap`` or ``addresses``.
        address: Of the feed or repository; empty for a list of addresses.
        set_spec: The set of the repository, or empty for all of it.
    """

    kind: str
    address: str = ""
    set_spec: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something mirrored.

    Attributes:
        key: Its identity at the source: address, entry id, OAI identifier.
        path: Of the file.
        published: Address and metadata.
        version: What the source calls this version, or empty.
        validators: For the next conditional request.
        sha256: Of the file.
        parents: Keys of the pages that link to it; none for what the source lists.
    """

    key: str
    path: Path
    published: Published
    version: str = ""
    validators: Validators = field(default_factory=Validators)
    sha256: str = ""
    parents: tuple[str, ...] = ()


def known_origin(folder: Path) -> Origin | None:
    """Return what a mirror is a copy of, or None where there is none yet.

    Raises:
        HarvestError: If its state cannot be read.
    """
    state = _state(folder)
    return state[0] if state else None


def known_start(folder: Path) -> str:
    """Return the address at which what a mirror copies was found, or empty.

    Raises:
        HarvestError: If its state cannot be read.
    """
    state = _state(folder)
    return str(state[1].get("start", "")) if state else ""


def read_progress(folder: Path, origin: Origin) -> dict[str, Any]:
    """Return how far the last run came; empty in a new mirror.

    Raises:
        HarvestError: If it copies something else, or its state cannot be read.
    """
    state = _state(folder)
    if state is None:
        return {}
    known, progress = state
    if known != origin:
        was = " ".join(filter(None, (known.kind, known.address, known.set_spec)))
        raise HarvestError(
            f"cette collection moissonne déjà autre chose : {was}",
            remedy="Choisissez un autre nom avec --collection.",
        )
    return progress


def _state(folder: Path) -> tuple[Origin, dict[str, Any]] | None:
    try:
        values = json.loads((folder / MARKER).read_bytes())
        is_ours = (values["format"], values["version"]) == (_FORMAT, _VERSION)
        state = Origin(**values["origin"]), dict(values["progress"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(folder) from error
    if not is_ours:
        raise _unreadable(folder)
    return state


def _unreadable(folder: Path) -> HarvestError:
    return HarvestError(
        f"l’état de la moisson « {folder / MARKER} » est illisible",
        remedy="Supprimez ce fichier : la prochaine moisson reprendra tout.",
    )


def read_item(path: Path) -> Item | None:
    """Read the record of a file, or None when there is none that can be used."""
    try:
        published = Published.beside(path)
        values = json.loads(record_path(path).read_bytes())
        return Item(
            key=str(values["key"]),
            path=path,
            published=published or Published(""),
            version=str(values["version"]),
            validators=Validators(str(values["etag"]), str(values["last_modified"])),
            sha256=str(values["sha256"]),
            # Only files that a page links to have some.
            parents=tuple(str(key) for key in values.get("parents", ())),
        )
    except (SourceError, OSError, ValueError, KeyError, TypeError):
        return None


def unlink(path: Path) -> None:
    """Remove a file with its record.

    Raises:
        OSError: If the disk refuses.
    """
    # The record first: a file without one is swept at the next opening.
    record_path(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def write_state(folder: Path, origin: Origin, progress: Mapping[str, Any]) -> None:
    """Keep what a mirror copies, and how far it came.

    Raises:
        OSError: If the disk refuses.
    """
    values = {
        "format": _FORMAT,
        "version": _VERSION,
        "origin": asdict(origin),
        "progress": progress,
    }
    _write_json(folder / MARKER, values, indent=1)


def write_record(item: Item) -> None:
    """Write the record beside a file.

    Raises:
        OSError: If the disk refuses.
    """
    values = {
        **item.published.to_json(),
        "key": item.key,
        "version": item.version,
        "etag": item.validators.etag,
        "last_modified": item.validators.last_modified,
        "sha256": item.sha256,
        **({"parents": item.parents} if item.parents else {}),
    }
    _write_json(record_path(item.path), values)


def _write_json(
    path: Path, values: Mapping[str, Any], *, indent: int | None = None
) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=indent)
    write_whole(path, text.encode("utf-8", "replace"))
