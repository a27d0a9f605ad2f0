"""Read a text that is not kept, such as the draft of a post."""

from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits
from ingest.readers import is_supported
from ingest.texts.chunking import Chunking
from ontology.model import DocumentRecord

__all__ = ["read_draft"]


def read_draft(
    content: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    limits: Limits | None = None,
    chunking: Chunking | None = None,
    pool: ReaderPool | None = None,
) -> DocumentRecord:
    """Read a text that is not kept, exactly as the corpus was read.

    Args:
        content: The bytes of the draft.
        name: File name, if it has one.
        media_type: Trusted when a reader exists for it, else found from the bytes.
        limits: Bounds; those of ``pool`` when one is given.
        chunking: Lengths of passages.
        pool: Running readers, which saves the start of a process.

    Raises:
        ReadingError: The subclass that names why it cannot be read.
        IngestError: If no child process can be started.
        CallCancelled: If nobody waits for it any more.
    """
    name = name or "brouillon"
    job = ReadingJob(
        uri=f"draft/{name}",
        collection="draft",
        name=name,
        content=content,
        media_type=media_type if media_type and is_supported(media_type) else "",
        chunking=chunking or Chunking(),
    )
    if pool is not None:
        return pool.read(job).record
    with ReaderPool(limits, workers=1) as own:
        return own.read(job).record
