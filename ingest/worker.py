"""The child process: reads one document after another, under limits, far from the rest.

    parent ── {"path", "uri", …} + bytes ──▶ child
    parent ◀── {"state": "ok", "record"} or {"state": "malformed", "message"} ── child

Messages are a length (8 bytes) for the JSON header, a length for the bytes, then both.
Standard output is the pipe; whatever a library prints goes nowhere. The child may not
open connections, and writes no file but small unnamed ones.
"""

import hashlib
import json
import os
import resource
import struct
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from ingest.chunking import Chunking
from ingest.composition import compose
from ingest.errors import ReadingError, SourceError, TooLarge
from ingest.limits import Limits
from ingest.media_types import HEAD_BYTES, media_type_of
from ingest.outcomes import State
from ingest.readers import reader_for
from ingest.readers.reading import ReadingRequest
from ingest.wire import encode_record, to_bytes
from ontology.model import Source

__all__ = ["FRAME", "answer", "main"]

FRAME = struct.Struct(">QQ")
_SCRATCH_BYTES = 256 * 2**20
"""py3langid unpacks its model into a file without a name."""

_REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "ftplib", "urllib")


def main() -> None:
    """Serve requests from standard input until it ends."""
    channel = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    _send(channel, {"state": "ready"})
    source = sys.stdin.buffer
    while header := source.read(FRAME.size):
        head, body = FRAME.unpack(header)
        request = json.loads(source.read(head))
        content = source.read(body) if request["has_content"] else None
        _renew_cpu_budget(limits.cpu_seconds)
        _send(channel, answer(request, content, limits))


def answer(
    request: dict[str, Any], content: bytes | None, limits: Limits
) -> dict[str, Any]:
    """Read one document and return the message about it.

    This is the outermost frame of the child: every exception becomes a typed state,
    because libraries that parse foreign bytes raise whatever they happen to.
    """
    try:
        return _read(request, content, limits)
    except ReadingError as error:
        return _failure(error.state, error.message, error.remedy)
    except SourceError as error:
        return _failure(State.UNREADABLE, error.message, error.remedy)
    except MemoryError:
        # The address space may be in pieces: the parent ends this child.
        return {
            **_failure(
                State.TOO_LARGE,
                f"lire ce document demande plus de {limits.memory_bytes >> 20} Mio",
            ),
            "is_spent": True,
        }
    except RecursionError:
        return _failure(State.MALFORMED, "structure trop profondément imbriquée")
    except Exception as error:  # noqa: BLE001 - see the docstring
        reply = _failure(
            State.MALFORMED,
            f"le lecteur n’a pas compris ce fichier ({type(error).__name__})",
        )
        # For the log of the parent: places in code, never a word of the document.
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        places = (f"{Path(f.filename).name}:{f.lineno}" for f in frames)
        return {**reply, "trace": " > ".join(places)}


def _read(
    request: dict[str, Any], content: bytes | None, limits: Limits
) -> dict[str, Any]:
    if content is None:
        content = _load(request, limits)
    if len(content) > limits.size_bytes:
        raise TooLarge(f"le fichier dépasse {limits.size_bytes >> 20} Mio")
    source = Source(
        uri=request["uri"],
        media_type=request["media_type"]
        or media_type_of(content[:HEAD_BYTES], request["name"], tail=content[-1024:]),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    if request["sha256"] and source.sha256 != request["sha256"]:
        raise SourceError("le fichier a changé pendant la lecture")
    read = reader_for(source.media_type)(
        content,
        ReadingRequest(request["name"], limits, frozenset(request["avoided"])),
    )
    del content
    composed = compose(
        read, source, request["collection"], chunking=Chunking(**request["chunking"])
    )
    reply = {
        "state": composed.state.value,
        "message": composed.message,
        "remedy": "",
        "engines": dict(composed.engines),
        "record": encode_record(composed.record),
    }
    size = len(to_bytes(reply))
    if size > limits.output_bytes:
        raise TooLarge(f"le document lu pèse {size >> 20} Mio")
    return reply


def _load(request: dict[str, Any], limits: Limits) -> bytes:
    try:
        with Path(request["path"]).open("rb") as file:
            # One byte more tells a file of exactly the limit from a longer one.
            return file.read(limits.size_bytes + 1)
    except OSError as error:
        raise SourceError(
            f"le fichier ne peut pas être lu : {error.strerror or error}"
        ) from error


def _failure(state: str, message: str, remedy: str = "") -> dict[str, Any]:
    return {"state": str(state), "message": message, "remedy": remedy}


def _send(channel: BinaryIO, message: dict[str, Any]) -> None:
    body = to_bytes(
        {
            **message,
            "peak_kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }
    )
    channel.write(FRAME.pack(len(body), 0))
    channel.write(body)
    channel.flush()


def _confine(limits: Limits) -> None:
    """Bind the process to its limits and refuse connections for good."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, _SCRATCH_BYTES)
    sys.addaudithook(_refuse_network)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, hard))


def _renew_cpu_budget(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _lower(resource.RLIMIT_CPU, spent + seconds + 1)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"a reader may not use the network: {event}")


if __name__ == "__main__":
    main()
