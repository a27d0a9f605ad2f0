"""The older pages of a feed: named by it, numbered by its software, or found by trying.

    rel="next"              Atom, RFC 5005, WordPress with a plugin
    ?paged=2                WordPress
    ?page=1                 Drupal, which counts from 0
    ?debut_articles=10      SPIP, which counts entries, where its skeleton has pages

Software that does not know a parameter answers with the first page again; that is how
a wrong guess is told from a right one.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.harvest.errors import (
    AddressGone,
    HarvestError,
    RequestRejected,
    ServerBusy,
)
from ingest.harvest.feeds import Feed, parse_feed
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.wordpress_posts import API

__all__ = ["FeedPages"]

_WORDPRESS, _DRUPAL, _SPIP = "paged", "page", "debut_articles"
_SCHEMES = (_WORDPRESS, _DRUPAL, _SPIP)


class FeedPages:
    """Goes from the first page of a feed to the older ones.

    Args:
        fetcher: Asks politely.
        scratch: Gives a path to fetch to.
        address: Where the first page was found, redirects followed: a redirect that
            forgets the number of a page is not asked again.
        known: The parameter that worked at an earlier run, or empty.
        may_guess: Whether parameters of usual software are tried.

    Attributes:
        scheme: The parameter that numbers pages, or empty while none is known.
        number: Of the page last asked for, from 1.
        is_whole: Whether the site showed that there are no older entries.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        scratch: Callable[[], Path],
        address: str,
        *,
        known: str = "",
        may_guess: bool = False,
    ) -> None:
        self._fetcher = fetcher
        self._scratch = scratch
        self._address = address
        self._may_guess = may_guess
        self.scheme = known if known in _SCHEMES else ""
        self.number = 1
        self.is_whole = False

    def after(self, feed: Feed, seen: Collection[str]) -> Feed | None:
        """Return the page behind one, or None when there is none with new entries.

        Args:
            feed: The page last read.
            seen: Keys of all entries so far.

        Raises:
            HarvestError: If a page that has to be there cannot be had.
        """
        self.number += 1
        if not feed.next_address and not self.scheme and feed.is_wordpress:
            self.scheme = _WORDPRESS
        if feed.next_address:
            # Beyond its last page, the API of WordPress says that the request is wrong.
            is_api = feed.generator == API
            page = self._page(feed.next_address, rejection_ends=is_api)
            return self._kept(page, seen)
        if self.scheme:
            return self._kept(self._page(self._numbered(self.scheme, seen)), seen)
        if self.number == 2:
            return self._guess(feed, seen) if self._may_guess else None
        self.is_whole = True  # there were pages, and the last one names no next
        return None

    def _kept(self, page: Feed | None, seen: Collection[str]) -> Feed | None:
        if page is not None and _has_new(page, seen):
            return page
        # The first page again, where the second was asked for, is no end.
        self.is_whole = page is None or not page.entries or self.number > 2
        return None

    def _guess(self, feed: Feed, seen: Collection[str]) -> Feed | None:
        for scheme in self._likely(feed):
            try:
                page = self._page(self._numbered(scheme, seen))
            except ServerBusy:
                raise
            except HarvestError:
                continue  # software that dislikes what it does not know
            if page is None or not page.entries or _has_new(page, seen):
                self.scheme = scheme
                return self._kept(page, seen)
        return None

    def _likely(self, feed: Feed) -> tuple[str, ...]:
        if "spip" in feed.generator.lower():
            return (_SPIP,)
        query = dict(parse_qsl(urlsplit(self._address).query))
        if not query.get(_DRUPAL, "0").isdecimal():
            return (_WORDPRESS,)  # there, the parameter means something else
        if "drupal" in feed.generator.lower():
            return (_DRUPAL,)
        return (_WORDPRESS, _DRUPAL)

    def _numbered(self, scheme: str, seen: Collection[str]) -> str:
        numbers = {_WORDPRESS: self.number, _DRUPAL: self.number - 1, _SPIP: len(seen)}
        parts = urlsplit(self._address)
        query = [pair for pair in parse_qsl(parts.query) if pair[0] != scheme]
        query.append((scheme, str(numbers[scheme])))
        return urlunsplit(parts._replace(query=urlencode(query)))

    def _page(self, address: str, *, rejection_ends: bool = False) -> Feed | None:
        """Return a page, or None where the server says that there is none."""
        scratch = self._scratch()
        try:
            fetched = self._fetcher.fetch_to(scratch, address)
        except AddressGone:
            return None  # so WordPress says that there are no older posts
        except RequestRejected:
            if rejection_ends:
                return None
            raise
        return parse_feed(scratch.read_bytes(), fetched.final_address)


def _has_new(page: Feed, seen: Collection[str]) -> bool:
    return any(entry.key not in seen for entry in page.entries)
