"""Pages that hold text only: help, accessibility, problems, the API reference."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from search_api.web.dependencies import PagesDep
from search_api.web.problems.problem_report import ProblemError
from search_api.web.problems.problem_types import PROBLEMS

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/aide")
def help_page(pages: PagesDep) -> Response:
    """Explain how to search, read, cite and compare."""
    return HTMLResponse(pages.render("help.html"))


@router.get("/accessibilite")
def accessibility(pages: PagesDep) -> Response:
    """State how accessible the pages are, and how that was checked."""
    return HTMLResponse(pages.render("accessibility.html"))


@router.get("/problems")
def problem_list(pages: PagesDep) -> Response:
    """List every problem that the API may report."""
    return HTMLResponse(pages.render("problems.html", kinds=PROBLEMS.values()))


@router.get("/problems/{slug}")
def problem_type(slug: str, pages: PagesDep) -> Response:
    """Explain one problem; this is the address in ``type``."""
    kind = PROBLEMS.get(slug)
    if kind is None:
        raise ProblemError("not-found", PROBLEMS["not-found"].explanation)
    return HTMLResponse(pages.render("problems.html", kinds=[kind]))


@router.get("/docs")
def api_reference(request: Request, pages: PagesDep) -> Response:
    """Show the OpenAPI description as a page, without scripts from elsewhere."""
    description = request.app.openapi()
    operations: list[dict[str, Any]] = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    html = pages.render("docs.html", description=description, operations=operations)
    return HTMLResponse(html)
