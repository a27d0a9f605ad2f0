"""Puts the web application together: routes, pages, problems, protection.

create_app(services, settings) ──▶ FastAPI
    admission/ a place for each request, or when to come back
    routes/   JSON for programmes      pages/    HTML for people, same answers
    handlers  every failure a problem  headers   what protects readers
"""

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from ontology.iris import Iris
from search_api.answers.search_presenter import Presenter
from search_api.deposit_tasks import Deposits, NoDeposits
from search_api.service_condition import Reason
from search_api.web.admission.admission_control import AdmissionControl, AdmissionLimits
from search_api.web.admission.callers import Callers, TrustedProxies
from search_api.web.admission.class_limits import admission_limits
from search_api.web.admission.lane import Lane
from search_api.web.admission.refusal_writer import RefusalWriter
from search_api.web.delivery import Delivery
from search_api.web.deposits.arrivals import ArrivalLimits, Arrivals
from search_api.web.deposits.token_guesses import TokenGuesses
from search_api.web.exports.citers import Citer
from search_api.web.headers import Compression, HeadAsGet, Protection
from search_api.web.linked_data import (
    data_page,
    downloads,
    graphs,
    things,
    vocabularies,
)
from search_api.web.openapi import install_openapi
from search_api.web.pages import changes_page, embedded_list, text_pages
from search_api.web.pages import document_page as document_pages
from search_api.web.pages import entity_pages as entity_pages
from search_api.web.pages import related_page as related_pages
from search_api.web.pages import search_pages as search_pages
from search_api.web.pages.library_overview import Overview
from search_api.web.percent_escapes import PercentEscapes
from search_api.web.problems.error_handlers import install_handlers
from search_api.web.responses.caching import NotModified, not_modified_response
from search_api.web.responses.uncertain_notice import UNCERTAIN_FACTS
from search_api.web.routes import (
    changes,
    cite,
    concepts,
    deposits,
    discovery,
    documents,
    draft_feed,
    entities,
    health,
    oai_provider,
    oembed,
    query_proposals,
    questions,
    related_to_draft,
    search,
    sparql,
    unapi,
)
from search_api.web.services import Services
from search_api.web.settings import WebSettings
from search_api.web.templating import STATIC_FOLDER, Pages

__all__ = ["create_app"]

_SPARE_THREADS: Final = 16
_SWITCH_SECONDS: Final = 0.0001

_ROUTERS = (
    search.router,
    documents.router,
    unapi.router,
    cite.router,
    draft_feed.router,
    changes.router,
    oai_provider.router,
    oembed.router,
    deposits.router,
    related_to_draft.router,
    entities.router,
    concepts.router,
    questions.router,
    query_proposals.router,
    sparql.router,
    health.router,
    discovery.router,
    things.router,
    graphs.router,
    downloads.router,
    vocabularies.router,
    data_page.router,
    search_pages.router,
    document_pages.router,
    entity_pages.router,
    related_pages.router,
    text_pages.router,
    changes_page.router,
    embedded_list.router,
)


def create_app(
    services: Services,
    settings: WebSettings,
    desk: Deposits | None = None,
    *,
    reasons: Callable[[], Sequence[Reason]] = tuple,
    doubt: Callable[[], object] = tuple,
) -> FastAPI:
    """Return the application; it owns the services and closes them at its end.

    Args:
        services: Everything behind the routes.
        settings: How the application behaves.
        desk: Takes deposits; nobody does when None.
        reasons: Says why the service is not quite itself; must not wait for anything.
        doubt: Called when a file of what is served could not be read; must not wait.

    Raises:
        OntologyError: If ``settings.base_iri`` is not a base.
        KnowledgeError: If a trusted proxy is no address.
    """
    limits = admission_limits(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        _prepare_threads(sum(lane.places for lane in limits.lanes.values()))
        yield
        await run_in_threadpool(app.state.deposits.close)
        await run_in_threadpool(services.close)

    app = FastAPI(
        title="GTnum",
        version=settings.version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        # A redirect would repeat the Host header, which anyone can write.
        redirect_slashes=False,
    )
    _set_state(app, services, settings, desk or NoDeposits())
    app.state.reasons = reasons
    app.state.doubt = doubt
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    install_handlers(app)
    app.add_exception_handler(NotModified, not_modified_response)
    install_openapi(app)
    app.state.lanes = {kind: Lane(each) for kind, each in limits.lanes.items()}
    _install_middlewares(app, settings, limits)
    return app


def _set_state(
    app: FastAPI, services: Services, settings: WebSettings, desk: Deposits
) -> None:
    """Keep what routes ask for; see ``dependencies``."""
    iris = Iris(settings.base_iri)
    app.state.services = services
    app.state.settings = settings
    app.state.presenter = Presenter(iris)
    app.state.pages = Pages(settings)
    app.state.citer = Citer(iris, settings.public_url)
    app.state.overview = Overview()
    app.state.deposits = desk
    app.state.arrivals = Arrivals(_arrival_limits(settings))
    app.state.token_guesses = TokenGuesses()


def _prepare_threads(places: int) -> None:
    """Have a thread for each place, some for what needs none, and let none wait long.

    The event loop asks for Python again after each system call. While threads compute,
    it would wait five milliseconds each time, thousands of times a second in a crowd.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = max(limiter.total_tokens, places + _SPARE_THREADS)


def _arrival_limits(settings: WebSettings) -> ArrivalLimits:
    return ArrivalLimits(
        size_bytes=settings.max_deposit_bytes,
        idle_seconds=settings.deposit_idle_seconds,
        total_seconds=settings.deposit_seconds,
        places=settings.concurrent_deposits,
    )


def _install_middlewares(
    app: FastAPI, settings: WebSettings, limits: AdmissionLimits
) -> None:
    """Add the middlewares; the one added last meets a request first."""
    pages: Pages = app.state.pages
    callers = Callers(
        TrustedProxies(settings.trusted_proxies), app.state.deposits.owner_of
    )
    app.state.address_of = callers.address
    app.add_middleware(PercentEscapes)
    app.add_middleware(Compression, minimum_size=1024, compresslevel=5)
    app.add_middleware(HeadAsGet)  # behind it, HEAD would tell of other bytes than GET
    app.add_middleware(Delivery)
    app.add_middleware(Protection)
    app.add_middleware(
        AdmissionControl,
        limits=limits,
        lanes=app.state.lanes,
        callers=callers,
        refuse=RefusalWriter(
            lambda report: pages.render("problem.html", problem=report)
        ).send,
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=[
            *("Content-Location", "ETag", "Link", "Retry-After"),
            UNCERTAIN_FACTS,
        ],
        max_age=86400,
    )
