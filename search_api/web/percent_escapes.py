"""Refuses addresses and forms whose ``%`` escapes are no text.

Decoders put U+FFFD in the place of ``%E9`` and leave ``%zz`` as it stands: a search for
what nobody has written, answered as if nothing were wrong.
"""

import re
from typing import cast
from urllib.parse import quote_from_bytes, unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.web.problems.error_handlers import problem_response
from search_api.web.problems.problem_report import ProblemError, ProblemItem

__all__ = ["PercentEscapes", "require_text"]

_NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SHOWN_CHARACTERS = 80
_AS_IT_STANDS = bytes(range(0x21, 0x7F)).decode()


class PercentEscapes:
    """The middleware: path and query are checked before any route sees them.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with a problem."""
        if scope["type"] == "http":
            try:
                scope = {**scope, "query_string": _checked(scope)}
            except ProblemError as problem:
                refusal = await problem_response(Request(scope), problem)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _checked(scope: Scope) -> bytes:
    """Return the query in ASCII, for servers that pass letters on as they came.

    Raises:
        ProblemError: If path or query are no text.
    """
    path = cast("bytes | None", scope.get("raw_path"))
    if path is not None and not _is_text(path.partition(b"?")[0]):
        raise _malformed("Le chemin de l’adresse", ())
    query = cast("bytes", scope["query_string"])
    require_text(query)
    return query if query.isascii() else quote_from_bytes(query, _AS_IT_STANDS).encode()


def require_text(encoded: bytes) -> None:
    """Check the fields of a query or of a form as they were sent.

    Args:
        encoded: ``name=value&…``, percent-encoded.

    Raises:
        ProblemError: If a field is no text once decoded; it names the first one.
    """
    if b"%" not in encoded and encoded.isascii():
        return
    for field in encoded.split(b"&"):
        if not _is_text(field):
            name = _shown(field.partition(b"=")[0])
            item = ProblemItem(
                detail="un codage « % » incorrect ou qui n’est pas de l’UTF-8",
                parameter=name,
            )
            raise _malformed(f"Le paramètre « {name} »", (item,))


def _is_text(encoded: bytes) -> bool:
    if _NO_ESCAPE.search(encoded):
        return False
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return True


def _shown(name: bytes) -> str:
    text = unquote_to_bytes(name)[:_SHOWN_CHARACTERS].decode(errors="replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _malformed(what: str, items: tuple[ProblemItem, ...]) -> ProblemError:
    return ProblemError(
        "malformed-request",
        f"{what} contient un codage « % » incorrect ou qui n’est pas de l’UTF-8. "
        "Le signe % s’écrit %25, la lettre é %C3%A9.",
        errors=items,
    )
