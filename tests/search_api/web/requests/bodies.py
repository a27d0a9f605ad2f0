"""Requests whose bodies arrive as a test wants them to."""

import asyncio
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request

__all__ = ["dependency_of", "posted", "run"]


def posted(*chunks, kind="", query="", is_whole=True, **headers):
    """Return a POST request; a chunk that is None is a client that hangs up."""
    sent = {"content-type": kind, **headers} if kind else headers
    messages = [
        {"type": "http.disconnect"}
        if chunk is None
        else {
            "type": "http.request",
            "body": chunk,
            "more_body": not is_whole or number < len(chunks),
        }
        for number, chunk in enumerate(chunks, start=1)
    ]

    async def receive():
        if not messages:  # the rest never comes
            await asyncio.Event().wait()
        return messages.pop(0)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/x",
        "query_string": (
            query if isinstance(query, str) else urlencode(query)
        ).encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in sent.items()
        ],
    }
    return Request(scope, receive)


def dependency_of(annotated):
    """Return the function that FastAPI calls for a parameter annotated like this."""
    return get_args(annotated)[1].dependency


def run(waiting):
    """Return what a coroutine returns."""
    return asyncio.run(waiting)
