"""What one document may cost before it is given up.

Every limit has a default that ordinary reports stay far below; a document that passes
one ends as ``too_large`` or ``timeout``, never in a killed service.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one document and one folder.

    Attributes:
        size_bytes: Of the file.
        wall_seconds: From the start of reading to the whole record.
        cpu_seconds: Processor time of the child for one document.
        memory_bytes: Address space of the child process.
        pages: Pages of a document.
        characters: Characters of text before cleaning.
        passages: Passages of a document, which are linked, embedded and written outside
            the child, where no other limit reaches.
        output_bytes: Encoded record on its way to the parent.
        unpacked_bytes: Of an office document, which is an archive.
        ocr_pages: Pages of a document that are recognised from their image.
        ocr_page_seconds: Recognition of one page, besides ``wall_seconds``.
        files: Files of one folder.
        depth: Folders inside folders.
    """

    size_bytes: int = 200 * 2**20
    wall_seconds: float = 120.0
    cpu_seconds: int = 90
    memory_bytes: int = 2 * 2**30
    pages: int = 5_000
    characters: int = 20_000_000
    passages: int = 10_000
    output_bytes: int = 128 * 2**20
    unpacked_bytes: int = 400 * 2**20
    ocr_pages: int = 500
    ocr_page_seconds: float = 60.0
    files: int = 200_000
    depth: int = 32

    def to_json(self) -> dict[str, Any]:
        """Return the limits as a JSON object."""
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        """What a source that was given up depends on, for the ledger."""
        of_document = {
            name: value
            for name, value in self.to_json().items()
            if name not in ("files", "depth")
        }
        return f"limits={json.dumps(of_document, sort_keys=True)}"
