"""The table student: bags, transfer, learning, export."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from tests.training.lazy_module import LazyModule
from training.loading import StaticEncoder, load_encoder

pytestmark = pytest.mark.slow  # torch alone takes that long
contrastive = LazyModule("training.contrastive")
distillation = LazyModule("training.distil")
export = LazyModule("training.export")
tables = LazyModule("training.table")
torch = LazyModule("torch")
whiten = LazyModule("training.whiten")

TEXTS = ["le chien", "", "la zzz le chat"]


@pytest.fixture
def tokenizer(student_tokenizer: Path) -> Tokenizer:
    return Tokenizer.from_file(str(student_tokenizer))


@pytest.fixture
def lesson(tokenizer: Tokenizer):
    """Three pairs whose targets are three axes."""
    return distillation.Lesson(
        english=tables.bags(tokenizer, ["the dog", "the cat", "the book"]),
        french=tables.bags(tokenizer, ["le chien", "le chat", "le livre"]),
        vectors=np.eye(3, 8, dtype=np.float16),
        rows=np.arange(3),
    )


def random_table(tokenizer: Tokenizer, dimension: int = 8):
    generator = torch.Generator().manual_seed(3)
    return torch.randn(tokenizer.get_vocab_size(), dimension, generator=generator)


def test_batch_of_bags_is_the_mean_of_their_rows(tokenizer: Tokenizer):
    table, found = random_table(tokenizer), tables.bags(tokenizer, TEXTS)
    rows = tables.embed(table, *found.batch(np.array([2, 0])))
    ids = [tokenizer.encode(TEXTS[n], add_special_tokens=False).ids for n in (2, 0)]
    expected = torch.stack([table[row].mean(0) for row in ids])
    torch.testing.assert_close(rows, torch.nn.functional.normalize(expected, dim=1))


def test_distillation_agrees_with_the_teacher(tokenizer: Tokenizer, lesson):
    table = random_table(tokenizer)
    before = distillation.agreement(table, lesson, np.arange(3))
    taught = distillation.distil(
        table, lesson, distillation.Schedule(epochs=200, batch=3, rate=0.05), held_out=0
    )
    after = distillation.agreement(taught, lesson, np.arange(3))
    assert min(after) > 0.95 > max(before)


def test_contrast_finds_the_passage(tokenizer: Tokenizer, lesson):
    bodies = tables.bags(
        tokenizer, ["le chien aime", "le chat voit", "le livre trouve"]
    )
    material = contrastive.Material(
        (lesson.english, lesson.french), (bodies, bodies), np.full(3, -1, np.int64)
    )
    plan = contrastive.Plan(epochs=150, batch=3, rate=0.02, search=3.0, windows=0.0)
    table = contrastive.teach(random_table(tokenizer), lesson, material, plan)
    scores = tables.encode(table, lesson.english) @ tables.encode(table, bodies).T
    assert scores.argmax(1).tolist() == [0, 1, 2]


def test_hard_negative_is_the_likest_other_passage(tokenizer: Tokenizer):
    bodies = tables.bags(tokenizer, ["le chien voit", "chien chien aime", "livre prof"])
    leads = tables.bags(tokenizer, ["le chien", "chat chien", "zzz"])
    assert contrastive.mine(leads, bodies, tokenizer.get_vocab_size())[:2].tolist() == [
        1,
        0,
    ]


def test_windows_are_consecutive_tokens_of_their_text(tokenizer: Tokenizer):
    texts = tables.bags(
        tokenizer, ["le chien voit le chat aime le livre " * 4, "école"]
    )
    rng = np.random.default_rng(1)
    tokens, offsets = contrastive.windows(texts, np.array([0, 1]), rng)
    whole = texts.tokens[: texts.starts[1]].tolist()
    cut = tokens[: offsets[1]].tolist()
    assert 3 <= len(cut) <= 12
    assert any(whole[i : i + len(cut)] == cut for i in range(len(whole)))
    assert tokens[offsets[1] :].tolist() == texts.tokens[texts.starts[1] :].tolist()


def test_quantised_rows_stay_near():
    table = np.random.default_rng(2).normal(size=(20, 32)).astype(np.float32)
    rows, scales = export.quantise(table)
    assert np.abs(rows * scales[:, None] - table).max() <= scales.max() / 2 + 1e-6
    with pytest.raises(ValueError, match="diverged"):
        export.quantise(np.full((2, 2), np.nan, np.float32))


def test_export_refuses_a_foreign_tokenizer(tokenizer: Tokenizer, tmp_path: Path):
    with pytest.raises(ValueError, match="3 rows"):
        export.export_table(np.ones((3, 8), np.float32), tokenizer, tmp_path)


def test_both_loaders_give_the_same_vectors(tokenizer: Tokenizer, tmp_path: Path):
    export.export_table(random_table(tokenizer).numpy(), tokenizer, tmp_path / "model")
    fast = StaticEncoder(tmp_path / "model")(TEXTS)
    slow = load_encoder(tmp_path / "model", fast=False)(TEXTS)
    np.testing.assert_allclose(fast, slow, atol=1e-5)
    assert np.linalg.norm(fast, axis=1).round(4).tolist() == [1.0, 0.0, 1.0]


def test_whitening_evens_out_what_all_texts_share():
    random = np.random.default_rng(5)
    vectors = random.normal(size=(4_000, 6)).astype(np.float32)
    vectors[:, 0] += 4
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    even = vectors @ whiten.whitening(vectors, exponent=1.0, floor=0.0)
    spread = np.linalg.eigvalsh(even.T @ even / len(even))
    assert spread == pytest.approx(np.full(6, spread[0]), rel=1e-3)
    assert whiten.whitening(vectors, exponent=0.0, floor=0.1) == pytest.approx(
        np.eye(6)
    )


def test_both_readers_whiten_alike(tokenizer: Tokenizer, tmp_path: Path):
    export.export_table(random_table(tokenizer).numpy(), tokenizer, tmp_path)
    plain = StaticEncoder(tmp_path)(TEXTS)
    matrix = whiten.whitening(plain[plain.any(axis=1)], exponent=0.5, floor=0.1)
    for _ in range(2):  # a second time replaces the first
        whiten.export_whitening(matrix, tmp_path)
    fast, slow = StaticEncoder(tmp_path)(TEXTS), load_encoder(tmp_path, fast=False)
    assert np.abs(fast - slow(TEXTS)).max() < 1e-3
    assert np.abs(fast - plain).max() > 1e-2
    assert (StaticEncoder(tmp_path, is_whitened=False)(TEXTS) == plain).all()
    export.export_table(random_table(tokenizer).numpy(), tokenizer, tmp_path)
    assert (StaticEncoder(tmp_path)(TEXTS) == plain).all()
