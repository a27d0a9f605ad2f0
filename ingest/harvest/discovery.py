"""How a site can be followed, given the address of its home page or of a section.

    page ─▶ <link rel="alternate">, /feed     titles, dates, authors, text: best
         ─▶ API of WordPress                  the same, where the feed has summaries
         ─▶ sitemap                           all pages, each to be fetched

Each way is tried before it is offered: sites answer 200 for anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.errors import ReadingError
from ingest.harvest.errors import HarvestError, ServerBusy
from ingest.harvest.feeds import parse_feed
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror_paths import is_address
from ingest.harvest.sitemaps import find_sitemap
from ingest.harvest.wordpress_posts import API, POSTS
from ingest.readers.html.html_tree import parse_html
from ingest.texts.encodings import decode

__all__ = ["Way", "ways_to_follow"]

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
)
_OF_COMMENTS = ("comment", "commentaire")
_MOST_FEEDS = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A way to follow a site, tried and found to work.

    Attributes:
        kind: ``feed``, ``wordpress`` or ``sitemap``.
        address: Of the feed, the API or the sitemap.
        count: Entries on the first page of a feed or an API, or pages of a sitemap.
        is_whole: Whether it gives the texts, not only summaries.
    """

    kind: str
    address: str
    count: int
    is_whole: bool = True


def ways_to_follow(
    content: bytes, address: str, fetcher: Fetcher, scratch: Path
) -> Iterator[Way]:
    """Yield the ways to follow a site, the best first; each is asked for when wanted.

    An ordinary page of a site has none: its feed is that of the whole site, which
    nobody asked for. A page stands for a site when it is at its root, and for a
    section when a feed stands below it.

    Args:
        content: Of the page.
        address: Of the page, redirects followed.
        fetcher: Asks politely.
        scratch: Path to fetch to; what stands there is replaced.

    Raises:
        ServerBusy: If the site asks for patience.
        OSError: If the disk refuses.
    """
    parts = urlsplit(address)
    if parts.query:
        return  # an article by its number, a search: where it begins is not told
    is_home = parts.path in ("", "/")
    tried = (
        _tried(feed, fetcher, scratch)
        for feed in _feeds(content, address, is_home=is_home)
    )
    feed = next(filter(None, tried), None)
    if feed is not None and feed.is_whole:
        yield feed
    if is_home and (posts := _wordpress(address, fetcher, scratch)):
        yield posts
    if feed is not None and not feed.is_whole:
        yield feed
    if not is_home:
        return
    if sitemap := find_sitemap(address, fetcher, scratch):
        yield Way("sitemap", sitemap.address, len(sitemap.pages))


def _feeds(content: bytes, address: str, *, is_home: bool) -> list[str]:
    """Return the feeds to try: as declared, else where they usually are."""
    try:
        tree = parse_html(decode(content).text)
    except ReadingError:
        return []
    declared = list(dict.fromkeys(_declared(tree, address)))
    if is_home:
        return (declared or [urljoin(address, "/feed")])[:_MOST_FEEDS]
    folder = urlsplit(address).path.rstrip("/") + "/"
    return [one for one in declared if urlsplit(one).path.startswith(folder)][:1]


def _declared(tree: HtmlElement, address: str) -> Iterator[str]:
    for link in tree.iter("link"):
        words = (link.get("title") or "").casefold()
        is_feed = (link.get("type") or "").strip().lower() in _FEED_TYPES
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        if not (is_feed and is_alternate) or any(w in words for w in _OF_COMMENTS):
            continue
        try:
            target = urljoin(address, (link.get("href") or "").strip())
        except ValueError:
            continue
        if is_address(target) and "/comments/" not in target:
            yield target.partition("#")[0]


def _tried(
    address: str, fetcher: Fetcher, scratch: Path, *, obeys_robots: bool = False
) -> Way | None:
    try:
        fetched = fetcher.fetch_to(scratch, address, obeys_robots=obeys_robots)
        feed = parse_feed(scratch.read_bytes(), fetched.final_address)
    except ServerBusy:
        raise
    except HarvestError:
        return None
    is_whole = all(entry.is_whole for entry in feed.entries)
    kind = "wordpress" if feed.generator == API else "feed"
    return Way(kind, address, len(feed.entries), is_whole) if feed.entries else None


def _wordpress(address: str, fetcher: Fetcher, scratch: Path) -> Way | None:
    """Try the API; robots are asked, since many sites keep them off it."""
    way = _tried(urljoin(address, POSTS), fetcher, scratch, obeys_robots=True)
    return way if way is not None and way.kind == "wordpress" else None
