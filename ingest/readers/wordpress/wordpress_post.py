"""A post or page as WordPress stores it: HTML without paragraphs, with short codes.

WordPress makes paragraphs of blank lines when it shows a post; an export holds the text
before that. The words come out as they do for the same post read from its web page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from ingest.errors import NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_short_codes import (
    break_paragraphs,
    drop_short_codes,
    expand_short_codes,
)
from ingest.readers.html.html_tree import parse_html
from ingest.readers.notebook_posts import abstracts_in, mark_abstracts
from ingest.texts.characters import clean_characters
from ingest.texts.languages import UNDETERMINED, language_of, normal_language

__all__ = ["WordPressPost", "read_post"]

_ORIGIN = "WordPress"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TERMS = {"category": "categories", "post_tag": "keywords", "tag": "keywords"}
_MOST_TERMS = 100


@dataclass(frozen=True, slots=True)
class WordPressPost:
    """What an export says of a post.

    Attributes:
        kind: ``post`` or ``page``.
        title: May hold HTML.
        author: Display name, or the login where there is none.
        dates: As printed, the one shown on the site first.
        url: Of the post on the site.
        excerpt: May hold HTML, often empty.
        content: HTML with blank lines between paragraphs.
        terms: (domain, label) of categories and tags.
        blog: Title of the blog.
        language: That the blog states, which is often that of its installation.
    """

    kind: str
    title: str
    author: str
    dates: tuple[str, ...]
    url: str
    excerpt: str
    content: str
    terms: tuple[tuple[str, str], ...]
    blog: str
    language: str


def read_post(post: WordPressPost, request: ReadingRequest) -> ReadText:
    """Read a post.

    Raises:
        MalformedContent: If its HTML cannot be parsed.
        NoText: If it holds only pictures or nothing.
        TooLarge: If it has more characters than allowed.
    """
    body = _parse(break_paragraphs(expand_short_codes(post.content)))
    blocks = BlockText(request.limits.characters)
    language = _language(body, post)
    losses = write_blocks(body, blocks, language=language)
    text = blocks.text()
    if not text:
        raise NoText("aucun texte dans cet article")
    return ReadText(
        pages=(ReadPage(text, "html", blocks=tuple(blocks.blocks)),),
        is_final=True,
        found=(*abstracts_in(text, blocks.sections), *_found(post)),
        sections=tuple(blocks.sections),
        spans=mark_abstracts(text, blocks.sections, blocks.spans),
        losses=losses,
    )


def _parse(html: str) -> lxml.html.HtmlElement:
    # All of the page, not its body: a stray end tag puts what follows behind it.
    return parse_html(f"<html><body>{_CONTROL.sub('', html)}</body></html>")


def _language(body: lxml.html.HtmlElement, post: WordPressPost) -> str | None:
    """Trust the words before the settings of the blog."""
    guess = language_of(body.text_content())
    return guess if guess != UNDETERMINED else normal_language(post.language)


def _found(post: WordPressPost) -> Iterator[Found]:
    yield Found("title", _words(post.title), _ORIGIN)
    yield Found("authors", post.author, _ORIGIN)
    for date in post.dates:
        yield Found("date", date, _ORIGIN)
    yield Found("url", post.url, _ORIGIN)
    yield Found("publisher", _words(post.blog), _ORIGIN)
    yield Found("kind", post.kind, _ORIGIN)
    if post.excerpt:
        yield Found("abstract", _words(post.excerpt), "WordPress excerpt")
    for domain, label in post.terms[:_MOST_TERMS]:
        yield Found(_TERMS.get(domain, domain), _words(label), _ORIGIN)


def _words(html: str) -> str:
    """Return the text of a short piece of HTML on one line."""
    plain = _parse(drop_short_codes(html)).text_content() if html else ""
    return " ".join(clean_characters(plain).split())
