"""WordPress exports (WXR): one file, the posts and pages of a whole blog.

    <rss><channel> title, authors, <item>… ──▶ Contents
                       published posts and pages ──▶ parts
                       drafts, private, trash, password ──▶ left out, counted

An export is written by a program and read by a strict parser: a DOCTYPE is refused, as
WordPress itself does, entities are never resolved, and a file that is not well formed
is ``malformed`` as a whole. Addresses of authors and serialised PHP are never kept.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial

from lxml import etree

from ingest.errors import MalformedContent, TooLarge
from ingest.read_text import Contents, Part, ReadingRequest
from ingest.readers.wordpress.wordpress_post import WordPressPost, read_post
from ingest.safe_xml import refuse_doctype

__all__ = ["read_wxr"]

_WP = re.compile(r"https?://wordpress\.org/export/\d+\.\d+/")
_EXCERPT = re.compile(r"https?://wordpress\.org/export/\d+\.\d+/excerpt/")
_VERSION = re.compile(r"\d+\.\d+")
_TOO_LONG = re.compile(r"too (big|long)")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_KINDS = {"post", "page"}
_NOT_DOCUMENTS = {"attachment": "pièce jointe"}
_UNPUBLISHED = {
    "draft": "brouillon",
    "auto-draft": "brouillon",
    "pending": "en attente de relecture",
    "future": "publication prévue",
    "private": "privé",
    "trash": "corbeille",
}
_REMEDY = "Exportez de nouveau le blog depuis WordPress (Outils, Exporter)."


@dataclass(slots=True)
class _Export:
    """What the file says, before anything is chosen."""

    title: str = ""
    language: str = ""
    version: str = ""
    names: dict[str, str] = field(default_factory=dict)
    items: list["_Item"] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    """The texts of an item by short name; categories as (domain, label)."""

    texts: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str]] = field(default_factory=list)


def read_wxr(content: bytes, request: ReadingRequest) -> Contents:
    """List the posts and pages of an export.

    Raises:
        MalformedContent: If it is not well formed, declares a DOCTYPE, or lacks the
            version that makes it an export.
        TooLarge: If one text in it is longer than 10 MiB.
    """
    refuse_doctype(content, what="cet export", remedy=_REMEDY)
    export = _parse(content)
    if not _VERSION.fullmatch(export.version):
        raise MalformedContent(
            "cet export WordPress n’indique pas de version (wxr_version)",
            remedy=_REMEDY,
        )
    parts: dict[str, Part] = {}
    left_out: dict[str, str] = {}
    for position, item in enumerate(export.items, start=1):
        identifier = item.texts.get("post_id", "")
        is_named = re.fullmatch(r"[0-9]{1,18}", identifier) is not None
        name = f"post-{int(identifier)}" if is_named else f"item-{position}"
        reason = _reason(item) if is_named else "sans identifiant"
        if name in parts:
            left_out[f"item-{position}"] = reason or "en double"
        elif reason:
            left_out[name] = reason
        else:
            parts[name] = _part(name, _post(item, export), request)
    return Contents(export.title, tuple(parts.values()), left_out)


def _parse(content: bytes) -> _Export:
    """Read the whole file, element by element.

    Raises:
        MalformedContent: If it is not well formed.
        TooLarge: If one text in it is longer than lxml takes.
    """
    export = _Export()
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content),
            events=("end",),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            depth = sum(1 for _ in element.iterancestors())
            if depth == 2:
                _take(export, element)
                element.clear()
    except (etree.LxmlError, ValueError) as error:
        raise _malformed(error) from error
    return export


def _malformed(error: Exception) -> MalformedContent | TooLarge:
    if _TOO_LONG.search(str(error)):
        return TooLarge("un article de cet export dépasse 10 Mio")
    where = getattr(error, "lineno", None)
    place = f" (ligne {where})" if where else ""
    return MalformedContent(
        f"cet export n’est pas du XML valide{place}", remedy=_REMEDY
    )


def _take(export: _Export, element: etree._Element) -> None:
    """Take over a child of the channel."""
    space, tag = _name(element)
    if tag == "item" and not space:
        export.items.append(_item(element))
    elif tag == "author" and _WP.fullmatch(space):
        texts = dict(_texts(element))
        login = texts.get("author_login", "")
        export.names[login] = texts.get("author_display_name", "") or login
    elif tag == "wxr_version" and _WP.fullmatch(space):
        export.version = export.version or _text(element)
    elif tag in ("title", "language") and not space:
        setattr(export, tag, getattr(export, tag) or _text(element))


def _item(element: etree._Element) -> _Item:
    item = _Item()
    for name, text in _texts(element):
        item.texts.setdefault(name, text)
    for term in element:
        if _name(term) == ("", "category") and (label := _text(term)):
            item.terms.append((term.get("domain") or "category", label))
    return item


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the short names and texts of the children that we know."""
    for child in element:
        space, tag = _name(child)
        if len(child) or tag == "author_email":
            # Metadata and comments have children of their own; addresses are personal.
            continue
        if _EXCERPT.fullmatch(space):
            tag = "excerpt"
        elif space == _CONTENT:
            tag = "content"
        elif space and space != _DUBLIN_CORE and not _WP.fullmatch(space):
            continue
        yield tag, _text(child)


def _name(element: etree._Element) -> tuple[str, str]:
    if not isinstance(element.tag, str):
        return "", ""
    qualified = etree.QName(element)
    return qualified.namespace or "", qualified.localname


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _reason(item: _Item) -> str:
    """Return why an item is not to be read, or an empty string."""
    kind, status = item.texts.get("post_type", ""), item.texts.get("status", "")
    if kind not in _KINDS:
        return _NOT_DOCUMENTS.get(kind, "autre contenu")
    if status != "publish":
        return _UNPUBLISHED.get(status, "non publié")
    return "protégé par mot de passe" if item.texts.get("post_password") else ""


def _post(item: _Item, export: _Export) -> WordPressPost:
    texts = item.texts
    login = texts.get("creator", "")
    dates = (texts.get(key, "") for key in ("post_date", "post_date_gmt", "pubDate"))
    return WordPressPost(
        kind=texts["post_type"],
        title=texts.get("title", ""),
        author=export.names.get(login, login),
        dates=tuple(value for value in dates if value[:4] not in ("", "0000")),
        url=texts.get("link", ""),
        excerpt=texts.get("excerpt", ""),
        content=texts.get("content", ""),
        terms=tuple(item.terms),
        blog=export.title,
        language=export.language,
    )


def _part(name: str, post: WordPressPost, request: ReadingRequest) -> Part:
    said = json.dumps(asdict(post), ensure_ascii=False).encode("utf-8", "replace")
    return Part(
        name=name,
        fingerprint=hashlib.sha256(said).hexdigest(),
        size_bytes=len(post.content.encode("utf-8", "replace")),
        read=partial(read_post, post, request),
    )
