"""``GET /changes``: what came into the corpus, changed or left, and when."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from search_api.web.dependencies import FeedsDep, FreshnessDep, KnowledgeDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.responses.answer_formats import FeedOrJson
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.corpus_changes import (
    ChangesAnswer,
    changes_answer,
    changes_feed,
    read_span,
)
from search_api.web.responses.feed_answers import FEED_RESPONSES

__all__ = ["router"]

router = APIRouter(tags=["Documents"])

_Moment = Annotated[
    str | None,
    Query(
        max_length=40,
        description="Un jour, un moment (avec fuseau) ou une génération",
        examples=["2026-11-30"],
    ),
]


@router.get(
    "/changes",
    operation_id="list_changes",
    summary="Lister ce qui est entré, a changé ou est parti",
    response_model=ChangesAnswer,
    responses={
        200: {"content": FEED_RESPONSES},
        **UNCHANGED,
        **problem_responses("invalid-parameter", "not-ready"),
    },
)
def list_changes(
    knowledge: KnowledgeDep,
    feeds: FeedsDep,
    freshness: FreshnessDep,
    response: Response,
    since: _Moment = None,
    until: _Moment = None,
    limit: Annotated[
        int, Query(ge=1, le=1_000, description="Documents par liste")
    ] = 200,
    format: Annotated[
        FeedOrJson | None,
        Query(description="« atom » ou « rss » : le flux des derniers changements"),
    ] = None,
) -> ChangesAnswer | Response:
    """Compare deux états du corpus : documents entrés, modifiés, partis.

    Sans « since » : ce qu’a changé la dernière publication. Un jour compte en entier ;
    d’une génération ou d’un moment, seul compte ce qui suit.
    """
    if form := feeds.wanted(format):
        maker = feeds.maker
        feed = changes_feed(
            knowledge, iris=maker.iris, public_url=maker.public_url, form=form
        )
        return feeds.send(feed, form)
    span = read_span(knowledge.history(), since, until)
    freshness.require_changed()
    response.headers.update({**freshness.headers, "Vary": "Accept"})
    return changes_answer(knowledge, span, limit=limit)
