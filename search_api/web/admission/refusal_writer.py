"""Writes refusals at little cost: thousands may be refused in a second.

The reports are those of all other problems; what differs between two of one sort, the
address, is filled in. A page is rendered once for each moment to come back.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from search_api.web.accept_header import Acceptance
from search_api.web.problems.problem_report import (
    PROBLEM_MEDIA_TYPE,
    Problem,
    ProblemError,
)

__all__ = ["RefusalWriter"]

_KEPT_PAGES: Final = 256


class RefusalWriter:
    """Sends problems without the rest of the application; for one event loop.

    Args:
        render: From a report to the page that shows it.
    """

    def __init__(self, render: Callable[[Problem], str]) -> None:
        self._render = render
        self._page = lru_cache(_KEPT_PAGES)(self._rendered)

    async def send(self, scope: Scope, send: Send, problem: ProblemError) -> None:
        """Send a problem in the form that the client reads.

        Args:
            scope: Of the request.
            send: To the client.
            problem: One of a few: its words are kept.
        """
        accept = Headers(scope=scope).get("accept", "")
        if "html" in accept and Acceptance.parse(accept).prefers_html:
            body = self._page(problem.kind.slug, problem.detail)
            media_type = "text/html; charset=utf-8"
        else:
            report = problem.report(scope["path"])
            body = json.dumps(
                report.model_dump(mode="json", exclude_none=True), ensure_ascii=False
            ).encode()
            media_type = PROBLEM_MEDIA_TYPE
        headers = {
            **problem.answer_headers(),
            "Content-Type": media_type,
            "Content-Length": str(len(body)),
        }
        start: dict[str, Any] = {
            "type": "http.response.start",
            "status": problem.kind.status,
            "headers": [
                (name.lower().encode(), value.encode("latin-1"))
                for name, value in headers.items()
            ],
        }
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _rendered(self, slug: str, detail: str) -> bytes:
        return self._render(ProblemError(slug, detail).report("")).encode()
