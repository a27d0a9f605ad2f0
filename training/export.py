"""Write a trained table as a small sentence-transformers folder.

Weights are int8 with one scale a token, under the names ``embeddings`` and
``weights`` (the layout of model2vec), which sentence-transformers' StaticEmbedding
reads by itself; `training.loading.StaticEncoder` reads them without torch.
Work folder in: a table. Out: the model folder.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


def quantise(
    table: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 rows and one float32 scale a row; their product is the table.

    Raises:
        ValueError: if the table holds a number that is not finite.
    """
    if not np.isfinite(table).all():
        raise ValueError(
            "the table holds infinite or undefined numbers: training diverged"
        )
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127
    return np.rint(table / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def write_json(path: Path, content: object) -> None:
    """Write JSON the way every model folder holds it."""
    path.write_text(
        json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def export_table(
    table: NDArray[np.float32], tokenizer: Tokenizer, folder: Path
) -> None:
    """Write the table as a model folder; a README.md there is left alone.

    Raises:
        ValueError: if table and tokenizer disagree about the number of tokens, or a
            number is not finite.
    """
    if len(table) != tokenizer.get_vocab_size():
        raise ValueError(
            f"{len(table)} rows for a vocabulary of {tokenizer.get_vocab_size()} tokens"
        )
    rows, scales = quantise(table)
    folder.mkdir(parents=True, exist_ok=True)
    # A matrix that was learned for an earlier table would whiten this one.
    for former in ("1_Dense", "2_Normalize"):
        shutil.rmtree(folder / former, ignore_errors=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    write_json(folder / "1_Normalize" / "config.json", {})
    write_json(folder / "modules.json", MODULES)
    write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "", "document": ""},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--table", default="table.pt", help="name in the work folder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument(
        "--output", type=Path, required=True, help="model folder to write"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    table = (
        torch.load(arguments.work / arguments.table, weights_only=True).float().numpy()
    )
    export_table(table, Tokenizer.from_file(str(arguments.tokenizer)), arguments.output)
    size = sum(
        path.stat().st_size for path in arguments.output.rglob("*") if path.is_file()
    )
    print(f"{arguments.output}: {size / 1e6:.1f} MB")
