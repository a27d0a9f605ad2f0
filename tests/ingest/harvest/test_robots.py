"""This test ensures that a site's wishes for robots are read once and kept."""

import time
from pathlib import Path

import pytest

from ingest.harvest.addresses import AddressPolicy
from ingest.harvest.errors import AddressGone, RobotsRefused
from ingest.harvest.fetcher import Fetcher, FetchLimits
from ingest.harvest.harvest_run import harvest
from tests.ingest.harvest.local_site import ROBOTS, LocalSite, Reply, serving

PAGE = b"<!doctype html><html><body><p>Bonjour</p></body></html>"
REFUSE_ALL = b"User-agent: *\nDisallow: /\n"


@pytest.fixture
def read(site: LocalSite, fetcher: Fetcher, tmp_path: Path):
    """Fetch a page as a robot does; every page of the site is there."""
    site.fallback = lambda handler: Reply(PAGE)

    def run(path: str = "/page") -> int:
        wanted = site.url(path)
        return fetcher.fetch_to(tmp_path / "p", wanted, obeys_robots=True).size_bytes

    return run


def rules(site: LocalSite, text: str) -> None:
    site.pages[ROBOTS] = Reply(text.encode(), headers={"Content-Type": "text/plain"})


def test_rules_decide_page_by_page_and_are_asked_for_once(site, read):
    rules(site, "User-agent: *\nDisallow: /brouillons/\nAllow: /brouillons/fini$\n")
    assert read("/page") == read("/brouillons/fini") == len(PAGE)
    with pytest.raises(RobotsRefused, match=r"robots\.txt"):
        read("/brouillons/autre")
    asked = [path for path, _ in site.asked]
    assert asked == [ROBOTS, "/page", "/brouillons/fini"]


@pytest.mark.parametrize("name", ["gtnum-essai", "GTNUM-Essai"])
def test_rules_for_our_name_win_over_those_for_all(site, read, name):
    rules(site, f"User-agent: *\nDisallow: /\n\nUser-agent: {name}\nDisallow: /a\n")
    assert read("/b") == len(PAGE)
    with pytest.raises(RobotsRefused):
        read("/a")


def test_query_and_accents_are_compared_as_they_are_sent(site, read):
    rules(site, "User-agent: *\nDisallow: /*?lang=\nDisallow: /été\n")
    for path in ("/page?lang=fr", "/été/1", "/%C3%A9t%C3%A9/1"):
        with pytest.raises(RobotsRefused):
            read(path)
    assert read("/page?id=1") == len(PAGE)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(site, read, status):
    site.pages[ROBOTS] = Reply(REFUSE_ALL, status)
    assert read() == len(PAGE)


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_that_cannot_say_allows_nothing(site, read, status):
    site.pages[ROBOTS] = Reply(b"User-agent: *\nAllow: /\n", status)
    with pytest.raises(RobotsRefused, match="ne peuvent pas être lues"):
        read()
    assert site.paths == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00binaire\x00\n" * 50,
        b"<!doctype html><html><body>Page introuvable</body></html>",
        b"Disallow: /\n",  # a rule for nobody
        b"User-agent: gtnum-essai\nCrawl-delay: inf\nCrawl-delay: -3\nDisallow:\n",
    ],
)
def test_a_file_without_usable_rules_allows_everything(site, read, waits, body):
    site.pages[ROBOTS] = Reply(body)
    assert read() == read() == len(PAGE)
    assert waits == []


def test_a_mark_before_the_first_line_hides_no_rule(site, read):
    site.pages[ROBOTS] = Reply(b"\xef\xbb\xbf" + REFUSE_ALL)
    with pytest.raises(RobotsRefused):
        read()


def test_a_file_that_is_too_large_allows_nothing(site, read):
    site.pages[ROBOTS] = Reply(b"# rien\n" * 200_000)
    with pytest.raises(RobotsRefused):
        read()


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: a\n" * 1_100 + b"Disallow: /b\n" * 1_100,
        b"".join(b"User-agent: a%d\n" % n for n in range(50_000)),
    ],
    ids=["names times rules", "names"],
)
def test_a_small_file_that_means_millions_is_refused_at_once(site, read, body):
    site.pages[ROBOTS] = Reply(body)
    begun = time.monotonic()
    with pytest.raises(RobotsRefused, match="trop de règles"):
        read()
    assert time.monotonic() - begun < 40


def test_patterns_full_of_stars_cost_no_time(site, read):
    site.pages[ROBOTS] = Reply(
        b"User-agent: *\n" + b"Disallow: /" + b"a*" * 20_000 + b"b$\n"
    )
    begun = time.monotonic()
    assert read("/" + "a" * 1_500) == len(PAGE)
    assert time.monotonic() - begun < 40


def test_a_server_that_dribbles_its_rules_is_left_in_time(site, tmp_path):
    def dribble(handler):
        handler.send_response(200)
        handler.end_headers()
        while not site.stop.wait(0.05):
            handler.wfile.write(b"#")

    site.pages[ROBOTS] = dribble
    limits = FetchLimits(seconds=0.4, idle_seconds=0.3)
    fetcher = Fetcher(site.policy, limits, delay=0)
    begun = time.monotonic()
    with pytest.raises(RobotsRefused):
        fetcher.fetch_to(tmp_path / "p", site.url("/page"), obeys_robots=True)
    assert time.monotonic() - begun < 30
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("asked", "slept"), [("7", 7.0), ("86400", 30.0)])
def test_a_pause_that_is_asked_for_is_made_up_to_a_limit(
    site, tmp_path, waits, asked, slept
):
    rules(site, f"User-agent: *\nCrawl-delay: {asked}\n")
    site.fallback = lambda handler: Reply(PAGE)
    fetcher = Fetcher(site.policy, delay=1, sleep=waits.append, clock=lambda: 100.0)
    for _ in range(2):
        fetcher.fetch_to(tmp_path / "p", site.url(), obeys_robots=True)
    # Once between the rules and the page, once between two pages.
    assert waits == [slept, slept]


def test_rules_may_stand_behind_a_redirect(site, read):
    site.pages[ROBOTS] = Reply(status=301, headers={"Location": "/regles.txt"})
    site.pages["/regles.txt"] = Reply(REFUSE_ALL)
    with pytest.raises(RobotsRefused):
        read()


def test_rules_that_redirect_into_a_private_network_allow_nothing(site, read):
    site.pages[ROBOTS] = Reply(status=302, headers={"Location": "http://10.0.0.1/"})
    with pytest.raises(RobotsRefused):
        read()


def test_a_redirect_to_another_site_asks_that_site_too(site, tmp_path):
    with serving() as other:
        other.pages = {ROBOTS: Reply(REFUSE_ALL), "/b": Reply(PAGE)}
        site.pages["/a"] = Reply(status=302, headers={"Location": other.url("/b")})
        fetcher = Fetcher(AddressPolicy.allowing([site.host, other.host]), delay=0)
        with pytest.raises(RobotsRefused):
            fetcher.fetch_to(tmp_path / "p", site.url("/a"), obeys_robots=True)
        assert other.paths == []


def test_what_is_published_for_machines_is_read_without_asking(site, fetcher, tmp_path):
    site.pages = {ROBOTS: Reply(REFUSE_ALL), "/feed": Reply(b"<rss/>")}
    fetcher.fetch_to(tmp_path / "p", site.url("/feed"))
    assert [path for path, _ in site.asked] == ["/feed"]


def test_a_page_gone_is_told_from_rules_that_are(site, read):
    site.pages["/page"] = Reply(status=410)
    with pytest.raises(AddressGone):
        read()


def test_a_refused_page_fails_alone_and_its_copy_stays(site, fetcher, tmp_path):
    text = b"<!doctype html><html><body><p>" + b"Bonjour. " * 40 + b"</p></body></html>"
    site.pages = {"/a": Reply(text), "/b": Reply(text + b"<!-- b -->")}
    listed = tmp_path / "liste.txt"
    listed.write_text(f"{site.url('/a')}\n{site.url('/b')}\n")
    assert harvest(str(listed), tmp_path / "m", fetcher).added == 2
    rules(site, "User-agent: *\nDisallow: /a\n")
    later = Fetcher(site.policy, delay=0)
    report = harvest(str(listed), tmp_path / "m", later)
    assert [failure.what for failure in report.failures] == [site.url("/a")]
    assert (report.unchanged, report.removed) == (2, 0)
