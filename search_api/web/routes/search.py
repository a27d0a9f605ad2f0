"""``GET /search``: a question in, documents with their best passages out."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from search_api.answers.search_schemas import SearchAnswer
from search_api.web.dependencies import FreshnessDep, KnowledgeDep, PresenterDep
from search_api.web.passage_context import neighbours_of
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.filter_values import require_known_values
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.list_page import next_link
from search_api.web.routes import suggest
from search_api.web.search_parameters import SearchParameters

__all__ = ["router"]

router = APIRouter(tags=["Recherche"])
router.include_router(suggest.router)


@router.get(
    "/search",
    operation_id="search",
    summary="Chercher dans les documents",
    responses={
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "bad-question", "stale-cursor", "not-ready"
        ),
    },
)
def search(
    parameters: Annotated[SearchParameters, Query()],
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    freshness: FreshnessDep,
    response: Response,
) -> SearchAnswer:
    """Cherche par les mots et par le sens, et cite les passages trouvés.

    Les résultats sont groupés par document, chacun avec ses meilleurs passages, leur
    page et les positions exactes à surligner.
    """
    query = parameters.query()
    freshness.require_changed()
    require_known_values(knowledge, parameters)
    results = knowledge.searcher.search(query)
    neighbours = (
        neighbours_of(results, knowledge.catalogue) if parameters.context else {}
    )
    answer = presenter.search_answer(
        parameters.address(), results, neighbours=neighbours
    )
    response.headers.update({**freshness.headers, **next_link(answer.next)})
    return answer
