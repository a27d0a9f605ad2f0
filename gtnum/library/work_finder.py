"""Which documents of a generation are copies of one work: graph and ingest, joined.

The graph says what it knows of its documents, ``ingest.copies`` decides, the graph
states the works. Every ingest decides anew about all documents, so that the answer
depends on what the library holds and not on the order in which it came.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from graph.ports import KnownDocument
from ingest.copies.copy_candidates import CopyCandidate
from ingest.copies.signatures import read_signature, signature_of
from ingest.copies.work_grouping import find_works
from ontology.model import DocumentRecord, Work

__all__ = ["signed", "works_among"]


def signed(record: DocumentRecord) -> DocumentRecord:
    """Return the record with the signature of its text."""
    signature = signature_of(_text(record)).to_text()
    return replace(record, document=replace(record.document, signature=signature))


def works_among(
    documents: Iterable[KnownDocument], text_of: Callable[[str], str]
) -> tuple[Work, ...]:
    """Return the works that these documents hold more than once.

    A document without a signature, or with that of an older version, is read from the
    graph, so that libraries made before grow works at their next ingest.

    Raises:
        IngestError: If a signature in the graph is damaged.
    """
    return find_works([_candidate(one, text_of) for one in documents], text_of)


def _candidate(known: KnownDocument, text_of: Callable[[str], str]) -> CopyCandidate:
    signature = read_signature(known.signature) if known.signature else None
    return CopyCandidate(
        identifier=known.identifier,
        title=known.title,
        kind=known.kind,
        language=known.language,
        sha256=known.sha256,
        source_uri=known.source_uri,
        signature=signature or signature_of(text_of(known.identifier)),
        url=known.url,
        date=known.date,
        doi=known.doi,
        handle=known.handle,
        hal_id=known.hal_id,
    )


def _text(record: DocumentRecord) -> str:
    # As the graph gives it back: passages, one behind the other.
    return "\n".join(passage.text for passage in record.passages)
