"""``/id`` and ``/data``: from the IRI of a thing to what describes it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from search_api.errors import WithdrawnDocument
from search_api.web.dependencies import KnowledgeDep, PagesDep, SettingsDep
from search_api.web.linked_data.addresses import (
    Thing,
    data_address,
    description_links,
    document_of,
    landing_links,
    link_header,
    local_address,
    page_address,
    thing_at,
)
from search_api.web.linked_data.negotiation import (
    HTML,
    RDF_FORMS,
    Form,
    form_of_suffix,
    wanted_form,
)
from search_api.web.problems.problem_report import ProblemError, problem_responses
from search_api.web.responses.caching import Freshness
from search_api.web.services import Knowledge
from search_api.web.templating import Pages

__all__ = ["router"]

router = APIRouter(tags=["Données liées"])

_SHOWN_CHARACTERS = 200
_RESPONSES: dict[int | str, dict[str, Any]] = {
    303: {"description": "L’adresse de ce qui décrit la chose, en « Location »"},
    304: {"description": "Inchangé depuis la réponse que le client possède"},
    **problem_responses(
        "unknown-resource", "withdrawn-document", "not-acceptable", "not-ready"
    ),
}


def find_thing(
    knowledge: Knowledge, pages: Pages, path: str
) -> tuple[Thing, Form | None]:
    """Return the thing at a path behind ``/id/`` and the form its suffix asks for.

    An identifier may itself end like a suffix: what exists as written comes first.

    Raises:
        ProblemError: If nothing is said about such a thing.
        WithdrawnDocument: If it is, or was part of, a document taken out on demand.
    """
    stem, form = form_of_suffix(path)
    for candidate, wanted in ((path, None), (stem, form)):
        thing = thing_at(pages.iris, candidate)
        if thing is None:
            continue
        if knowledge.resources.knows(thing.iri):
            return thing, wanted
        document = document_of(thing)
        if document is not None and knowledge.was_withdrawn(document):
            raise WithdrawnDocument(
                f"Le document « {document[:_SHOWN_CHARACTERS]} » a été retiré de la "
                "bibliothèque.",
                remedy="Il n’y est plus : supprimez les liens qui y mènent.",
            )
    raise ProblemError(
        "unknown-resource",
        f"Rien n’est dit de « {pages.iris.base}id/{path[:_SHOWN_CHARACTERS]} ». "
        "Cherchez la chose par son nom : « /entities?q=… ».",
    )


@router.get(
    "/id/{kind}/{identifier:path}",
    operation_id="get_thing",
    summary="Suivre l’IRI d’une chose",
    response_class=Response,
    status_code=303,
    responses=_RESPONSES,
)
def get_thing(
    kind: Annotated[str, Path(description="Genre de chose", examples=["lab"])],
    identifier: Annotated[str, Path(description="Identifiant", examples=["techne"])],
    request: Request,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    settings: SettingsDep,
) -> Response:
    """Mène à la page de la chose (navigateur) ou à ses énoncés en RDF.

    La forme suit l’en-tête Accept, ou un suffixe : .html,
    .ttl, .jsonld, .nt, .rdf, .trig, .nq.
    """
    thing, form = find_thing(knowledge, pages, f"{kind}/{identifier}")
    chosen = form or wanted_form(request)
    target = (
        page_address(knowledge, thing)
        if chosen is HTML
        else data_address(thing, chosen)
    )
    headers = {
        "Vary": "Accept",
        "Cache-Control": f"public, max-age={settings.cache_seconds}",
        "Link": link_header(landing_links(thing)),
    }
    return RedirectResponse(target, status_code=303, headers=headers)


@router.get("/data/{path:path}", include_in_schema=False)
def get_data(
    path: str,
    request: Request,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    settings: SettingsDep,
) -> Response:
    """Describe a thing in the form of the suffix, or the one that is wanted."""
    thing, named = find_data(knowledge, pages, path)
    form = named or wanted_form(request)
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}/{pages.fingerprint}",
        max_age_seconds=settings.cache_seconds,
        vary=() if named else ("Accept",),
    )
    freshness.require_changed()
    headers = {
        **freshness.headers,
        "Link": link_header(description_links(thing, form)),
        "Content-Location": data_address(thing, form),
    }
    if form is not HTML:
        body = knowledge.resources.describe(thing.iri, media_type=form.media_type)
        return Response(body, headers={"Content-Type": form.media_type, **headers})
    page = page_address(knowledge, thing)
    if page != data_address(thing, HTML):
        return RedirectResponse(page, status_code=303, headers=headers)
    return HTMLResponse(_page(knowledge, pages, thing), headers=headers)


def find_data(
    knowledge: Knowledge, pages: Pages, path: str
) -> tuple[Thing, Form | None]:
    """Return the thing that an address behind ``/data/`` describes, and its form.

    Here the last suffix is always that of the form, where it is known.

    Raises:
        ProblemError: If nothing is said about such a thing.
        WithdrawnDocument: If it is, or was part of, a document taken out on demand.
    """
    stem, form = form_of_suffix(path)
    thing = None if form is None else thing_at(pages.iris, stem)
    if thing is not None and knowledge.resources.knows(thing.iri):
        return thing, form
    return find_thing(knowledge, pages, path)


def _page(knowledge: Knowledge, pages: Pages, thing: Thing) -> str:
    """Show the statements about a thing that has no page of its own."""
    label = knowledge.resources.label(thing.iri)
    return pages.render(
        "thing.html",
        iri=thing.iri,
        title=f"{thing.kind} {thing.identifier}" if label == thing.iri else label,
        rows=knowledge.resources.facts(thing.iri),
        forms=[(form, data_address(thing, form)) for form in RDF_FORMS],
        local=lambda iri: local_address(pages.iris, iri),
    )
