"""The smallest kind of index: one line registers it, and it answers a whole search."""

import pytest

from search_api.errors import IndexMismatch
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchQuery
from search_api.searcher import Searcher
from search_api.vector_indexes import registry
from tests.contracts.plain_numpy import PlainNumpyIndex, PlainNumpyWriter
from tests.contracts.vector_index_contract import RECORDS, VectorIndexContract
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record


@pytest.fixture
def new_writer():
    return PlainNumpyWriter


@pytest.fixture
def open_index():
    return PlainNumpyIndex


class TestPlainNumpyIndex(VectorIndexContract):
    """Every vector in one array, every cosine computed."""


PLACE = ("tests.contracts.plain_numpy", "PlainNumpyIndex", "PlainNumpyWriter")


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(registry.KINDS, "plain-numpy", PLACE)


def written(folder, kind):
    writer = SearchIndexWriter(None, LetterEmbedder(), kind=kind)
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    return OpenIndexes(folder, LetterEmbedder())


def answer(indexes, text):
    searcher = Searcher(
        MemoryCatalogue(RECORDS),
        LetterEmbedder(),
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
    )
    hits = searcher.search(SearchQuery(text)).hits
    return {
        passage.passage.identifier: passage.score
        for hit in hits
        for passage in hit.passages
    }


@pytest.mark.parametrize(
    "question", ["sobriété numérique", "+déclaration", "frugality in schools"]
)
def test_a_whole_search_is_answered_as_by_the_other_kind(tmp_path, question):
    plain = written(tmp_path / "plain", "plain-numpy")
    usual = written(tmp_path / "usual", "faiss-flat")
    assert isinstance(plain.vectors, PlainNumpyIndex)
    found = answer(plain, question)
    assert list(found) == list(answer(usual, question))
    assert found == pytest.approx(answer(usual, question), abs=1e-6)


def test_the_next_generation_is_of_the_same_kind(tmp_path):
    written(tmp_path / "one", "plain-numpy")
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(tmp_path / "one", embedder, kind="plain-numpy")
    writer.write(record("neuf", "un calendrier scolaire"))
    writer.commit(tmp_path / "two")
    assert sum(embedder.batches) == 1
    grown = OpenIndexes(tmp_path / "two", embedder)
    assert grown.manifest.vector_kind == "plain-numpy"
    assert len(grown.vectors) == len(grown.second_look) == 6


def test_another_kind_than_before_is_refused_with_the_remedy(tmp_path):
    written(tmp_path / "one", "plain-numpy")
    with pytest.raises(IndexMismatch, match=r"plain-numpy.*faiss-flat") as refused:
        SearchIndexWriter(tmp_path / "one", LetterEmbedder())
    assert refused.value.remedy == "Lancez `gtnum reindex`."
