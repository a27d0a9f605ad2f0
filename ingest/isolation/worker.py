"""The child process: reads one document after another, under limits, far from the rest.

    parent ── {"path", "uri", …} + bytes ──▶ child
    parent ◀── {"state": "ok", "record"} or {"state": "malformed", "message"} ── child

Before that last message others may come, marked ``more``: one for each document of a
file that holds several, and signs of life. After each the time begins anew.

Messages are a length (8 bytes) for the JSON header, a length for the bytes, then both.
Standard output is the pipe; whatever a library prints goes nowhere. The child may not
open connections, and writes no file but small unnamed ones and, where LibreOffice opens
an old document, a folder that is removed behind it.
"""

import gc
import hashlib
import io
import json
import os
import re
import resource
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from ingest.composition import compose
from ingest.errors import ReadingError, SourceError, TooLarge
from ingest.isolation.wire import encode_record, to_bytes
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import State
from ingest.read_text import Found, Part, ReadingRequest, ReadText
from ingest.readers import container_reader_for, is_container, reader_for
from ingest.sources.media_types import HEAD_BYTES, media_type_of
from ingest.texts.chunking import Chunking
from ontology.model import Source

__all__ = ["FRAME", "main"]

FRAME = struct.Struct(">QQ")
_SCRATCH_BYTES = 256 * 2**20
"""py3langid unpacks its model into a file without a name."""

_OBJECTS_BETWEEN_COLLECTIONS = 20_000
"""A reading makes many small objects and hardly a cycle: a tenth of its time went into
the collections that Python makes after every 700."""

_REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "ftplib", "urllib")


Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Serve requests from standard input until it ends."""
    channel = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    settings = json.loads(sys.argv[1])
    limits = Limits(**settings["limits"])
    options = ReadingOptions(**settings["options"])
    _confine(limits)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    _send(channel, {"state": "ready"})

    def say(message: dict[str, Any]) -> None:
        _renew_cpu_budget(limits.cpu_seconds)
        _send(channel, {**message, "more": True})

    source = sys.stdin.buffer
    while header := source.read(FRAME.size):
        head, body = FRAME.unpack(header)
        request = json.loads(source.read(head))
        content = source.read(body) if request["has_content"] else None
        _renew_cpu_budget(limits.cpu_seconds)
        reading = _Reading(request, limits, options, say)
        _send(channel, _guarded(lambda: reading.answer(content), limits))  # noqa: B023
        _collect()


def _collect() -> None:
    """Free what a large document left behind; what stays is never looked at again."""
    if any(gc.get_count()[1:]):
        gc.collect()
        gc.freeze()


def _guarded(read: Callable[[], dict[str, Any]], limits: Limits) -> dict[str, Any]:
    """Return what was read or the message about why nothing was.

    This is the outermost frame of the child: every exception becomes a typed state,
    because libraries that parse foreign bytes raise whatever they happen to.
    """
    try:
        return read()
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


class _Reading:
    """One request on its way to its answer."""

    def __init__(
        self,
        request: dict[str, Any],
        limits: Limits,
        options: ReadingOptions,
        say: Say,
    ) -> None:
        self._request = request
        self._limits = limits
        self._say = say
        self._asked = ReadingRequest(
            request["name"],
            limits,
            frozenset(request["avoided"]),
            options,
            lambda: say({}),
        )

    def answer(self, content: bytes | None) -> dict[str, Any]:
        """Read the file and return the last message about it.

        Raises:
            ReadingError: The subclass that names why it cannot be read.
            SourceError: If the file cannot be read or changed meanwhile.
        """
        if content is None:
            content = _load(self._request, self._limits)
        source = self._source(content)
        if self._request["wants_parts"] and is_container(source.media_type):
            return self._contents(content, source)
        read = reader_for(source.media_type)(content, self._asked)
        del content
        stated = tuple(Found(*item) for item in self._request["stated"])
        return self._compose(replace(read, found=(*stated, *read.found)), source)

    def _source(self, content: bytes) -> Source:
        if len(content) > self._limits.size_bytes:
            raise TooLarge(f"le fichier dépasse {self._limits.size_bytes >> 20} Mio")
        request = self._request
        head, tail = content[:HEAD_BYTES], content[-1024:]
        source = Source(
            uri=request["uri"],
            media_type=request["media_type"]
            or media_type_of(
                head, request["name"], tail=tail, file=io.BytesIO(content)
            ),
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        if request["sha256"] and source.sha256 != request["sha256"]:
            raise SourceError("le fichier a changé pendant la lecture")
        return source

    def _contents(self, content: bytes, source: Source) -> dict[str, Any]:
        """Send the documents that are not known yet; return what there is in all."""
        contents = container_reader_for(source.media_type)(content, self._asked)
        del content
        known: dict[str, str] = self._request["known"]
        left_out = dict(contents.left_out)
        unchanged = []
        for part in contents.parts:
            if known.get(part.name) in (part.fingerprint, "settled"):
                unchanged.append(part.name)
                continue
            self._say({"begins": part.name})
            reply = self._part(part, source)
            if reply["state"] == State.NO_TEXT:
                left_out[part.name] = "sans texte"
                continue
            self._say(
                {
                    **reply,
                    "part": part.name,
                    "fingerprint": part.fingerprint,
                    "size_bytes": part.size_bytes,
                }
            )
            if reply.get("is_spent"):
                # A fresh child goes on behind this part.
                return {**_failure(State.OK, ""), "is_spent": True, "is_cut": True}
        return {
            **_failure(State.OK, ""),
            "title": contents.title,
            "unchanged": unchanged,
            "left_out": left_out,
        }

    def _part(self, part: Part, source: Source) -> dict[str, Any]:
        own = replace(source, uri=f"{source.uri}#{part.name}")
        return _guarded(lambda: self._compose(part.read(), own), self._limits)

    def _compose(self, read: ReadText, source: Source) -> dict[str, Any]:
        composed = compose(
            read,
            source,
            self._request["collection"],
            chunking=Chunking(**self._request["chunking"]),
        )
        passages, most = len(composed.record.passages), self._limits.passages
        if passages > most:
            raise TooLarge(
                f"le texte fait {passages} passages, {most} sont permis",
                remedy="Donnez-en une partie à la fois, par exemple un chapitre.",
            )
        reply = {
            "state": composed.state.value,
            "message": composed.message,
            "remedy": composed.remedy,
            "engines": dict(composed.engines),
            "wants_ocr": composed.wants_ocr,
            "record": encode_record(composed.record),
        }
        size = len(to_bytes(reply))
        if size > self._limits.output_bytes:
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
            "peak_kilobytes": _peak_kilobytes(),
        }
    )
    channel.write(FRAME.pack(len(body), 0))
    channel.write(body)
    channel.flush()


def _peak_kilobytes() -> int:
    """Return the most memory this process has held.

    ``ru_maxrss`` alone will not do on Linux: a new process inherits there the peak of
    the one that started it, and a large parent would make every child look spent.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0


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
