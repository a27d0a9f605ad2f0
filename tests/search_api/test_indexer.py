"""Both indexes grow together, and refuse files and models that do not belong."""

import json
import shutil
from dataclasses import replace

import pytest

from ontology.model import DocumentRecord
from ontology.structure import PassageRole
from search_api.embedders.registry import subword_table
from search_api.errors import IndexMismatch
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.manifest import MANIFEST, IndexManifest
from tests.search_api.fakes import LetterEmbedder, ShiftedTable, record

RECORDS = [
    record("aeson", "la sobriété numérique", "les usages à l’école"),
    record("rgaa", "l’accessibilité des sites"),
]


@pytest.fixture
def generation(tmp_path):
    """A published generation of two documents."""
    writer = SearchIndexWriter(None, LetterEmbedder(), chunking={"target": 750})
    for item in RECORDS:
        writer.write(item)
    writer.commit(tmp_path / "building")
    return (tmp_path / "building").rename(tmp_path / "0001")


def test_both_indexes_answer_after_a_rename(generation):
    embedder = LetterEmbedder()
    indexes = OpenIndexes(generation, embedder)
    assert len(indexes.vectors) == len(indexes.words) == 3
    assert indexes.words.search("accessibilité", 1)[0].passage == "rgaa.0"
    vector = embedder.embed_queries(["usages à l’école"])
    assert indexes.vectors.search(vector, 1)[0].passage == "aeson.1"
    indexes.close()


def test_what_opening_had_no_time_for_is_checked_later(generation):
    indexes = OpenIndexes(generation, LetterEmbedder(), most_bytes=0)
    assert not indexes.is_checked
    indexes.check_rest()
    assert indexes.is_checked
    indexes.close()


def test_a_byte_that_changed_unseen_is_found_by_the_late_check(generation):
    path = generation / "vectors" / "index.faiss"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    indexes = OpenIndexes(generation, LetterEmbedder(), most_bytes=0)
    with pytest.raises(IndexMismatch, match=r"index\.faiss a changé"):
        indexes.check_rest()
    assert not indexes.is_checked
    indexes.close()


def test_apparatus_is_in_neither_index_and_positions_keep_their_gaps(tmp_path):
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    made = record("note", "sommaire sobriété 3", "la sobriété numérique", "Durand 2020")
    roles = (PassageRole.CONTENTS, PassageRole.BODY, PassageRole.BIBLIOGRAPHY)
    passages = tuple(
        replace(passage, role=role)
        for passage, role in zip(made.passages, roles, strict=True)
    )
    writer.write(replace(made, passages=passages))
    only = replace(made.passages[0], role=PassageRole.COVER)
    writer.write(DocumentRecord(record("garde", "x").document, (_of("garde", only),)))
    writer.commit(tmp_path)
    indexes = OpenIndexes(tmp_path, embedder)
    assert len(indexes.words) == len(indexes.vectors) == 1
    assert [s.passage for s in indexes.words.search("sobriété", 9)] == ["note.1"]
    assert indexes.words.search("Durand", 9) == []
    vector = embedder.embed_queries(["Durand 2020"])
    assert [s.passage for s in indexes.vectors.search(vector, 9)] == ["note.1"]
    assert indexes.vectors.vectors([]).shape == (0, 64)


def _of(document, passage):
    return replace(passage, document=document, identifier=f"{document}.0")


def test_manifest_says_what_made_the_indexes(generation):
    manifest = IndexManifest.load(generation)
    assert manifest.embedder.name == "letters"
    assert manifest.embedder.dimension == 64
    assert manifest.chunking == {"target": 750}
    assert manifest.vector_kind == "faiss-flat"
    assert manifest.lexical_kind == "tantivy-french"
    assert manifest.second_look.table == subword_table().subword_fingerprint
    files = {"vectors/index.faiss", "words/meta.json", "second_look/subwords.npy"}
    assert files <= manifest.files.keys()


def test_next_generation_reuses_the_previous(generation, tmp_path):
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(generation, embedder, chunking={"target": 750})
    writer.write(record("aeson", "la sobriété numérique", "une phrase neuve"))
    writer.remove("rgaa")
    writer.commit(tmp_path / "0002")
    assert sum(embedder.batches) == 1
    grown = OpenIndexes(tmp_path / "0002", embedder)
    assert len(grown.words) == len(grown.vectors) == 2
    OpenIndexes(generation, embedder)


def test_other_model_is_refused_with_the_remedy(generation):
    other = LetterEmbedder(fingerprint="2-letters")
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        OpenIndexes(generation, other)
    with pytest.raises(IndexMismatch, match="2-lett"):
        SearchIndexWriter(generation, other)


def test_other_table_of_subwords_is_refused_with_the_remedy(generation):
    other = ShiftedTable(subword_table())
    with pytest.raises(IndexMismatch, match=r"820cdb29.*5h1f7ed0") as refused:
        OpenIndexes(generation, LetterEmbedder(), table=other)
    assert refused.value.remedy == "Lancez `gtnum reindex`."
    with pytest.raises(IndexMismatch, match="sous-mots"):
        SearchIndexWriter(
            generation, LetterEmbedder(), chunking={"target": 750}, table=other
        )


def test_indexes_of_another_table_are_opened_with_it(tmp_path):
    other = ShiftedTable(subword_table())
    writer = SearchIndexWriter(None, LetterEmbedder(), table=other)
    writer.write(RECORDS[0])
    writer.commit(tmp_path)
    look = OpenIndexes(tmp_path, LetterEmbedder(), table=other).second_look
    assert look.closeness("numérique", ["aeson.0"]) == pytest.approx([1.0], abs=1e-5)
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        OpenIndexes(tmp_path, LetterEmbedder())


@pytest.mark.parametrize(
    ("parameter", "known", "setting"),
    [
        ("kind", "faiss-flat", "GTNUM_VECTOR_INDEX"),
        ("lexical_kind", "tantivy-french", "GTNUM_LEXICAL_INDEX"),
    ],
)
def test_unknown_kind_names_those_that_there_are(parameter, known, setting):
    with pytest.raises(IndexMismatch, match=f"« x », mais {known}") as refused:
        SearchIndexWriter(None, LetterEmbedder(), **{parameter: "x"})
    assert setting in refused.value.remedy


@pytest.mark.parametrize("field", ["vector_kind", "lexical_kind"])
def test_unknown_kind_in_a_manifest_is_a_mismatch(generation, field):
    path = generation / MANIFEST
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {field: "y"}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="« y »") as refused:
        OpenIndexes(generation, LetterEmbedder())
    assert "gtnum reindex" in refused.value.remedy


def test_indexes_that_hold_other_passages_do_not_belong_together(generation, tmp_path):
    writer = SearchIndexWriter(None, LetterEmbedder(), chunking={"target": 750})
    writer.write(RECORDS[1])
    writer.commit(tmp_path / "other")
    shutil.rmtree(generation / "second_look")
    (tmp_path / "other" / "second_look").rename(generation / "second_look")
    IndexManifest.load(generation).save(generation)
    with pytest.raises(IndexMismatch, match="3, 3 et 1 passages"):
        OpenIndexes(generation, LetterEmbedder())


def test_other_cut_is_refused(generation):
    with pytest.raises(IndexMismatch, match="découpés autrement"):
        SearchIndexWriter(generation, LetterEmbedder(), chunking={"target": 400})


def test_changed_bytes_are_noticed_before_anything_is_read(generation):
    path = generation / "vectors" / "index.faiss"
    content = bytearray(path.read_bytes())
    content[-5] ^= 0x40
    path.write_bytes(bytes(content))
    with pytest.raises(IndexMismatch, match=r"index\.faiss a changé"):
        OpenIndexes(generation, LetterEmbedder())


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 99}'])
def test_unreadable_manifest_is_a_mismatch(generation, content):
    (generation / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        IndexManifest.load(generation)


def test_missing_file_is_a_mismatch(generation):
    (generation / "words" / "meta.json").unlink()
    with pytest.raises(IndexMismatch, match=r"meta\.json"):
        OpenIndexes(generation, LetterEmbedder())


def test_passage_that_is_not_named_after_its_position_is_refused():
    wrong = record("aeson", "texte")
    writer = SearchIndexWriter(None, LetterEmbedder())
    with pytest.raises(ValueError, match="rgaa"):
        writer.add(record("rgaa", "x").document, [_renamed(wrong.passages[0])])
    writer.discard()


def _renamed(passage):
    return type(passage)("x", "rgaa", 0, 1, 0, len(passage.text), passage.text)
