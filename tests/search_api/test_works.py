"""Search and related work answer with works: each once, the official one first."""

import pytest

from graph.ports import DocumentFilter
from ontology.model import Work
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchQuery
from search_api.related_work.finder import Related
from search_api.searcher import Searcher
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

TEXT = "La sobriété numérique à l’école, étudiée dans trois académies."
RECORDS = [
    record("copie-a", TEXT, "Un passage de plus sur la sobriété."),
    record("officiel", TEXT),
    record("copie-b", TEXT, language="en"),
    record("voisin", "La sobriété numérique, dans un autre contexte."),
    *[record(f"note-{n}", f"La sobriété, note {n}.") for n in range(4)],
]
WORK = Work("officiel", ("officiel", "copie-b", "copie-a"), ())


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    embedder = LetterEmbedder()
    folder = tmp_path_factory.mktemp("generation")
    writer = SearchIndexWriter(None, embedder)
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    indexes = OpenIndexes(folder, embedder)
    catalogue = MemoryCatalogue(RECORDS)
    catalogue.works.append(WORK)
    ports = {"vectors": indexes.vectors, "words": indexes.words, "generation": "1"}
    searcher = Searcher(catalogue, embedder, second_look=indexes.second_look, **ports)
    return searcher, Related(catalogue, embedder, **ports)


def names(results):
    return [hit.document.identifier for hit in results.hits]


def test_a_work_is_one_hit_the_official_manifestation(parts):
    searcher, _ = parts
    results = searcher.search(SearchQuery("sobriété numérique école"))
    assert names(results).count("officiel") == 1
    assert not {"copie-a", "copie-b"} & set(names(results))
    (hit,) = (h for h in results.hits if h.document.identifier == "officiel")
    assert [copy.identifier for copy in hit.copies] == ["copie-b", "copie-a"]
    assert all(found.passage.document == "officiel" for found in hit.passages)
    assert results.total + results.further_total == len(RECORDS) - 2
    others = [h for h in results.hits if h.document.identifier != "officiel"]
    assert not any(hit.copies for hit in others)


def test_pages_of_works_join_without_gap_or_double(parts):
    searcher, _ = parts
    found, cursor = [], None
    while True:
        results = searcher.search(SearchQuery("sobriété", limit=2, cursor=cursor))
        assert results.total + results.further_total == len(RECORDS) - 2
        found += names(results)
        cursor = results.next_cursor
        if cursor is None:
            break
    assert sorted(found) == sorted({*found})
    assert len(found) == len(RECORDS) - 2


def test_a_filter_that_leaves_the_official_one_out_shows_the_next(parts):
    searcher, _ = parts
    english = DocumentFilter(languages=("en",))
    results = searcher.search(SearchQuery("sobriété numérique", restriction=english))
    assert names(results) == ["copie-b"]
    assert [copy.identifier for copy in results.hits[0].copies] == [
        "officiel",
        "copie-a",
    ]


def test_related_work_names_a_work_once(parts):
    _, related = parts
    found = related.find(record("brouillon", TEXT)).documents
    identifiers = [one.document.identifier for one in found]
    assert identifiers[0] == "officiel"
    assert not {"copie-a", "copie-b"} & set(identifiers)
    assert [copy.identifier for copy in found[0].copies] == ["copie-b", "copie-a"]


def test_leaving_a_document_out_leaves_its_copies_out(parts):
    _, related = parts
    found = related.find(record("brouillon", TEXT), exclude=["copie-a"]).documents
    identifiers = {one.document.identifier for one in found}
    assert not identifiers & {"officiel", "copie-a", "copie-b"}
    assert "voisin" in identifiers
