"""Atom (RFC 4287) with the elements of OpenSearch.

Every entry has its own authors and the feed has none: an author of the feed would be
that of every entry without one, and most texts are not ours.
"""

from datetime import datetime

from search_api.feeds.feed import OPENSEARCH, Feed, FeedEntry, tell_search
from search_api.xml_elements import Element, child, new_root, written

__all__ = ["ATOM", "atom"]

ATOM = "application/atom+xml"
_PREFIXES = {
    "": "http://www.w3.org/2005/Atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


def atom(feed: Feed) -> bytes:
    """Write a feed."""
    root = new_root("feed", _PREFIXES)
    root.set("xml:lang", "fr")
    child(root, "id", feed.address)
    child(root, "title", feed.title)
    child(root, "subtitle", feed.subtitle)
    child(root, "updated", _moment(feed.updated))
    child(root, "link", rel="self", type=ATOM, href=feed.address)
    child(root, "link", rel="alternate", type="text/html", href=feed.page)
    child(root, "link", rel="search", type=OPENSEARCH, href=feed.search)
    child(root, "generator", "GTnum")
    tell_search(root, feed)
    for entry in feed.entries:
        _entry(root, entry)
    return written(root)


def _entry(root: Element, entry: FeedEntry) -> None:
    made = child(root, "entry")
    if entry.language not in ("fr", "und"):
        made.set("xml:lang", entry.language)
    child(made, "id", entry.identifier)
    child(made, "title", entry.title)
    child(made, "link", rel="alternate", type="text/html", href=entry.page)
    for address in entry.related:
        child(made, "link", rel="related", href=address)
    child(made, "published", _moment(entry.came))
    child(made, "updated", _moment(entry.updated))
    for author in entry.authors:
        child(child(made, "author"), "name", author)
    child(made, "category", term=entry.category)
    if entry.summary:
        child(made, "summary", entry.summary)


def _moment(at: datetime) -> str:
    """Write a time as RFC 3339 wants it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
