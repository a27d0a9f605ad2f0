"""This test ensures that feeds of all dialects are read, and hostile ones refused."""

import html
import time

import pytest

from ingest.harvest.errors import ProtocolError
from ingest.harvest.feeds import parse_feed
from ingest.read_text import ReadingRequest
from ingest.readers.html.html_page import read_html

BASE = "https://carnet.exemple.fr/feed"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Carnet &amp; co</title><generator>https://wordpress.org/?v=6.8</generator>
<item><title>L’école &#038; le numérique</title>
<link>https://carnet.exemple.fr/12</link><guid>https://carnet.exemple.fr/?p=12</guid>
<dc:creator><![CDATA[Zoé Lenoir]]></dc:creator>
<pubDate>Wed, 05 Mar 2025 10:00:00 +0000</pubDate>
<category>Veille</category><category>IA</category>
<description>Un résumé écrit à la main.</description>
<content:encoded><![CDATA[<h2>Début</h2><p>Un texte.</p></div><script>x()</script>
<p>La fin.</p>]]></content:encoded></item>
<item><title>Sans adresse</title><description>x</description></item>
<item><title>Ailleurs</title><link>https://[x/abc</link></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>Court</title><link>/13#plus</link>
<description>Début […]</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>Site</title><link rel="next" href="?page=2"/>
<entry><id>tag:1</id><title type="html">Un &lt;em&gt;titre&lt;/em&gt;</title>
<link href="https://site.exemple.fr/1"/>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>
<author><name>Zoé</name><email>zoe@exemple.fr</email></author><author><name>Ali</name></author>
<published>2025-03-05T10:00:00Z</published><updated>2025-03-06T10:00:00Z</updated>
<summary>Un résumé.</summary>
<content type="html">&lt;p&gt;Texte.&lt;/p&gt;</content></entry></feed>"""


def values(entry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in entry.stated:
        assert item.origin == "feed"
        found.setdefault(item.name, []).append(item.value)
    return found


def test_an_rss_entry_has_its_metadata_and_its_whole_text():
    feed = parse_feed(RSS.encode(), BASE)
    whole, short = feed.entries
    assert (feed.title, feed.is_wordpress, feed.next_address) == (
        "Carnet & co", True, ""
    )  # fmt: skip
    assert (whole.key, whole.address) == (
        "https://carnet.exemple.fr/?p=12", "https://carnet.exemple.fr/12"
    )  # fmt: skip
    assert values(whole) == {
        "title": ["L’école & le numérique"],
        "url": ["https://carnet.exemple.fr/12"],
        "authors": ["Zoé Lenoir"],
        "date": ["Wed, 05 Mar 2025 10:00:00 +0000"],
        "publisher": ["Carnet & co"],
        "kind": ["post"],
        "categories": ["Veille", "IA"],
        "abstract": ["Un résumé écrit à la main."],
    }
    page = whole.page.decode()
    # A stray end tag does not hide what follows; scripts are gone.
    assert page.index("Un texte.") < page.index("La fin.") < page.index("</article>")
    assert page.count("<div") == page.count("</div")
    assert "script" not in page
    assert (whole.is_whole, short.is_whole) == (True, False)
    assert short.address == "https://carnet.exemple.fr/13"
    assert "abstract" not in values(short)


def test_an_atom_entry_has_authors_licence_and_the_next_page():
    feed = parse_feed(ATOM.encode(), "https://site.exemple.fr/atom")
    (entry,) = feed.entries
    assert feed.next_address == "https://site.exemple.fr/atom?page=2"
    found = values(entry)
    assert found["title"] == ["Un titre"]
    assert found["authors"] == ["Zoé", "Ali"]
    assert found["licence"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["date"] == ["2025-03-05T10:00:00Z", "2025-03-06T10:00:00Z"]
    assert "zoe@exemple.fr" not in str(found)


def test_any_change_changes_the_version():
    before = parse_feed(RSS.encode(), BASE).entries[0].version
    again = parse_feed(RSS.replace("Wed, 05", "Wed, 06").encode(), BASE)
    assert again.entries[0].version != before


def test_control_characters_do_not_lose_a_feed():
    feed = parse_feed(RSS.replace("Un texte.", "Un \x0btexte\x02.").encode(), BASE)
    assert "Un texte." in feed.entries[0].page.decode()


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;">]>'
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (BOMB + RSS.partition("?>")[2].replace("Un texte", "&b;"), "DOCTYPE"),
        (
            (BOMB + RSS.partition("?>")[2]).replace("1.0\"?", '1.0" encoding="UTF-16"?')
            .encode("utf-16"),
            "DOCTYPE",
        ),
        (RSS[:-40], "XML valide"),
        ("<html><body>Bonjour</body></html>", "ni un flux"),
        ("Bonjour", "XML valide"),
        ("", "XML valide"),
    ],
)  # fmt: skip
def test_what_is_no_whole_feed_is_refused(content: str | bytes, why: str):
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(ProtocolError, match=why):
        parse_feed(raw, BASE)


@pytest.mark.parametrize("deep", ["<div>" * 50_000, "<a " * 50_000, "&#x" * 50_000])
def test_hostile_markup_in_an_entry_costs_little_and_spares_the_others(deep: str):
    begun = time.monotonic()
    _, short = parse_feed(RSS.replace("Un texte.", deep).encode(), BASE).entries
    titled = RSS.replace("L’école", html.escape(deep)).encode()
    assert len(parse_feed(titled, BASE).entries) == 2
    assert time.monotonic() - begun < 100
    assert short.address == "https://carnet.exemple.fr/13"


def test_text_behind_a_stray_end_of_the_page_is_kept():
    body = "Avant.</p></body></html><p>Après.</p>fin"
    page = parse_feed(RSS.replace("Un texte.", body).encode(), BASE).entries[0].page
    text = read_html(page, ReadingRequest("x.html")).pages[0].text
    assert [line for line in text.split("\n") if line] == [
        "Début", "Avant.", "Après.", "fin", "La fin."
    ]  # fmt: skip
