"""RSS 2.0 with the elements of OpenSearch, Atom and Dublin Core.

Readers take descriptions for HTML and titles for either, so that what strangers wrote
is escaped once more than in Atom.
"""

import html
import re
from datetime import datetime
from email.utils import format_datetime

from search_api.feeds.feed import OPENSEARCH, Feed, FeedEntry, tell_search
from search_api.xml_elements import Element, child, new_root, written

__all__ = ["RSS", "rss"]

RSS = "application/rss+xml"
_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
_REFERENCE = re.compile(r"&(?=#?\w+;)")


def rss(feed: Feed) -> bytes:
    """Write a feed."""
    root = new_root("rss", _PREFIXES)
    root.set("version", "2.0")
    channel = child(root, "channel")
    child(channel, "title", _harmless(feed.title))
    child(channel, "link", feed.page)
    child(channel, "description", html.escape(feed.subtitle, quote=False))
    child(channel, "language", "fr")
    child(channel, "lastBuildDate", _moment(feed.updated))
    child(channel, "generator", "GTnum")
    child(channel, "atom:link", rel="self", type=RSS, href=feed.address)
    child(channel, "atom:link", rel="search", type=OPENSEARCH, href=feed.search)
    tell_search(channel, feed)
    for entry in feed.entries:
        _item(channel, entry)
    return written(root)


def _item(channel: Element, entry: FeedEntry) -> None:
    made = child(channel, "item")
    child(made, "title", _harmless(entry.title))
    child(made, "link", entry.page)
    child(made, "guid", entry.identifier, isPermaLink="false")
    child(made, "pubDate", _moment(entry.came))
    for author in entry.authors:
        child(made, "dc:creator", _harmless(author))
    child(made, "category", entry.category)
    child(made, "description", html.escape(entry.summary, quote=False))


def _harmless(text: str) -> str:
    """Return plain text that is no markup where it is taken for HTML.

    >>> _harmless("R&D <b>")
    'R&D &lt;b>'
    """
    return _REFERENCE.sub("&amp;", text).replace("<", "&lt;")


def _moment(at: datetime) -> str:
    """Write a time as RFC 822 wants it."""
    return format_datetime(at, usegmt=True)
