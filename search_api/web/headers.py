"""Middlewares: headers that protect readers, compression, HEAD."""

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["PAGE_POLICY", "SECURITY_HEADERS", "Compression", "HeadAsGet", "Protection"]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is loaded from elsewhere, and no script of a document ever runs."""

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": PAGE_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Protection:
    """Adds the protecting headers to every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add what is missing to the answer."""

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, protected)


def _is_file(path: str) -> bool:
    """Say whether an address is that of a stored file, with its own HEAD and ranges."""
    return path.endswith("/original") or path.startswith("/dumps/")


class Compression(GZipMiddleware):
    """Compresses answers, but not stored files: these are served byte for byte.

    A compressed file would break resuming by ``Range`` under the same strong tag.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, through compression unless it is for a file."""
        if scope["type"] == "http" and _is_file(scope["path"]):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class HeadAsGet:
    """Answers HEAD wherever GET is answered: the same headers, no body.

    Files have their own HEAD, which does not read the file.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn HEAD into GET and drop the body of the answer."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        if not is_head or _is_file(scope["path"]):
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_body)
