"""What a web page says about itself: JSON-LD, citation_*, Dublin Core, Open Graph.

The best origin comes first: what is written for libraries (citation_*, DC) before what
is written for search engines and social networks, and the ``<title>`` last, because it
carries the name of the site.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from ingest.read_text import Found
from ingest.readers.html.html_bylines import byline_metadata

__all__ = ["page_metadata"]

_META = (
    ("title", "citation_title"),
    ("title", "dc.title"),
    ("title", "dcterms.title"),
    ("title", "og:title"),
    ("title", "twitter:title"),
    ("authors", "citation_author"),
    ("authors", "dc.creator"),
    ("authors", "dcterms.creator"),
    ("authors", "article:author"),
    ("authors", "author"),
    ("date", "citation_publication_date"),
    ("date", "citation_date"),
    ("date", "citation_online_date"),
    ("date", "dc.date"),
    ("date", "dcterms.date"),
    ("date", "dcterms.issued"),
    ("date", "dc.date.issued"),
    ("date", "dc.date.created"),
    ("date", "dcterms.created"),
    ("date", "datepublished"),
    ("date", "article:published_time"),
    ("date", "date"),
    ("language", "citation_language"),
    ("language", "dc.language"),
    ("language", "og:locale"),
    ("publisher", "citation_publisher"),
    ("publisher", "citation_journal_title"),
    ("publisher", "dc.publisher"),
    ("publisher", "og:site_name"),
    ("licence", "dc.rights"),
    ("licence", "dcterms.license"),
    ("abstract", "citation_abstract"),
    ("abstract", "dcterms.abstract"),
    ("abstract", "dc.description"),
    ("abstract", "og:description"),
    ("abstract", "description"),
    ("url", "citation_abstract_html_url"),
    ("doi", "citation_doi"),
    *(
        (field, name)
        for field in ("doi", "handle", "hal_id")
        for name in ("dc.identifier", "dcterms.identifier", "prism.doi")
    ),
    ("handle", "citation_handle"),
    ("hal_id", "citation_hal_id"),
    ("keywords", "citation_keywords"),
    ("keywords", "keywords"),
    ("kind", "dc.type"),
    ("kind", "og:type"),
)
_LINKED_FIRST = ("kind", "date", "url", "licence")
_KINDS = re.compile(r"Article|Posting|WebPage|CreativeWork|Report|Event|Dataset")
_IDENTIFIERS = ("doi", "handle", "hal_id")
_SUGGESTION = "suggère de citer ce billet"
_POST_DOI = re.compile(r"10\.58079/[\w.-]{2,40}")
_MOST_SCRIPTS = 10
_LARGEST_SCRIPT = 200_000
_SITE = re.compile(r"(?<!\s)\s+[|–—·»-]\s+[^|–—·»]{2,80}$")


def page_metadata(tree: HtmlElement) -> tuple[Found, ...]:
    """Return what the head of a page states.

    Args:
        tree: The root element of the page, as lxml parsed it.
    """
    linked = tuple(_json_ld(tree))
    return (
        *(item for item in linked if item.name in _LINKED_FIRST),
        *_meta_tags(tree),
        *(
            item
            for item in linked
            if item.name not in ("kind", "date", "url", "licence")
        ),
        *_elements(tree),
    )


def _meta_tags(tree: HtmlElement) -> Iterator[Found]:
    values: dict[str, list[tuple[str, str]]] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().casefold()
        content = (tag.get("content") or "").strip()
        if name and content:
            stated = tag.get("lang") or tag.get("xml:lang") or ""
            key = name.replace("dc:", "dc.")
            values.setdefault(key, []).append((content, stated))
    for field, name in _META:
        for content, stated in values.get(name, ())[:50]:
            yield Found(field, content, f"meta {name}", stated)


def _elements(tree: HtmlElement) -> Iterator[Found]:
    for link in tree.iter("link"):
        yield from _link(link)
    yield from _suggested_citation(tree)
    yield from byline_metadata(tree)
    for link in tree.iterfind(".//a[@rel]"):
        if "license" in link.get("rel").split() and link.get("href"):
            yield Found("licence", link.get("href"), "link license")
    for heading in tree.xpath(
        ".//h1[contains(@class,'entry-title') or contains(@class,'post-title')]"
    ):
        yield Found("title", heading.text_content(), "heading")
    yield from _main_heading(tree)
    for title in tree.iterfind(".//head/title"):
        yield Found("title", _SITE.sub("", title.text_content().strip()), "title")
    if tree.get("lang"):
        yield Found("language", tree.get("lang"), "html lang")


def _link(link: HtmlElement) -> Iterator[Found]:
    relations, target = (link.get("rel") or "").split(), link.get("href") or ""
    if target and "canonical" in relations:
        yield Found("url", target, "link canonical")
    if target and "cite-as" in relations:
        for field in _IDENTIFIERS:
            yield Found(field, target, "link cite-as")


def _main_heading(tree: HtmlElement) -> Iterator[Found]:
    """Yield the only heading of the first level that is not that of the site."""
    headings = [
        one
        for one in tree.iter("h1")
        if not any(
            above.tag in ("nav", "footer", "aside") for above in one.iterancestors()
        )
    ]
    if len(headings) == 1:
        yield Found("title", headings[0].text_content(), "heading")


def _suggested_citation(tree: HtmlElement) -> Iterator[Found]:
    """Yield the DOI in the words by which OpenEdition asks to cite a post."""
    # Joined by spaces: text_content() glues the last word to the next element.
    text = " ".join(" ".join(tree.xpath("//text()")).split())
    at = text.rfind(_SUGGESTION)
    found = _POST_DOI.search(text, at, at + 1_500) if at >= 0 else None
    if found:
        yield Found("doi", found[0], "suggested citation")


def _json_ld(tree: HtmlElement) -> Iterator[Found]:
    for script in tree.xpath(".//script[@type='application/ld+json']")[:_MOST_SCRIPTS]:
        source = script.text or ""
        if len(source) > _LARGEST_SCRIPT:
            continue
        try:
            value = json.loads(source)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            yield from _thing(thing)


def _things(value: object) -> Iterator[Mapping[str, Any]]:
    nodes = value if isinstance(value, list) else [value]
    for node in nodes[:50]:
        if isinstance(node, Mapping):
            graph_nodes = node.get("@graph")
            if isinstance(graph_nodes, list):
                yield from (n for n in graph_nodes[:50] if isinstance(n, Mapping))
            else:
                yield node


def _thing(thing: Mapping[str, Any]) -> Iterator[Found]:
    kind = str(thing.get("@type", ""))
    if not re.search(
        r"Article|Posting|WebPage|CreativeWork|Report|Event|Dataset", kind
    ):
        return
    names = (
        ("title", "headline"),
        ("date", "datePublished"),
        ("language", "inLanguage"),
        ("licence", "license"),
        ("url", "mainEntityOfPage"),
        ("url", "url"),
        ("abstract", "abstract"),
        ("authors", "author"),
        ("publisher", "publisher"),
        *((field, key) for field in _IDENTIFIERS for key in ("identifier", "sameAs")),
    )
    yield Found("kind", kind, "JSON-LD")
    for field, key in names:
        for text in _texts(thing.get(key)):
            yield Found(field, text, "JSON-LD")


def _texts(value: object) -> Iterator[str]:
    for item in value[:50] if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            item = item.get("name") or item.get("value") or item.get("@id")
        if isinstance(item, str) and item.strip():
            yield item
