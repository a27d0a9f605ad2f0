"""Learn a matrix that spreads the vectors of a table more evenly.

Texts of laws, manuals and sentences alike lie near a few common directions, which say
little about any one of them. Their second moment over both languages is decomposed,
and each direction is divided by its own length to the power ``exponent`` (0 leaves all
as it is, 1 makes all equal: Su et al. 2021, "Whitening Sentence Representations").
Nothing is centred: the means of French and English differ, and taking one away from
both would part what belongs together.

Work folder in: ``pairs.tsv``. Out: ``1_Dense`` and ``modules.json`` in the folder of
the table, so that sentence-transformers whitens too. Evaluation sets never train.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from training.export import MODULES, write_json
from training.loading import StaticEncoder

DENSE = "1_Dense"
_IDENTITY = "torch.nn.modules.linear.Identity"


def whitening(
    vectors: NDArray[np.float32], *, exponent: float, floor: float
) -> NDArray[np.float32]:
    """Return the matrix to multiply vectors with, ``(dim, dim)``, symmetric.

    Args:
        vectors: ``(n, dim)``, rows of length 1, of both languages.
        exponent: 0 to 1.
        floor: Added to each share of the longest direction, so that directions of
            mere noise are not blown up.
    """
    moment = (vectors.T @ vectors).astype(np.float64) / len(vectors)
    shares, directions = np.linalg.eigh(moment)
    scales = (shares / shares[-1] + floor) ** (-exponent / 2)
    return ((directions * scales) @ directions.T).astype(np.float32)


def export_whitening(matrix: NDArray[np.float32], folder: Path) -> None:
    """Write the matrix into the folder of a table, behind its rows.

    float16 is enough: cosines differ by less than 0.001.
    """
    dense = folder / DENSE
    dense.mkdir(exist_ok=True)
    size = len(matrix)
    save_file({"linear.weight": matrix.astype(np.float16)}, dense / "model.safetensors")
    write_json(
        dense / "config.json",
        {
            "in_features": size,
            "out_features": size,
            "bias": False,
            "activation_function": _IDENTITY,
        },
    )
    table, normalise = MODULES
    plain = folder / "1_Normalize"
    if plain.exists():
        plain.rename(folder / "2_Normalize")
    write_json(
        folder / "modules.json",
        [
            table,
            {
                "idx": 1,
                "name": "1",
                "path": DENSE,
                "type": "sentence_transformers.models.Dense",
            },
            {**normalise, "idx": 2, "name": "2", "path": "2_Normalize"},
        ],
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--output", type=Path, required=True, help="folder of a table")
    parser.add_argument("--exponent", type=float, default=0.5)
    parser.add_argument("--floor", type=float, default=0.005)
    parser.add_argument("--every", type=int, default=10, help="one pair in so many")


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    lines = (arguments.work / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    texts = [
        text for line in lines[:: arguments.every] for text in line.split("\t")[1:3]
    ]
    vectors = StaticEncoder(arguments.output, is_whitened=False)(texts)
    matrix = whitening(vectors, exponent=arguments.exponent, floor=arguments.floor)
    export_whitening(matrix, arguments.output)
    print(f"{arguments.output}: whitened by {len(texts)} texts")
