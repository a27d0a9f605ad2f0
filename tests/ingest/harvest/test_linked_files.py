"""This test ensures that the files that posts link to are documents, and followed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from ingest.harvest.fetcher import Fetcher, FetchLimits
from ingest.harvest.harvest_run import harvest
from ingest.harvest.linked_files import follow_files
from ingest.harvest.mirror import Mirror
from ingest.harvest.mirror_records import Origin
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.pipeline import Pipeline
from tests.ingest.conftest import build_pdf
from tests.ingest.harvest.local_site import LocalSite, Reply
from tests.ingest.harvest.notebook import Notebook


@pytest.fixture
def notebook(site: LocalSite) -> Notebook:
    return Notebook(site)


@pytest.fixture
def collect(notebook, fetcher, tmp_path):
    def run(fetcher: Fetcher = fetcher, **options) -> HarvestReport:
        notebook.site.asked.clear()
        address = notebook.site.url("/feed")
        chosen = HarvestOptions(**options)
        return harvest(address, tmp_path / "m", fetcher, options=chosen)

    return run


def totals(report: HarvestReport) -> tuple[int, int, int, int, int, int]:
    counted = (report.added, report.changed, report.unchanged, report.removed)
    return (*counted, report.files, len(report.failures))


def test_posts_and_their_files_are_documents_and_followed(
    notebook, collect, tmp_path, sink
):
    notebook.write(1, 2, 3)
    notebook.posts[2].append("/files/rapport1.pdf")  # a file of two posts is one
    assert totals(collect()) == (6, 0, 0, 0, 3, 0)
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c", remove_vanished=True))
    found = {r.document.url: r.document for r in sink.records.values()}
    assert len(found) == 6
    report = found[notebook.site.url("/files/rapport3.pdf")]
    assert "Rapport /files/rapport3.pdf" in report.text
    said = {o.name: (o.printed, o.origin) for o in report.origins}
    assert said["source_page"] == (notebook.site.url("/3"), "linking page")
    assert said["source_title"][0] == "Billet 3 du GTnum"
    assert said["publisher"] == ("Carnet", "linking page")

    # Nothing changed: the feed, and each file by its validator.
    assert totals(collect()) == (0, 0, 6, 0, 3, 0)
    conditional = [headers for path, headers in notebook.site.asked if ".pdf" in path]
    assert len(conditional) == 3
    assert all("If-None-Match" in headers for headers in conditional)

    notebook.gone.add("/files/rapport1.pdf")
    notebook.versions["/files/rapport2.pdf"] = 2
    del notebook.posts[3][0]
    assert totals(collect()) == (0, 2, 2, 2, 1, 0)
    states = [o.state.value for o in pipeline.run(
        tmp_path / "m", collection="c", remove_vanished=True)]  # fmt: skip
    assert states.count("removed") == 2
    urls = {r.document.url for r in sink.records.values()}
    assert {url for url in urls if ".pdf" in url} == {
        notebook.site.url("/files/rapport2.pdf")
    }


def test_files_that_an_entry_carries_are_files(site, fetcher, tmp_path):
    pdf = build_pdf([["Une note de veille du groupe."]])
    site.pages["/feed"] = Reply(
        b'<rss version="2.0"><channel><title>C</title><item><title>A</title>'
        b"<link>/1</link><description>x</description>"
        b'<enclosure url="/get?id=3" type="application/pdf" length="9"/>'
        b'<enclosure url="/son.mp3" type="audio/mpeg" length="9"/>'
        b"</item></channel></rss>"
    )
    site.pages["/get?id=3"] = Reply(pdf)
    report = harvest(site.url("/feed"), tmp_path / "m", fetcher, kind="feed")
    assert (report.files, report.failures) == (1, [])
    assert "/son.mp3" not in site.paths


def test_pages_of_a_list_bring_their_files_where_wished(site, fetcher, tmp_path):
    site.pages["/page"] = Reply(
        b'<html><head><meta name="citation_pdf_url" content="/a.pdf"></head>'
        b'<body><p>Un texte.</p><a href="/b.pdf">b</a></body></html>'
    )
    for name in "ab":
        site.pages[f"/{name}.pdf"] = Reply(build_pdf([[f"Le rapport {name}."]]))
    listed = tmp_path / "liste.txt"

    def run(*paths: str, **options) -> HarvestReport:
        listed.write_text("\n".join(site.url(path) for path in paths))
        chosen = HarvestOptions(**options)
        return harvest(str(listed), tmp_path / "m", fetcher, options=chosen)

    assert run("/page").files == 0
    # A file that the list names itself is no second time a file of the page.
    report = run("/page", "/b.pdf", files=True)
    assert (report.added, report.files) == (2, 1)
    report = run("/b.pdf", files=True)
    assert (report.removed, report.files, report.unchanged) == (2, 0, 1)


def test_files_without_validators_are_asked_again_after_a_week(
    notebook, collect, fetcher, tmp_path
):
    notebook.has_tags = False
    notebook.write(1)
    collect()
    assert totals(collect()) == (0, 0, 2, 0, 1, 0)
    assert [path for path in notebook.site.paths if ".pdf" in path] == []
    notebook.gone.add("/files/rapport1.pdf")
    origin = Origin("feed", notebook.site.url("/feed"))
    for days, left in ((6, 2), (8, 1)):
        with Mirror.opened(tmp_path / "m", origin) as mirror:
            later = datetime.now(UTC) + timedelta(days=days)
            options = HarvestOptions(files=True)
            follow_files(
                mirror, fetcher, options, HarvestReport(), now=lambda at=later: at
            )
            assert len(mirror.items) == left


def test_a_change_of_the_post_asks_for_its_files_again(notebook, collect):
    notebook.has_tags = False
    notebook.write(1)
    collect()
    notebook.versions["/files/rapport1.pdf"] = 2
    notebook.posts[1].append("/files/annexe.odt.pdf")
    assert totals(collect()) == (1, 2, 0, 0, 2, 0)


def test_files_are_a_choice(notebook, collect):
    notebook.write(1)
    assert totals(collect(files=False)) == (1, 0, 0, 0, 0, 0)
    assert totals(collect()) == (1, 0, 1, 0, 1, 0)
    # A file whose page left goes too, wanted or not.
    notebook.write(2)
    del notebook.posts[1]
    assert totals(collect(files=False, full=True)) == (1, 0, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=404), "404"),
        (Reply(b"<html><p>Connectez-vous</p></html>"), "text/html"),
        (Reply(b"\x89PNG\r\n\x1a\n1234", headers={"Content-Type": "application/pdf"}),
         "et non un fichier PDF"),
        (Reply(b"%PDF-", headers={"Content-Length": str(2 * 2**30)}), "pèse plus de"),
        (Reply(status=302, headers={"Location": "http://localhost:1/x.pdf"}), ""),
    ],
)  # fmt: skip
def test_what_is_no_file_is_told_once_and_not_asked_again(
    notebook, collect, reply, why
):
    notebook.write(1, 2)
    notebook.others["/files/rapport1.pdf"] = reply
    report = collect()
    assert report.added == 3
    told = [*report.notes, *(failure.message for failure in report.failures)]
    assert [words for words in told if why in words]
    if not report.failures:
        assert notebook.site.url("/1") in told[-1]
        assert collect().notes == []
        assert "/files/rapport1.pdf" not in notebook.site.paths


def test_a_file_that_leads_to_another_site_is_refused(notebook, collect):
    notebook.write(1)
    other = f"http://localhost:{notebook.site.port}/files/b.pdf"
    notebook.others["/files/rapport1.pdf"] = Reply(
        status=302, headers={"Location": other}
    )
    allowed = notebook.site.policy.allowed_hosts | {f"localhost:{notebook.site.port}"}
    policy = type(notebook.site.policy)(allowed)
    fetcher = Fetcher(policy, FetchLimits(), delay=0)
    report = collect(fetcher)
    assert (report.added, report.files) == (1, 0)
    assert "mène à un autre site" in report.notes[-1]
    named = frozenset({f"localhost:{notebook.site.port}"})
    assert collect(fetcher, file_hosts=named, full=True).files == 1


def test_robots_decide_about_files(notebook, collect):
    notebook.write(1)
    rules = b"User-agent: *\nDisallow: /files/\n"
    notebook.site.pages["/robots.txt"] = Reply(rules)
    report = collect()
    assert (report.files, report.failures) == (0, [])
    assert "robots" in report.notes[-1]


def test_rules_that_cannot_be_read_today_forbid_nothing_for_long(notebook, collect):
    notebook.write(1)
    notebook.site.pages["/robots.txt"] = Reply(status=500)
    report = collect()
    assert report.files == 0
    assert "ne peuvent pas être lues" in report.failures[-1].message
    del notebook.site.pages["/robots.txt"]
    rested = Fetcher(notebook.site.policy, FetchLimits(), delay=0)
    assert collect(rested).files == 1


def test_a_busy_site_is_waited_for_then_named_and_asked_again(notebook, collect, waits):
    notebook.write(1)
    busy = Reply(status=429, headers={"Retry-After": "7"})
    notebook.others["/files/rapport1.pdf"] = busy
    report = collect()
    assert waits[:2] == [7, 7]
    assert [failure.what for failure in report.failures] == [
        notebook.site.url("/files/rapport1.pdf")
    ]
    notebook.others.clear()
    rested = Fetcher(notebook.site.policy, FetchLimits(), delay=0)
    assert collect(rested).files == 1


def test_a_run_has_a_bound_and_the_next_one_goes_on(notebook, collect):
    notebook.has_tags = False
    notebook.write(*range(1, 6))
    report = collect(most_files=3)
    assert report.files == 3
    assert "2 fichiers liés restent à demander" in report.notes[-1]
    assert collect(most_files=3).files == 5
    assert collect(full=True, most_file_bytes=1).notes[-1].startswith("4 fichiers")


def test_most_files_do_not_leave_at_once(notebook, collect):
    notebook.write(*range(1, 14))
    collect()
    for links in notebook.posts.values():
        links.clear()
    report = collect(full=True)
    assert report.files == 13
    assert "auraient disparu" in report.failures[-1].message
    assert collect(full=True, accept_losses=True).files == 0


def test_the_record_names_the_pages_of_a_file(notebook, collect, tmp_path):
    notebook.write(1)
    collect()
    (record,) = (tmp_path / "m").glob("*/.rapport1-*.json")
    said = json.loads(record.read_text())
    assert said["parents"] == [notebook.site.url("/1")]
    assert said["key"] == f"file {notebook.site.url('/files/rapport1.pdf')}"
