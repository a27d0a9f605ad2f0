"""RSS and Atom: a feed and its entries, in all the dialects that feedparser knows.

Only the bytes are parsed; nothing is fetched here. A feed with a DOCTYPE or that is cut
short is refused as a whole: half a feed would look like entries taken away. One that is
whole but ill-formed is read, and its faults are told (``feed_repair``).
"""

import hashlib
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser
import lxml.html

from ingest.errors import MalformedContent, ReadingError
from ingest.harvest.errors import ProtocolError
from ingest.harvest.feed_repair import mend
from ingest.harvest.mirror_paths import is_address
from ingest.harvest.wordpress_posts import are_posts, posts_as_feed
from ingest.read_text import Found
from ingest.readers.html.html_tree import parse_html

__all__ = ["Feed", "FeedEntry", "parse_feed"]

_ORIGIN = "feed"
_CUT_SHORT = re.compile(r"(\[…\]|\[\.\.\.\]|…|\.\.\.)\s*$")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)
_MOST = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}", re.I)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry.

    Attributes:
        key: Its id, or its address.
        address: Where people read it.
        page: The entry as a web page of its own, in UTF-8.
        is_whole: Whether the feed gives the text itself, not only a summary.
        stated: Its metadata.
        version: Changes whenever anything the feed says of it changes.
    """

    key: str
    address: str
    page: bytes
    is_whole: bool
    stated: tuple[Found, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, or one page of it.

    Attributes:
        title: Of the site.
        entries: In the order of the feed, newest first as a rule.
        next_address: Of the page with older entries that the feed names, or empty.
        is_wordpress: Whether WordPress made it, which has older entries on pages.
        faults: What is wrong with its XML and was forgiven, in French.
        generator: The software that made it, as it says.
    """

    title: str
    entries: tuple[FeedEntry, ...]
    next_address: str
    is_wordpress: bool
    faults: tuple[str, ...] = ()
    generator: str = ""


def parse_feed(content: bytes, address: str) -> Feed:
    """Read a feed.

    Args:
        content: RSS 0.9x, 1.0, 2.0, Atom, or posts of the API of WordPress.
        address: Of the feed, for relative addresses in it.

    Raises:
        ProtocolError: If it is no feed, has a DOCTYPE or is cut off.
    """
    try:
        parsed, faults = _parsed(content, address)
    except ReadingError as error:
        raise ProtocolError(
            f"{address} : {error.message}",
            remedy="Vérifiez l’adresse du flux ; si l’erreur reste, prévenez le site.",
        ) from error
    except (ValueError, LookupError) as error:
        raise ProtocolError(f"{address} : ce flux ne peut pas être lu") from error
    if not parsed.get("version"):
        raise ProtocolError(
            f"« {address} » n’est ni un flux RSS ni un flux Atom",
            remedy="Donnez l’adresse du flux, souvent celle du site suivie de /feed.",
        )
    channel = parsed["feed"]
    title = _plain(channel.get("title", ""))
    # Plain dictionaries: those of feedparser answer for keys that are not there.
    plain = (dict(dict.items(entry)) for entry in parsed["entries"])
    entries = (_entry(entry, title, address) for entry in plain)
    return Feed(
        title=title,
        entries=tuple({e.key: e for e in entries if e is not None}.values()),
        next_address=_next(channel, address),
        is_wordpress="wordpress.org" in channel.get("generator", ""),
        faults=faults,
        generator=str(channel.get("generator", ""))[:_MOST],
    )


def _parsed(content: bytes, address: str) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return what feedparser says, and what was mended before."""
    if are_posts(content):
        return posts_as_feed(content, address), ()
    mended = mend(content)
    parsed: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(mended.content),
        # This type has it follow the XML declaration, else UTF-8, as XML says.
        response_headers={
            "content-location": address,
            "content-type": "application/xml",
        },
        # The text is all we take, and it is cleaned below.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    is_broken = isinstance(parsed.get("bozo_exception"), SAXException)
    if mended.is_well_formed and is_broken:
        raise MalformedContent("ce flux n’est pas du XML complet et bien formé")
    return parsed, mended.faults


def _next(channel: Mapping[str, Any], address: str) -> str:
    for link in channel.get("links", []):
        if link.get("rel") in ("next", "prev-archive") and link.get("href"):
            return _joined(address, str(link["href"]))
    return ""


def _joined(base: str, link: str) -> str:
    """Return where a link leads, or an empty string where it leads nowhere."""
    try:
        address = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return address if is_address(address) else ""


def _entry(entry: Mapping[str, Any], feed_title: str, base: str) -> FeedEntry | None:
    """Return an entry, or None for one that leads nowhere."""
    address = _joined(base, str(entry.get("link", ""))).partition("#")[0]
    if not _ADDRESS.fullmatch(address):
        return None
    body, is_whole = _body(entry)
    title = _plain(entry.get("title", ""))
    stated = tuple(_found(entry, title, address, feed_title))
    page = _page(title, body, _language(entry), tuple(_enclosures(entry, base)))
    said = "\n".join(f"{f.name}={f.value}" for f in stated)
    version = hashlib.sha256(page + said.encode("utf-8", "replace")).hexdigest()
    key = str(entry.get("id") or address)
    return FeedEntry(key, address, page, is_whole, stated, version)


def _body(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the HTML of an entry and whether it is the whole text."""
    contents: Sequence[Mapping[str, Any]] = entry.get("content") or []
    whole = max((str(c.get("value", "")) for c in contents), key=len, default="")
    if whole.strip():
        return whole, True
    return str(entry.get("summary", "")), False


def _found(
    entry: Mapping[str, Any], title: str, address: str, feed_title: str
) -> Iterator[Found]:
    values: list[tuple[str, str]] = [("title", title), ("url", address)]
    authors = entry.get("authors") or [{"name": entry.get("author", "")}]
    values += [("authors", str(author.get("name", ""))) for author in authors]
    values += [("date", str(entry.get(k, ""))) for k in ("published", "updated")]
    values += [("licence", licence) for licence in _licences(entry)]
    values += [("publisher", feed_title), ("kind", "post")]
    values += [("categories", str(t.get("term", ""))) for t in entry.get("tags", [])]
    for name in ("prism_doi", "dc_identifier", "id"):
        if match := _DOI.fullmatch(str(entry.get(name, ""))):
            values.append(("doi", match[1]))
    summary = _plain(entry.get("summary", ""))
    if _body(entry)[1] and summary and not _CUT_SHORT.search(summary):
        values.append(("abstract", summary))
    for name, value in dict.fromkeys(values[:_MOST]):
        if flat := " ".join(value.split()):
            yield Found(name, flat, _ORIGIN)


def _licences(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry.get("license"):
        yield str(entry["license"])
    for link in entry.get("links", []):
        if link.get("rel") == "license" and link.get("href"):
            yield str(link["href"])
    if entry.get("rights"):
        yield str(entry["rights"])


def _language(entry: Mapping[str, Any]) -> str:
    """Return the language stated for this entry itself, or an empty string."""
    for part in (*(entry.get("content") or ()), entry.get("title_detail") or {}):
        if part.get("language"):
            return str(part["language"])
    return ""


def _enclosures(entry: Mapping[str, Any], base: str) -> Iterator[str]:
    """Yield the documents that an entry carries beside its text, not its sounds."""
    for link in entry.get("links", []):
        kind = str(link.get("type", ""))
        if link.get("rel") != "enclosure" or not kind.startswith("application/"):
            continue
        if target := _joined(base, str(link.get("href", ""))):
            yield (
                f'<link rel="enclosure" type="{html.escape(kind)}" '
                f'href="{html.escape(target)}">'
            )


def _page(title: str, body: str, language: str, enclosures: Sequence[str]) -> bytes:
    """Make an entry a page of its own: its markup balanced, its scripts gone."""
    stated = f' lang="{html.escape(language)}"' if language else ""
    return (
        f'<!doctype html>\n<html{stated}><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{''.join(enclosures[:_MOST])}</head>"
        "\n<body><article>"
        f'<h1 class="entry-title">{html.escape(title)}</h1>\n'
        f'<div class="entry-content">{_balanced(body)}</div></article></body></html>\n'
    ).encode("utf-8", "replace")


def _balanced(body: str) -> str:
    """Return HTML in which every element ends, so that none of it is cut off."""
    tree = _tree(body)
    if tree is None:
        return body  # the reader of the page says what is wrong with it
    for silent in tree.xpath("//script|//style|//iframe|//object|//template"):
        silent.drop_tree()
    # What stands behind a stray end of the page is beside the body: all of it counts.
    for element in tree.iter("html", "head", "body"):
        element.tag = "div"
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _tree(text: str) -> lxml.html.HtmlElement | None:
    try:
        return parse_html(f"<html><body>{text}</body></html>")
    except ReadingError:
        return None


def _plain(value: object) -> str:
    """Return the text of a title or summary that may hold HTML."""
    text = str(value)
    if "<" in text or "&" in text:
        tree = _tree(text)
        text = "" if tree is None else str(tree.text_content())
    return " ".join(text.split())
