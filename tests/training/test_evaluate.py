"""The measures are the ones that the field computes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.training.lazy_module import LazyModule

evaluation = LazyModule("training.evaluate")

GLOSS = {"the": "le", "dog": "chien", "cat": "chat", "book": "livre", "teacher": "prof"}
GLOSS |= {"finds": "trouve", "likes": "aime"}
WORDS = {word: axis for axis, word in enumerate([*GLOSS.values(), "école"])}


def bilingual_bags(texts: Sequence[str]):
    """Encode words on one axis a meaning: a perfect translator."""
    out = np.zeros((len(texts), len(WORDS)), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", "").split():
            out[row, WORDS[GLOSS.get(word, word)]] += 1
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def test_every_word_is_in_a_chunk():
    words = [str(number) for number in range(500)]
    pieces = evaluation.chunks(" ".join(words))
    assert {word for piece in pieces for word in piece.split()} == set(words)
    assert all(len(piece.split()) <= 120 for piece in pieces)
    assert evaluation.chunks("un deux") == ["un deux"]
    assert evaluation.chunks("") == [""]


def test_perfect_translator_scores_full_marks(evaluation_sets: Path):
    scores = evaluation.evaluate(bilingual_bags, evaluation_sets)
    assert scores["search"]["ndcg@10"] == scores["search"]["mrr@10"] == 100
    assert scores["similar"]["spearman"] > 85
    assert evaluation.headline(scores).startswith("search 100.0")


def test_second_place_is_worth_the_logarithm(evaluation_sets: Path):
    upside_down = evaluation.evaluate(
        lambda texts: bilingual_bags(texts) * (1 if "the" in texts[0] else -1),
        evaluation_sets,
        ["search"],
    )
    assert upside_down["search"]["ndcg@10"] == pytest.approx(100 / np.log2(3), abs=0.01)
    assert upside_down["search"]["mrr@10"] == 50
    assert upside_down["search"]["recall@10"] == 100


def test_folder_without_sets_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no evaluation set"):
        evaluation.evaluate(bilingual_bags, tmp_path)
