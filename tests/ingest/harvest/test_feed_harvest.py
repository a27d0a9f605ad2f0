"""This test ensures that a blog is taken whole by its feed, then followed."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.harvest.errors import ProtocolError
from ingest.harvest.harvest_run import harvest
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.pipeline import Pipeline
from tests.ingest.harvest.local_site import LocalSite, Reply

TEXT = "Le groupe étudie la sobriété numérique dans les collèges de la région. "


@dataclass
class Blog:
    """A WordPress blog: a feed of ten posts a page, newest first, and the posts."""

    site: LocalSite
    posts: dict[int, str] = field(default_factory=dict)
    is_wordpress: bool = True
    has_pages: bool = True
    is_short: bool = False
    tag: str = ""

    def __post_init__(self) -> None:
        self.site.fallback = self.answer

    def answer(self, handler) -> Reply:
        parts = urlsplit(handler.path)
        if parts.path == "/feed":
            return self.feed(handler, int(parse_qs(parts.query).get("paged", ["1"])[0]))
        number = int(parts.path.strip("/") or 0)
        if number not in self.posts:
            return Reply(status=404)
        return Reply(
            f"<html><body><div class='entry-content'>Page : {self.posts[number]}"
            f"</div></body></html>".encode()
        )

    def feed(self, handler, page: int) -> Reply:
        if self.tag and handler.headers.get("If-None-Match") == self.tag:
            return Reply(status=304)
        page = page if self.has_pages else 1
        shown = sorted(self.posts, reverse=True)[10 * page - 10 : 10 * page]
        if not shown and page > 1:
            return Reply(status=404)
        items = "".join(self.item(number) for number in shown)
        made_by = "https://wordpress.org/?v=6" if self.is_wordpress else "main"
        return Reply(
            '<rss version="2.0" xmlns:content='
            '"http://purl.org/rss/1.0/modules/content/"><channel><title>Carnet</title>'
            f"<generator>{made_by}</generator>{items}</channel></rss>".encode(),
            headers={"ETag": self.tag} if self.tag else {},
        )

    def item(self, number: int) -> str:
        name = "description" if self.is_short else "content:encoded"
        return (
            f"<item><title>Billet {number}</title><link>{self.site.url(f'/{number}')}"
            f"</link><guid>p{number}</guid><{name}>{self.posts[number]}</{name}></item>"
        )

    def write(self, *numbers: int, text: str = TEXT) -> None:
        self.posts |= {number: f"{text}Numéro {number}." for number in numbers}


@pytest.fixture
def blog(site: LocalSite) -> Blog:
    return Blog(site)


@pytest.fixture
def collect(blog, fetcher, tmp_path):
    def run(**options) -> HarvestReport:
        blog.site.asked.clear()
        chosen = HarvestOptions(**options)
        address = blog.site.url("/feed")
        return harvest(address, tmp_path / "m", fetcher, options=chosen)

    return run


def totals(report: HarvestReport) -> tuple[int, int, int, int, int]:
    counted = (report.added, report.changed, report.unchanged, report.removed)
    return (*counted, len(report.failures))


def test_the_first_run_walks_all_pages_and_the_next_only_the_new(
    blog, collect, tmp_path, sink
):
    blog.write(*range(1, 36))
    assert totals(collect()) == (35, 0, 0, 0, 0)
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c"))
    found = {r.document.title: r.document for r in sink.records.values()}
    assert len(found) == 35
    assert found["Billet 7"].url == blog.site.url("/7")
    assert found["Billet 7"].publisher == "Carnet"
    assert found["Billet 7"].kind.value == "post"
    assert found["Billet 7"].text.endswith("Numéro 7.")
    blog.write(36)
    blog.write(30, text="Un tout autre texte. ")
    assert totals(collect()) == (1, 1, 34, 0, 0)
    assert blog.site.paths == ["/feed", "/feed?paged=2"]
    states = [o.state.value for o in pipeline.run(tmp_path / "m", collection="c")]
    assert (states.count("ok"), states.count("unchanged")) == (2, 34)


def test_a_post_taken_back_leaves_and_one_pushed_out_stays(blog, collect, tmp_path):
    blog.is_wordpress = blog.has_pages = False
    blog.write(*range(1, 11))
    collect()
    del blog.posts[8]
    blog.write(11, 12)
    # 1 was pushed out of the window and still stands; 8 is gone.
    assert totals(collect()) == (2, 0, 9, 1, 0)
    assert blog.site.paths == ["/feed", "/8", "/1"] or blog.site.paths == [
        "/feed", "/1", "/8"
    ]  # fmt: skip
    assert len(list(tmp_path.glob("m/*/*.html"))) == 11


def test_a_whole_walk_finds_old_posts_taken_back(blog, collect):
    blog.write(*range(1, 31))
    collect()
    del blog.posts[2]
    assert totals(collect()) == (0, 0, 30, 0, 0)
    assert totals(collect(full=True)) == (0, 0, 29, 1, 0)


def test_an_unchanged_feed_costs_one_request(blog, collect):
    blog.tag = '"1"'
    blog.write(1, 2)
    collect()
    assert totals(collect()) == (0, 0, 2, 0, 0)
    assert blog.site.paths == ["/feed"]


def test_summaries_are_told_and_pages_fetched_on_request(blog, collect, tmp_path, sink):
    blog.is_short = True
    blog.write(1, 2)
    report = collect()
    assert "2 entrées n’ont qu’un résumé" in report.notes[0]
    assert totals(collect(with_pages=True)) == (0, 2, 0, 0, 0)
    list(Pipeline(sinks=[sink]).run(tmp_path / "m", collection="c"))
    texts = {r.document.title: r.document.text for r in sink.records.values()}
    assert texts["Billet 1"].startswith("Page : ")


def test_an_empty_feed_is_an_alarm(blog, collect):
    blog.is_wordpress = False
    blog.write(1, 2)
    collect()
    blog.posts = {}
    with pytest.raises(ProtocolError, match="aucune entrée"):
        collect()


def test_a_walk_cut_short_is_taken_up_again(blog, collect, tmp_path):
    blog.write(*range(1, 31))
    original = blog.feed

    def breaks(handler, page):
        return Reply(status=500) if page == 3 else original(handler, page)

    blog.feed = breaks
    with pytest.raises(Exception, match="500"):
        collect()
    assert len(list(tmp_path.glob("m/*/*.html"))) == 20
    blog.feed = original
    assert totals(collect()) == (10, 0, 20, 0, 0)
