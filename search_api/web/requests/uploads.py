"""Takes request bodies from strangers: counted while they arrive, never trusted."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from search_api.answers.wording import size_words
from search_api.web.percent_escapes import require_text
from search_api.web.problems.problem_report import ProblemError

__all__ = ["Form", "SentFile", "content_type", "read_body", "read_form"]

_MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as the client sent it; name and media type are hints only."""

    content: bytes
    name: str | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in the order sent, and its files."""

    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, SentFile], ...] = field(default=())

    def values(self, name: str) -> list[str]:
        """Return all values of a field."""
        return [value for key, value in self.fields if key == name]

    def value(self, name: str) -> str | None:
        """Return the first value of a field, or None."""
        return next(iter(self.values(name)), None)

    def file(self, name: str) -> SentFile | None:
        """Return the first file under a name, or None."""
        return next((file for key, file in self.files if key == name), None)


def content_type(request: Request) -> str:
    """Return the media type of the body, without parameters, in lower case."""
    header = request.headers.get("content-type", "")
    return header.partition(";")[0].strip().lower()


async def read_body(
    request: Request, *, limit_bytes: int, timeout_seconds: float
) -> bytes:
    """Read the whole body, counting what really arrives.

    Raises:
        ProblemError: If it is too large, too slow or compressed.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise ProblemError(
            "unsupported-media-type",
            "Les corps de requête compressés ne sont pas acceptés. "
            "Renvoyez-le sans en-tête « Content-Encoding ».",
        )
    received = bytearray()
    try:
        async with asyncio.timeout(timeout_seconds):
            async for chunk in request.stream():
                received += chunk
                if len(received) > limit_bytes:
                    raise _too_large(limit_bytes)
    except TimeoutError as slow:
        raise ProblemError(
            "body-timeout",
            f"Le contenu n’est pas arrivé en {timeout_seconds:g} s. Réessayez.",
        ) from slow
    except ClientDisconnect as gone:
        raise ProblemError("body-timeout", "L’envoi a été interrompu.") from gone
    return bytes(received)


def _too_large(limit_bytes: int) -> ProblemError:
    return ProblemError(
        "too-large",
        f"Le contenu envoyé dépasse {size_words(limit_bytes)}. "
        "Envoyez-en une partie seulement.",
        members={"limit_bytes": limit_bytes},
    )


async def read_form(
    request: Request, body: bytes, *, most_fields: int = _MOST_FIELDS
) -> Form:
    """Read a form of either encoding from a body that is already bounded.

    Args:
        request: Says in which encoding.
        body: All of it.
        most_fields: How many fields it may have.

    Raises:
        ProblemError: If the form cannot be parsed or has too many fields.
    """
    if content_type(request) != "multipart/form-data":
        require_text(body)
    try:
        if content_type(request) == "multipart/form-data":
            return await _read_multipart(request.headers, body, most_fields)
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=most_fields,
        )
    except (MultiPartException, ValueError) as wrong:
        raise ProblemError(
            "invalid-body",
            "Le formulaire envoyé ne peut pas être lu. "
            "Vérifiez son codage (UTF-8) et le nombre de ses champs.",
        ) from wrong
    return Form(tuple(pairs))


async def _read_multipart(headers: Headers, body: bytes, most_fields: int) -> Form:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        headers,
        stream(),
        max_files=1,
        max_fields=most_fields,
        max_part_size=max(len(body), 1),
    )
    # The body is in memory already: no part of it goes to a temporary file.
    parser.spool_max_size = len(body) + 1
    return await _collect(await parser.parse())


async def _collect(data: FormData) -> Form:
    fields: list[tuple[str, str]] = []
    files: list[tuple[str, SentFile]] = []
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            sent = SentFile(content, value.filename or None, value.content_type)
            files.append((name, sent))
        else:
            fields.append((name, value))
    await data.close()
    return Form(tuple(fields), tuple(files))
