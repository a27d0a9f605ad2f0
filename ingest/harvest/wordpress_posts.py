"""Posts as the API of WordPress lists them, told as feedparser tells entries.

    /wp-json/wp/v2/posts?per_page=100&_embed=…&page=2   →  newest first, 100 a page

https://developer.wordpress.org/rest-api/reference/posts/; authors, categories and tags
are embedded. Beyond the last page the API answers 400.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.errors import MalformedContent

__all__ = ["API", "POSTS", "are_posts", "posts_as_feed"]

API = "WordPress API"
"""What the parsed feed says made it."""

_PER_PAGE = 100
POSTS = f"/wp-json/wp/v2/posts?per_page={_PER_PAGE}&_embed=author%2Cwp%3Aterm"
"""Path and query of the newest posts, below the root of a site."""


def are_posts(content: bytes) -> bool:
    """Return whether an answer may be a list of posts: JSON, no feed begins so."""
    return content.lstrip()[:1] == b"["


def posts_as_feed(content: bytes, address: str) -> Mapping[str, Any]:
    """Return posts in the form in which feedparser returns a feed.

    Args:
        content: The answer of the API.
        address: Of the answer, which numbers the page.

    Raises:
        MalformedContent: If it is no list of posts.
    """
    try:
        posts = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise MalformedContent("cette réponse n’est pas du JSON complet") from error
    if not all(isinstance(post, dict) and "link" in post for post in posts):
        raise MalformedContent("cette liste JSON n’est pas de billets WordPress")
    following = [{"rel": "next", "href": _next(address)}]
    links = following if len(posts) == _PER_PAGE else []
    return {
        "version": "wordpress",
        "feed": {"title": "", "generator": API, "links": links},
        "entries": [_entry(post) for post in posts],
    }


def _entry(post: Mapping[str, Any]) -> dict[str, Any]:
    embedded = _mapping(post, "_embedded")
    return {
        # The same key as in the feed of the site.
        "id": _rendered(post, "guid") or str(post["link"]),
        "link": str(post["link"]),
        "title": _rendered(post, "title"),
        "content": [{"value": _rendered(post, "content")}],
        "summary": _rendered(post, "excerpt"),
        "published": _date(post, "date"),
        "updated": _date(post, "modified"),
        "authors": [{"name": name} for name in _names(embedded.get("author"))],
        "tags": [{"term": name} for name in _names(embedded.get("wp:term"))],
    }


def _mapping(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def _rendered(post: Mapping[str, Any], name: str) -> str:
    return str(_mapping(post, name).get("rendered") or "")


def _date(post: Mapping[str, Any], name: str) -> str:
    universal = post.get(f"{name}_gmt")
    return f"{universal}Z" if universal else str(post.get(name) or "")


def _names(things: object) -> Iterator[str]:
    """Yield names of authors, or of terms, which stand in one list a taxonomy."""
    for thing in things if isinstance(things, list) else ():
        if isinstance(thing, list):
            yield from _names([one for one in thing if isinstance(one, dict)])
        elif isinstance(thing, dict) and isinstance(thing.get("name"), str):
            yield thing["name"]


def _next(address: str) -> str:
    parts = urlsplit(address)
    query = parse_qsl(parts.query)
    stated = dict(query).get("page", "1")
    number = int(stated[:6]) if stated.isdecimal() else 1
    kept = [pair for pair in query if pair[0] != "page"]
    return urlunsplit(
        parts._replace(query=urlencode([*kept, ("page", str(number + 1))]))
    )
