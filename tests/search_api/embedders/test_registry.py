"""Names choose models, libraries load on first use, wrong names say what is right."""

import subprocess
import sys

import pytest

from gtnum.settings import Settings
from search_api.embedders.registry import (
    DEFAULT_EMBEDDER,
    embedded_folder,
    load_embedder,
)
from search_api.errors import EmbedderError


def test_the_settings_ask_for_the_default_model():
    assert Settings.model_fields["embedder"].default == DEFAULT_EMBEDDER


@pytest.mark.parametrize(
    "name", ["", "nothing", "static:", "onnx:", "ftp://x/y", "a:b/c"]
)
def test_unknown_name_lists_the_forms(name):
    with pytest.raises(EmbedderError, match="embedded-fast"):
        load_embedder(name)


def test_embedded_models_load_without_torch():
    code = (
        "import sys; from search_api.embedders.registry import load_embedder as l\n"
        "assert l('embedded').embed_queries(['x']).shape == (1, 768)\n"
        "assert l('embedded-e5').embed_queries(['x']).shape == (1, 768)\n"
        "assert l('embedded-fast').embed_queries(['x']).shape == (1, 384)\n"
        "assert not {'torch', 'transformers', 'faiss', 'tantivy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=500)


def test_name_is_kept_for_manifests():
    folder = embedded_folder("embedded-fast")
    assert load_embedder(f"static:{folder}").name == f"static:{folder}"
    same = load_embedder("embedded-fast")
    assert load_embedder(f"static:{folder}").fingerprint == same.fingerprint


@pytest.mark.parametrize("kind", ["static", "onnx"])
def test_empty_folder_is_refused(kind, tmp_path):
    with pytest.raises(EmbedderError, match=str(tmp_path)):
        load_embedder(f"{kind}:{tmp_path}")
