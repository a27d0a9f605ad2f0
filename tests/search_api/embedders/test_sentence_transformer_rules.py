"""Rules around sentence-transformers, with stand-ins for the libraries it needs."""

import importlib
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from search_api.errors import EmbedderError

MODULE = "search_api.embedders.sentence_transformer"


class Weights:
    """Part of a tensor: its bytes."""

    def __init__(self, content):
        self._content = content

    def _same(self, *_):
        return self

    detach = cpu = contiguous = flatten = view = numpy = _same

    def tobytes(self):
        return self._content


class Model:
    """Part of a ``SentenceTransformer``: keeps how it was made and asked."""

    made = None
    max_seq_length = None
    dimension = 2
    prompts = {"query": "Q: "}  # noqa: RUF012 - as the library has it
    weights = b"w"
    failure = None

    def __init__(self, model=None, **options):
        if self.failure is not None:
            raise self.failure
        type(self).made = (model, options)
        self.asked = []

    def get_embedding_dimension(self):
        return self.dimension

    def state_dict(self):
        return {"weights": Weights(self.weights)}

    def encode(self, texts, **options):
        self.asked.append((texts, options))
        type(self).last = (texts, options)
        return np.tile([0.6, 0.8], (len(texts), 1))


@pytest.fixture
def library(monkeypatch):
    """Return the class of models and the embedder over stand-ins."""

    class Own(Model):
        """Changed by one test only."""

    torch = ModuleType("torch")
    torch.uint8 = "uint8"
    whole = ModuleType("sentence_transformers")
    whole.SentenceTransformer = Own
    inner = ModuleType("sentence_transformers.sentence_transformer")
    inner.modules = SimpleNamespace(
        Transformer=lambda path, model_args: SimpleNamespace(
            path=path, args=model_args, get_word_embedding_dimension=lambda: 2
        ),
        Pooling=lambda size, pooling_mode: (size, pooling_mode),
    )
    for module in (torch, whole, inner):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    embedder = importlib.import_module(MODULE).SentenceTransformerEmbedder
    yield SimpleNamespace(model=Own, embedder=embedder)
    sys.modules.pop(MODULE, None)


def test_nothing_is_fetched_and_no_code_runs_unless_allowed(library):
    library.embedder("org/model")
    assert library.model.made == (
        "org/model",
        {
            "revision": None,
            "model_kwargs": {"use_safetensors": True},
            "device": "cpu",
            "local_files_only": True,
            "trust_remote_code": False,
        },
    )
    library.embedder("org/model", may_download=True, revision="abc", device="cuda")
    options = library.model.made[1]
    assert (options["local_files_only"], options["revision"]) == (False, "abc")
    assert (options["device"], options["trust_remote_code"]) == ("cuda", False)


def test_a_model_is_named_as_asked_or_as_it_is_called(library):
    assert library.embedder("org/model").name == "org/model"
    assert library.embedder("org/model", name="mien").name == "mien"


@pytest.mark.parametrize(
    ("may_download", "words"), [(False, "n’est pas permis"), (True, r"absent\. Donnez")]
)
def test_a_model_that_does_not_load_is_told(library, may_download, words):
    library.model.failure = OSError("absent")
    with pytest.raises(EmbedderError, match=words):
        library.embedder("org/model", may_download=may_download)


@pytest.mark.parametrize(
    ("model", "own", "longest"),
    [
        ("org/model", 9_000, 9_000),
        ("org/multilingual-e5-small", 512, 512),
        ("org/multilingual-e5-small", 513, 512),
        ("org/multilingual-e5-small", 128, 128),
        ("org/multilingual-e5-small", None, 512),
    ],
)
def test_the_longest_input_is_that_of_the_family_at_most(library, model, own, longest):
    library.model.max_seq_length = own
    seen = []
    library.model.get_embedding_dimension = lambda made: (
        seen.append(made.max_seq_length) or 2
    )
    library.embedder(model)
    assert seen == [longest]


@pytest.mark.parametrize("dimension", [None, 0])
def test_a_model_without_a_dimension_is_refused(library, dimension):
    library.model.dimension = dimension
    with pytest.raises(EmbedderError, match="taille de ses vecteurs"):
        library.embedder("org/model")


@pytest.mark.parametrize(
    ("model", "passage", "question"),
    [
        ("org/model", None, "Q: "),
        ("org/multilingual-e5-small", "passage: ", "query: "),
        ("org/bge-m3", None, None),
    ],
)
def test_prompts_are_those_of_the_family_or_of_the_model(
    library, model, passage, question
):
    embedder = library.embedder(model)
    embedder.embed_passages(["a"])
    texts, options = library.model.last
    assert (texts, options["prompt"], options["batch_size"]) == (["a"], passage, 32)
    assert options["normalize_embeddings"] is True
    assert options["convert_to_numpy"] is True
    assert options["show_progress_bar"] is False
    embedder.embed_queries(["a"])
    assert library.model.last[1]["prompt"] == question


def test_no_text_asks_no_model(library):
    embedder = library.embedder("org/model", batch_size=7)
    assert embedder.embed_passages([]).shape == (0, 2)
    assert not hasattr(library.model, "last")
    assert embedder.embed_passages(["a", "b"]).shape == (2, 2)
    assert library.model.last[1]["batch_size"] == 7


def test_vectors_that_do_not_fit_are_refused(library):
    embedder = library.embedder("org/model")
    library.model.encode = lambda *_, **__: np.ones((1, 3))
    with pytest.raises(EmbedderError, match="au lieu de"):
        embedder.embed_passages(["a"])


def test_a_fingerprint_changes_with_weights_prompts_and_length(library):
    found = [library.embedder("org/model").fingerprint]
    assert library.embedder("org/autre").fingerprint == found[0]
    found.append(library.embedder("org/multilingual-e5-small").fingerprint)
    for name, value in (("weights", b"x"), ("max_seq_length", 3), ("prompts", {})):
        setattr(library.model, name, value)
        found.append(library.embedder("org/model").fingerprint)
    assert len(set(found)) == 5


def test_a_folder_needs_safe_weights(library, tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(EmbedderError, match="safetensors"):
        library.embedder(str(tmp_path))


def test_a_folder_that_says_how_it_pools_is_loaded_whole(library, tmp_path):
    (tmp_path / "model.safetensors").touch()
    (tmp_path / "modules.json").touch()
    library.embedder(str(tmp_path))
    assert library.model.made[0] == str(tmp_path)


@pytest.mark.parametrize(("name", "pooling"), [("plain", "mean"), ("bge-m3", "cls")])
def test_a_bare_transformer_is_pooled_as_its_family(library, tmp_path, name, pooling):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "model.safetensors").touch()
    library.embedder(str(folder))
    body, pooled = library.model.made[1]["modules"]
    assert (body.path, body.args) == (str(folder), {"use_safetensors": True})
    assert pooled == (2, pooling)
    assert library.model.made[1]["device"] == "cpu"
