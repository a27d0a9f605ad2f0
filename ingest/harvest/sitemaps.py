"""Sitemaps: the pages a site lists for robots, with the day each last changed.

    robots.txt ─▶ Sitemap: … ─┐
    /sitemap.xml ─────────────┼─▶ sitemapindex ─▶ urlset, also as .gz ─▶ pages
    /wp-sitemap.xml ──────────┘

https://www.sitemaps.org/protocol.html; at most 50,000 pages and 50 files are read here.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import etree

from ingest.errors import ReadingError
from ingest.harvest.errors import HarvestError, ProtocolError, ServerBusy
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.file_links import host_of
from ingest.harvest.mirror_paths import is_address
from ingest.safe_xml import parse_xml

__all__ = ["Sitemap", "find_sitemap", "read_sitemap"]

_USUAL = ("/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml")
_STATED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.I | re.M)
_GZIP = b"\x1f\x8b"
_LARGEST = 64 * 2**20
_MOST_PAGES = 50_000
_MOST_FILES = 50


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists.

    Attributes:
        address: Of the sitemap, or of its index.
        pages: When each changed last, as stated, or an empty string; by address.
        is_cut: Whether there is more than is read.
        failures: Addresses of parts that could not be had, and why.
    """

    address: str
    pages: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False
    failures: list[tuple[str, str]] = field(default_factory=list)


def find_sitemap(site: str, fetcher: Fetcher, scratch: Path) -> Sitemap | None:
    """Return the sitemap of a site, or None when there is none with pages in it.

    Args:
        site: Address of a page; only pages of its host and below its path count.
        fetcher: Asks politely.
        scratch: Path to fetch to.

    Raises:
        ServerBusy: If the site asks for patience.
        OSError: If the disk refuses.
    """
    for address in dict.fromkeys(_candidates(site, fetcher, scratch)):
        try:
            found = read_sitemap(address, fetcher, scratch, below=site)
        except ServerBusy:
            raise
        except HarvestError:
            continue
        if found.pages:
            return found
    return None


def read_sitemap(
    address: str, fetcher: Fetcher, scratch: Path, *, below: str = ""
) -> Sitemap:
    """Read a sitemap, or an index and all it names.

    Args:
        address: Of the sitemap.
        fetcher: Asks politely.
        scratch: Path to fetch to.
        below: Address of a page: only pages of its host and below its path count;
            those of the host of the sitemap when it is empty.

    Raises:
        HarvestError: If it cannot be had or is no sitemap. A part of an index that
            cannot be had stands in ``failures``.
        OSError: If the disk refuses.
    """
    sitemap = Sitemap(address)
    scope = below or urljoin(address, "/")
    root = _root(address, fetcher, scratch)
    _take(sitemap, root, scope)
    parts = [one for one, _ in _entries(root, "sitemap")]
    sitemap.is_cut |= len(parts) > _MOST_FILES
    for part in dict.fromkeys(parts[:_MOST_FILES]):
        if host_of(part) != host_of(address) or sitemap.is_cut:
            continue
        try:
            _take(sitemap, _root(part, fetcher, scratch), scope)
        except ServerBusy:
            raise
        except HarvestError as error:
            sitemap.failures.append((part, error.message))
    return sitemap


def _candidates(site: str, fetcher: Fetcher, scratch: Path) -> Iterator[str]:
    try:
        fetcher.fetch_to(scratch, urljoin(site, "/robots.txt"))
        text = scratch.read_bytes()[: 500 * 1024].decode("utf-8-sig", "replace")
        # Only these lines: parsing rules can cost what their number squared does.
        for stated in _STATED.findall(text)[:_MOST_FILES]:
            if is_address(stated) and host_of(stated) == host_of(site):
                yield stated
    except ServerBusy:
        raise
    except HarvestError:
        pass  # without rules, the usual places are left
    yield from (urljoin(site, path) for path in _USUAL)


def _root(address: str, fetcher: Fetcher, scratch: Path) -> etree._Element:
    fetcher.fetch_to(scratch, address)
    content = scratch.read_bytes()
    if content.startswith(_GZIP):
        content = _unpacked(content, address)
    try:
        root = parse_xml(content, what="ce plan de site")
    except ReadingError as error:
        raise ProtocolError(f"{address} : {error.message}") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise ProtocolError(f"« {address} » n’est pas un plan de site (sitemap)")
    return root


def _unpacked(content: bytes, address: str) -> bytes:
    engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = engine.decompress(content, _LARGEST)
    except zlib.error as error:
        raise ProtocolError(f"« {address} » est mal compressé") from error
    if not engine.eof:
        raise ProtocolError(f"« {address} » s’interrompt, ou dépasse 64 Mio")
    return unpacked


def _take(sitemap: Sitemap, root: etree._Element, scope: str) -> None:
    for address, changed in _entries(root, "url"):
        if not _is_below(address, scope):
            continue
        if len(sitemap.pages) == _MOST_PAGES:
            sitemap.is_cut = True
            return
        sitemap.pages[address] = changed


def _entries(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for element in root.iterchildren(f"{{*}}{name}"):
        address = " ".join(element.findtext("{*}loc", "").split())
        if is_address(address):
            changed = element.findtext("{*}lastmod", "").strip()
            yield address.partition("#")[0], changed[:40]


def _is_below(address: str, scope: str) -> bool:
    folder = urlsplit(scope).path.rpartition("/")[0] + "/"
    path = urlsplit(address).path or "/"
    return host_of(address) == host_of(scope) and path.startswith(folder)
