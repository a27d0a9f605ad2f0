"""Passages are found across documents, with the scores of the searcher."""

import pytest

from graph.ports import DocumentFilter
from search_api.errors import BadQuestion, IndexMismatch
from search_api.hits import HitSources
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.passage_search import PassageSearch
from search_api.query import SearchMode, SearchQuery
from search_api.searcher import Searcher
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

RECORDS = [
    record(
        "aeson",
        "Il y a des écoles. Le groupe étudie la sobriété numérique à l’école. Voilà.",
        "La sobriété numérique commence par la fabrication des équipements.",
        title="Sobriété",
    ),
    record("rgaa", "La déclaration de conformité porte sur l’accessibilité."),
    *[record(f"note-{n:02}", f"La note {n} parle de numérique.") for n in range(25)],
]


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generation")
    writer = SearchIndexWriter(None, LetterEmbedder())
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    embedder = LetterEmbedder()
    indexes = OpenIndexes(folder, embedder)
    return {
        "sources": HitSources.of(MemoryCatalogue(RECORDS)),
        "embedder": embedder,
        "vectors": indexes.vectors,
        "words": indexes.words,
        "second_look": indexes.second_look,
        "generation": "0001",
    }


@pytest.fixture(scope="module")
def search(parts):
    return PassageSearch(**parts, sentence_embedder=parts["embedder"])


def test_passages_come_best_first_with_their_best_sentence(search):
    hits = search.find(SearchQuery("sobriété numérique", limit=5))
    assert {hit.passage.identifier for hit in hits[:2]} == {"aeson.0", "aeson.1"}
    assert [hit.score for hit in hits] == sorted((h.score for h in hits), reverse=True)
    first = next(hit for hit in hits if hit.passage.identifier == "aeson.0")
    start, end = first.best_sentence
    assert first.passage.text[start:end].startswith("Le groupe étudie la sobriété")


@pytest.mark.parametrize("mode", SearchMode)
def test_scores_are_those_of_the_searcher(search, parts, mode):
    query = SearchQuery("sobriété numérique", limit=100, mode=mode)
    expected = {
        hit.passage.identifier: hit.score
        for document in Searcher(search.catalogue, **parts).search(query).hits
        for hit in document.passages
    }
    found = {hit.passage.identifier: hit.score for hit in search.find(query)}
    assert found == pytest.approx(expected)


def test_limit_threshold_and_filter_hold(search):
    assert len(search.find(SearchQuery("numérique", limit=7))) == 7
    scores = [h.score for h in search.find(SearchQuery("sobriété", limit=50))]
    kept = search.find(SearchQuery("sobriété", limit=50), threshold=scores[1])
    assert [h.score for h in kept] == [s for s in scores if s >= scores[1]]
    english = SearchQuery("numérique", restriction=DocumentFilter(languages=("en",)))
    assert search.find(english) == []


def test_a_text_without_words_is_refused(search):
    with pytest.raises(BadQuestion):
        search.find(SearchQuery("   "))


def test_an_index_ahead_of_the_graph_is_an_error(parts):
    other = {**parts, "sources": HitSources.of(MemoryCatalogue(RECORDS[1:]))}
    search = PassageSearch(**other, sentence_embedder=parts["embedder"])
    with pytest.raises(IndexMismatch, match="reindex"):
        search.find(SearchQuery("sobriété"))
