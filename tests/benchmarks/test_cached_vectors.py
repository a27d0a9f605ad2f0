"""Vectors are computed once for each text, kind and model."""

import numpy as np
import pytest

from benchmarks.cached_vectors import CachedVectors
from tests.contracts.embedder_contract import EmbedderContract
from tests.search_api.fakes import LetterEmbedder

TEXTS = ["la classe", "l’école", "la classe"]


class TestCachedVectors(EmbedderContract):
    @pytest.fixture
    def embedder(self, tmp_path):
        return CachedVectors(LetterEmbedder(), tmp_path)


def test_a_second_run_computes_nothing_that_is_kept(tmp_path):
    first = CachedVectors(LetterEmbedder(), tmp_path)
    rows = first.embed_passages(TEXTS)
    first.save()
    inner = LetterEmbedder()
    second = CachedVectors(inner, tmp_path)
    assert np.array_equal(second.embed_passages(TEXTS), rows)
    assert inner.batches == []
    second.embed_passages([*TEXTS, "neuf"])
    assert inner.batches == [1]


def test_questions_and_another_model_are_computed_anew(tmp_path):
    first = CachedVectors(LetterEmbedder(), tmp_path)
    first.embed_passages(TEXTS)
    first.save()
    inner = LetterEmbedder()
    CachedVectors(inner, tmp_path).embed_queries(TEXTS[:1])
    assert inner.batches == [1]
    inner = LetterEmbedder()
    inner.fingerprint = "0" * 64
    CachedVectors(inner, tmp_path).embed_passages(TEXTS[:1])
    assert inner.batches == [1]
