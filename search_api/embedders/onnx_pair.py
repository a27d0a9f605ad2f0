"""A small transformer in int8 run by onnxruntime, alone or paired with a table.

``model.json`` says what the folder holds. A pair sets both vectors side by side, each
scaled by the root of its share, so that the product of two such vectors is the weighted
mean of the two cosines: they were taught alike and err differently. Prefixes that a
model was taught with stand in the same file, so that the fingerprint knows of them.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ontology.call_context import current_call
from search_api.embedders.checks import checked
from search_api.embedders.static_table import StaticTableEmbedder, shared_table
from search_api.embedders.token_windows import TokenWindows, mean_of
from search_api.errors import EmbedderError
from search_api.ports import Vectors

__all__ = ["CARD", "OnnxPairEmbedder"]

CARD: Final = "model.json"
T = TypeVar("T")
_PROVIDERS: Final = ["CPUExecutionProvider"]


@dataclass(frozen=True, slots=True)
class _Card:
    """What ``model.json`` says.

    Attributes:
        file: Name of the ONNX file.
        dimension: Of the whole vector.
        max_tokens: Longest input of the transformer.
        long_texts: ``cut`` after so many tokens, or read in ``windows``.
        query_prefix: Put before questions.
        passage_prefix: Put before passages.
        table: Path of the table folder from here, or None.
        table_share: Weight of the table's cosine, from 0 to 1.
    """

    file: str
    dimension: int
    max_tokens: int
    long_texts: str = "cut"
    query_prefix: str = ""
    passage_prefix: str = ""
    table: str | None = None
    table_share: float = 0.5


class OnnxPairEmbedder:
    """Embeds without torch; safe to call from several threads.

    Args:
        folder: Holds ``model.json``, the ONNX file and ``tokenizer.json``.
        name: As in the settings; the name of the folder when None.
        threads: Texts computed at the same time.

    Raises:
        EmbedderError: If a file is missing or is not what it must be.
    """

    def __init__(
        self, folder: Path, *, name: str | None = None, threads: int = 2
    ) -> None:
        self._card = _read_card(folder)
        self.name = name or folder.name
        self.dimension = self._card.dimension
        self._threads = max(1, threads)
        try:
            weights = (folder / self._card.file).read_bytes()
            tokenizer = (folder / "tokenizer.json").read_bytes()
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
            self._session = onnxruntime.InferenceSession(
                weights, _options(), providers=_PROVIDERS
            )
        except Exception as cause:
            # tokenizers and onnxruntime raise bare ``Exception`` for damaged files.
            raise _unusable(folder, str(cause)) from cause
        self._windows: TokenWindows | None = None
        if self._card.long_texts == "windows":
            self._tokenizer.no_truncation()
            self._windows = TokenWindows(self._tokenizer, self._card.max_tokens)
        else:
            self._tokenizer.enable_truncation(self._card.max_tokens)
        self._tokenizer.no_padding()
        digest = hashlib.sha256(weights + tokenizer)
        digest.update((folder / CARD).read_bytes())
        self.table: StaticTableEmbedder | None = None
        if self._card.table is not None:
            self.table = shared_table((folder / self._card.table).resolve())
            digest.update(self.table.fingerprint.encode())
        of_table = self.table.dimension if self.table is not None else 0
        self._width = self.dimension - of_table
        self.fingerprint = digest.hexdigest()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, in order.

        A text always gets the same vector, whatever else is asked with it.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
        """
        return self._embed(texts, self._card.passage_prefix)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per question, in order.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
            CallCancelled: If nobody waits for them any more.
        """
        return self._embed(texts, self._card.query_prefix)

    def _embed(self, texts: Sequence[str], prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._transform(texts, prefix)
        if self.table is not None:
            share = self._card.table_share
            flat = self.table.embed_passages(texts)
            parts = (np.sqrt(1 - share) * vectors, np.sqrt(share) * flat)
            vectors = np.concatenate(parts, axis=1)
            # One of them may say nothing of a text without tokens: scale again.
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            vectors = vectors / np.maximum(lengths, 1e-12)
        return checked(
            vectors.astype(np.float32),
            rows=len(texts),
            dimension=self.dimension,
            name=self.name,
        )

    def _transform(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        if self._windows is None:
            said = [prefix + text for text in texts]
            ids = [e.ids for e in self._tokenizer.encode_batch_fast(said)]
            return np.concatenate(self._all(self._forward, ids))
        read = partial(self._read, windows=self._windows, prefix=prefix)
        return np.concatenate(self._all(read, texts))

    def _all(
        self, compute: Callable[[T], NDArray[np.float32]], items: Sequence[T]
    ) -> list[NDArray[np.float32]]:
        call = current_call()  # the threads of a pool know of none

        def wanted(item: T) -> NDArray[np.float32]:
            call.check()
            return compute(item)

        if len(items) == 1 or self._threads == 1:
            return [wanted(item) for item in items]
        with ThreadPoolExecutor(min(self._threads, len(items))) as pool:
            return list(pool.map(wanted, items))

    def _read(
        self, text: str, *, windows: TokenWindows, prefix: str
    ) -> NDArray[np.float32]:
        """Return one row: the mean of the windows, or zeros where there is none."""
        found = windows.of(text, prefix)
        if not found:
            return np.zeros((1, self._width), np.float32)
        vectors = [self._forward(window.tokens)[0] for window in found]
        return mean_of(vectors, [window.weight for window in found])[np.newaxis]

    def _forward(self, ids: list[int]) -> NDArray[np.float32]:
        # One text at a time: int8 ranges are found per call, so a neighbour in a batch
        # would change the vector. It is not slower on a processor.
        tokens = np.asarray([ids], np.int64)
        found: list[NDArray[np.float32]] = self._session.run(
            None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        )
        return found[0]


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Spinning threads steal time from everybody else on a busy machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _read_card(folder: Path) -> _Card:
    try:
        content = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if content.get("combine", "concatenation") != "concatenation":
            raise _unusable(folder, f"« combine » vaut {content['combine']}")
        if content.get("long_texts", "cut") not in ("cut", "windows"):
            raise _unusable(folder, f"« long_texts » vaut {content['long_texts']}")
        fields = {name: content[name] for name in _Card.__slots__ if name in content}
        return _Card(**fields)
    except (OSError, ValueError, TypeError, AttributeError) as cause:
        raise _unusable(folder, str(cause)) from cause


def _unusable(folder: Path, reason: str) -> EmbedderError:
    return EmbedderError(
        f"Le dossier {folder} ne contient pas de modèle ONNX lisible : {reason}.",
        remedy="Vérifiez GTNUM_EMBEDDER ou réinstallez gtnum.",
    )
