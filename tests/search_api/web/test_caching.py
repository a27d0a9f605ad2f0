"""An answer names its version; who holds it is not sent it again."""

import pytest
from starlette.requests import Request

from search_api.web.responses.caching import Freshness, NotModified, matches


def fresh(query="", version="1", seconds=60, vary=(), **headers):
    scope = {
        "type": "http",
        "path": "/x",
        "query_string": query.encode(),
        "server": ("localhost", 80),
        "scheme": "http",
        "headers": [
            (k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()
        ],
    }
    return Freshness(
        Request(scope), version=version, max_age_seconds=seconds, vary=vary
    )


def tag(**asked):
    return fresh(**asked).headers["ETag"]


def test_a_tag_changes_with_version_address_and_what_it_varies_by():
    english = {"vary": ("Accept",), "accept": "text/html"}
    found = {tag(), tag(version="2"), tag(query="a=1"), tag(**english)}
    assert len(found) == 4
    assert tag() == tag(accept="text/html")
    assert tag().startswith('W/"')
    assert len(tag()) == len('W/""') + 32


def test_an_answer_says_how_long_it_holds_and_what_it_varies_by():
    assert fresh().headers["Cache-Control"] == "public, max-age=60"
    assert fresh(seconds=1).headers["Cache-Control"] == "public, max-age=1"
    assert fresh(seconds=0).headers["Cache-Control"] == "no-cache"
    assert "Vary" not in fresh().headers
    assert fresh(vary=("Accept", "Cookie")).headers["Vary"] == "Accept, Cookie"


@pytest.mark.parametrize(
    ("header", "held"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
    ],
)
def test_tags_are_compared_weakly(header, held):
    for own in ('"a"', 'W/"a"'):
        assert matches(header, own) is held


def test_only_who_holds_the_answer_is_stopped():
    fresh().require_changed()
    fresh(if_none_match='"other"').require_changed()
    with pytest.raises(NotModified) as stopped:
        fresh(if_none_match=tag()).require_changed()
    assert stopped.value.headers["ETag"] == tag()
