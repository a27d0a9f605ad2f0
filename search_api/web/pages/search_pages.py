"""The home page, the page of results and the catalogue."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from search_api.answers import links
from search_api.answers.direct_answer_presenter import direct_answers_out
from search_api.answers.direct_answer_wording import failure_words
from search_api.answers.explanation import explanations
from search_api.answers.result_messages import results_message
from search_api.answers.understood_presenter import entity_card_out, spelling_out
from search_api.answers.wording import documents_found
from search_api.citations.export_formats import FORMATS
from search_api.query import SearchResults, Stratum
from search_api.web.dependencies import (
    CiterDep,
    KnowledgeDep,
    PageFreshnessDep,
    PagesDep,
)
from search_api.web.pages.chips import chips
from search_api.web.pages.filters import active_filters, filter_groups
from search_api.web.pages.library_overview import Overview
from search_api.web.requests.filter_values import require_known_values
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.search_parameters import SearchParameters, from_pairs
from search_api.works import leaders

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

EXAMPLES = (
    "sobriété numérique à l’école",
    "intelligence artificielle et enseignants",
    "comment évaluer les compétences numériques des élèves ?",
    "classe inversée et hybridation",
    "accessibilité des ressources pour les élèves à besoins particuliers",
    "traces d’apprentissage, learning analytics",
)


async def _overview(request: Request) -> Overview:
    return cast("Overview", request.app.state.overview)


OverviewDep = Annotated[Overview, Depends(_overview)]


@router.get("/")
def home(
    knowledge: KnowledgeDep,
    pages: PagesDep,
    overview: OverviewDep,
    freshness: PageFreshnessDep,
) -> Response:
    """Show the search box, examples and what the library holds."""
    freshness.require_changed()
    html = pages.render(
        "home.html",
        knowledge=knowledge,
        examples=EXAMPLES,
        kinds=overview.facets(knowledge).get("kind", []),
    )
    return HTMLResponse(html, headers=dict(freshness.headers))


@router.get("/recherche")
def results(
    request: Request,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    citer: CiterDep,
    freshness: PageFreshnessDep,
) -> Response:
    """Show hits with their passages, filters and the way to the next page."""
    pairs = request.query_params.multi_items()
    if not any(name == "q" and value.strip() for name, value in pairs):
        return RedirectResponse("/", status_code=303)
    parameters = from_pairs(pairs).model_copy(update={"facets": True})
    query = parameters.query()
    freshness.require_changed()
    require_known_values(knowledge, parameters)
    found = knowledge.searcher.search(query)
    kept = _kept(parameters)
    filters = parameters.filter_pairs()
    html = pages.render(
        "results.html",
        parameters=parameters,
        results=found,
        message=results_message(found),
        count=documents_found(found.total, is_capped=found.is_capped),
        answers=[hit for hit in found.hits if hit.stratum is Stratum.ANSWER],
        further=[hit for hit in found.hits if hit.stratum is Stratum.FURTHER],
        further_count=documents_found(found.further_total, is_capped=False),
        active=active_filters("/recherche", kept, parameters, found.facets),
        chips=chips("/recherche", kept, parameters, found),
        direct=direct_answers_out(
            found.direct, parameters.address(), path="/recherche"
        ),
        direct_failure=failure_words(found.direct),
        entities=[entity_card_out(card) for card in found.entities],
        spelling=spelling_out(found.spelling, parameters.address(), path="/recherche"),
        groups=filter_groups("/recherche", kept, parameters, found.facets),
        following=_following([*kept, *filters], found),
        first=links.with_parameters("/recherche", [*kept, *filters]),
        api=links.with_parameters("/search", parameters.address().pairs(cursor=None)),
        reasons=explanations(found),
        works=citer.hit_works(knowledge, found),
        exports=_exports("/search", _asked(parameters)),
        followed=[*kept, *filters],
    )
    return HTMLResponse(html, headers=dict(freshness.headers))


def _following(asked: list[tuple[str, str]], found: SearchResults) -> str | None:
    """Return the next page of hits; None at the end."""
    if found.next_cursor is None:
        return None
    return links.with_parameters("/recherche", [*asked, ("cursor", found.next_cursor)])


def _kept(parameters: SearchParameters) -> list[tuple[str, str]]:
    kept = [("q", parameters.q)]
    if parameters.mode != "hybrid":
        kept.append(("mode", parameters.mode.value))
    address = parameters.address()
    return kept + address.order_pairs() + address.reading_pairs()


def _asked(parameters: SearchParameters) -> list[tuple[str, str]]:
    """Return a search as it stands in the address of a list to take away."""
    pairs = parameters.address().pairs(cursor=None)
    kept = [pair for pair in pairs if pair[0] not in ("limit", "passages", "facets")]
    return [*kept, ("limit", str(_TAKEN_AWAY))]


def _exports(path: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return titles and addresses of a list in each format."""
    return [
        (
            each.title,
            links.with_parameters(path, [*pairs, ("format", each.name.value)]),
        )
        for each in FORMATS.values()
    ]


_TAKEN_AWAY = 100
_LISTED = 30


@router.get("/catalogue")
def catalogue(
    request: Request,
    knowledge: KnowledgeDep,
    pages: PagesDep,
    freshness: PageFreshnessDep,
) -> Response:
    """Show all documents, or those of a filter, in the order of their identifiers."""
    asked = [*request.query_params.multi_items(), ("q", "*")]
    parameters = from_pairs(asked)
    wanted = ListRequest.read(
        parameters.cursor,
        limit=_LISTED,
        generation=knowledge.generation,
        freshness=freshness,
    )
    every = knowledge.catalogue.document_identifiers(parameters.restriction())
    filters = parameters.filter_pairs()
    page = wanted.page(
        sorted(leaders(every, knowledge.catalogue)), "/catalogue", filters
    )
    found = knowledge.catalogue.documents(page.items)
    facets = knowledge.catalogue.facets(every, limit=20)
    html = pages.render(
        "catalogue.html",
        parameters=parameters,
        total=page.total,
        offset=page.offset,
        documents=[found[name] for name in sorted(found)],
        active=active_filters("/catalogue", [], parameters, facets),
        groups=filter_groups("/catalogue", [], parameters, facets),
        following=page.next,
        first=links.with_parameters("/catalogue", filters),
        exports=_exports("/documents", [*filters, ("limit", str(_TAKEN_AWAY))]),
        followed=filters,
    )
    return HTMLResponse(html, headers=dict(freshness.headers))
