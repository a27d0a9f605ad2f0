"""What routes ask for, as types such as ``KnowledgeDep``.

The functions do nothing that waits, so they stay off the thread pool.
"""

from typing import Annotated, cast

from fastapi import Depends, Request

from search_api.answers.search_presenter import Presenter
from search_api.web.exports.citers import Citer
from search_api.web.responses.caching import Freshness
from search_api.web.responses.feed_answers import FeedMaker, Feeds
from search_api.web.services import Knowledge, Services
from search_api.web.settings import WebSettings
from search_api.web.templating import Pages

__all__ = [
    "CiterDep",
    "FeedsDep",
    "FreshnessDep",
    "KnowledgeDep",
    "NegotiatedFreshnessDep",
    "PageFreshnessDep",
    "PagesDep",
    "PresenterDep",
    "ServicesDep",
    "SettingsDep",
]


async def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


async def _settings(request: Request) -> WebSettings:
    return cast("WebSettings", request.app.state.settings)


async def _presenter(request: Request) -> Presenter:
    return cast("Presenter", request.app.state.presenter)


async def _pages(request: Request) -> Pages:
    return cast("Pages", request.app.state.pages)


async def _citer(request: Request) -> Citer:
    return cast("Citer", request.app.state.citer)


ServicesDep = Annotated[Services, Depends(_services)]
SettingsDep = Annotated[WebSettings, Depends(_settings)]
PresenterDep = Annotated[Presenter, Depends(_presenter)]
PagesDep = Annotated[Pages, Depends(_pages)]
CiterDep = Annotated[Citer, Depends(_citer)]


async def _knowledge(services: ServicesDep) -> Knowledge:
    return services.current()


KnowledgeDep = Annotated[Knowledge, Depends(_knowledge)]
"""The snapshot of this request; FastAPI asks for it once per request."""


async def _freshness(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep
) -> Freshness:
    return Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}",
        max_age_seconds=settings.cache_seconds,
    )


FreshnessDep = Annotated[Freshness, Depends(_freshness)]


async def _negotiated_freshness(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep, pages: PagesDep
) -> Freshness:
    return Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}/{pages.fingerprint}",
        max_age_seconds=settings.cache_seconds,
        vary=("Accept",),
    )


NegotiatedFreshnessDep = Annotated[Freshness, Depends(_negotiated_freshness)]
"""Of answers that ``Accept`` can change; one of them is a page."""


async def _feeds(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep, pages: PagesDep
) -> Feeds:
    return Feeds(request, FeedMaker(knowledge, pages.iris, settings.public_url))


FeedsDep = Annotated[Feeds, Depends(_feeds)]


async def _page_freshness(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep, pages: PagesDep
) -> Freshness:
    return Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}/{pages.fingerprint}",
        max_age_seconds=0,
    )


PageFreshnessDep = Annotated[Freshness, Depends(_page_freshness)]
"""Pages are asked for again each time, and sent again only when something changed."""
