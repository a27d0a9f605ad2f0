"""Any model that sentence-transformers loads, from a folder or by its hub name.

Weights are safetensors only and no code of the model's repository ever runs. Nothing
is fetched unless the settings say so.
"""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules

from search_api.embedders.checks import checked
from search_api.embedders.families import Family, family_of
from search_api.errors import EmbedderError
from search_api.ports import Vectors

__all__ = ["SentenceTransformerEmbedder"]


class SentenceTransformerEmbedder:
    """Embeds with torch; calls from several threads run one after the other.

    Args:
        model: Hub name or path of a folder.
        name: As in the settings; ``model`` when None.
        may_download: Whether a model that is not on this machine may be fetched.
        revision: Commit of the hub repository, or None for the default.
        device: Where torch computes, for example ``cpu`` or ``cuda``.
        batch_size: Texts per forward pass.

    Raises:
        EmbedderError: If the model cannot be loaded under these conditions.
    """

    def __init__(
        self,
        model: str,
        *,
        name: str | None = None,
        may_download: bool = False,
        revision: str | None = None,
        device: str = "cpu",
        batch_size: int = 32,
    ) -> None:
        self.name = name or model
        self._family = family_of(model)
        self._batch_size = batch_size
        self._lock = threading.Lock()
        try:
            self._model = _load(
                model,
                self._family,
                local_files_only=not may_download,
                revision=revision,
                device=device,
            )
        except (OSError, ValueError, ImportError, KeyError, RuntimeError) as cause:
            raise _unusable(self.name, cause, may_download) from cause
        longest = self._family.max_tokens
        if longest and (self._model.max_seq_length or longest + 1) > longest:
            self._model.max_seq_length = longest
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EmbedderError(
                f"Le modèle « {self.name} » ne dit pas la taille de ses vecteurs.",
                remedy="Choisissez un autre modèle (GTNUM_EMBEDDER).",
            )
        self.dimension = int(dimension)
        self.fingerprint = _fingerprint(self._model, self._family)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, in order.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
        """
        return self._embed(texts, self._family.passage_prefix, "document")

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per question, in order.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
        """
        return self._embed(texts, self._family.query_prefix, "query")

    def _embed(self, texts: Sequence[str], prefix: str | None, role: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        prompt = prefix
        if prompt is None:
            prompt = (self._model.prompts or {}).get(role) or ""
        with self._lock:
            vectors = self._model.encode(
                list(texts),
                prompt=prompt or None,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return checked(
            np.asarray(vectors, np.float32),
            rows=len(texts),
            dimension=self.dimension,
            name=self.name,
        )


def _load(
    model: str,
    family: Family,
    *,
    local_files_only: bool,
    revision: str | None,
    device: str,
) -> SentenceTransformer:
    options: dict[str, Any] = {
        "device": device,
        "local_files_only": local_files_only,
        "trust_remote_code": False,
    }
    folder = Path(model)
    if folder.is_dir():
        # Pickled weights can run code: look before the library does.
        if not any(folder.rglob("*.safetensors")):
            raise OSError(f"aucun fichier .safetensors dans {folder}")
        if not (folder / "modules.json").exists():
            body = modules.Transformer(str(folder), model_args=_SAFE)
            pooling = modules.Pooling(
                body.get_word_embedding_dimension(), pooling_mode=family.pooling
            )
            return SentenceTransformer(modules=[body, pooling], device=device)
    return SentenceTransformer(
        model, revision=revision, model_kwargs=dict(_SAFE), **options
    )


_SAFE = {"use_safetensors": True}


def _fingerprint(model: SentenceTransformer, family: Family) -> str:
    """Return the SHA-256 of everything that vectors depend on."""
    digest = hashlib.sha256(repr((family.query_prefix, family.passage_prefix)).encode())
    digest.update(repr((model.max_seq_length, sorted(model.prompts.items()))).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        raw = tensor.detach().cpu().contiguous().flatten().view(torch.uint8)
        digest.update(raw.numpy().tobytes())
    return digest.hexdigest()


def _unusable(name: str, cause: Exception, may_download: bool) -> EmbedderError:
    where = "" if may_download else " Le téléchargement n’est pas permis."
    return EmbedderError(
        f"Le modèle « {name} » ne se charge pas : {cause}.{where}",
        remedy=(
            "Donnez le chemin d’un dossier présent sur cette machine, ou permettez "
            "le téléchargement, ou revenez à GTNUM_EMBEDDER=embedded-e5."
        ),
    )
