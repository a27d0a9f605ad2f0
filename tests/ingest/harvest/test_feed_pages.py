"""This test ensures that older pages of feeds are found, and a missing end told."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.harvest.errors import (
    AddressGone,
    FetchFailed,
    ProtocolError,
    RequestRejected,
    ServerBusy,
)
from ingest.harvest.feed_harvest import harvest_feed
from ingest.harvest.fetcher import Fetched
from ingest.harvest.mirror import Mirror
from ingest.harvest.mirror_records import Origin
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from tests.ingest.harvest.pages_at_hand import PagesAtHand

FEED = "https://exemple.fr/feed"
ONLY_FIRST = "seule la première page du flux a été lue"


def feed(*numbers, generator=""):
    items = "".join(
        f"<item><title>B{n}</title><link>/{n}</link>"
        "<content:encoded>x</content:encoded></item>"
        for n in numbers
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>C</title><generator>{generator}"
        f"</generator>{items}</channel></rss>"
    ).encode()


class Site(PagesAtHand):
    """A feed of ``total`` entries, three a page.

    Attributes:
        total: How many entries there are.
        parameter: What numbers the pages; others give the first page.
        beyond: What stands behind the last page.
        redirect: Where ``/feed`` leads, forgetting all parameters.
    """

    def __init__(self, total=8, parameter="", beyond="gone", generator=""):
        super().__init__()
        self.total, self.parameter, self.beyond = total, parameter, beyond
        self.generator = generator
        self.redirect = ""

    def fetch_to(self, path: Path, address: str, **others: object) -> Fetched:
        self.asked.append(address)
        parts = urlsplit(address)
        is_moved = self.redirect and parts.path == "/feed"
        query = {} if is_moved else parse_qs(parts.query)
        stated = int(query.get(self.parameter, ["-1"])[0])
        skipped = {
            "paged": 3 * stated - 3, "page": 3 * stated, "debut_articles": stated,
        }.get(self.parameter, 0) if stated >= 0 else 0  # fmt: skip
        numbers = range(self.total - skipped, max(0, self.total - skipped - 3), -1)
        if skipped >= self.total and self.beyond == "gone":
            raise AddressGone("il n’y a rien ici")
        if skipped >= self.total and self.beyond == "repeats":
            numbers = range(self.total, self.total - 3, -1)
        content = feed(*numbers, generator=self.generator)
        path.write_bytes(content)
        final = self.redirect or address
        return Fetched(final, "application/xml", "", len(content), "")


def collected(site, tmp_path, **options):
    report = HarvestReport()
    site.asked.clear()
    with Mirror.opened(tmp_path / "m", Origin("feed", FEED)) as mirror:
        harvest_feed(mirror, site, HarvestOptions(**options), report)
    return report


@pytest.mark.parametrize(
    ("parameter", "generator"),
    [
        ("paged", ""),
        ("paged", "https://wordpress.org/?v=6.4"),
        ("page", ""),
        ("page", "Drupal 10 (https://www.drupal.org)"),
        ("debut_articles", "SPIP - www.spip.net"),
    ],
)
@pytest.mark.parametrize("beyond", ["gone", "empty", "repeats"])
def test_all_pages_are_read_and_none_twice(tmp_path, parameter, generator, beyond):
    site = Site(parameter=parameter, generator=generator, beyond=beyond)
    report = collected(site, tmp_path)
    assert report.added == 8
    assert report.notes == []
    assert len(site.asked) <= 6
    # The parameter that worked is remembered: nothing is tried again.
    site.total = 12
    assert collected(site, tmp_path).added == 4
    known = [parse_qs(urlsplit(address).query) for address in site.asked]
    assert {name for query in known for name in query} <= {parameter}


def test_a_first_page_alone_is_told(tmp_path):
    report = collected(Site(), tmp_path)
    assert report.added == 3
    assert report.notes[0].startswith(f"{ONLY_FIRST} (3 entrées)")
    # A later run only looks for what is new.
    assert collected(Site(), tmp_path).notes == []


def test_wordpress_that_ignores_the_page_is_told(tmp_path):
    report = collected(Site(generator="https://wordpress.org/?v=6"), tmp_path)
    assert [note[: len(ONLY_FIRST)] for note in report.notes] == [ONLY_FIRST]


def test_a_template_named_by_page_is_not_taken_for_a_number(tmp_path):
    address = "https://exemple.fr/spip.php?page=backend"
    site = PagesAtHand({address: feed(1), f"{address}&paged=2": feed(1)})
    with Mirror.opened(tmp_path / "m", Origin("feed", address)) as mirror:
        harvest_feed(mirror, site, HarvestOptions(), HarvestReport())
    assert site.asked == [address, f"{address}&paged=2"]


def test_a_redirect_that_forgets_the_page_is_followed_once(tmp_path):
    site = Site(parameter="paged", generator="https://wordpress.org/?v=6")
    site.redirect = "https://exemple.fr/carnet/feed/"
    assert collected(site, tmp_path).added == 8
    assert site.asked[0] == FEED
    assert site.asked[1] == "https://exemple.fr/carnet/feed/?paged=2"


@pytest.mark.parametrize(
    "error", [RequestRejected("400"), FetchFailed("500"), ProtocolError("une page")]
)
def test_a_guess_that_fails_harms_nothing(tmp_path, error):
    site = PagesAtHand(
        {FEED: feed(1), f"{FEED}?paged=2": error, f"{FEED}?page=1": error}
    )
    report = collected(site, tmp_path)
    assert (report.added, report.failures) == (1, [])
    assert report.notes[0].startswith(ONLY_FIRST)


def test_a_busy_site_is_no_answer_to_a_guess(tmp_path):
    site = PagesAtHand({FEED: feed(1), f"{FEED}?paged=2": ServerBusy("plus tard")})
    with pytest.raises(ServerBusy):
        collected(site, tmp_path)
