"""Takes files from strangers straight to the disk, counted while they arrive.

A body of 200 MB never stands in memory; what is left of one that was cut short goes
with its folder entry, which exists only while the file is open.
"""

import asyncio
import fcntl
import hashlib
import tempfile
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from search_api.answers.wording import size_words
from search_api.web.problems.problem_report import ProblemError, ProblemItem

__all__ = ["ArrivalLimits", "Arrivals", "ArrivedFile"]

_BLOCK = 1 << 20
_MOST_FIELDS = 5
_LONGEST_FIELD = 4_096
_ROOM_FOR_FORM = 64 << 10
"""Boundaries, names and fields around a file of the largest size."""

_GONE = {"Connection": "close"}
"""The rest of the body is not read, so the connection cannot be used again."""


@dataclass(frozen=True, slots=True)
class ArrivalLimits:
    """What one upload may cost.

    Attributes:
        size_bytes: Of the file.
        idle_seconds: Without a byte.
        total_seconds: From the first byte to the last.
        places: Files that arrive at the same time.
    """

    size_bytes: int
    idle_seconds: float = 30.0
    total_seconds: float = 900.0
    places: int = 4


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file that arrived whole; its path ends with the block that received it."""

    path: Path
    name: str
    sha256: str
    size_bytes: int
    collection: str


class _Refused(MultiPartException):
    """Makes the parser close its files; carries the problem past it."""

    def __init__(self, problem: ProblemError) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class Arrivals:
    """Receives files, a few at the same time.

    Args:
        limits: What one upload may cost.
    """

    def __init__(self, limits: ArrivalLimits) -> None:
        self.limits = limits
        self._places = threading.BoundedSemaphore(limits.places)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the few places for the duration of the block.

        Raises:
            ProblemError: If all are taken.
        """
        if not self._places.acquire(blocking=False):
            raise ProblemError(
                "busy",
                "D’autres fichiers sont en cours d’envoi. Réessayez dans un instant.",
                headers={"Retry-After": "5", **_GONE},
            )
        try:
            yield
        finally:
            self._places.release()

    async def receive(self, request: Request, folder: Path) -> ArrivedFile:
        """Receive the file of a form into a folder.

        Args:
            request: With a body of ``multipart/form-data``.
            folder: Where the file lands; whoever gets it moves or deletes it.

        Raises:
            ProblemError: If it is too large, too slow, or no form with one file.
            OSError: If the disk refuses.
        """
        self._refuse_declared_size(request)
        parser = MultiPartParser(
            request.headers,
            self._counted(request),
            max_files=1,
            max_fields=_MOST_FIELDS,
            max_part_size=_LONGEST_FIELD,
        )
        try:
            form = await parser.parse()
        except _Refused as refused:
            raise refused.problem from refused
        except MultiPartException as wrong:
            raise _no_form("le formulaire ne peut pas être lu") from wrong
        try:
            sent = form.get("file")
            if not isinstance(sent, UploadFile) or not sent.size:
                raise _no_form("le champ « file » manque ou son fichier est vide")
            if sent.size > self.limits.size_bytes:
                raise self._too_large()
            collection = form.get("collection") or ""
            if not isinstance(collection, str):
                raise _no_form("« collection » doit être un texte")
            path, digest = await run_in_threadpool(_keep, sent.file, folder)
            return ArrivedFile(
                path, sent.filename or "", digest, sent.size, collection.strip()
            )
        finally:
            await form.close()

    def _refuse_declared_size(self, request: Request) -> None:
        """Refuse at once what says itself that it is too large."""
        declared = request.headers.get("content-length", "")
        most = self.limits.size_bytes + _ROOM_FOR_FORM
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > most:
            raise self._too_large()

    async def _counted(self, request: Request) -> AsyncGenerator[bytes, None]:
        """Yield the body; stop where it is too large or too slow."""
        received = 0
        most = self.limits.size_bytes + _ROOM_FOR_FORM
        deadline = asyncio.get_running_loop().time() + self.limits.total_seconds
        chunks = aiter(request.stream())
        while True:
            left = deadline - asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(min(self.limits.idle_seconds, left)):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError as slow:
                raise _Refused(_too_slow()) from slow
            except ClientDisconnect as gone:
                raise _Refused(
                    ProblemError("body-timeout", "L’envoi a été interrompu.")
                ) from gone
            received += len(chunk)
            if received > most:
                raise _Refused(self._too_large())
            yield chunk

    def _too_large(self) -> ProblemError:
        return ProblemError(
            "too-large",
            f"Le fichier dépasse {size_words(self.limits.size_bytes)}. "
            "Découpez-le, ou demandez à l’administrateur de relever la limite.",
            members={"limit_bytes": self.limits.size_bytes},
            headers=_GONE,
        )


def _too_slow() -> ProblemError:
    return ProblemError(
        "body-timeout",
        "Le fichier n’est pas arrivé à temps. Rien n’a été conservé ; réessayez.",
        headers=_GONE,
    )


def _no_form(why: str) -> ProblemError:
    return ProblemError(
        "invalid-body",
        f"{why[0].upper()}{why[1:]}. Envoyez un formulaire « multipart/form-data » "
        "avec un fichier dans le champ « file ».",
        errors=(ProblemItem(detail=why, pointer="/file"),),
        headers=_GONE,
    )


def _keep(source: BinaryIO, folder: Path) -> tuple[Path, str]:
    """Copy a file into a folder and return where and its SHA-256.

    The copy is locked while it is written: whoever sweeps the folder takes away only
    files that no living process locks.

    Raises:
        OSError: If the disk refuses; nothing is left.
    """
    digest = hashlib.sha256()
    source.seek(0)
    descriptor, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with open(descriptor, "wb") as target:  # noqa: PTH123 - a descriptor
            fcntl.flock(target, fcntl.LOCK_EX)
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest()
