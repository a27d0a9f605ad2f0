"""This test ensures that feeds tell of what came, and feed readers understand them."""

import re
import warnings
from datetime import UTC, datetime

import pytest
from lxml import etree

from search_api.web.settings import WebSettings
from tests.search_api.web.tiny_corpus import HOSTILE

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import feedparser

BASE = WebSettings().public_url
ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
RFC_822 = r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"


def feed(client, address, **options):
    """Return a feed as a reader of feeds sees it; nothing in it may be wrong."""
    answer = client.get(address, **options)
    assert answer.status_code == 200, answer.text
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    return read


def names(read):
    return [entry.id.rpartition("/")[2] for entry in read.entries]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_the_last_documents_come_first_with_stable_identifiers(client, form):
    read = feed(client, f"/documents?format={form}")
    # In the order of the alphabet, a day after each other.
    assert names(read) == [
        "teachers-and-ai",
        "sheet-gtnum-2022-aeson",
        "note-sobriete",
        "hostile",
        "glossaire",
    ]
    first = read.entries[0]
    assert first.link == f"{BASE}/document/teachers-and-ai"
    assert first.published_parsed[:5] == (2026, 2, 5, 8, 30)
    assert first.authors[0].name == "Camille Martin"
    assert read.feed.title == "GTnum : documents"
    assert read.feed.opensearch_totalresults == "5"


def test_a_sheet_says_that_it_is_one_and_names_its_subject_beside_it(client):
    read = feed(client, "/documents?format=atom&group=gtnum-2022-aeson")
    (entry,) = read.entries
    assert entry.title.startswith("Fiche descriptive : GTnum #ÆSON")
    related = [each.href for each in entry.links if each.rel == "related"]
    assert "https://edunumrech.hypotheses.org/8846" in related
    assert entry.link not in related
    assert read.feed.title.startswith("GTnum : documents – groupe ")


def test_a_text_without_author_is_not_said_to_be_ours(client):
    read = feed(client, "/documents?format=atom&kind=glossary")
    assert read.entries[0].author == "Auteur non indiqué"
    assert "author" not in read.feed


def test_a_feed_of_a_question_holds_sure_answers_only(client, services):
    read = feed(client, "/search?q=sobri%C3%A9t%C3%A9&format=atom")
    assert names(read) == ["sheet-gtnum-2022-aeson", "note-sobriete"]
    asked = services.searcher.queries[-1]
    assert (asked.only_answers, asked.passages_per_document) == (True, 1)
    assert read.feed.title == "GTnum : « sobriété »"
    links = {link.rel: link.href for link in read.feed.links}
    again = feed(client, "/search?q=sobri%C3%A9t%C3%A9&format=atom&limit=3")
    assert again.feed.id == read.feed.id == links["self"]
    assert links["self"] == f"{BASE}/search?q=sobri%C3%A9t%C3%A9&format=atom"
    assert links["alternate"].startswith(f"{BASE}/recherche?q=sobri")
    assert links["search"] == f"{BASE}/opensearch.xml"
    # What answers stands in for an abstract.
    assert read.entries[1].summary.startswith("Note de veille sur la sobriété")


def test_nothing_enters_where_no_answer_is_sure(client):
    read = feed(client, "/search?q=sobri%C3%A9t%C3%A9+douteux&format=rss")
    assert read.entries == []
    assert feed(client, "/search?q=rien&format=atom").entries == []


def test_a_star_follows_every_document(client, services):
    assert len(feed(client, "/search?q=*&format=atom&kind=post").entries) == 1
    assert services.searcher.queries == []


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("application/atom+xml", "application/atom+xml"),
        ("application/rss+xml, application/json;q=0.5", "application/rss+xml"),
        ("application/rss+xml;q=0.5, application/json", "application/json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
    ],
)
@pytest.mark.parametrize("path", ["/search?q=sobriété", "/documents", "/changes"])
def test_who_wants_a_feed_more_than_json_gets_one(client, path, accept, sent):
    answer = client.get(path, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == sent
    assert "Accept" in re.split(r",\s*", answer.headers["vary"])


def test_the_address_counts_more_than_the_header(client):
    for form, sent in (("json", "application/json"), ("rss", "application/rss+xml")):
        answer = client.get(
            f"/documents?format={form}", headers={"accept": "application/atom+xml"}
        )
        assert answer.headers["content-type"].partition(";")[0] == sent
    assert client.get("/documents?format=pdf").status_code == 400


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_reader_that_holds_the_feed_is_told_so(client, services, form):
    address = f"/search?q=sobri%C3%A9t%C3%A9&format={form}"
    first = client.get(address)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert date == "Thu, 05 Mar 2026 12:30:00 GMT"
    held = client.get(address, headers={"if-none-match": tag})
    assert (held.status_code, held.content) == (304, b"")
    dated = {"if-modified-since": date}
    assert client.get(address, headers=dated).status_code == 304
    for other in ("Thu, 05 Mar 2026 12:30:01 GMT", "gestern", ""):
        changed = client.get(address, headers={"if-modified-since": other})
        assert changed.status_code == 200
    both = {"if-none-match": '"other"', "if-modified-since": date}
    assert client.get(address, headers=both).status_code == 200
    # A new generation in which nothing of it changed is no news.
    services.generation = "0008"
    again = client.get(address, headers={"if-none-match": tag})
    assert again.status_code == 304


def test_atom_keeps_the_rules_of_its_validator(client):
    root = etree.fromstring(client.get("/documents?format=atom").content)
    identifiers = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(set(identifiers)) == len(identifiers) == 6
    moments = [node.text for node in root.iter(f"{ATOM}updated")]
    assert all(re.fullmatch(RFC_3339, moment) for moment in moments)
    assert moments[0] == max(moments)
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
    links = {node.get("rel"): node for node in root.findall(f"{ATOM}link")}
    assert links["self"].get("href") == root.find(f"{ATOM}id").text
    assert links["self"].get("type") == "application/atom+xml"


def test_rss_keeps_the_rules_of_its_validator(client):
    root = etree.fromstring(client.get("/documents?format=rss").content)
    channel = root[0]
    assert root.get("version") == "2.0"
    for name in ("title", "link", "description"):
        assert channel.findtext(name)
    guids = channel.findall("item/guid")
    assert len({guid.text for guid in guids}) == 5
    assert {guid.get("isPermaLink") for guid in guids} == {"false"}
    dates = [node.text for node in channel.findall("item/pubDate")]
    assert all(re.fullmatch(RFC_822, date) for date in dates)
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    assert channel.findtext(f"{OPENSEARCH}startIndex") == "1"


def test_the_question_stands_in_the_feed(client):
    for form in ("atom", "rss"):
        answer = client.get("/search", params={"q": "a & <b>\x0b", "format": form})
        root = etree.fromstring(answer.content)
        query = next(root.iter(f"{OPENSEARCH}Query"))
        assert query.get("role") == "request"
        assert query.get("searchTerms") == "a & <b>"


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize("path", ["/documents", "/changes"])
def test_no_markup_of_strangers_gets_through(client, form, path):
    answer = client.get(f"{path}?format={form}")
    root = etree.fromstring(answer.content)
    assert b"<script" not in answer.content
    names = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert names.isdisjoint({"script", "img", "b"})
    hrefs = [node.get("href", "") for node in root.iter()]
    assert not any(href.startswith("javascript:") for href in hrefs)
    read = feedparser.parse(answer.content)
    shown = [entry.title for entry in read.entries if "alert" in entry.title]
    assert shown
    # As plain text, or without what would run: never as markup.
    assert all("<script" not in title or form == "atom" for title in shown)


def test_what_happened_is_a_feed_of_its_own(client):
    read = feed(client, "/changes?format=atom")
    titles = [entry.title for entry in read.entries]
    assert titles[0] == "Modifié : Glossaire"
    assert titles[1].startswith("Retiré : ")
    assert titles[2].startswith("Nouveau : Teachers")
    assert read.entries[0].id.endswith("/glossaire#0007")


def test_changes_are_told_between_two_moments(client):
    last = client.get("/changes").json()
    assert [one["id"] for one in last["changed"]] == ["glossaire"]
    assert [(one["id"], one["page"]) for one in last["left"]] == [("gone", None)]
    assert (last["came"], last["came_total"], last["left_total"]) == ([], 0, 1)
    assert last["publications"][0]["generation"] == "0007"
    since = client.get("/changes?since=0003").json()
    assert [one["id"] for one in since["came"]] == [
        "teachers-and-ai",
        "sheet-gtnum-2022-aeson",
    ]
    assert [one["is_record"] for one in since["came"]] == [False, True]
    page = client.get("/nouveautes?since=0003").text
    assert page.count("Fiche descriptive") == 1
    day = client.get("/changes?since=2026-02-03&until=2026-02-04").json()
    assert [one["id"] for one in day["came"]] == [
        "sheet-gtnum-2022-aeson",
        "note-sobriete",
    ]
    moment = client.get(
        "/changes", params={"since": "2026-02-04T09:30:00+01:00", "limit": 1}
    ).json()
    assert ([one["id"] for one in moment["came"]], moment["came_total"]) == (
        ["teachers-and-ai"],
        1,
    )


@pytest.mark.parametrize("since", ["demain", "0009", "2026-02-30", "2026-02-03T08:00"])
def test_a_moment_that_is_none_is_refused_with_what_would_be_one(client, since):
    answer = client.get("/changes", params={"since": since})
    assert answer.status_code == 400
    assert "0007" in answer.json()["detail"]


def test_the_title_of_a_withdrawn_document_is_not_told(client, services):
    def told():
        addresses = ("/changes", "/changes?format=atom", "/nouveautes")
        return [client.get(address).text for address in addresses]

    before = [text.count("onerror") for text in told()]
    services.withdrawn.add("gone")
    for text, count in zip(told(), before, strict=True):
        assert "Document retiré sur demande" in text
        assert text.count("onerror") < count


def test_the_page_of_news_shows_both_sides(reader):
    page = reader.get("/nouveautes?since=0003").text
    assert '<h2 id="entres">Entrés <span class="count">2</span></h2>' in page
    assert HOSTILE not in page
    assert 'href="/changes?format=atom"' in page
    assert "le 5 février 2026 (génération 0005)" in page
    assert reader.get("/nouveautes?since=jamais").status_code == 400


def test_a_library_without_a_history_has_no_news(reader, services):
    services.history = type(services.history)()
    assert "n’est pas connue" in reader.get("/nouveautes").text
    assert reader.get("/changes").json()["came"] == []
    assert len(feed(reader, "/documents?format=atom").entries) == 5


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/documents?format=atom"),
        ("/", "/changes?format=rss"),
        (
            "/recherche?q=sobri%C3%A9t%C3%A9&kind=post",
            "/search?q=sobri%C3%A9t%C3%A9&amp;kind=post&amp;format=atom",
        ),
        ("/catalogue?kind=post", "/documents?kind=post&amp;format=atom"),
        ("/entite/lab/techne", "/documents?lab=techne&amp;format=atom"),
        (
            "/entite/concept/sobriete",
            "/documents?concept=sobriete&amp;format=rss",
        ),
    ],
)
def test_pages_name_their_feeds(reader, page, address):
    answer = reader.get(page)
    assert answer.status_code == 200
    assert f'href="{address}"' in answer.text


def test_browsers_are_told_of_feeds_of_any_question(client):
    text = client.get("/opensearch.xml").text
    for form in ("atom", "rss"):
        assert f"/search?q={{searchTerms}}&amp;format={form}" in text
        assert f'type="application/{form}+xml"' in text


def test_moments_are_told_in_utc(client):
    told = client.get("/changes").json()["until"]
    assert datetime.fromisoformat(told) == datetime(2026, 3, 5, 12, 30, tzinfo=UTC)
