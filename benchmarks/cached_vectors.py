"""A model whose vectors are kept in a folder, so that a second run need not compute.

One file for each model, ``<name>-<fingerprint>.npz``: a model that changed begins
again. Texts are known by their checksums.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from search_api.ports import Embedder, Vectors

__all__ = ["CachedVectors"]

_QUERY: Final = "query"
_PASSAGE: Final = "passage"


class CachedVectors:
    """An ``Embedder`` that asks another one for each text once.

    Args:
        embedder: Computes what is not kept.
        folder: Where vectors are kept; it is made where it is missing.

    Raises:
        OSError: If the file cannot be read.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.fingerprint = embedder.fingerprint
        folder.mkdir(parents=True, exist_ok=True)
        name = embedder.name.replace("/", "_").replace(":", "_")
        self._path = folder / f"{name}-{embedder.fingerprint[:12]}.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path, allow_pickle=False) as kept:
                self._known = dict(
                    zip(kept["keys"].tolist(), kept["rows"], strict=True)
                )

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
        """
        return self._rows(_PASSAGE, texts, self._embedder.embed_passages)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per question.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
        """
        return self._rows(_QUERY, texts, self._embedder.embed_queries)

    def save(self) -> None:
        """Keep what is known by now.

        Raises:
            OSError: If the disk refuses.
        """
        keys = np.array(list(self._known), dtype=np.str_)
        rows = np.array(list(self._known.values()), dtype=np.float32)
        np.savez(self._path, keys=keys, rows=rows)

    def _rows(
        self,
        kind: str,
        texts: Sequence[str],
        compute: Callable[[Sequence[str]], Vectors],
    ) -> Vectors:
        keys = [_key(kind, text) for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new:
            self._known.update(zip(new, compute(list(new.values())), strict=True))
        rows = [self._known[key] for key in keys]
        return np.array(rows, np.float32).reshape(len(texts), self.dimension)


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind} {text}".encode()).hexdigest()
