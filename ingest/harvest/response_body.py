"""Take in the body of a response: unpack it, count it, write it whole or not at all."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import httpcore

from ingest.durable_files import replacing
from ingest.harvest.addresses import Target
from ingest.harvest.errors import FetchFailed, FetchTooLarge
from ingest.sources.media_types import HEAD_BYTES, media_type_of

__all__ = ["unpacked", "write_blocks"]

_TAIL = 1024
_STEP = 1 << 18


def unpacked(
    response: httpcore.Response, headers: Mapping[str, str], target: Target, limit: int
) -> Iterator[bytes]:
    """Yield the content; count the bytes as they pass, packed and unpacked.

    Raises:
        FetchTooLarge: If there are more than ``limit``, packed or unpacked.
        FetchFailed: If it is packed otherwise than asked, or damaged.
    """
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(f"« {target.url} » est compressé en « {coding[:40]} »")
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:18]) > limit:
        raise _too_large(target, limit)
    blocks = _counted(response.iter_stream(), target, limit)
    if "gzip" in coding:
        blocks = _counted(_gunzip(blocks, target), target, limit)
    return blocks


def _counted(blocks: Iterable[bytes], target: Target, limit: int) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > limit:
            raise _too_large(target, limit)
        yield block


def _gunzip(blocks: Iterable[bytes], target: Target) -> Iterator[bytes]:
    """Unpack in small steps, so that a bomb is counted before it is in memory."""
    engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        for block in blocks:
            waiting = block
            while waiting and not engine.eof:
                yield engine.decompress(waiting, _STEP)
                waiting = engine.unconsumed_tail
    except zlib.error as error:
        raise FetchFailed(f"« {target.url} » est mal compressé") from error
    if not engine.eof:
        raise FetchFailed(f"« {target.url} » s’interrompt avant sa fin")


def _too_large(target: Target, limit: int) -> FetchTooLarge:
    size = f"{limit >> 20} Mio" if limit >= 1 << 20 else f"{limit} octets"
    return FetchTooLarge(
        f"« {target.url} » pèse plus de {size}",
        remedy="Téléchargez-le à la main, ou relevez la limite.",
    )


def write_blocks(path: Path, blocks: Iterator[bytes]) -> tuple[int, str, str]:
    """Write a file whole or not at all; return its size, sha256 and media type.

    Raises:
        HarvestError: What the blocks raise; the old file then still stands.
        OSError: If the disk refuses.
    """
    digest, size, head, tail = hashlib.sha256(), 0, b"", b""
    with replacing(path) as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
            if len(head) < HEAD_BYTES:
                head = (head + block)[:HEAD_BYTES]
            tail = (tail + block)[-_TAIL:]
    return size, digest.hexdigest(), media_type_of(head, path.name, tail=tail)
