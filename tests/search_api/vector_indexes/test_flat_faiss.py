"""FAISS keeps the contract, compresses above a size, and refuses damaged files."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from search_api.errors import EmbedderError, IndexMismatch
from search_api.vector_indexes import coarse_rows, flat_faiss, flat_faiss_writer
from search_api.vector_indexes.flat_faiss import FlatFaissIndex
from search_api.vector_indexes.flat_faiss_writer import FlatFaissWriter
from tests.contracts.vector_index_contract import RECORDS, VectorIndexContract
from tests.search_api.fakes import LetterEmbedder, record


@pytest.fixture
def new_writer():
    return lambda embedder, previous: FlatFaissWriter(embedder, previous, batch_size=2)


@pytest.fixture
def open_index():
    return FlatFaissIndex


class TestFlatFaissIndex(VectorIndexContract):
    """Float32 rows."""


class TestCompressedIndex(VectorIndexContract):
    """Half-precision rows, as above 50,000 passages."""

    @pytest.fixture(autouse=True)
    def compressed(self, monkeypatch):
        monkeypatch.setattr(flat_faiss, "COMPRESS_ABOVE", 0)


class TestCoarseIndex(VectorIndexContract):
    """A short copy scanned first, as above 20,000 passages."""

    @pytest.fixture(autouse=True)
    def coarse(self, monkeypatch):
        monkeypatch.setattr(flat_faiss_writer, "COARSE_ABOVE", 0)


def test_coarse_look_finds_what_an_exact_one_finds(tmp_path, monkeypatch):
    class Noise(LetterEmbedder):
        def embed_passages(self, texts):
            drawn = np.random.default_rng(5).normal(size=(len(texts), 64))
            drawn *= np.linspace(1, 0.05, 64)
            return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype("f")

    texts = [f"passage {n}" for n in range(3_000)]
    found = {}
    for above in (0, 10_000):
        monkeypatch.setattr(flat_faiss_writer, "COARSE_ABOVE", above)
        monkeypatch.setattr(coarse_rows, "DIRECTIONS", 32)
        writer = FlatFaissWriter(Noise(), batch_size=3_000)
        whole = record("d", *texts)
        writer.add(whole.document, whole.passages)
        writer.commit(tmp_path / str(above))
        index = FlatFaissIndex(tmp_path / str(above))
        vector = index.vectors(["d.7"])
        found[above] = [hit.passage for hit in index.search(vector, 10)]
    assert found[0] == found[10_000]


def built(folder):
    writer = FlatFaissWriter(LetterEmbedder())
    for item in RECORDS:
        writer.add(item.document, item.passages)
    writer.commit(folder)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        *("index.faiss", "rows.npy", "keys.npy", "mean.npy", "documents.json"),
    ],
)
def test_missing_or_cut_file_is_a_mismatch(tmp_path, name):
    path = built(tmp_path) / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        FlatFaissIndex(tmp_path)
    path.unlink()
    with pytest.raises(IndexMismatch, match="gtnum reindex"):
        FlatFaissIndex(tmp_path)


def test_pickled_rows_are_never_loaded(tmp_path):
    rows = np.array([{"code": "runs"}], dtype=object)
    np.save(built(tmp_path) / "rows.npy", rows, allow_pickle=True)
    with pytest.raises(IndexMismatch, match="pickle"):
        FlatFaissIndex(tmp_path)


def test_vectors_that_are_not_numbers_are_refused():
    class Broken(LetterEmbedder):
        def embed_passages(self, texts):
            return super().embed_passages(texts) * np.nan

    writer = FlatFaissWriter(Broken(), batch_size=1)
    with pytest.raises(EmbedderError, match="aeson"):
        writer.add(RECORDS[0].document, RECORDS[0].passages)


def test_batches_span_documents(tmp_path):
    embedder = LetterEmbedder()
    writer = FlatFaissWriter(embedder, batch_size=3)
    for item in RECORDS:
        writer.add(item.document, item.passages)
    writer.commit(tmp_path)
    assert embedder.batches == [3, 2]


def test_other_dimension_than_before_is_a_mismatch(tmp_path):
    class Wide(LetterEmbedder):
        dimension = 128

    with pytest.raises(IndexMismatch, match="64 dimensions"):
        FlatFaissWriter(Wide(), built(tmp_path))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("keys.npy", np.zeros(1, np.uint64)),
        ("mean.npy", np.zeros((64, 1), np.float32)),
        ("mean.npy", np.zeros(63, np.float32)),
    ],
)
def test_files_that_do_not_go_together_are_a_mismatch(tmp_path, name, array):
    np.save(built(tmp_path) / name, array)
    with pytest.raises(IndexMismatch, match=r"ne vont pas ensemble|dimensions"):
        FlatFaissIndex(tmp_path)


def test_vectors_of_another_number_are_a_mismatch(tmp_path):
    built(tmp_path / "whole")
    writer = FlatFaissWriter(LetterEmbedder())
    writer.add(RECORDS[0].document, RECORDS[0].passages)
    writer.commit(tmp_path / "part")
    part = (tmp_path / "part" / "index.faiss").read_bytes()
    (tmp_path / "whole" / "index.faiss").write_bytes(part)
    with pytest.raises(IndexMismatch, match=r"\d vecteurs, \d rangs"):
        FlatFaissIndex(tmp_path / "whole")


def test_vectors_are_halved_above_fifty_thousand_passages():
    assert flat_faiss.COMPRESS_ABOVE == 50_000
    whole, half = (flat_faiss.new_index(4, n) for n in (50_000, 50_001))
    assert isinstance(whole, faiss.IndexFlat)
    assert isinstance(half, faiss.IndexScalarQuantizer)
    assert (whole.d, half.d) == (4, 4)


def test_as_many_are_found_as_there_are(tmp_path):
    index = FlatFaissIndex(built(tmp_path))
    vector = index.vectors(["aeson.0"])
    assert len(index.search(vector, 1)) == 1
    assert len(index.search(vector, 1_000)) == len(index)
    assert index.search(vector, 0) == []
    assert index.search(vector, 1)[0].passage == "aeson.0"
    assert index.vectors([]).shape == (0, index.dimension)


def test_served_vectors_stay_on_disk(tmp_path):
    """The file is mapped: processes share it, and nothing is copied at opening."""
    path = built(tmp_path) / "index.faiss"
    index = FlatFaissIndex(tmp_path)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("no list of maps on this system")
    assert str(path) in maps.read_text("utf-8")
    index.close()
    assert str(path) not in maps.read_text("utf-8")
    assert index.search(np.ones(64, np.float32), 3) == []


@pytest.mark.parametrize("end", ["commit", "discard"])
def test_a_writer_that_is_done_lets_the_previous_vectors_go(tmp_path, end):
    """Two generations of a large library are not mapped at the same time."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("no list of maps on this system")
    before = built(tmp_path / "one") / "index.faiss"
    writer = FlatFaissWriter(LetterEmbedder(), tmp_path / "one")
    assert str(before) in maps.read_text("utf-8")
    writer.commit(tmp_path / "two") if end == "commit" else writer.discard()
    assert str(before) not in maps.read_text("utf-8")


def test_vectors_wait_in_the_workspace_not_in_memory(tmp_path):
    """A workspace that is missing is the disk's refusal, as the index tells it."""
    writer = FlatFaissWriter(
        LetterEmbedder(), batch_size=1, workspace=tmp_path / "missing"
    )
    with pytest.raises(FileNotFoundError):
        writer.add(RECORDS[0].document, RECORDS[0].passages)
    writer.discard()
