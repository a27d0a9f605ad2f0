"""The shipped pair keeps the contract and does not depend on its neighbours."""

import json
import shutil

import numpy as np
import pytest

from ontology.call_context import (
    CallCancelled,
    CallContext,
    CancelReason,
    serving,
)
from search_api.embedders.onnx_pair import OnnxPairEmbedder
from search_api.embedders.registry import embedded_folder, load_embedder
from search_api.errors import EmbedderError
from tests.contracts.embedder_contract import TEXTS, EmbedderContract


@pytest.fixture(scope="module")
def embedder():
    return load_embedder("embedded")


class TestEmbedded(EmbedderContract):
    def test_vector_does_not_depend_on_neighbours(self, embedder):
        together = embedder.embed_passages(TEXTS)
        alone = [embedder.embed_passages([text])[0] for text in TEXTS]
        assert (together == np.stack(alone)).all()

    def test_cosine_is_the_mean_of_both_models(self, embedder):
        whole = embedder.embed_passages(TEXTS[:2])
        flat = embedder.table.embed_passages(TEXTS[:2])
        deep = whole[:, :384] / np.linalg.norm(whole[:, :384], axis=1, keepdims=True)
        expected = (deep[0] @ deep[1] + flat[0] @ flat[1]) / 2
        assert whole[0] @ whole[1] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "card",
    [
        "{",
        "[]",
        "{}",
        json.dumps({"file": "absent.onnx", "dimension": 3, "max_tokens": 8}),
        json.dumps({"file": "x", "dimension": 3, "max_tokens": 8, "combine": "sum"}),
    ],
)
def test_unusable_card_is_refused(tmp_path, card):
    (tmp_path / "model.json").write_text(card, encoding="utf-8")
    with pytest.raises(EmbedderError, match="lisible"):
        OnnxPairEmbedder(tmp_path)


def test_damaged_weights_are_refused(tmp_path):
    folder = embedded_folder("embedded")
    for name in ("model.json", "tokenizer.json"):
        shutil.copy(folder / name, tmp_path)
    (tmp_path / "model_int8.onnx").write_bytes(b"not a model")
    with pytest.raises(EmbedderError, match="lisible"):
        OnnxPairEmbedder(tmp_path)


def test_texts_that_nobody_waits_for_are_not_computed(embedder):
    call = CallContext()
    call.cancel(CancelReason.CLIENT_GONE)
    with serving(call), pytest.raises(CallCancelled):
        embedder.embed_queries(TEXTS)
    assert len(embedder.embed_queries(TEXTS[:1])) == 1
