"""Identifiers of documents: readable, unique, stable when the content changes."""

import hashlib
import re
import unicodedata
from dataclasses import replace
from pathlib import PurePosixPath

from ontology.model import DocumentRecord

__all__ = ["document_identifier", "renamed", "slug", "unique_identifier"]

_LONGEST = 80
_STEM = 60
_PART = re.compile(r"#(?:post|part)-\d+$")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Not the folding of words: an identifier is an address and stays what it was.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ð": "d", "þ": "th"}
)


def slug(text: str, *, longest: int = _STEM) -> str:
    """Return the text in ``[a-z0-9-]``, cut at a hyphen where possible.

    >>> slug("ÆSON : l’école – été 2024.pdf")
    'aeson-l-ecole-ete-2024-pdf'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    result = _NOT_SLUG.sub("-", letters).strip("-")
    if len(result) <= longest:
        return result
    cut = result[: longest + 1]
    shorter = cut.rpartition("-")[0]
    return shorter if len(shorter) > longest // 2 else cut[:longest].strip("-")


def document_identifier(uri: str, stated: str | None = None) -> str:
    """Return the stated identifier when it can be used, else one made from the uri.

    >>> document_identifier("notes/Été.md", "sheet-aeson")
    'sheet-aeson'
    >>> document_identifier("notes/Été.md")
    'ete-e230db6f'
    >>> document_identifier("notes/carnet.xml#post-12")[:-9]
    'carnet-post-12'
    """
    if stated:
        clean = slug(stated, longest=_LONGEST)
        if clean:
            return clean
    file, mark, part = uri.rpartition("#") if _PART.search(uri) else (uri, "", "")
    stem = slug(f"{PurePosixPath(file).stem}{mark}{part}") or "document"
    return f"{stem}-{_fingerprint(uri)}"


def unique_identifier(identifier: str, uri: str) -> str:
    """Return another identifier for a document whose own is already taken."""
    mark = _fingerprint(uri)
    return f"{identifier[: _LONGEST - len(mark) - 1].rstrip('-')}-{mark}"


def renamed(record: DocumentRecord, identifier: str) -> DocumentRecord:
    """Return the record under another document identifier."""
    passages = tuple(
        replace(passage, document=identifier, identifier=f"{identifier}.{n}")
        for n, passage in enumerate(record.passages)
    )
    document = replace(record.document, identifier=identifier)
    return replace(record, document=document, passages=passages)


def _fingerprint(uri: str) -> str:
    return hashlib.sha256(uri.encode()).hexdigest()[:8]
