"""Sends every failure as a problem report, or as a page where a person reads."""

import logging
from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match

from graph.errors import StoreError
from ontology.call_context import (
    CallContext,
    CancelReason,
    current_call,
    serving,
)
from ontology.errors import KnowledgeError
from search_api.errors import IndexDamaged
from search_api.web.accept_header import Acceptance
from search_api.web.problems.problem_report import (
    PROBLEM_MEDIA_TYPE,
    ProblemError,
    problem_for,
)
from search_api.web.problems.problem_types import PROBLEMS
from search_api.web.problems.validation_problems import request_problem
from search_api.web.templating import Pages

__all__ = ["install_handlers", "problem_response"]

_LOG = logging.getLogger(__name__)

_EXPECTED = frozenset({"query-timeout", "busy", "deadline-passed"})
"""Problems of the server's status that are no faults of the server."""

_SLUG_OF_STATUS = {
    400: "invalid-parameter",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-body",
    429: "too-many-requests",
    503: "not-ready",
}

_Handler = Callable[[Request, Exception], Awaitable[Response]]


async def problem_response(request: Request, problem: ProblemError) -> Response:
    """Write a problem in the form that the client reads.

    Nothing is written for a client that has hung up.
    """
    status, headers = problem.kind.status, problem.answer_headers()
    if current_call().reason is CancelReason.CLIENT_GONE:
        return Response(status_code=status)
    report = problem.report(request.url.path)
    if Acceptance.parse(request.headers.get("accept", "")).prefers_html:
        pages = cast("Pages", request.app.state.pages)
        with serving(CallContext()):  # also where the call has passed its deadline
            html = await run_in_threadpool(pages.render, "problem.html", problem=report)
        return HTMLResponse(html, status_code=status, headers=headers)
    return JSONResponse(
        report.model_dump(mode="json", exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=PROBLEM_MEDIA_TYPE,
    )


async def _on_problem(request: Request, error: Exception) -> Response:
    return await problem_response(request, cast("ProblemError", error))


async def _on_knowledge_error(request: Request, error: Exception) -> Response:
    problem = problem_for(cast("KnowledgeError", error))
    if isinstance(error, (StoreError, IndexDamaged)):
        request.app.state.doubt()
    if problem.kind.slug in _EXPECTED:
        # A bound that did its work; nobody has to be woken.
        _LOG.info("%s: %s", type(error).__name__, error)
    elif problem.kind.status >= 500:
        _LOG.error("%s: %s", type(error).__name__, error)
    return await problem_response(request, problem)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    errors = cast("RequestValidationError", error).errors()
    return await problem_response(request, request_problem(errors))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    raised = cast("HTTPException", error)
    slug = _SLUG_OF_STATUS.get(raised.status_code, "internal")
    headers = dict(raised.headers or {})
    if raised.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    problem = ProblemError(slug, PROBLEMS[slug].explanation, headers=headers)
    return await problem_response(request, problem)


def _methods(request: Request) -> list[str]:
    """Return the methods of an address; the router names those of one route only."""
    found = {"OPTIONS"}
    for method in ("DELETE", "GET", "PATCH", "POST", "PUT"):
        scope = {**request.scope, "method": method}
        routes = request.app.routes
        if any(route.matches(scope)[0] is Match.FULL for route in routes):
            found.add(method)
    return sorted(found | {"HEAD"} if "GET" in found else found)


async def _on_bug(request: Request, _error: Exception) -> Response:
    """Tell the client nothing but that it happened; the server logs the traceback."""
    return await problem_response(
        request, ProblemError("internal", PROBLEMS["internal"].explanation)
    )


def install_handlers(app: FastAPI) -> None:
    """Make an application send problems for everything that goes wrong."""
    handlers: dict[type[Exception], _Handler] = {
        ProblemError: _on_problem,
        KnowledgeError: _on_knowledge_error,
        RequestValidationError: _on_validation_error,
        HTTPException: _on_http_exception,
        Exception: _on_bug,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
