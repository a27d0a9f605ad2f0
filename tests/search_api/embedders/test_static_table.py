"""The table keeps the contract and refuses folders that are no table."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from search_api.embedders.registry import load_embedder
from search_api.embedders.static_table import StaticTableEmbedder
from search_api.errors import EmbedderError
from tests.contracts.embedder_contract import EmbedderContract


@pytest.fixture(scope="module")
def embedder():
    return load_embedder("embedded-fast")


class TestEmbeddedFast(EmbedderContract):
    def test_french_and_english_share_one_space(self, embedder):
        french, english, other = embedder.embed_passages(
            ["les élèves apprennent à coder", "pupils learn to code", "le prix du pain"]
        )
        # Whitening makes every cosine smaller: what counts is how far they lie apart.
        assert french @ english > 0.3
        assert french @ english > 10 * abs(french @ other)


def write_table(folder, rows, weights=None):
    words = {f"w{i}": i for i in range(3)}
    tokenizer = Tokenizer(WordLevel(words, "w0"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    tensors = {"embeddings": rows}
    if weights is not None:
        tensors["weights"] = weights
    save_file(tensors, folder / "model.safetensors")
    return folder


def test_vector_is_the_weighted_sum_of_rows(tmp_path):
    rows = np.array([[1, 0], [3, 0], [0, 4]], np.int8)
    weights = np.array([1.0, 1.0, 0.5], np.float32)
    embedder = StaticTableEmbedder(write_table(tmp_path, rows, weights))
    expected = np.array([3, 2], np.float32) / np.sqrt(13)
    assert embedder.embed_passages(["w1 w2"])[0] == pytest.approx(expected)
    assert embedder.dimension == 2


def write_matrix(folder, matrix):
    (folder / "1_Dense").mkdir()
    save_file({"linear.weight": matrix}, folder / "1_Dense" / "model.safetensors")
    return folder


def test_vector_is_whitened_where_the_folder_holds_a_matrix(tmp_path):
    rows = np.array([[1, 0], [3, 0], [0, 4]], np.int8)
    plain = StaticTableEmbedder(write_table(tmp_path, rows))
    matrix = np.array([[0.5, 0], [0.25, 1]], np.float16)
    embedder = StaticTableEmbedder(write_matrix(tmp_path, matrix))
    expected = np.array([1.5, 4.75], np.float32)
    expected /= np.linalg.norm(expected)
    assert embedder.embed_passages(["w1 w2"])[0] == pytest.approx(expected)
    assert not embedder.embed_passages([""]).any()
    assert embedder.fingerprint != plain.fingerprint
    # A second look compares subwords as they are.
    every = np.arange(3, dtype=np.uint16)
    assert (embedder.cosines(every, every) == plain.cosines(every, every)).all()


@pytest.mark.parametrize("shape", [(2, 3), (3, 3), (2,)])
def test_matrix_of_another_size_is_refused(tmp_path, shape):
    write_table(tmp_path, np.ones((3, 2), np.int8))
    with pytest.raises(EmbedderError, match="blanchir"):
        StaticTableEmbedder(write_matrix(tmp_path, np.ones(shape, np.float32)))


def test_damaged_matrix_is_refused(tmp_path):
    write_table(tmp_path, np.ones((3, 2), np.int8))
    (tmp_path / "1_Dense").mkdir()
    (tmp_path / "1_Dense" / "model.safetensors").write_bytes(b"{}")
    with pytest.raises(EmbedderError):
        StaticTableEmbedder(tmp_path)


def test_cosines_of_subwords_know_no_weights(tmp_path):
    rows = np.array([[3, 4], [0, 0], [-4, 3]], np.int8)
    weights = np.array([2, 1, 9], np.float32)
    table = StaticTableEmbedder(write_table(tmp_path, rows, weights))
    every = np.arange(3, dtype=np.uint16)
    found = table.cosines(every[:2], every)
    assert found.dtype == np.float32
    assert np.allclose(found, [[1, 0, 0], [0, 0, 0]], atol=1e-6)


def test_text_without_token_is_all_zero(tmp_path):
    rows = np.eye(3, 2, dtype=np.float32)
    embedder = StaticTableEmbedder(write_table(tmp_path, rows))
    assert not embedder.embed_passages([""]).any()


def test_table_that_does_not_fit_its_tokenizer_is_refused(tmp_path):
    write_table(tmp_path, np.ones((5, 2), np.float32))
    with pytest.raises(EmbedderError, match="5 vecteurs pour 3"):
        StaticTableEmbedder(tmp_path)


def test_numbers_that_are_not_finite_are_refused(tmp_path):
    rows = np.full((3, 2), np.nan, np.float32)
    embedder = StaticTableEmbedder(write_table(tmp_path, rows))
    with pytest.raises(EmbedderError, match="inutilisable"):
        embedder.embed_passages(["w1"])


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_damaged_file_is_refused(tmp_path, name):
    write_table(tmp_path, np.ones((3, 2), np.float32))
    (tmp_path / name).write_bytes(json.dumps({"a": 1}).encode())
    with pytest.raises(EmbedderError, match="lisible"):
        StaticTableEmbedder(tmp_path)


def write_tensors(folder, **tensors):
    write_table(folder, np.ones((3, 2), np.float32))
    save_file(tensors, folder / "model.safetensors")
    return folder


@pytest.mark.parametrize(
    "tensors",
    [
        {"other": np.ones((3, 2), np.float32)},
        {"embeddings": np.ones((3,), np.float32)},
        {"embeddings": np.ones((3, 0), np.float32)},
    ],
)
def test_a_file_without_a_table_is_refused(tmp_path, tensors):
    with pytest.raises(EmbedderError, match="pas de table"):
        StaticTableEmbedder(write_tensors(tmp_path, **tensors))


def test_weights_that_do_not_fit_are_refused(tmp_path):
    rows = np.ones((3, 2), np.float32)
    folder = write_tensors(tmp_path, embeddings=rows, weights=np.ones(2, np.float32))
    with pytest.raises(EmbedderError, match="poids pour 3"):
        StaticTableEmbedder(folder)


def test_the_name_that_torch_gives_a_table_is_known_too(tmp_path):
    folder = write_tensors(tmp_path, **{"embedding.weight": np.eye(3, dtype="f")})
    embedder = StaticTableEmbedder(folder)
    assert len(embedder) == embedder.dimension == 3
    assert embedder.embed_queries(["w2"])[0] == pytest.approx([0, 0, 1])


def test_a_table_is_named_as_asked_or_after_its_folder(tmp_path):
    folder = write_table(tmp_path, np.eye(3, 2, dtype=np.float32))
    plain = StaticTableEmbedder(folder)
    assert plain.name == tmp_path.name
    assert StaticTableEmbedder(folder, name="mien").name == "mien"
    other = plain.named("autre")
    assert (other.name, plain.name) == ("autre", tmp_path.name)
    assert other.fingerprint == plain.fingerprint


def test_whitening_changes_the_vectors_and_not_the_subwords(tmp_path):
    rows = np.eye(3, 2, dtype=np.float32)
    plain = StaticTableEmbedder(write_table(tmp_path, rows))
    assert plain.subword_fingerprint == plain.fingerprint
    white = StaticTableEmbedder(write_matrix(tmp_path, np.eye(2, dtype=np.float32)))
    assert white.subword_fingerprint == plain.fingerprint != white.fingerprint


def test_many_texts_have_the_vectors_that_each_has_alone(tmp_path):
    rows = np.eye(3, dtype=np.float32)
    embedder = StaticTableEmbedder(write_table(tmp_path, rows))
    texts = ["w1", "w2 w2", "w1 w2"] * 100
    found = embedder.embed_passages(texts)
    assert (found == embedder.embed_passages(texts[:3])[[0, 1, 2] * 100]).all()
    ids = [list(own) for own in embedder.subwords(texts)]
    assert ids == [[1], [2], [1, 2]] * 100


def test_lengths_are_known_of_every_row_of_a_long_table(tmp_path):
    count = 4_100
    words = {f"w{i}": i for i in range(count)}
    write_table(tmp_path, np.full((count, 1), 3, np.int8))
    Tokenizer(WordLevel(words, "w0")).save(str(tmp_path / "tokenizer.json"))
    table = StaticTableEmbedder(tmp_path)
    ends = np.array([0, 1, 4_095, 4_096, 4_099], np.uint16)
    assert table.cosines(ends, ends) == pytest.approx(np.ones((5, 5)))
