"""``GET /search``: a question in, documents with their best passages out."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from search_api.answers import links
from search_api.answers.search_schemas import SearchAnswer
from search_api.query import SearchResults
from search_api.web.dependencies import (
    CiterDep,
    FeedsDep,
    KnowledgeDep,
    NegotiatedFreshnessDep,
    PagesDep,
    PresenterDep,
)
from search_api.web.exports.export_answers import export_response
from search_api.web.passage_context import neighbours_of
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.filter_values import require_known_values
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.feed_answers import FEED_RESPONSES
from search_api.web.responses.list_page import next_link
from search_api.web.routes import suggest
from search_api.web.search_parameters import SearchParameters
from search_api.web.wanted_format import EXPORT_CONTENT, wanted_format

__all__ = ["router"]

_HOW_MUCH = frozenset({"limit", "passages", "facets", "context", "explain"})

router = APIRouter(tags=["Recherche"])
router.include_router(suggest.router)


@router.get(
    "/search",
    operation_id="search",
    summary="Chercher dans les documents",
    response_model=SearchAnswer,
    responses={
        200: {"content": {**EXPORT_CONTENT, **FEED_RESPONSES}},
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "bad-question", "stale-cursor", "not-ready"
        ),
    },
)
def search(
    parameters: Annotated[SearchParameters, Query()],
    request: Request,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    citer: CiterDep,
    pages: PagesDep,
    freshness: NegotiatedFreshnessDep,
    feeds: FeedsDep,
    response: Response,
) -> SearchAnswer | Response:
    """Cherche par les mots et par le sens, et cite les passages trouvés.

    Les résultats sont groupés par document, chacun avec ses meilleurs passages, leur
    page et les positions exactes à surligner. « format » donne la même liste à
    emporter : tableur, BibTeX, RIS, CSL-JSON, page à imprimer.

    Avec « format=atom » ou « format=rss » (ou l’en-tête Accept), la réponse est un
    flux : les documents qui répondent à coup sûr, les derniers entrés dans le corpus
    d’abord.
    """
    query = parameters.query()
    if feed := feeds.wanted(parameters.format):
        require_known_values(knowledge, parameters)
        return feeds.send(feeds.maker.of_question(parameters, feed), feed)
    freshness.require_changed()
    require_known_values(knowledge, parameters)
    wanted = wanted_format(parameters.format, request.headers.get("accept", ""))
    # What is taken away is what answers.
    results = knowledge.searcher.search(replace(query, only_answers=wanted is not None))
    if wanted is not None:
        return export_response(
            citer.hits(
                knowledge,
                results,
                path=links.with_parameters("/recherche", _asked(parameters)),
                filters=parameters.filter_pairs(),
            ),
            wanted,
            pages,
            style=parameters.style,
            name=parameters.q,
            headers={**freshness.headers, **next_link(_following(parameters, results))},
        )
    neighbours = (
        neighbours_of(results, knowledge.catalogue) if parameters.context else {}
    )
    answer = presenter.search_answer(
        parameters.address(), results, neighbours=neighbours
    )
    response.headers.update({**freshness.headers, **next_link(answer.next)})
    return answer


def _asked(parameters: SearchParameters) -> list[tuple[str, str]]:
    """Return what makes the question, as a page of results understands it."""
    pairs = parameters.address().pairs(cursor=None)
    return [pair for pair in pairs if pair[0] not in _HOW_MUCH]


def _following(parameters: SearchParameters, results: SearchResults) -> str | None:
    """Return the next page in the same form; None at the end."""
    if results.next_cursor is None:
        return None
    pairs = parameters.address().pairs(cursor=results.next_cursor)
    return links.with_parameters("/search", [*pairs, *parameters.export_pairs()])
