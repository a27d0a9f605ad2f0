"""Every route has one class, and requests of one kind cost about the same."""

import pytest
from fastapi.routing import APIRoute

from search_api.web.admission.request_classes import (
    CLASS_ROUTES,
    RequestClass,
    class_of,
    kind_of,
)
from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices


def scope(target, method="GET"):
    path, _, query = target.partition("?")
    return {"method": method, "path": path, "query_string": query.encode()}


def declared():
    return [row for rows in CLASS_ROUTES.values() for row in rows]


def routes_of(app):
    """Return what the application answers; the table names GET for HEAD as well."""
    found = {"GET /static/{path:path}", "GET /openapi.json"}
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found |= {f"{m} {route.path}" for m in route.methods - {"HEAD"}}
        elif included := getattr(route, "original_router", None):
            waiting += included.routes
    return found


def test_the_table_holds_every_route_once(tmp_path):
    app = create_app(FakeServices(tmp_path), WebSettings())
    assert len(declared()) == len(set(declared()))
    assert set(declared()) == routes_of(app)


@pytest.mark.parametrize(
    ("target", "method", "expected"),
    [
        ("/health", "GET", RequestClass.HEALTH),
        ("/health", "HEAD", RequestClass.HEALTH),
        ("/static/css/site.css", "GET", RequestClass.STATIC),
        ("/search?q=x", "GET", RequestClass.SEARCH),
        ("/documents", "GET", RequestClass.DATA),
        ("/documents", "POST", RequestClass.DEPOSITS),
        ("/documents/a", "DELETE", RequestClass.DATA),
        ("/documents/a/original", "HEAD", RequestClass.EXPORTS),
        ("/id/lab/a/b", "GET", RequestClass.DATA),
        ("/apparentes", "GET", RequestClass.PAGES),
        ("/apparentes", "POST", RequestClass.RELATED),
        ("/sparql", "POST", RequestClass.SPARQL),
        ("/nowhere", "GET", RequestClass.PAGES),
        ("/search", "PUT", RequestClass.PAGES),
    ],
)
def test_an_address_has_the_class_of_its_route(target, method, expected):
    assert class_of(scope(target, method))[0] is expected


def test_long_questions_and_many_hits_are_another_kind():
    short = scope("/search?q=climat&limit=10")
    alike = scope("/search?q=lecture&limit=10")
    many = scope("/search?q=climat&limit=100&passages=20")
    long = scope("/search?limit=10&q=" + "num%C3%A9rique+" * 60)
    kinds = [kind_of(each, "/search") for each in (short, alike, many, long)]
    assert kinds[0] == kinds[1]
    assert len(set(kinds)) == 3
    assert kind_of(short, "/related", 2_000_000) != kind_of(short, "/related", 200)


def test_nobody_can_invent_kinds_without_end():
    targets = [
        f"/search?q={'x' * size}&limit={number}&passages={'9' * digits}&limit=99"
        for size in (1, 50, 3_000, 60_000)
        for number in (*range(0, 1_000, 7), -1, "é")
        for digits in (1, 3, 9)
    ]
    assert len({kind_of(scope(each), "/search") for each in targets}) < 50
