"""The transformer student: new vocabulary, learning, blending, the int8 file."""

import json
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from tests.training.lazy_module import LazyModule
from training.loading import OnnxEncoder, PairEncoder, load_encoder

pytestmark = pytest.mark.slow  # torch alone takes that long
export = LazyModule("training.export")
onnx_export = LazyModule("training.onnx_export")
tables = LazyModule("training.table")
teachers = LazyModule("training.teacher")
torch = LazyModule("torch")
transformer = LazyModule("training.transformer")

FRENCH = ["le chien voit le chat", "le prof aime le livre", "le chat trouve"]
ENGLISH = ["the dog sees the cat", "the teacher likes the book", "the cat finds"]


@pytest.fixture
def tokenizer(student_tokenizer: Path) -> Tokenizer:
    return Tokenizer.from_file(str(student_tokenizer))


@pytest.fixture
def teacher(teacher_folder: Path):
    torch.manual_seed(1)
    return teachers.Teacher(teacher_folder)


@pytest.fixture
def student(teacher, tokenizer: Tokenizer, alignment: Path):
    size = tokenizer.get_vocab_size()
    counts = tuple(
        tables.token_counts(tables.bags(tokenizer, texts), size)
        for texts in (ENGLISH, FRENCH)
    )
    return transformer.build(
        teacher, tokenizer, tables.read_alignment(alignment), counts
    )


def test_translated_token_starts_as_its_translation(
    student, teacher, tokenizer: Tokenizer
):
    new = student.body.embeddings.word_embeddings.weight
    old = teacher.model.embeddings.word_embeddings.weight
    dog = teacher.tokenizer.get_vocab()["dog"]
    torch.testing.assert_close(new[tokenizer.token_to_id("chien")], old[dog])
    torch.testing.assert_close(new[tokenizer.token_to_id("dog")], old[dog])


def test_batches_cover_every_row_once_a_round():
    lengths = np.arange(100) % 60 + 3
    stream, seen = transformer.batches(lengths, np.arange(100), 8, seed=1), []
    while len(seen) < 100:
        seen += next(stream).tolist()
    assert sorted(seen) == list(range(100))


def test_training_agrees_better_with_the_teacher(
    student, teacher, tokenizer: Tokenizer, tmp_path: Path
):
    goals = teacher.encode(ENGLISH)
    before = (transformer.encode(student, tokenizer, FRENCH) * goals).sum()
    transformer.distil(
        student,
        (
            transformer.tokenise(tokenizer, ENGLISH),
            transformer.tokenise(tokenizer, FRENCH),
        ),
        (goals.astype(np.float16), np.arange(3)),
        minutes=0.01,
        batch=3,
        rates={"embeddings": 1e-2, "body": 0.0},
        checkpoint=tmp_path / "state.pt",
        held_out=0,
    )
    assert (transformer.encode(student, tokenizer, FRENCH) * goals).sum() > before
    assert (tmp_path / "state.pt").exists()


def test_blend_moves_the_layers_part_of_the_way():
    start = OrderedDict(word_embeddings=torch.zeros(2), layer=torch.zeros(2))
    end = OrderedDict(word_embeddings=torch.ones(2), layer=torch.ones(2))
    mixed = onnx_export.blend(start, end, 0.3)
    assert mixed["word_embeddings"].tolist() == [1, 1]
    assert mixed["layer"].tolist() == pytest.approx([0.3, 0.3])


def test_int8_file_keeps_the_vectors_and_pairs_with_a_table(
    student, tokenizer: Tokenizer, tmp_path: Path
):
    expected = transformer.encode(student, tokenizer, FRENCH)
    transformer.save(student, tmp_path / "state.pt")
    table = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 16))
    export.export_table(table.astype(np.float32), tokenizer, tmp_path / "table")
    student.body.set_attn_implementation("eager")
    onnx_export.export_onnx(student, tokenizer, tmp_path / "model")
    found = OnnxEncoder(tmp_path / "model")(FRENCH)
    assert (found * expected).sum(1).min() > 0.97
    card = json.loads((tmp_path / "model" / "model.json").read_text())
    card |= {"table": "../table", "table_share": 0.5, "combine": "concatenation"}
    (tmp_path / "model" / "model.json").write_text(json.dumps(card))
    pair = load_encoder(tmp_path / "model", fast=True)(FRENCH)
    assert pair.shape == (3, 32)
    flat = load_encoder(tmp_path / "table", fast=True)(FRENCH)
    np.testing.assert_allclose(
        pair @ pair.T, (found @ found.T + flat @ flat.T) / 2, atol=1e-5
    )
    assert PairEncoder(tmp_path / "model", combine="sum")(FRENCH).shape == (3, 16)
