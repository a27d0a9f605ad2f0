"""Load a finished model folder as a function from texts to vectors.

Three ways: any sentence-transformers folder through that library; a *table*
folder without torch (tokenizers + numpy); a *transformer* folder without torch
(tokenizers + onnxruntime). The two fast ways give the same vectors as the slow
one, up to rounding, and are the reference for the serving code.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
#: Texts to ``(n, dim) float32``, rows of length 1.
Encode = Callable[[Sequence[str]], Vectors]


class StaticEncoder:
    """The table without torch: mean of dequantised int8 rows, scaled to length 1.

    Args:
        folder: of the table.
        is_whitened: whether its matrix counts, where it has one.
    """

    def __init__(self, folder: Path, *, is_whitened: bool = True) -> None:
        weights = load_file(folder / "model.safetensors")
        #: ``(tokens, dim) int8``, ``(tokens,) float32``: row i is rows[i] * scales[i].
        self.rows, self.scales = weights["embeddings"], weights["weights"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        dense = folder / "1_Dense" / "model.safetensors"
        #: ``(dim, dim)``, or None: what vectors are multiplied with at last.
        self.matrix = None
        if is_whitened and dense.exists():
            self.matrix = load_file(dense)["linear.weight"].astype(np.float32)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return ``(n, dim) float32``, rows of length 1, all 0 without tokens."""
        out = np.zeros((len(texts), self.rows.shape[1]), np.float32)
        for start in range(0, len(texts), 256):
            part = list(texts[start : start + 256])
            encodings = self.tokenizer.encode_batch_fast(part, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start=start):
                if encoding.ids:
                    ids = np.asarray(encoding.ids)
                    # One product sums the scaled rows: no temporary of the scaled rows.
                    total = self.scales[ids] @ self.rows[ids].astype(np.float32)
                    if self.matrix is not None:
                        total = self.matrix @ total
                    out[row] = total / max(float(np.linalg.norm(total)), 1e-12)
        return out


class OnnxEncoder:
    """The transformer without torch: int8 weights run by onnxruntime."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Spinning threads steal time from everybody else on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            str(folder / card["file"]),
            options,
            providers=["CPUExecutionProvider"],
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(card["max_tokens"])
        self.tokenizer.no_padding()

    def __call__(
        self, texts: Sequence[str], *, tokens_per_batch: int = 2048
    ) -> Vectors:
        """Return ``(n, dim) float32``, rows of length 1, in the order of the texts."""
        ids = [
            encoding.ids for encoding in self.tokenizer.encode_batch_fast(list(texts))
        ]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        parts: list[Vectors] = []
        start = 0
        while start < len(order):
            # Batches of equal length need no padding, which int8 ranges would feel.
            width = len(ids[order[start]])
            stop = start + 1
            limit = start + max(1, tokens_per_batch // width)
            while stop < min(limit, len(order)) and len(ids[order[stop]]) <= width + 4:
                stop += 1
            parts.append(self._forward([ids[row] for row in order[start:stop]]))
            start = stop
        return np.concatenate(parts)[np.argsort(order)]

    def _forward(self, ids: list[list[int]]) -> Vectors:
        width = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), width), np.int64)
        mask = np.zeros_like(tokens)
        for number, row in enumerate(ids):
            tokens[number, : len(row)] = row
            mask[number, : len(row)] = 1
        found: NDArray[np.float32] = self.session.run(
            None, {"input_ids": tokens, "attention_mask": mask}
        )[0]
        return found


class PairEncoder:
    """Table and transformer together: their cosines are averaged.

    Both were taught by one teacher and err differently. Side by side, each scaled by
    the root of its share, the product of two vectors is the weighted mean of the two
    cosines; ``combine: "sum"`` adds them instead and keeps the dimension.
    """

    def __init__(self, folder: Path, *, combine: str | None = None) -> None:
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.transformer = OnnxEncoder(folder)
        self.table = StaticEncoder(folder / card["table"])
        self.share = float(card["table_share"])
        self.combine = combine or card["combine"]

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return ``(n, dim) float32``, rows of length 1, in the order of the texts."""
        deep, flat = self.transformer(texts), self.table(texts)
        if self.combine == "sum":
            whole = (1 - self.share) * deep + self.share * flat
        else:
            parts = (np.sqrt(1 - self.share) * deep, np.sqrt(self.share) * flat)
            whole = np.concatenate(parts, axis=1)
        # The table says nothing of a text without tokens: scale again.
        lengths = np.linalg.norm(whole, axis=1, keepdims=True)
        vectors: Vectors = (whole / np.maximum(lengths, 1e-12)).astype(np.float32)
        return vectors


def load_encoder(folder: Path, *, fast: bool) -> Encode:
    """Return the encoder of a model folder.

    Raises:
        FileNotFoundError: if the folder is no model of either kind.
    """
    card = folder / "model.json"
    if card.exists():
        paired = "table" in json.loads(card.read_text(encoding="utf-8"))
        return PairEncoder(folder) if paired else OnnxEncoder(folder)
    if not (folder / "modules.json").exists():
        raise FileNotFoundError(
            f"{folder}: neither modules.json nor model.json is there"
        )
    if fast:
        return StaticEncoder(folder)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, batch_size=64
        )
        return vectors

    return encode
