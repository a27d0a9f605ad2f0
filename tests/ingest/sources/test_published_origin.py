"""This test ensures that a document of a mirror says where it is published."""

import json
from pathlib import Path

import pytest

from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ingest.read_text import Found
from ingest.sources.published_origin import MARKER, Published, record_path

ADDRESS = "https://exemple.fr/billet"
TEXT = "Le groupe étudie la sobriété numérique dans les collèges de la région."


def put(mirror: Path, published: Published, text: str = TEXT) -> Path:
    path = mirror / "exemple.fr" / "billet-1.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    (mirror / MARKER).write_text("{}")
    path.write_text(text)
    record_path(path).write_text(json.dumps(published.to_json()))
    return path


def said(title: str) -> Published:
    return Published(
        ADDRESS, (Found("title", title, "feed"), Found("url", ADDRESS, "feed"))
    )


def test_the_source_is_the_public_address_and_the_metadata_come_first(tmp_path, sink):
    put(tmp_path, said("Un billet"))
    (outcome,) = Pipeline(sinks=[sink]).run(tmp_path, collection="c")
    document = sink.records[outcome.document].document
    assert outcome.uri == "c/exemple.fr/billet-1.txt"
    assert document.source.uri == document.url == ADDRESS
    assert document.title == "Un billet"
    assert {(o.name, o.origin) for o in document.origins} >= {("title", "feed")}


def test_new_metadata_have_the_same_bytes_read_again(tmp_path, sink):
    put(tmp_path, said("Un billet"))
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path, collection="c"))
    assert [o.state for o in pipeline.run(tmp_path, collection="c")] == [
        State.UNCHANGED
    ]
    put(tmp_path, said("Un autre titre"))
    (outcome,) = pipeline.run(tmp_path, collection="c")
    assert (outcome.state, outcome.title) == (State.OK, "Un autre titre")
    assert len(sink.records) == 1


def test_without_the_marker_a_hidden_file_means_nothing(tmp_path, sink):
    put(tmp_path, said("Un billet"))
    (tmp_path / MARKER).unlink()
    (outcome,) = Pipeline(sinks=[sink]).run(tmp_path, collection="c")
    assert outcome.title == TEXT
    document = sink.records[outcome.document].document
    assert document.source.uri == outcome.uri


@pytest.mark.parametrize(
    "record", [b"", b"{}", b"[1]", b'{"address":"x","stated":[1]}']
)
def test_a_damaged_record_is_named(tmp_path, record):
    path = put(tmp_path, said("Un billet"))
    record_path(path).write_bytes(record)
    (outcome,) = Pipeline().run(tmp_path, collection="c")
    assert outcome.state is State.UNREADABLE
    assert "fiche d’origine" in outcome.message


def test_the_originals_of_two_files_of_one_address_are_both_kept(tmp_path, sink):
    one = put(tmp_path, said("Un billet"))
    two = one.with_name("billet-2.txt")
    two.write_text(TEXT + " Suite.")
    record_path(two).write_bytes(record_path(one).read_bytes())
    kept = {}
    pipeline = Pipeline(
        sinks=[sink], keep_original=lambda path, sha256: kept.update({sha256: path})
    )
    list(pipeline.run(tmp_path, collection="c"))
    sources = [r.document.source for r in sink.records.values()]
    assert {kept[source.sha256] for source in sources} == {one, two}
