"""What the data are written in, and what they are: vocabulary, shapes, VoID."""

from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from graph.descriptions.query_library import house_prefixes
from ontology.iris import ONTOLOGY_NAMESPACE
from ontology.shipped_files import read_text
from ontology.vocabulary_page import Term, read_terms
from search_api.web.dependencies import KnowledgeDep, PagesDep, SettingsDep
from search_api.web.linked_data.addresses import context_links, link_header
from search_api.web.linked_data.negotiation import (
    HTML,
    RDF_FORMS,
    form_of_suffix,
    wanted_form,
)
from search_api.web.linked_data.vocabulary_entries import entries_by_origin
from search_api.web.problems.problem_report import ProblemError
from search_api.web.responses.caching import Freshness
from search_api.web.services import Knowledge
from search_api.web.templating import Pages

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_DAY: Final = "public, max-age=86400"
_CLASSES: Final = ("owl:Class",)
_PROPERTIES: Final = ("owl:ObjectProperty", "owl:DatatypeProperty")


@router.get("/ontology")
@router.get("/ontology.{suffix}")
def ontology(
    request: Request,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    settings: SettingsDep,
    suffix: str | None = None,
) -> Response:
    """Give the vocabulary: a page, or RDF with the shapes.

    Its terms have a ``#``, so this one address stands for all of them.
    """
    named = None if suffix is None else form_of_suffix(f"ontology.{suffix}")[1]
    if suffix is not None and named is None:
        raise ProblemError(
            "unknown-resource", f"« .{suffix[:20]} » n’est pas une forme connue."
        )
    form = named or wanted_form(request)
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}/{pages.fingerprint}",
        max_age_seconds=settings.cache_seconds,
        vary=() if named else ("Accept",),
    )
    freshness.require_changed()
    others = [
        (f"/ontology.{each.suffix}", "alternate", each.media_type)
        for each in (HTML, *RDF_FORMS)
        if each is not form
    ]
    headers = {
        **freshness.headers,
        "Link": link_header([*others, *context_links(form)]),
    }
    if form is HTML:
        return HTMLResponse(_vocabulary_page(knowledge, pages), headers=headers)
    body = knowledge.resources.vocabulary(media_type=form.media_type)
    return Response(body, headers={"Content-Type": form.media_type, **headers})


@router.get("/shapes")
@router.get("/shapes.ttl")
def shapes() -> Response:
    """Give the SHACL shapes that every ingest is held against, as they ship."""
    return Response(
        read_text("shapes.ttl"),
        headers={"Content-Type": "text/turtle", "Cache-Control": _DAY},
    )


@router.get("/context.jsonld")
def context() -> Response:
    """Give the JSON-LD context that turns answers of the API into statements."""
    return Response(
        read_text("context.jsonld"),
        headers={"Content-Type": "application/ld+json", "Cache-Control": _DAY},
    )


@router.get("/.well-known/void")
def well_known_void(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep
) -> Response:
    """Describe service and data: SPARQL Service Description, VoID, DCAT."""
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}",
        max_age_seconds=settings.cache_seconds,
        vary=("Accept",),
    )
    if knowledge.describe_endpoint is None:
        raise ProblemError("unknown-resource", "Ces données ne se décrivent pas.")
    freshness.require_changed()
    form = wanted_form(request, RDF_FORMS)
    media_type, body = knowledge.describe_endpoint(form.media_type)
    return Response(body, headers={"Content-Type": media_type, **freshness.headers})


def _vocabulary_page(knowledge: Knowledge, pages: Pages) -> str:
    terms = read_terms(read_text("core.ttl"))
    return pages.render(
        "ontology.html",
        namespace=ONTOLOGY_NAMESPACE,
        classes=_of_kinds(terms, _CLASSES),
        properties=entries_by_origin(
            knowledge.resources.uses(),
            _of_kinds(terms, _PROPERTIES),
            iris=pages.iris,
            prefixes=house_prefixes(pages.iris),
        ),
        values=_values(terms),
        prefixes=house_prefixes(pages.iris),
        forms=RDF_FORMS,
    )


def _of_kinds(terms: list[Term], kinds: tuple[str, ...]) -> list[Term]:
    return [term for term in terms if term.values.get("a") in kinds]


def _values(terms: list[Term]) -> list[Term]:
    """Return the members of the closed lists and all else that has a name."""
    named = {*_CLASSES, *_PROPERTIES}
    return [
        term
        for term in terms
        if term.values.get("a") not in named and term.name.startswith("gtnum:")
    ]
