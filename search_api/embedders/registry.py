"""Model names to models; a model's libraries are imported when it is first asked for.

embedded                           the model in this package, without torch
static:<folder>                    any table of subwords, without torch
sentence-transformers:<name|path>  anything that sentence-transformers loads
<owner>/<name>                     the same, said shortly
"""

from pathlib import Path
from typing import Final

from search_api.errors import EmbedderError
from search_api.ports import Embedder

__all__ = ["EMBEDDED", "embedded_folder", "load_embedder"]

EMBEDDED: Final = "embedded"
_EMBEDDED_MODEL: Final = "gtnum-fr-en-static-v1"


def embedded_folder() -> Path:
    """Return the folder of the model in this package."""
    return Path(__file__).parent.parent / "models" / _EMBEDDED_MODEL


def load_embedder(
    name: str = EMBEDDED,
    *,
    may_download: bool = False,
    revision: str | None = None,
    device: str = "cpu",
) -> Embedder:
    """Load a model by its name in the settings.

    Args:
        name: One of the forms above.
        may_download: Whether a hub model may be fetched.
        revision: Commit of a hub model.
        device: Where torch computes; tables ignore it.

    Raises:
        EmbedderError: If the name has no known form or the model cannot be loaded.
    """
    kind, _, rest = name.partition(":")
    if name == EMBEDDED:
        return _table(embedded_folder(), name)
    if kind == "static" and rest:
        return _table(Path(rest).expanduser(), name)
    if kind == "sentence-transformers" and rest:
        model = rest
    elif "/" in name and ":" not in name:
        model = name
    else:
        raise EmbedderError(
            f"Le modèle « {name} » n’est pas un nom connu.",
            remedy=(
                "Formes possibles : embedded, static:<dossier>, "
                "sentence-transformers:<nom ou dossier>."
            ),
        )
    from search_api.embedders.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(
        str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model,
        name=name,
        may_download=may_download,
        revision=revision,
        device=device,
    )


def _table(folder: Path, name: str) -> Embedder:
    from search_api.embedders.static_table import StaticTableEmbedder

    return StaticTableEmbedder(folder, name=name)
