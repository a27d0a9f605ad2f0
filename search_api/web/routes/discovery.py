"""How browsers and harvesters find the search: OpenSearch, ``robots.txt``."""

from fastapi import APIRouter, Response

from search_api.web.dependencies import PagesDep

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/opensearch.xml")
def opensearch(pages: PagesDep) -> Response:
    """Describe the search for browsers (OpenSearch 1.1)."""
    return Response(
        pages.render("opensearch.xml"),
        media_type="application/opensearchdescription+xml",
        headers={"Cache-Control": "public, max-age=86400"},
    )


@router.get("/robots.txt")
def robots() -> Response:
    """Let harvesters read documents and feeds; keep them off pages without an end."""
    return Response(
        "User-agent: *\nDisallow: /recherche\nDisallow: /search\nDisallow: /sparql\n"
        "Allow: /search?*format=atom\nAllow: /search?*format=rss\n",
        media_type="text/plain",
    )
