"""One export is many documents; single posts are followed from run to run."""

import os
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.isolation import child
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.ledger import Ledger
from ingest.limits import Limits
from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ingest.report import Report
from tests.ingest.wxr_export import TEXT, export, item


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    path = tmp_path / "carnet.xml"
    path.write_bytes(export([item(1), item(2), item(3, wp__status="draft")]))
    return path


def states(pipeline: Pipeline, path: Path, **options) -> dict[str, str]:
    outcomes = pipeline.run(path.parent, collection="c", **options)
    return {o.uri.removeprefix("c/carnet.xml"): o.state.value for o in outcomes}


def test_an_export_gives_one_outcome_and_one_for_each_post(blog: Path, sink):
    file, *posts = Pipeline(sinks=[sink]).run(blog.parent, collection="c")
    assert (file.uri, file.state, file.contained) == ("c/carnet.xml", State.OK, 2)
    assert file.message == "2 document(s) ; 1 laissé(s) de côté (brouillon : 1)"
    assert (file.document, file.title) == (None, "Carnet d’essai")
    assert [post.uri for post in posts] == [f"{file.uri}#post-{n}" for n in (1, 2)]
    assert {post.container for post in posts} == {file.uri}
    document = sink.records[posts[0].document].document
    assert document.identifier.startswith("carnet-post-1-")
    assert document.title == "Billet 1"
    assert document.authors == ("Zoé Lenoir",)
    assert document.date == "2024-03-05"
    assert document.url == "https://exemple.fr/1"
    assert document.kind.value == "post"
    assert document.language == "fr"
    origins = {(o.name, o.printed) for o in document.origins}
    assert {("categories", "Veille"), ("keywords", "collège")} <= origins
    assert document.source.size_bytes == blog.stat().st_size


def test_an_export_that_changed_meanwhile_fails_whole_and_is_read_next_time(
    blog: Path, sink
):
    def refuse(path: Path, _sha256: str) -> None:
        if failures:
            raise SourceError(failures.pop())

    failures = ["il a changé"]
    pipeline = Pipeline(sinks=[sink], keep_original=refuse)
    (outcome,) = pipeline.run(blog.parent, collection="c")
    assert (outcome.state, outcome.message) == (State.UNREADABLE, "il a changé")
    assert sink.records == {}
    assert states(pipeline, blog) == {"": "ok", "#post-1": "ok", "#post-2": "ok"}


def test_totals_count_the_file_once_and_its_posts_as_documents(blog: Path):
    report = Report(Pipeline().run(blog.parent, collection="c"))
    totals = report.to_json()["totals"]
    assert (totals["sources"], totals["read"], totals["pages"]) == (1, 2, 2)
    assert totals["bytes"] == 2 * len(TEXT.encode())


def test_changes_and_deletions_of_single_posts_are_followed(blog: Path, sink):
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    assert states(pipeline, blog) == {
        "": "unchanged", "#post-1": "unchanged", "#post-2": "unchanged",
    }  # fmt: skip
    sink.calls.clear()
    blog.write_bytes(export([item(1), item(2, "Un texte neuf."), item(4)]))
    expected = {"": "ok", "#post-1": "unchanged", "#post-2": "ok", "#post-4": "ok"}
    assert states(pipeline, blog) == expected
    assert len(sink.calls) == 2
    blog.write_bytes(export([item(1), item(2, wp__status="private")]))
    gone = {
        "": "ok", "#post-1": "unchanged", "#post-2": "vanished", "#post-4": "vanished",
    }  # fmt: skip
    assert states(pipeline, blog) == gone
    assert states(pipeline, blog) == {**gone, "": "unchanged"}
    assert len(sink.records) == 3
    removed = states(pipeline, blog, remove_vanished=True)
    assert (removed["#post-2"], removed["#post-4"]) == ("removed", "removed")
    assert len(sink.records) == 1
    assert states(pipeline, blog) == {"": "unchanged", "#post-1": "unchanged"}


def test_a_post_that_is_no_longer_public_says_why(blog: Path):
    pipeline = Pipeline()
    states(pipeline, blog)
    blog.write_bytes(export([item(1), item(2, wp__status="private")]))
    last = list(pipeline.run(blog.parent, collection="c"))[-1]
    assert (last.state, last.message) == (
        State.VANISHED, "laissé de côté à présent : privé",
    )  # fmt: skip


def test_a_post_that_comes_back_is_read(blog: Path, sink):
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    content = blog.read_bytes()
    blog.write_bytes(export([item(1)]))
    states(pipeline, blog)
    blog.write_bytes(content)
    assert states(pipeline, blog)["#post-2"] == "ok"
    assert states(pipeline, blog)["#post-2"] == "unchanged"


def test_the_whole_export_vanishes_with_its_posts(blog: Path, sink):
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    blog.unlink()
    assert set(states(pipeline, blog).values()) == {"vanished"}
    assert len(states(pipeline, blog, remove_vanished=True)) == 3
    assert not sink.records
    assert len(pipeline.ledger) == 0


def test_a_broken_export_keeps_what_was_read_before(blog: Path, sink):
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    blog.write_bytes(blog.read_bytes()[:-30])
    (outcome,) = pipeline.run(blog.parent, collection="c")
    assert outcome.state is State.MALFORMED
    assert "version précédente" in outcome.message
    assert len(sink.records) == 2
    again = states(pipeline, blog, remove_vanished=True)
    assert again == {"": "malformed", "#post-1": "unchanged", "#post-2": "unchanged"}


def test_a_file_may_turn_into_an_export_and_back(blog: Path, sink):
    content = blog.read_bytes()
    blog.write_text("Un texte simple.")
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    blog.write_bytes(content)
    assert states(pipeline, blog) == {"": "ok", "#post-1": "ok", "#post-2": "ok"}
    assert len(sink.records) == 2
    blog.write_text("Un texte simple.")
    states(pipeline, blog, remove_vanished=True)
    assert [r.document.source.uri for r in sink.records.values()] == ["c/carnet.xml"]


def test_an_export_without_public_posts_has_no_text(blog: Path):
    blog.write_bytes(export([item(3, wp__status="draft")]))
    (outcome,) = Pipeline().run(blog.parent, collection="c")
    assert outcome.state is State.NO_TEXT
    assert outcome.message.startswith("aucun document publié ; 1 laissé(s)")


def test_posts_of_pictures_are_counted_and_no_failure(blog: Path):
    blog.write_bytes(export([item(1), item(2, "<img src='a.png'>")]))
    report = Report(Pipeline().run(blog.parent, collection="c"))
    assert report.exit_code == 0
    assert "sans texte : 1" in report.outcomes[0].message


def test_one_post_and_the_whole_export_can_be_removed(blog: Path, sink):
    pipeline = Pipeline(sinks=[sink])
    states(pipeline, blog)
    assert pipeline.remove("c/carnet.xml#post-1").state is State.REMOVED
    assert len(sink.records) == 1
    assert states(pipeline, blog)["#post-1"] == "ok"
    pipeline.remove("c/carnet.xml")
    assert (len(sink.records), len(pipeline.ledger)) == (0, 0)


def test_the_ledger_of_an_export_survives_saving(blog: Path, tmp_path: Path):
    pipeline = Pipeline()
    states(pipeline, blog)
    pipeline.ledger.save(tmp_path / ".ledger")
    loaded = Pipeline(ledger=Ledger.load(tmp_path / ".ledger"))
    os.utime(blog, ns=(1, 1))
    assert set(states(loaded, blog).values()) == {"unchanged"}


EVIL = """
import os, time
import ingest.readers.wordpress.wordpress_post as post
import ingest.readers.wordpress.wxr as wxr
real = post.read_post
def read_post(given, request):
    if "meurs" in given.content: os.abort()
    if "attends" in given.content: time.sleep(600)
    if "gonfle" in given.content: return bytearray(1 << 40)
    return real(given, request)
wxr.read_post = read_post
"""


def test_a_post_that_kills_its_reader_costs_only_itself(blog: Path, monkeypatch, sink):
    boot = child.READER_PROGRAM.replace("; main()", f"; exec({EVIL!r}); main()")
    monkeypatch.setattr(child, "READER_PROGRAM", boot)
    words = (TEXT, "meurs", TEXT, "gonfle", "attends", TEXT)
    blog.write_bytes(export([item(n, text) for n, text in enumerate(words, start=1)]))
    pipeline = Pipeline(Limits(wall_seconds=6, memory_bytes=2**30), sinks=[sink])
    assert states(pipeline, blog) == {
        "": "ok",
        "#post-1": "ok",
        "#post-2": "malformed",
        "#post-3": "ok",
        "#post-4": "too_large",
        "#post-5": "timeout",
        "#post-6": "ok",
    }
    assert len(sink.records) == 3


def test_a_draft_is_never_an_export():
    job = ReadingJob("c/x.xml", "c", "x.xml", content=export([item(1)]))
    with ReaderPool(workers=1) as pool, pytest.raises(Exception, match="wxr") as caught:
        pool.read(job)
    assert caught.value.state == "unsupported"
