"""This test ensures that a list of addresses becomes documents, followed run by run."""

import pytest

from ingest.errors import SourceError
from ingest.harvest.address_lists import read_address_list
from ingest.harvest.errors import HarvestError, ProtocolError
from ingest.harvest.harvest_run import harvest
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.pipeline import Pipeline
from tests.ingest.conftest import build_pdf
from tests.ingest.harvest.local_site import Reply
from tests.ingest.wxr_export import export, item


def page(text: str, title: str = "Une page") -> bytes:
    return (
        f"<!doctype html><html lang=fr><head><title>{title}</title></head><body>"
        f"<article><p>{text * 4}</p></article></body></html>"
    ).encode()


TEXT = "Le groupe étudie la sobriété numérique dans les collèges de la région. "


@pytest.fixture
def collect(site, fetcher, tmp_path):
    """Harvest a list of paths of the site."""

    def run(*paths: str, **options) -> HarvestReport:
        listed = tmp_path / "liste.txt"
        listed.write_text("# essai\n\n" + "\n".join(map(site.url, paths)))
        chosen = HarvestOptions(**options)
        return harvest(str(listed), tmp_path / "m", fetcher, options=chosen)

    return run


def totals(report: HarvestReport) -> tuple[int, int, int, int, int]:
    return (
        report.added,
        report.changed,
        report.unchanged,
        report.removed,
        len(report.failures),
    )


def test_pages_and_files_become_documents_with_their_public_address(
    site, collect, tmp_path, sink
):
    site.pages["/old"] = Reply(status=301, headers={"Location": "/billet?id=1"})
    site.pages["/billet?id=1"] = Reply(page(TEXT))
    site.pages["/r.pdf"] = Reply(build_pdf([[TEXT]], title="Un rapport"))
    site.pages["/note.md"] = Reply(f"---\ntitle: Une note\n---\n{TEXT}".encode())
    assert totals(collect("/old", "/r.pdf", "/note.md")) == (3, 0, 0, 0, 0)
    outcomes = Pipeline(sinks=[sink]).run(tmp_path / "m", collection="c")
    assert {o.state.value for o in outcomes} == {"ok"}
    found = {r.document.title: r.document for r in sink.records.values()}
    assert {t: d.url for t, d in found.items()} == {
        "Une page": site.url("/billet?id=1"),
        "Un rapport": site.url("/r.pdf"),
        "Une note": site.url("/note.md"),
    }
    assert all(d.source.uri == d.url for d in found.values())
    assert found["Un rapport"].source.media_type == "application/pdf"


def test_the_second_run_asks_only_for_what_is_new(site, collect, tmp_path, sink):
    def validated(body: bytes, tag: str):
        def answer(handler):
            same = handler.headers.get("If-None-Match") == tag
            return Reply(b"" if same else body, 304 if same else 200, {"ETag": tag})

        return answer

    site.pages["/a"] = validated(page(TEXT), '"1"')
    site.pages["/b"] = validated(page(TEXT + "Un. "), '"1"')
    site.pages["/c"] = Reply(page(TEXT + "Trois. "))
    collect("/a", "/b", "/c")
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c"))
    site.pages["/b"] = validated(page("Tout est différent à présent. "), '"2"')
    assert totals(collect("/a", "/b", "/c")) == (0, 1, 2, 0, 0)
    states = [o.state.value for o in pipeline.run(tmp_path / "m", collection="c")]
    assert sorted(states) == ["ok", "unchanged", "unchanged"]
    assert len(sink.records) == 3


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_leaves(site, collect, tmp_path, sink, status):
    site.pages["/a"] = Reply(page(TEXT))
    site.pages["/b"] = Reply(page(TEXT + "Encore. "))
    collect("/a", "/b")
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c"))
    site.pages["/b"] = Reply(status=status)
    assert totals(collect("/a", "/b")) == (0, 0, 1, 1, 0)
    outcomes = pipeline.run(tmp_path / "m", collection="c", remove_vanished=True)
    assert sorted(o.state.value for o in outcomes) == ["removed", "unchanged"]
    (left,) = sink.records.values()
    assert left.document.url == site.url("/a")


def test_an_address_taken_off_the_list_leaves(site, collect):
    site.pages["/a"] = site.pages["/b"] = Reply(page(TEXT))
    collect("/a", "/b")
    assert totals(collect("/a")) == (0, 0, 1, 1, 0)


def test_a_failing_page_is_named_and_its_copy_stays(site, collect, tmp_path):
    site.pages["/a"] = Reply(page(TEXT))
    collect("/a")
    site.pages["/a"] = Reply(status=500)
    report = collect("/a", "/none")
    assert [f.what for f in report.failures] == [site.url("/a"), site.url("/none")]
    assert "500" in report.failures[0].message
    assert "404" in report.failures[1].message
    assert len(list(tmp_path.glob("m/*/*.html"))) == 1


def test_what_no_reader_takes_is_a_failure(site, collect, tmp_path):
    site.pages["/a.pdf"] = Reply(b"\x89PNG\r\n\x1a\n" + bytes(99))
    (failure,) = collect("/a.pdf").failures
    assert "image/png" in failure.message
    assert list(tmp_path.glob("m/*/*")) == []


def test_a_site_that_loses_most_pages_is_not_believed(site, collect):
    paths = [f"/{n}" for n in range(30)]
    for path in paths:
        site.pages[path] = Reply(page(TEXT + path))
    collect(*paths)
    for path in paths[:20]:
        del site.pages[path]
    with pytest.raises(ProtocolError, match="20 documents sur 30"):
        collect(*paths)
    assert totals(collect(*paths, accept_losses=True)) == (0, 0, 10, 20, 0)


def test_nothing_half_done_is_left_in_the_mirror(site, collect, tmp_path, sink):
    site.pages["/a"] = site.pages["/b"] = Reply(page(TEXT))
    collect("/a", "/b")
    one, two = sorted(tmp_path.glob("m/*/*.html"))
    one.with_name(f".{one.name}.json").unlink()
    two.unlink()
    (one.parent / ".x.html.1.part").write_bytes(b"x")
    assert totals(collect("/a", "/b")) == (2, 0, 0, 0, 0)
    assert len(list(tmp_path.glob("m/*/*.part"))) == 0
    assert len(list(Pipeline(sinks=[sink]).run(tmp_path / "m", collection="c"))) == 2


def test_a_list_with_a_line_that_is_no_address_is_refused(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text("https://exemple.fr/\n/etc/passwd\n")
    with pytest.raises(SourceError, match="ligne 2"):
        read_address_list(path)
    with pytest.raises(SourceError, match="ne peut pas être lue"):
        read_address_list(tmp_path / "absente.txt")


def test_a_list_says_each_address_once(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text("\ufeffhttps://exemple.fr/a#x\r\n# b\nhttps://exemple.fr/a\n\n")
    assert read_address_list(path) == ("https://exemple.fr/a",)


def test_a_mirror_keeps_its_kind(site, collect, fetcher, tmp_path):
    site.pages["/a"] = Reply(page(TEXT))
    collect("/a")
    with pytest.raises(HarvestError, match="déjà autre chose : addresses"):
        harvest(site.url("/feed"), tmp_path / "m", fetcher, kind="feed")


def test_an_export_at_an_address_is_read_post_by_post(site, collect, tmp_path, sink):
    site.pages["/carnet.xml"] = Reply(export([item(1), item(2)]))
    assert totals(collect("/carnet.xml")) == (1, 0, 0, 0, 0)
    kept = {}
    pipeline = Pipeline(
        sinks=[sink], keep_original=lambda path, sha256: kept.update({sha256: path})
    )
    list(pipeline.run(tmp_path / "m", collection="c"))
    sources = {r.document.source.uri: r.document for r in sink.records.values()}
    assert set(sources) == {site.url(f"/carnet.xml#post-{n}") for n in (1, 2)}
    first = sources[site.url("/carnet.xml#post-1")]
    assert first.url == "https://exemple.fr/1"
    assert kept[first.source.sha256].suffix == ".xml"
    site.pages["/carnet.xml"] = Reply(export([item(2, title="Autre")]))
    assert totals(collect("/carnet.xml")) == (0, 1, 0, 0, 0)
    outcomes = pipeline.run(tmp_path / "m", collection="c", remove_vanished=True)
    assert [o.state.value for o in outcomes] == ["ok", "ok", "removed"]
    (left,) = sink.records.values()
    assert left.document.title == "Autre"


def test_a_broken_feed_is_not_taken_for_a_page(site, fetcher, tmp_path):
    site.pages["/feed"] = Reply(b'<?xml version="1.0"?><rss version="2.0"><channel>')
    with pytest.raises(ProtocolError, match="XML valide"):
        harvest(site.url("/feed"), tmp_path / "m", fetcher)
    site.pages["/page"] = Reply(page(TEXT))
    assert harvest(site.url("/page"), tmp_path / "p", fetcher).added == 1


def test_a_malformed_address_is_one_failure_among_others(site, collect):
    site.pages["/a"] = Reply(page(TEXT))
    site.pages["/r"] = Reply(status=302, headers={"Location": "http://[::1"})
    report = collect("/a", "/r", "\nhttp://[::1\nhttp:///x")
    assert totals(report) == (1, 0, 0, 0, 4)
    assert sum("mal form" in f.message for f in report.failures) == 3
