"""Conditional requests: an answer names its version, an unchanged one is not resent.

The library never changes within a generation, so generation + software + request make
the version of an answer. The tags are weak (``W/``): two answers say the same but may
differ in ``took_ms`` or in their compression.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["UNCHANGED", "Freshness", "NotModified", "matches", "not_modified_response"]

UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Inchangé depuis la réponse que le client possède"}
}
"""How the description of the API tells of it."""


class NotModified(Exception):  # noqa: N818
    """The client already holds this very answer.

    Args:
        headers: Of the answer that it holds.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("the client holds this answer")
        self.headers = headers


async def not_modified_response(_request: Request, error: Exception) -> Response:
    """Say 304, for the application to send wherever ``NotModified`` is raised."""
    headers = cast("NotModified", error).headers
    return Response(status_code=304, headers=dict(headers))


def matches(if_none_match: str, tag: str) -> bool:
    """Say whether an ``If-None-Match`` header names the tag (weak comparison)."""
    known = tag.removeprefix("W/")
    named = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in named or known in named


class Freshness:
    """The version of one answer and the headers that tell of it.

    Args:
        request: Its path and query string belong to the version.
        version: Of generation and software.
        max_age_seconds: How long the answer may be reused without asking.
        vary: Request headers that the answer depends on.
    """

    def __init__(
        self,
        request: Request,
        *,
        version: str,
        max_age_seconds: int,
        vary: tuple[str, ...] = (),
    ) -> None:
        asked = "\n".join(request.headers.get(name, "") for name in vary)
        key = f"{version}\n{request.url.path}?{request.url.query}\n{asked}"
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        self._tag = f'W/"{digest[:32]}"'
        self._asked = request.headers.get("if-none-match", "")
        self._max_age = max_age_seconds
        self._vary = vary

    def depend_on(self, state: str) -> None:
        """Let the answer be another one where something besides the library differs.

        Args:
            state: What differs; empty where nothing is out of the ordinary.
        """
        if state:
            mark = hashlib.sha256(state.encode()).hexdigest()[:8]
            self._tag = f'{self._tag[:-1]}-{mark}"'

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer, also of a 304."""
        age = f"public, max-age={self._max_age}" if self._max_age else "no-cache"
        headers = {"ETag": self._tag, "Cache-Control": age}
        if self._vary:
            headers["Vary"] = ", ".join(self._vary)
        return headers

    def require_changed(self) -> None:
        """Go on only where the client does not hold this very answer.

        Raises:
            NotModified: If it does.
        """
        if self._asked and matches(self._asked, self._tag):
            raise NotModified(self.headers)
