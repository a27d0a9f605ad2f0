"""A table of subword vectors without torch: ready in a fraction of a second.

A text is the sum of the rows of its subwords, whitened where the folder holds a matrix
for it, scaled to length 1. The folder is a sentence-transformers model: a
``StaticEmbedding`` with int8 rows and one weight per row, perhaps a ``Dense``, as
``training/`` writes it; sentence-transformers gives the same vectors, only slower.
"""

import copy
import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load
from tokenizers import Tokenizer

from ontology.call_context import checkpoint
from search_api.embedders import whitening
from search_api.embedders.checks import checked
from search_api.errors import EmbedderError
from search_api.matrix_products import product
from search_api.ports import Vectors

__all__ = ["StaticTableEmbedder", "shared_table"]

WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"
_BATCH: Final = 256


class StaticTableEmbedder:
    """Embeds with a table; safe to call from several threads.

    Args:
        folder: Holds ``model.safetensors`` and ``tokenizer.json``.
        name: As in the settings; the name of the folder when None.

    Raises:
        EmbedderError: If a file is missing or is not what it must be.
    """

    def __init__(self, folder: Path, *, name: str | None = None) -> None:
        try:
            weights = (folder / WEIGHTS).read_bytes()
            tokenizer = (folder / TOKENIZER).read_bytes()
            tensors = load(weights)
            dense = folder / whitening.DENSE_FILE
            matrix = dense.read_bytes() if dense.exists() else b""
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except Exception as cause:
            # tokenizers and safetensors raise bare ``Exception`` for damaged files.
            raise _unusable(folder, str(cause)) from cause
        self._rows, self._weights = _table(tensors, folder)
        if self._tokenizer.get_vocab_size() != len(self._rows):
            raise _unusable(
                folder,
                f"{len(self._rows)} vecteurs pour "
                f"{self._tokenizer.get_vocab_size()} sous-mots",
            )
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.name = name or folder.name
        self.dimension = int(self._rows.shape[1])
        self._matrix = self._parsed(matrix, folder) if matrix else None
        self.fingerprint = hashlib.sha256(weights + tokenizer + matrix).hexdigest()
        # Whitening moves texts, not subwords: their numbers and cosines stay.
        self.subword_fingerprint = hashlib.sha256(weights + tokenizer).hexdigest()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; a text without any known subword is all 0.

        Raises:
            EmbedderError: If the table holds numbers that are not finite.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            checkpoint()
            encodings = self._tokenizer.encode_batch_fast(
                list(texts[start : start + _BATCH]), add_special_tokens=False
            )
            for row, encoding in enumerate(encodings, start=start):
                if encoding.ids:
                    ids = np.asarray(encoding.ids)
                    # One product sums the weighted rows without a weighted copy.
                    rows = self._rows[ids].astype(np.float32)
                    vectors[row] = self._weights[ids] @ rows
        return checked(
            whitening.whiten(vectors, self._matrix),
            rows=len(texts),
            dimension=self.dimension,
            name=self.name,
        )

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per question; a table treats them like passages."""
        return self.embed_passages(texts)

    def named(self, name: str) -> "StaticTableEmbedder":
        """Return the same table under another name; the rows are shared."""
        other = copy.copy(self)
        other.name = name
        return other

    def _parsed(self, matrix: bytes, folder: Path) -> NDArray[np.float32]:
        try:
            return whitening.parse(matrix, dimension=self.dimension)
        except (ValueError, SafetensorError) as cause:
            raise _unusable(folder, str(cause)) from cause

    def __len__(self) -> int:
        """Return the number of subwords."""
        return len(self._rows)

    def subwords(self, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
        """Return the distinct subwords of each text, in order of their numbers."""
        found: list[NDArray[np.uint16]] = []
        for start in range(0, len(texts), _BATCH):
            checkpoint()
            encodings = self._tokenizer.encode_batch_fast(
                list(texts[start : start + _BATCH]), add_special_tokens=False
            )
            found += [np.unique(np.array(e.ids, np.uint16)) for e in encodings]
        return found

    @cached_property
    def _shortening(self) -> NDArray[np.float32]:
        """What brings each row to length 1."""
        lengths = np.maximum(_lengths(self._rows), 1e-12)
        return (1 / lengths).astype(np.float32)

    def cosines(self, left: NDArray[np.uint16], right: NDArray[np.uint16]) -> Vectors:
        """Return ``(len(left), len(right))`` cosines between subwords, 0 if empty.

        Args:
            left: Subwords, at least one.
            right: Subwords, at least one.
        """
        # Row weights stand for importance, not for direction: they play no part.
        found = product(
            self._rows[left].astype(np.float32), self._rows[right].astype(np.float32)
        )
        found *= self._shortening[left][:, None]
        found *= self._shortening[right]
        return found


@lru_cache(maxsize=2)
def shared_table(folder: Path) -> StaticTableEmbedder:
    """Return the table of a folder, read once for the whole process.

    Raises:
        EmbedderError: If a file is missing or is not what it must be.
    """
    return StaticTableEmbedder(folder)


def _table(
    tensors: dict[str, np.ndarray], folder: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Return ``(tokens, dimension)`` rows and ``(tokens,) float32`` weights.

    Raises:
        EmbedderError: If the tensors are not those of a table.
    """
    rows = tensors.get("embeddings", tensors.get("embedding.weight"))
    if rows is None or rows.ndim != 2 or not rows.size:
        raise _unusable(folder, f"pas de table « embeddings » dans {WEIGHTS}")
    weights = tensors.get("weights", np.ones(len(rows), np.float32))
    if weights.shape != (len(rows),):
        raise _unusable(folder, f"{weights.shape} poids pour {len(rows)} vecteurs")
    return rows, weights.astype(np.float32)


def _lengths(rows: np.ndarray) -> NDArray[np.float32]:
    """Return ``(len(rows),) float32`` lengths, block by block to spare memory."""
    found = np.zeros(len(rows), np.float32)
    for start in range(0, len(rows), 4_096):
        block = rows[start : start + 4_096].astype(np.float32)
        found[start : start + 4_096] = np.sqrt(np.einsum("ij,ij->i", block, block))
    return found


def _unusable(folder: Path, reason: str) -> EmbedderError:
    return EmbedderError(
        f"Le dossier {folder} ne contient pas de table lisible : {reason}.",
        remedy="Vérifiez GTNUM_EMBEDDER ou réinstallez gtnum.",
    )
