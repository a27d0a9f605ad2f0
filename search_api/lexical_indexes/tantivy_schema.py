"""Folder and fields of the tantivy index, known to its writer and its reader.

    words/
        meta.json, *.idx, *.term …   tantivy's own: immutable segments
        documents.json               document identifiers by number

A row holds the number of its document and its position, so that an identifier never
has to be read from the document store.
"""

import json
from pathlib import Path
from typing import Final

import tantivy

from search_api.errors import IndexDamaged

__all__ = [
    "DOCUMENTS_FILE",
    "FIELDS",
    "FORMAT",
    "read_documents",
    "schema",
    "write_documents",
]

FORMAT: Final = 3
"""Changes with the files and with the words that the analysis puts into them."""
DOCUMENTS_FILE: Final = "documents.json"

FIELDS: Final = ("text", "surface", "written", "whole", "title", "section", "names")
"""Stems with positions; folded words; those with accents as they are written; compounds
and numbers; then what stands above."""


def schema() -> tantivy.Schema:
    """Return the fields; texts come in analysed, one token between spaces."""
    builder = tantivy.SchemaBuilder()
    for field in ("text", "title", "section"):
        builder.add_text_field(field, tokenizer_name="whitespace")
    for field in ("surface", "whole", "names"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    # Counted, never searched.
    builder.add_text_field("written", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("position", fast=True)
    return builder.build()


def write_documents(folder: Path, documents: list[str | None]) -> None:
    """Write the identifiers by number; None where a document was removed.

    Raises:
        OSError: If the disk refuses.
    """
    content = json.dumps({"format": FORMAT, "documents": documents}, ensure_ascii=False)
    temporary = folder / f".{DOCUMENTS_FILE}.new"
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(folder / DOCUMENTS_FILE)


def read_documents(folder: Path) -> list[str | None]:
    """Return the identifiers by number.

    Raises:
        IndexDamaged: If the file is missing, damaged or of another format.
    """
    path = folder / DOCUMENTS_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise IndexDamaged(
                f"L’index des mots {folder} est au format {content['format']}, "
                f"cette version lit le format {FORMAT}.",
                remedy="Lancez `gtnum reindex`.",
            )
        documents: list[str | None] = content["documents"]
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise IndexDamaged(
            f"L’index des mots {folder} est absent ou abîmé ({cause}).",
            remedy="Lancez `gtnum reindex`.",
        ) from cause
    return documents
