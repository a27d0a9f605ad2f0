"""The settings choose the kinds of index; a library is searched with those it has."""

import json

import pytest

from search_api.vector_indexes import registry

PLACE = ("tests.contracts.plain_numpy", "PlainNumpyIndex", "PlainNumpyWriter")


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(registry.KINDS, "plain-numpy", PLACE)


def scores(gtnum):
    hits = json.loads(gtnum("search", "émotions", "--json")[1])["hits"]
    assert hits[0]["passages"][0]["scores"]["closeness_share"] > 0
    return {hit["document"]["id"]: hit["score"] for hit in hits}


@pytest.mark.slow
def test_another_kind_is_written_by_reindex_alone(gtnum, documents, monkeypatch):
    monkeypatch.setenv("GTNUM_EMBEDDER", "embedded-fast")
    gtnum("ingest", documents)
    before = scores(gtnum)
    monkeypatch.setenv("GTNUM_VECTOR_INDEX", "plain-numpy")
    assert scores(gtnum) == before
    (documents / "neuf.md").write_text("# Neuf\n\nUne note de plus.", "utf-8")
    code, _, told = gtnum("ingest", documents)
    assert code != 0
    assert "gtnum reindex" in told
    code, _, told = gtnum("reindex")
    assert code == 0, told
    assert scores(gtnum) == pytest.approx(before, abs=1e-4)
