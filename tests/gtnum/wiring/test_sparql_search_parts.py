"""The searches of open generations: shared, written once, forgotten when closed."""

import tempfile
import threading
from pathlib import Path

import pytest

from graph.errors import QueryFailed, QueryRefused
from graph.sparql.node_vectors import NodeVectors
from graph.sparql.search_block.search_ports import TextQuestion
from gtnum.wiring import sparql_search_parts
from gtnum.wiring.sparql_search_parts import OpenSearches
from ontology.iris import Iris
from search_api.hits import HitSources
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.passage_search import PassageSearch
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

STORE = Path("generations/0001/graph")
RECORDS = [
    record(
        "aeson",
        "Le groupe étudie la sobriété numérique à l’école. Un autre sujet.",
        "La fabrication.",
    ),
    record("rgaa", "La déclaration de conformité."),
]


@pytest.fixture
def search(tmp_path):
    writer = SearchIndexWriter(None, LetterEmbedder())
    for item in RECORDS:
        writer.write(item)
    writer.commit(tmp_path)
    embedder = LetterEmbedder()
    indexes = OpenIndexes(tmp_path, embedder)
    return PassageSearch(
        HitSources.of(MemoryCatalogue(RECORDS)),
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
        sentence_embedder=embedder,
    )


@pytest.fixture
def searches(search):
    made = OpenSearches(Iris())
    made.add(STORE, search)
    yield made
    made.close()


def test_passages_come_with_their_quotation(searches):
    found = searches.find(STORE, TextQuestion("sobriété numérique", limit=1))
    assert [(hit.document, hit.passage) for hit in found] == [("aeson", "aeson.0")]
    assert found[0].quotation == "Le groupe étudie la sobriété numérique à l’école."


def test_a_passage_without_a_whole_sentence_is_quoted_whole(searches):
    found = searches.find(STORE, TextQuestion("fabrication", limit=1))
    assert [hit.quotation for hit in found] == ["La fabrication."]


def test_a_text_that_is_no_question_is_refused(searches):
    with pytest.raises(QueryRefused) as caught:
        searches.find(STORE, TextQuestion(" "))
    assert caught.value.rule == "search_text"


def test_the_table_holds_documents_and_passages_and_is_written_once(searches, search):
    folder = searches.table(STORE)
    assert searches.table(STORE) == folder
    table, iris = NodeVectors(str(folder)), Iris()
    one, other = search.vectors.vectors(["aeson.0", "aeson.1"])
    expected = table.similarity(iris.passage("aeson.0"), iris.passage("aeson.1"))
    assert expected == pytest.approx(float(one @ other), abs=1e-5)
    assert table.similarity(iris.document("rgaa"), iris.passage("rgaa.0")) == (
        pytest.approx(1)
    )


def test_a_generation_that_is_closed_says_so_and_leaves_no_file(searches):
    folder = searches.table(STORE)
    searches.remove(STORE)
    assert not folder.exists()
    with pytest.raises(QueryFailed, match="remplacée"):
        searches.find(STORE, TextQuestion("sobriété"))
    with pytest.raises(QueryFailed):
        searches.table(STORE)


def test_a_search_is_opened_when_it_is_first_needed(search):
    opened = []
    made = OpenSearches(Iris(), lambda store: opened.append(store) or search)
    for _ in range(2):
        made.find(STORE, TextQuestion("sobriété"))
    made.table(STORE)
    made.close()
    assert opened == [STORE]


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which tables are written."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_table_that_cannot_be_written_leaves_no_file(
    searches, temporary, monkeypatch
):
    def full(*_, **__):
        assert list(temporary.iterdir())
        raise OSError("no space left")

    monkeypatch.setattr(sparql_search_parts, "write_table", full)
    with pytest.raises(OSError, match="space"):
        searches.table(STORE)
    # Kept beyond the error: nobody but the code may have tidied up.
    assert not list(temporary.iterdir())


def test_a_table_asked_for_before_its_store_was_removed_is_not_written(
    searches, temporary, monkeypatch
):
    """A query waits for the table of another one while the store is removed."""
    failures, begun, removed = [], threading.Event(), threading.Event()
    write = sparql_search_parts.write_table

    def slow(*arguments, **options):
        begun.set()
        assert removed.wait(100)
        write(*arguments, **options)

    def ask():
        try:
            searches.table(STORE)
        except QueryFailed as failure:
            failures.append(failure)

    def remove():
        searches.forget(STORE)
        removed.set()
        searches.remove(STORE)

    monkeypatch.setattr(sparql_search_parts, "write_table", slow)
    threads = [threading.Thread(target=ask)]
    threads[0].start()
    assert begun.wait(100)
    threads += [threading.Thread(target=ask), threading.Thread(target=remove)]
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert len(failures) == 1
    assert not list(temporary.iterdir())


def test_closing_deletes_also_the_table_of_a_store_that_is_forgotten(
    searches, temporary
):
    searches.table(STORE)
    searches._searches.clear()
    searches.close()
    assert not list(temporary.iterdir())
