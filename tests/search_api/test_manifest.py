"""A manifest refuses whatever the indexes were not made with, and says it."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from search_api.errors import IndexMismatch
from search_api.manifest import (
    EmbedderIdentity,
    IndexKinds,
    IndexManifest,
    LookIdentity,
)

MANIFEST = IndexManifest(
    EmbedderIdentity("modèle", 3, "f" * 64), "v", "w", LookIdentity("t" * 64), {"n": 1}
)


@pytest.fixture
def folder(tmp_path):
    for name in ("vectors", "words/deep", "second_look", "other"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x").write_bytes(b"abc")
    MANIFEST.save(tmp_path)
    return tmp_path


def embedder(**changed):
    own = {"name": "autre", "dimension": 3, "fingerprint": "f" * 64}
    return SimpleNamespace(**{**own, **changed})


def test_what_was_written_is_read_with_its_files(folder):
    found = IndexManifest.load(folder)
    assert set(found.files) == {"vectors/x", "words/deep/x", "second_look/x"}
    assert found.files["vectors/x"].size_bytes == 3
    assert replace(found, files={}) == MANIFEST
    found.verify(folder)
    assert [p.name for p in folder.iterdir() if p.is_file()] == ["search.json"]


@pytest.mark.parametrize("wrong", ["{", "[]", "{}", '{"format": 3}', '{"format": 2}'])
def test_a_manifest_of_another_form_is_refused(folder, wrong):
    (folder / "search.json").write_text(wrong, "utf-8")
    with pytest.raises(IndexMismatch) as refused:
        IndexManifest.load(folder)
    assert "gtnum reindex" in refused.value.remedy


def test_the_format_counts(folder):
    path = folder / "search.json"
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "format": content["format"] + 1}), "utf-8")
    with pytest.raises(IndexMismatch, match="autre version"):
        IndexManifest.load(folder)


def test_a_changed_file_is_noticed(folder):
    found = IndexManifest.load(folder)
    (folder / "vectors" / "x").write_bytes(b"abd")
    with pytest.raises(IndexMismatch, match="a changé"):
        found.verify(folder)
    found.verify(folder, with_checksums=False)
    (folder / "vectors" / "x").write_bytes(b"abcd")
    with pytest.raises(IndexMismatch, match="a changé"):
        found.verify(folder, with_checksums=False)
    (folder / "vectors" / "x").unlink()
    with pytest.raises(IndexMismatch, match="ne se lit pas"):
        found.verify(folder)


def test_what_opening_has_no_time_for_is_named_and_checked_later(folder):
    (folder / "vectors" / "x").write_bytes(b"a" * 100)
    MANIFEST.save(folder)
    found = IndexManifest.load(folder)
    assert found.verify(folder, most_bytes=50) == ("vectors/x",)
    assert found.verify(folder, most_bytes=106) == ()
    assert found.verify(folder, with_checksums=False) == ()
    (folder / "vectors" / "x").write_bytes(b"b" * 100)
    late = found.verify(folder, most_bytes=50)
    with pytest.raises(IndexMismatch, match="vectors/x a changé"):
        found.verify_files(folder, late)


def test_a_small_file_that_changed_is_never_late(folder):
    (folder / "vectors" / "x").write_bytes(b"a" * 100)
    MANIFEST.save(folder)
    (folder / "words" / "deep" / "x").write_bytes(b"abd")
    with pytest.raises(IndexMismatch, match="words/deep/x a changé"):
        IndexManifest.load(folder).verify(folder, most_bytes=50)


def test_a_large_file_of_another_size_is_never_late(folder):
    (folder / "vectors" / "x").write_bytes(b"a" * 100)
    MANIFEST.save(folder)
    (folder / "vectors" / "x").write_bytes(b"a" * 99)
    with pytest.raises(IndexMismatch, match="vectors/x a changé"):
        IndexManifest.load(folder).verify(folder, most_bytes=50)


def test_a_model_belongs_by_what_it_does_and_not_by_its_name():
    MANIFEST.require(embedder())
    for other in ({"dimension": 4}, {"fingerprint": "e" * 64}):
        with pytest.raises(IndexMismatch, match="« modèle »") as refused:
            MANIFEST.require(embedder(**other))
        assert "f" * 8 + ")" in refused.value.message
        assert refused.value.remedy.endswith("GTNUM_EMBEDDER=modèle.")


def test_no_name_leads_back_to_a_model_that_changed_under_its_name():
    with pytest.raises(IndexMismatch) as refused:
        MANIFEST.require(embedder(name="modèle", fingerprint="e" * 64))
    assert refused.value.remedy == "Lancez `gtnum reindex`."


def test_passages_cut_otherwise_are_refused_where_it_matters():
    MANIFEST.require(embedder(), chunking={"n": 1})
    with pytest.raises(IndexMismatch, match="découpés autrement"):
        MANIFEST.require(embedder(), chunking={"n": 2})


def test_another_table_or_kind_is_refused():
    MANIFEST.require_table(SimpleNamespace(subword_fingerprint="t" * 64))
    with pytest.raises(IndexMismatch, match=r"\(t{8}\).*\(u{8}\)"):
        MANIFEST.require_table(SimpleNamespace(subword_fingerprint="u" * 64))
    MANIFEST.require_kinds(IndexKinds("v", "w"))
    for kinds in (IndexKinds("v", "v"), IndexKinds("w", "w")):
        with pytest.raises(IndexMismatch, match="de genre « v » et « w »"):
            MANIFEST.require_kinds(kinds)
