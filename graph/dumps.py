"""The files to download that are made with a generation, and their checksums.

A dump holds every statement but the description, which names the size and checksum of
the dump. Making both takes some twenty seconds for a million statements, once per
generation; serving them then costs nothing but reading a file.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from graph.exports import ExportFormat, write_statements

__all__ = ["DUMP_FORMATS", "Dump", "DumpFormat", "write_dumps"]

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """One kind of dump.

    Attributes:
        name: Of the file.
        form: What it is written in.
        media_type: Of what is inside the compression.
        title: In French.
    """

    name: str
    form: ExportFormat
    media_type: str
    title: str


DUMP_FORMATS: Final = (
    DumpFormat(
        "gtnum.nq.gz",
        ExportFormat.N_QUADS_GZ,
        "application/n-quads",
        "Tous les énoncés avec leurs graphes nommés (N-Quads, gzip)",
    ),
    DumpFormat(
        "gtnum.ttl.gz",
        ExportFormat.TURTLE_GZ,
        "text/turtle",
        "Tous les énoncés réunis (Turtle, gzip)",
    ),
)


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that was made.

    Attributes:
        kind: What it is.
        size_bytes: Of the file.
        sha256: Of the file, in hexadecimal.
    """

    kind: DumpFormat
    size_bytes: int
    sha256: str


def write_dumps(store: Store, folder: Path) -> tuple[Dump, ...]:
    """Write all dumps of a store into a new folder.

    Raises:
        OSError: If the store or the disk fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for kind in DUMP_FORMATS:
        path = folder / kind.name
        with path.open("wb", buffering=_BLOCK) as output:
            write_statements(store, output, form=kind.form)
        with path.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        found.append(Dump(kind, path.stat().st_size, digest))
    return tuple(found)
