"""``GET /feeds/draft/{token}.atom``: follows a draft that is kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from search_api.feeds.atom import ATOM
from search_api.feeds.draft_token import MOST_CHARACTERS
from search_api.web.dependencies import FeedsDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.draft_feeds import draft_feed

__all__ = ["router"]

router = APIRouter(tags=["Travaux apparentés"])


@router.get(
    "/feeds/draft/{token}.atom",
    operation_id="follow_draft",
    summary="Suivre un brouillon",
    response_class=Response,
    responses={
        200: {
            "description": "Les documents entrés depuis, proches du brouillon",
            "content": {ATOM: {"schema": {"type": "string"}}},
        },
        **UNCHANGED,
        **problem_responses("invalid-parameter", "other-model", "not-ready"),
    },
)
def follow_draft(
    token: Annotated[
        str,
        Path(
            max_length=MOST_CHARACTERS,
            description="Donné par la page de comparaison : des nombres, aucun mot",
        ),
    ],
    feeds: FeedsDep,
) -> Response:
    """Donne en Atom les nouveaux documents proches d’un brouillon, chacun cité.

    L’adresse tient tout ce qui reste du brouillon ; le service n’en garde rien.
    """
    return feeds.send(draft_feed(feeds.maker, token), "atom")
