"""What grouping knows of a document, and when two documents may be one work at all."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.copies.signatures import TextSignature
from ingest.metadata.document_kinds import SHEETS
from ontology.folding import fold_words
from ontology.model import DocumentKind

__all__ = ["CopyCandidate", "are_one_series", "may_be_same", "plain_address"]

_UNKNOWN = "und"
_ALIKE = 0.6
_NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")


@dataclass(frozen=True, slots=True)
class CopyCandidate:
    """A document of the library, as far as grouping cares.

    Attributes:
        identifier: Of the document.
        title: Of the document.
        kind: Of the document.
        language: ISO 639-1, or ``und``.
        sha256: Of the file it was read from.
        source_uri: Where it was read; with ``#`` for a part of a file.
        signature: Of its text.
        url: Address that it states as its own, or None.
        date: ISO 8601 with any precision, or None.
        doi: Without prefix, lower case, or None.
        handle: Without prefix, or None.
        hal_id: Without version, or None.
    """

    identifier: str
    title: str
    kind: DocumentKind
    language: str
    sha256: str
    source_uri: str
    signature: TextSignature
    url: str | None = None
    date: str | None = None
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None

    @property
    def describes_another(self) -> bool:
        """Whether identifiers in it are those of the thing that it is about."""
        return self.kind in SHEETS


def plain_address(url: str) -> str | None:
    """Return an address without what does not tell pages apart.

    The front page of a site is the address of no document in particular.

    >>> plain_address("http://www.Carnet.example/12?utm_source=x#haut")
    'carnet.example/12'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and not pair.startswith(("utm_", "fbclid", "gclid"))
    ]
    if not host or not (path or kept):
        return None
    return f"{host}{path}" + (f"?{'&'.join(sorted(kept))}" if kept else "")


def may_be_same(one: CopyCandidate, other: CopyCandidate) -> bool:
    """Return whether a shared identifier can mean a shared work.

    A translation may state the address of its original, and a site that is set up
    wrongly the address of its front page for every page: language and title tell.
    """
    languages = {one.language, other.language} - {_UNKNOWN}
    return (
        len(languages) < 2
        and not (one.describes_another or other.describes_another)
        and not are_one_series(one.title, other.title)
        and _titles_alike(one.title, other.title)
    )


def are_one_series(one: str, other: str) -> bool:
    """Return whether two titles differ by their numbers alone: two years, two parts.

    >>> are_one_series("Appel à projets 2020-2022", "Appel à projets 2023-2026")
    True
    >>> are_one_series("Rapport 2021", "Rapport 2021 (copie)")
    False
    """
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if not numbers or not others or numbers == others:
        return False
    return fold_words(_NUMBER.sub(" ", one)) == fold_words(_NUMBER.sub(" ", other))


def _titles_alike(one: str, other: str) -> bool:
    words, others = set(fold_words(one)), set(fold_words(other))
    shared, fewest = len(words & others), min(len(words), len(others))
    # A site may put its name behind the title, a record leave the subtitle out.
    return shared >= _ALIKE * len(words | others) or 3 <= fewest == shared
