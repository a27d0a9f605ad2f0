"""sentence-transformers gives our numbers, keeps to safetensors and stays offline."""

import json

import numpy as np
import pytest

from search_api.embedders.registry import embedded_folder, load_embedder
from search_api.errors import EmbedderError
from tests.contracts.embedder_contract import TEXTS, EmbedderContract

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def table():
    return load_embedder(f"sentence-transformers:{embedded_folder('embedded-fast')}")


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory):
    """A transformer with random weights, as Hugging Face saves one."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "école", "query", ":", "passage"]
    core = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, "[UNK]"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    PreTrainedTokenizerFast(tokenizer_object=core, **special).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=12,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    return folder


class TestOwnTable(EmbedderContract):
    @pytest.fixture
    def embedder(self, table):
        return table

    def test_table_without_torch_gives_the_same_vectors(self, table):
        fast = load_embedder("embedded-fast")
        assert np.allclose(
            table.embed_passages(TEXTS), fast.embed_passages(TEXTS), atol=1e-5
        )


@pytest.fixture(scope="module")
def tiny(tiny_folder):
    return load_embedder(str(tiny_folder))


class TestPlainTransformer(EmbedderContract):
    @pytest.fixture
    def embedder(self, tiny):
        return tiny


def test_family_prefixes_part_questions_from_passages(tiny_folder, tmp_path):
    named = tmp_path / "multilingual-e5-tiny"
    named.symlink_to(tiny_folder)
    embedder = load_embedder(str(named))
    question = embedder.embed_queries(["école"])
    assert not np.allclose(question, embedder.embed_passages(["école"]), atol=1e-3)
    plain = load_embedder(f"sentence-transformers:{tiny_folder}")
    assert np.allclose(question, plain.embed_passages(["query: école"]), atol=1e-5)
    assert plain.fingerprint != embedder.fingerprint


def test_pickled_weights_are_refused(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(EmbedderError, match="safetensors"):
        load_embedder(f"sentence-transformers:{tmp_path}")


def test_hub_model_is_not_fetched_unless_allowed():
    with pytest.raises(EmbedderError, match="téléchargement n’est pas permis"):
        load_embedder("nobody/no-such-model")
