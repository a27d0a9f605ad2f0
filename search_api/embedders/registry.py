"""Model names to models; a model's libraries are imported when it is first asked for.

embedded-e5                        multilingual-e5-small, pruned, and table; no torch
embedded                           a transformer of ours and table, no torch
embedded-fast                      the table of this package alone, no torch
static:<folder>                    any table of subwords, no torch
onnx:<folder>                      any folder with model.json, no torch
sentence-transformers:<name|path>  anything that sentence-transformers loads
<owner>/<name>                     the same, said shortly
"""

from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final

from search_api.errors import EmbedderError
from search_api.ports import Embedder, SubwordTable

__all__ = [
    "DEFAULT_EMBEDDER",
    "EMBEDDED",
    "EMBEDDED_E5",
    "EMBEDDED_FAST",
    "embedded_folder",
    "load_embedder",
    "subword_table",
]

EMBEDDED: Final = "embedded"
EMBEDDED_E5: Final = "embedded-e5"
EMBEDDED_FAST: Final = "embedded-fast"
DEFAULT_EMBEDDER: Final = EMBEDDED_E5
"""What the settings ask for where nobody chose."""

_BACKENDS: Final = {
    "static": "search_api.embedders.static_table.shared_table",
    "onnx": "search_api.embedders.onnx_pair.OnnxPairEmbedder",
    "sentence-transformers": (
        "search_api.embedders.sentence_transformer.SentenceTransformerEmbedder"
    ),
}
_FOLDERS: Final = {
    EMBEDDED: "gtnum-fr-en-v1",
    EMBEDDED_E5: "gtnum-e5-fr-en-v1",
    EMBEDDED_FAST: "gtnum-fr-en-static-v1",
}


def embedded_folder(name: str) -> Path:
    """Return the folder of a model in this package.

    Raises:
        KeyError: If the name is that of no embedded model.
    """
    return Path(__file__).parent.parent / "models" / _FOLDERS[name]


def load_embedder(
    name: str = DEFAULT_EMBEDDER,
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
        device: Where torch computes; the others ignore it.

    Raises:
        EmbedderError: If the name has no known form or the model cannot be loaded.
    """
    if name in (EMBEDDED, EMBEDDED_E5):
        return _onnx(embedded_folder(name), name)
    if name == EMBEDDED_FAST:
        return _table(embedded_folder(name), name)
    kind, _, rest = name.partition(":")
    if kind == "static" and rest:
        return _table(Path(rest).expanduser(), name)
    if kind == "onnx" and rest:
        return _onnx(Path(rest).expanduser(), name)
    if kind == "sentence-transformers" and rest:
        model = rest
    elif "/" in name and ":" not in name:
        model = name
    else:
        raise EmbedderError(
            f"Le modèle « {name} » n’est pas un nom connu.",
            remedy=(
                "Formes possibles : embedded-e5, embedded, embedded-fast, "
                "static:<dossier>, onnx:<dossier>, "
                "sentence-transformers:<nom ou dossier>."
            ),
        )
    folder = Path(model).expanduser()
    made: Embedder = resolve_name(_BACKENDS["sentence-transformers"])(
        str(folder) if folder.is_dir() else model,
        name=name,
        may_download=may_download,
        revision=revision,
        device=device,
    )
    return made


def subword_table() -> SubwordTable:
    """Return the table of this package, one for the whole process.

    Raises:
        EmbedderError: If its files are missing or damaged.
    """
    table: SubwordTable = _shared_table(embedded_folder(EMBEDDED_FAST))
    return table


def _table(folder: Path, name: str) -> Embedder:
    # The pair and the second look read the same rows: one copy in memory.
    named: Embedder = _shared_table(folder).named(name)
    return named


def _shared_table(folder: Path) -> Any:  # noqa: ANN401 - embedder and table in one
    return resolve_name(_BACKENDS["static"])(folder.resolve())


def _onnx(folder: Path, name: str) -> Embedder:
    pair: Embedder = resolve_name(_BACKENDS["onnx"])(folder, name=name)
    return pair
