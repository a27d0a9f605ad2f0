"""This test ensures that a site is followed from its home page in the best way."""

import gzip
import json

import pytest

from ingest.harvest.errors import HarvestError, ProtocolError, RequestRejected
from ingest.harvest.feeds import parse_feed
from ingest.harvest.harvest_run import harvest
from ingest.harvest.mirror_records import Origin, known_origin
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.harvest.sitemaps import find_sitemap, read_sitemap
from ingest.harvest.source_kinds import survey
from ingest.harvest.wordpress_posts import POSTS
from tests.ingest.harvest.local_site import LocalSite, Reply
from tests.ingest.harvest.notebook import Notebook
from tests.ingest.harvest.pages_at_hand import PagesAtHand

SITE = "https://exemple.fr"
PAGE = b"<!doctype html><html><body><p>Bonjour</p></body></html>"
FEED = (
    b'<rss version="2.0"><channel><title>C</title><item><title>A</title>'
    b"<link>/a</link><description>x</description></item></channel></rss>"
)


@pytest.fixture
def notebook(site: LocalSite) -> Notebook:
    return Notebook(site)


@pytest.fixture
def collect(notebook, fetcher, tmp_path):
    def run(path: str = "/", **options) -> HarvestReport:
        notebook.site.asked.clear()
        chosen = HarvestOptions(**options)
        address = notebook.site.url(path)
        return harvest(address, tmp_path / "m", fetcher, options=chosen)

    return run


def post(number: int) -> dict:
    return {
        "link": f"{SITE}/{number}",
        "guid": {"rendered": f"{SITE}/?p={number}"},
        "title": {"rendered": f"Billet {number} &#8211; essai"},
        "content": {"rendered": f"<p>Texte du billet {number}.</p>"},
        "date": "2024-03-05T11:00:00",
        "date_gmt": "2024-03-05T10:00:00",
        "_embedded": {
            "author": [{"name": "Zoé Lenoir"}, {"code": "rest_user_invalid_id"}],
            "wp:term": [[{"name": "GTnum"}], [{"name": "IA"}, 3]],
        },
    }


def urlset(*addresses: str, changed: str = "") -> bytes:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    urls = "".join(f"<url><loc>{one}</loc>{day}</url>" for one in addresses)
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{urls}</urlset>".encode()
    )


def index(*addresses: str) -> bytes:
    parts = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{parts}</sitemapindex>".encode()
    )


def linking(*feeds: str) -> bytes:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" {one}>' for one in feeds
    )
    return f"<html><head>{links}</head><body><p>Bonjour</p></body></html>".encode()


def test_a_notebook_comes_whole_with_its_files_from_its_home(notebook, collect):
    notebook.write(*range(1, 26))
    report = collect()
    assert (report.added, report.files, report.failures) == (50, 25, [])
    assert report.notes == [f"suivi par le flux : {notebook.site.url('/feed')}"]
    # The second run asks what changed, and gets nothing else.
    report = collect()
    assert (report.unchanged, report.added, report.changed) == (50, 0, 0)
    asked = [h for path, h in notebook.site.asked if path != "/robots.txt"]
    assert len(asked) == 26
    assert all("If-None-Match" in headers for headers in asked)
    notebook.gone.add("/files/rapport7.pdf")
    report = collect()
    assert (report.removed, report.files) == (1, 24)


def test_a_site_without_feed_is_followed_by_its_sitemap(notebook, collect, tmp_path):
    notebook.write(1, 2, 3)
    notebook.head = ""
    notebook.others["/feed"] = Reply(b"<html><p>Bienvenue</p></html>")
    url = notebook.site.url
    robots = f"Sitemap: {url('/plan.xml')}\nUser-agent: *\nDisallow: /3\n"
    notebook.site.pages["/robots.txt"] = Reply(robots.encode())
    notebook.others["/plan.xml"] = Reply(index(url("/a.xml.gz"), url("/absent.xml")))
    listed = urlset(url("/1"), url("/2"), url("/3"), "https://ailleurs.fr/4",
                    changed="2024-03-05")  # fmt: skip
    notebook.others["/a.xml.gz"] = Reply(gzip.compress(listed))
    report = collect()
    assert known_origin(tmp_path / "m") == Origin("sitemap", url("/plan.xml"))
    assert (report.added, report.files) == (4, 2)
    failed = [failure.what for failure in report.failures]
    assert failed == [url("/absent.xml"), url("/3")]
    # What the sitemap says is unchanged is not asked for.
    report = collect()
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert "/1" not in notebook.site.paths
    # A page stays while a part of the sitemap is missing, and leaves with its file.
    notebook.others["/a.xml.gz"] = Reply(urlset(url("/1"), changed="2024-03-05"))
    assert collect().removed == 0
    notebook.others["/plan.xml"] = Reply(index(url("/a.xml.gz")))
    assert collect().removed == 2
    notebook.others["/a.xml.gz"] = Reply(urlset())
    with pytest.raises(ProtocolError, match="aucune page"):
        collect()


@pytest.mark.parametrize(
    ("path", "links", "kind"),
    [
        ("/", ('href="/feed"',), "feed"),
        ("/", ('href="/flux" title="Comments"', 'href="/feed"'), "feed"),
        # The archive of a category has a feed of its own.
        ("/category/eln/", ('href="/feed"', 'href="/category/eln/feed/"'), "feed"),
        # A post declares the feed of the whole site, and that of its comments.
        ("/12", ('href="/feed"', 'href="/12/feed" title="12 : Commentaires"'),
         "addresses"),
        ("/?p=12", ('href="/feed"',), "addresses"),
        ("/", ('href="https://[x/feed"', 'href="javascript:a"'), "addresses"),
    ],
)  # fmt: skip
def test_a_feed_is_taken_where_it_is_of_the_page(tmp_path, path, links, kind):
    pages = PagesAtHand(
        {f"{SITE}{path}": linking(*links)}
        | {f"{SITE}{one}": FEED for one in ("/flux", "/12/feed", "/category/eln/feed/")}
    )
    if "https://[x" not in links[0]:
        pages.pages[f"{SITE}/feed"] = FEED
    harvest(f"{SITE}{path}", tmp_path / "m", pages)
    found = known_origin(tmp_path / "m")
    expected = f"{SITE}{path}feed" if path == "/" else f"{SITE}{path}feed/"
    assert (found.kind, found.address) == (
        kind, "" if kind == "addresses" else expected
    )  # fmt: skip


def test_a_known_site_is_known_with_or_without_its_slash(tmp_path):
    pages = PagesAtHand({f"{SITE}/": linking('href="/feed"'), f"{SITE}/feed": FEED})
    harvest(f"{SITE}/", tmp_path / "m", pages)
    pages.asked.clear()
    harvest(SITE, tmp_path / "m", pages)
    assert pages.asked == [f"{SITE}/feed"]
    with pytest.raises(HarvestError, match="autre chose"):
        harvest(f"{SITE}/autre", tmp_path / "m", pages)


def test_a_survey_tells_all_ways_and_the_best(tmp_path):
    posts = json.dumps([post(1), post(2)]).encode()
    pages = PagesAtHand(
        {
            f"{SITE}/": linking('href="/feed"'),
            f"{SITE}/feed": FEED,
            f"{SITE}{POSTS}": posts,
            f"{SITE}/sitemap.xml": urlset(f"{SITE}/a", f"{SITE}/b", f"{SITE}/c"),
        }
    )
    found = survey(f"{SITE}/", pages, tmp_path / "page")
    assert found.kind == "site"
    assert [(way.kind, way.count) for way in found.ways] == [
        ("wordpress", 2), ("feed", 1), ("sitemap", 3)
    ]  # fmt: skip
    # The feed has only summaries.
    assert found.best.address == f"{SITE}{POSTS}"
    whole = FEED.replace(b"description", b"content:encoded").replace(
        b"<rss", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    pages.pages[f"{SITE}/feed"] = whole
    assert survey(f"{SITE}/", pages, tmp_path / "page").best.address == f"{SITE}/feed"
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_answers_200_for_everything_is_a_page(tmp_path):
    class Everything(PagesAtHand):
        def fetch_to(self, path, address, **others):
            self.pages[address] = PAGE
            return super().fetch_to(path, address, **others)

    found = survey(f"{SITE}/", Everything(), tmp_path / "page")
    assert (found.kind, found.ways, found.best) == ("addresses", (), None)


@pytest.mark.parametrize(
    "content",
    [
        b"<html/>",
        b"\x1f\x8b" + b"x" * 100,
        gzip.compress(urlset(f"{SITE}/a"))[:-12],
        gzip.compress(b" " * (65 * 2**20)),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + urlset(f"{SITE}/a"),
    ],
)
def test_what_is_no_whole_sitemap_is_refused(tmp_path, content):
    pages = PagesAtHand({f"{SITE}/s.xml": content})
    with pytest.raises(ProtocolError):
        read_sitemap(f"{SITE}/s.xml", pages, tmp_path / "s")


def test_a_sitemap_has_bounds(tmp_path):
    many = urlset(*(f"{SITE}/{n}" for n in range(50_001)))
    pages = PagesAtHand({f"{SITE}/s.xml": many})
    found = read_sitemap(f"{SITE}/s.xml", pages, tmp_path / "s")
    assert (len(found.pages), found.is_cut) == (50_000, True)
    # An index of indexes, or of other hosts, is not followed without end.
    parts = (f"{SITE}/s.xml", "https://ailleurs.fr/s.xml")
    pages = PagesAtHand({f"{SITE}/s.xml": index(*parts)})
    assert read_sitemap(f"{SITE}/s.xml", pages, tmp_path / "s").pages == {}
    assert pages.asked == [f"{SITE}/s.xml", f"{SITE}/s.xml"]


def test_posts_of_the_api_come_with_their_metadata_to_the_last_page(tmp_path):
    first = json.dumps([post(n) for n in range(100, 0, -1)]).encode()
    pages = PagesAtHand(
        {
            f"{SITE}/": PAGE,
            f"{SITE}{POSTS}": first,
            # So the API says that there is no second page.
            f"{SITE}{POSTS}&page=2": RequestRejected("code 400"),
        }
    )
    report = harvest(f"{SITE}/", tmp_path / "m", pages)
    assert (report.added, report.failures) == (100, [])
    assert len(report.notes) == 1
    assert "suivi par le flux" in report.notes[0]
    (record,) = (tmp_path / "m").glob("*/.7-*.json")
    said = json.loads(record.read_text())
    assert said["key"] == f"{SITE}/?p=7"
    assert [(name, value) for name, value, _ in said["stated"]] == [
        ("title", "Billet 7 – essai"),
        ("url", f"{SITE}/7"),
        ("authors", "Zoé Lenoir"),
        ("date", "2024-03-05T10:00:00Z"),
        ("kind", "post"),
        ("categories", "GTnum"),
        ("categories", "IA"),
    ]
    pages.asked.clear()
    assert harvest(f"{SITE}/", tmp_path / "m", pages).unchanged == 100
    assert pages.asked == [f"{SITE}{POSTS}"]


@pytest.mark.parametrize(
    "answer", [b"[", b"[1]", b'[{"id": 3}]', b"[" * 100_000, b'["link"]']
)
def test_what_is_no_list_of_posts_is_refused(answer):
    with pytest.raises(ProtocolError):
        parse_feed(answer, f"{SITE}{POSTS}")


def test_hostile_rules_for_robots_cost_little(tmp_path):
    rules = b"User-agent: a\n" * 30_000 + b"Disallow: /x\n" * 5_000
    rules += f" Sitemap : {SITE}/plan.xml\nSitemap: https://ailleurs.fr/s\n".encode()
    pages = PagesAtHand(
        {f"{SITE}/robots.txt": rules, f"{SITE}/plan.xml": urlset(f"{SITE}/a")}
    )
    found = find_sitemap(f"{SITE}/", pages, tmp_path / "s")
    assert (found.address, list(found.pages)) == (f"{SITE}/plan.xml", [f"{SITE}/a"])
    assert "https://ailleurs.fr/s" not in pages.asked
