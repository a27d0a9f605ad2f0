"""What an address is: a feed, a repository, a site with a feed or sitemap, or a page.

The address is asked once; a mirror then knows what it copies, and from which address
that was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import ReadingError, SourceError
from ingest.harvest.discovery import Way, ways_to_follow
from ingest.harvest.errors import ProtocolError
from ingest.harvest.feeds import parse_feed
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror_records import Origin, known_origin, known_start
from ingest.harvest.oai_pmh import OaiClient
from ingest.harvest.sitemaps import read_sitemap
from ingest.readers import is_supported
from ingest.safe_xml import parse_xml
from ingest.sources.media_types import HTML

__all__ = ["Survey", "origin_of", "survey"]

_OAI_ROOT = "{http://www.openarchives.org/OAI/2.0/}OAI-PMH"


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands at an address, and how it can be followed.

    Attributes:
        kind: ``feed``, ``oai``, ``sitemap``, ``addresses`` (one page), or ``site``.
        address: That was asked.
        ways: Of a site, the best first; empty otherwise.
    """

    kind: str
    address: str
    ways: tuple[Way, ...] = ()

    @property
    def best(self) -> Way | None:
        """The way that a harvest takes."""
        return next(iter(self.ways), None)


def survey(address: str, fetcher: Fetcher, scratch: Path) -> Survey:
    """Ask an address what it is, and a site for all ways to follow it.

    Args:
        address: Of anything.
        fetcher: Asks politely.
        scratch: Path to fetch to; removed at the end.

    Raises:
        HarvestError: If it cannot be had, or nothing there can be read.
        OSError: If the disk refuses.
    """
    try:
        kind, ways = _asked(address, fetcher, scratch)
        found = tuple(ways)
    finally:
        scratch.unlink(missing_ok=True)
    return Survey("site" if found else kind, address, found)


def origin_of(
    source: str, folder: Path, fetcher: Fetcher, *, kind: str, set_spec: str
) -> Origin:
    """Return what a harvest of an address copies.

    Args:
        source: The address.
        folder: Of the mirror; made when it is not there.
        fetcher: Asks politely, where the mirror does not know it.
        kind: What the address is said to be, or ``auto``.
        set_spec: Set of a repository.

    Raises:
        HarvestError: If the address cannot be had, or nothing there can be read.
        OSError: If the disk refuses.
    """
    known = known_origin(folder)
    if kind == "auto" and known is not None:
        if known_start(folder).rstrip("/") == source.rstrip("/"):
            return known
        kind = known.kind
    if kind != "auto":
        return Origin(kind, "" if kind == "addresses" else source, set_spec)
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / ".probe"
    try:
        kind, ways = _asked(source, fetcher, scratch)
        # Ways are asked for one by one: the first that works is enough.
        best = next(ways, None)
    finally:
        scratch.unlink(missing_ok=True)
    if best is not None:
        # The posts of an API are read as a feed is.
        return Origin("sitemap" if best.kind == "sitemap" else "feed", best.address)
    return Origin(kind, "" if kind == "addresses" else source, set_spec)


def _asked(address: str, fetcher: Fetcher, scratch: Path) -> tuple[str, Iterator[Way]]:
    fetched = fetcher.fetch_to(scratch, address)
    content = scratch.read_bytes()
    if _root_of(content) == _OAI_ROOT:
        return "oai", iter(())
    is_page = fetched.media_type == HTML
    if is_page and "oai" in urlsplit(address).path.lower():
        return _kind_of_front_page(address, fetcher, scratch), iter(())
    try:
        parse_feed(content, fetched.final_address)
    except ProtocolError:
        if _root_of(content).endswith(("}urlset", "}sitemapindex")):
            read_sitemap(address, fetcher, scratch)
            return "sitemap", iter(())
        if not is_supported(fetched.media_type):
            raise  # a broken feed rather than a page
        if not is_page:
            return "addresses", iter(())
        ways = ways_to_follow(content, fetched.final_address, fetcher, scratch)
        return "addresses", ways
    return "feed", iter(())


def _root_of(content: bytes) -> str:
    """Return the name of the root element; OAI-PMH complains that no verb was given."""
    try:
        return str(parse_xml(content, what="la réponse").tag)
    except ReadingError:
        return ""


def _kind_of_front_page(address: str, fetcher: Fetcher, scratch: Path) -> str:
    """Tell a repository that shows people a page from an ordinary page."""
    try:
        OaiClient(fetcher, address, scratch).identify()
    except SourceError:
        return "addresses"
    return "oai"
