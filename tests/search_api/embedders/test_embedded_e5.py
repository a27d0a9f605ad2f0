"""The model with prefixes keeps the contract and reads long texts to their end."""

import json
import shutil

import numpy as np
import pytest

from search_api.embedders.onnx_pair import CARD, OnnxPairEmbedder
from search_api.embedders.registry import EMBEDDED_E5, embedded_folder, load_embedder
from search_api.errors import EmbedderError, IndexMismatch
from search_api.indexer import OpenIndexes, SearchIndexWriter
from tests.contracts.embedder_contract import TEXTS, EmbedderContract


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(EMBEDDED_E5)


class TestEmbeddedE5(EmbedderContract):
    def test_vector_does_not_depend_on_neighbours(self, embedder):
        together = embedder.embed_passages(TEXTS)
        alone = [embedder.embed_passages([text])[0] for text in TEXTS]
        assert (together == np.stack(alone)).all()

    def test_question_finds_its_answer_in_the_other_language(self, embedder):
        passages = embedder.embed_passages(
            [
                "Sharing software between teachers: repositories and licences",
                "The canteen serves fish on Fridays",
                "Le réseau a été coupé pendant les vacances",
            ]
        )
        question = embedder.embed_queries(["comment partager des logiciels libres"])[0]
        assert np.argmax(passages @ question) == 0

    def test_question_and_passage_have_their_prefixes(self, embedder):
        asked, told = (
            embed(["La sobriété numérique"])[0]
            for embed in (embedder.embed_queries, embedder.embed_passages)
        )
        assert 0.5 < asked @ told < 0.9999


def test_end_of_a_long_text_counts(embedder):
    start = "Les cantines servent du poisson le vendredi. " * 60
    plain, other = (
        embedder.embed_passages([start + end])[0]
        for end in (start, "L’académie publie ses logiciels libres. " * 60)
    )
    question = embedder.embed_queries(["logiciels libres d’une académie"])[0]
    assert other @ question > plain @ question + 0.05


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_empty_text_is_near_to_nothing(embedder, text):
    assert (embedder.embed_passages([text]) == 0).all()


def test_other_alphabets_are_spelt(embedder):
    greek, arabic = embedder.embed_passages(["σχολείο", "مدرسة"])
    assert greek @ arabic < 0.95


def changed_copy(where, *, card=None, vocabulary=None):
    """Return the model with another card, or with other scores of its pieces."""
    folder = embedded_folder(EMBEDDED_E5)
    shutil.copytree(folder, where)
    content = json.loads((folder / CARD).read_text(encoding="utf-8"))
    content["table"] = str(folder.with_name("gtnum-fr-en-static-v1"))
    (where / CARD).write_text(json.dumps(content | (card or {})), encoding="utf-8")
    path = where / "tokenizer.json"
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"][10][1] += vocabulary or 0.0
    path.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    return OnnxPairEmbedder(where, name="a changed copy")


@pytest.mark.parametrize(
    "change",
    [
        {"card": {"query_prefix": "question: "}},
        {"card": {"passage_prefix": ""}},
        {"vocabulary": 0.5},
    ],
)
def test_index_of_another_prefix_or_vocabulary_is_refused_by_name(
    embedder, change, tmp_path
):
    changed = changed_copy(tmp_path / "model", **change)
    SearchIndexWriter(None, changed).commit(tmp_path / "index")
    with pytest.raises(IndexMismatch, match=r"a changed copy.*embedded-e5"):
        OpenIndexes(tmp_path / "index", embedder)


def test_unknown_way_with_long_texts_is_refused(tmp_path):
    card = {"file": "x", "dimension": 3, "max_tokens": 8, "long_texts": "drop"}
    (tmp_path / CARD).write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(EmbedderError, match="drop"):
        OnnxPairEmbedder(tmp_path)
