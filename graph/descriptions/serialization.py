"""Statements written in the RDF forms that the service offers, kept in memory."""

import io
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Final, cast

from pyoxigraph import RdfFormat, Triple, serialize

from graph.descriptions.description_terms import DESCRIPTION_PREFIXES
from graph.errors import QueryTooLarge

__all__ = ["RDF_FORMATS", "SerializedOnce", "write_triples"]

RDF_FORMATS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
"""Media type → form, in the order of preference."""


class _BoundedBuffer(io.RawIOBase):
    """Collects bytes and stops at a limit."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = cast("bytes", data)
        if len(self.content) + len(piece) > self._limit:
            raise QueryTooLarge(
                f"la réponse dépasse {self._limit} octets",
                remedy="Prenez les fichiers à télécharger : « /dumps ».",
                limit_bytes=self._limit,
            )
        self.content += piece
        return len(piece)


def write_triples(
    triples: Iterable[Triple], media_type: str, *, limit_bytes: int
) -> bytes:
    """Write statements in one of ``RDF_FORMATS``.

    Raises:
        QueryTooLarge: If the whole would be larger than the limit.
    """
    output = _BoundedBuffer(limit_bytes)
    serialize(
        triples,
        cast("IO[bytes]", output),
        RDF_FORMATS[media_type],
        prefixes=dict(DESCRIPTION_PREFIXES),
    )
    return bytes(output.content)


class SerializedOnce:
    """A description that is read once and written once per form.

    Args:
        read: Gives the statements, at the first question.
        limit_bytes: Largest body.
    """

    def __init__(
        self, read: Callable[[], Sequence[Triple]], *, limit_bytes: int = 16 * 2**20
    ) -> None:
        self._read = read
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._triples: Sequence[Triple] | None = None
        self._bodies: dict[str, bytes] = {}

    def body(self, media_type: str) -> bytes:
        """Return the description in one of ``RDF_FORMATS``.

        Raises:
            StoreError: If the statements cannot be read.
            QueryTooLarge: If it is larger than the limit.
        """
        with self._lock:
            if self._triples is None:
                self._triples = tuple(self._read())
            if media_type not in self._bodies:
                self._bodies[media_type] = write_triples(
                    self._triples, media_type, limit_bytes=self._limit
                )
            return self._bodies[media_type]
