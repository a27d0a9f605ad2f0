"""This test ensures that whatever a title holds, every form of it stays well-formed."""

import warnings
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ontology.iris import Iris
from ontology.model import Abstract
from search_api.answers.own_fields import own_fields
from search_api.answers.quotable import Box, oembed_fields, oembed_xml
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory
from search_api.feeds.atom import atom
from search_api.feeds.feed import Feed, entry_of
from search_api.feeds.rss import rss
from search_api.oai.record_formats import FORMATS
from search_api.xml_elements import legal_text, new_root, written
from tests.search_api.web.tiny_corpus import HOSTILE, summary

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import feedparser

AT = datetime(2026, 3, 1, tzinfo=UTC)
HISTORY = CorpusHistory([CorpusEvent("a", Change.CAME, AT, "0001")])
XSS = (
    HOSTILE,
    "]]><script>alert(1)</script><![CDATA[",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<svg/onload=alert(1)>",
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    '"><a href="javascript:alert(1)">x</a>',
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "{\\LaTeX} & 100 % $x_1$ \\input{/etc/passwd}",
    "Ω ≠ α — 😀 \u202e \ufeff \x00\x08\x0b\x1f\ud800\ufffe\uffff\u2028",
    "t" * 2_000,
)


def feed_of(fields):
    entry = entry_of(fields, HISTORY)
    return Feed(
        address="https://gtnum.example/search?q=x",
        page="https://gtnum.example/recherche?q=x",
        search="https://gtnum.example/opensearch.xml",
        title=fields.title,
        subtitle=fields.title,
        updated=AT,
        entries=(entry,),
        total=1,
        question=fields.title,
    )


def fields_with(text):
    told = summary("a", text or "?", authors=(text,), publisher=text, licence=text)
    told = replace(
        told,
        abstracts=(Abstract(text, "fr"),),
        url=text,
        language="fr",
        date=text[:12] or None,
    )
    return own_fields(
        told, iris=Iris("https://gtnum.example/"), public_url="https://gtnum.example"
    )


def documents(fields):
    """Return every XML document that is made of a document."""
    feed = feed_of(fields)
    yield atom(feed)
    yield rss(feed)
    box = Box()
    yield oembed_xml(
        oembed_fields(fields, box, public_url="https://gtnum.example", cache_seconds=1)
    )
    for form in FORMATS.values():
        root = new_root("metadata", {})
        form.write(root, fields, (fields.title,))
        yield written(root)


def check(text):
    fields = fields_with(text)
    for document in documents(fields):
        root = etree.fromstring(document)
        names = {etree.QName(node).localname for node in root.iter()}
        assert names.isdisjoint({"script", "img", "svg", "a"})
        for node in root.iter():
            for value in node.attrib.values():
                assert not value.lower().startswith("javascript:")


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_is_written(text):
    check(text)


def test_the_texts_of_attackers_stay_text():
    for text in XSS:
        check(text)
        fields = fields_with(text)
        shown = " ".join(legal_text(fields.full_title).split())
        entry = etree.fromstring(atom(feed_of(fields))).find("{*}entry")
        assert " ".join(entry.findtext("{*}title").split()) == shown
        item = etree.fromstring(rss(feed_of(fields))).find("channel/item")
        assert "<" not in item.findtext("title")
        assert "<" not in item.findtext("description")
        read = feedparser.parse(rss(feed_of(fields)))
        assert not read.bozo
        assert "<script" not in read.entries[0].get("summary", "")
