"""Which files a page offers: reports and slides that it links to, by their addresses.

Only addresses are read here; what really stands there is seen when it is fetched.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.errors import ReadingError
from ingest.harvest.mirror_paths import EXTENSIONS, is_address
from ingest.readers.html.html_tree import parse_html
from ingest.sources.media_types import EMAIL, HTML, MARKDOWN, OAI_DC, TEXT, WXR
from ingest.texts.encodings import decode

__all__ = ["FILE_TYPES", "FileLinks", "file_links", "host_of", "hosts_in"]

FILE_TYPES = frozenset(EXTENSIONS) - {EMAIL, HTML, MARKDOWN, OAI_DC, TEXT, WXR}
"""What may be a file that a page links to: a document to read, not a page or a text."""

_ENDINGS = frozenset(EXTENSIONS[one] for one in FILE_TYPES) - {".ole"}
_PDF_META = frozenset(
    {"citation_pdf_url", "eprints.document_url", "bepress_citation_pdf_url"}
)
_HINT = re.compile(
    rb"citation_pdf|document_url|application/|\.(?:"
    + "|".join(sorted(ending[1:] for ending in _ENDINGS)).encode()
    + rb")",
    re.IGNORECASE,
)
"""Stands in every page that links to a file; the others need not be parsed."""

_MOST_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True)
class FileLinks:
    """The files of a page.

    Attributes:
        addresses: On allowed hosts, each once, in the order of the page.
        elsewhere: How many stand on other hosts.
        left_out: How many are beyond the bound.
    """

    addresses: tuple[str, ...]
    elsewhere: int = 0
    left_out: int = 0


def file_links(
    content: bytes, address: str, *, hosts: Collection[str] = (), most: int = 100
) -> FileLinks:
    """Return the files that a page links to.

    Args:
        content: Of the page; one that cannot be parsed links to nothing.
        address: Of the page; its own host is always allowed.
        hosts: Other hosts whose files are taken, as ``host`` or ``host:port``.
        most: Files taken of one page.
    """
    if not _HINT.search(content.translate(None, b"\0")):  # UTF-16 has zeros
        return FileLinks(())
    try:
        tree = parse_html(decode(content).text)
    except ReadingError:
        return FileLinks(())
    allowed = {host_of(address), *hosts}
    here: dict[str, None] = {}
    elsewhere: set[str] = set()
    for target in _targets(tree, address):
        if host_of(target) in allowed:
            here[target] = None
        else:
            elsewhere.add(target)
    kept = tuple(here)[:most]
    return FileLinks(kept, len(elsewhere), len(here) - len(kept))


def host_of(address: str) -> str:
    """Return host and port of an address, to compare; ``www.`` makes no other host.

    >>> host_of("https://WWW.exemple.fr/a"), host_of("http://127.0.0.1:80/")
    ('exemple.fr', '127.0.0.1')
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    try:
        port = parts.port
    except ValueError:
        return ""
    is_usual = port in (None, 80 if parts.scheme == "http" else 443)
    return host if is_usual else f"{host}:{port}"


def hosts_in(setting: str) -> frozenset[str]:
    """Return the hosts that a setting lists, as ``host_of`` returns them.

    >>> sorted(hosts_in(" F.exemple.fr, www.exemple.org ,"))
    ['exemple.org', 'f.exemple.fr']
    """
    names = (name.strip().lower().removeprefix("www.") for name in setting.split(","))
    return frozenset(name for name in names if name)


def _targets(tree: HtmlElement, address: str) -> Iterator[str]:
    base = _base(tree, address)
    for number, element in enumerate(tree.iter("meta", "a", "link")):
        if number == _MOST_CANDIDATES:
            return
        if element.tag == "meta":
            is_file = (element.get("name") or "").lower() in _PDF_META
            link = element.get("content")
        else:
            link = element.get("href")
            stated = (element.get("type") or "").partition(";")[0].strip().lower()
            is_file = stated in FILE_TYPES or _ends_like_a_file(link or "")
        if link and is_file and (target := _joined(base, link)):
            yield target


def _base(tree: HtmlElement, address: str) -> str:
    stated = next((one.get("href") or "" for one in tree.iter("base")), "")
    return _joined(address, stated) or address


def _ends_like_a_file(link: str) -> bool:
    try:
        path = unquote(urlsplit(link.strip()).path)
    except ValueError:
        return False
    return PurePosixPath(path).suffix.lower() in _ENDINGS


def _joined(base: str, link: str) -> str:
    try:
        target = urljoin(base, link.strip()).partition("#")[0]
    except ValueError:
        return ""
    return target if is_address(target) else ""
