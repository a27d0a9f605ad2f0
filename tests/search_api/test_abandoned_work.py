"""Work whose caller has gone stops at the next stage, whichever stage it is in."""

from dataclasses import replace

import pytest

from ontology.call_context import CallCancelled, CallContext, CancelReason, serving
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchQuery
from search_api.related_work.finder import Related
from search_api.searcher import Searcher
from search_api.turns import SEARCHES
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

RECORDS = [record(f"note-{n}", f"La note {n} parle de numérique.") for n in range(3)]
DRAFT = record("draft", "La sobriété numérique.", "La fabrication des équipements.")


class Leaving:
    """Passes on to another object; its caller hangs up during one of the methods.

    Attributes:
        asked: Methods, in the order in which they were called.
    """

    def __init__(self, other, method, call):
        self._other, self._method, self._call = other, method, call
        self.asked = []

    def __len__(self):
        return len(self._other)

    def __getattr__(self, name):
        found = getattr(self._other, name)
        if not callable(found):
            return found

        def passed_on(*arguments, **options):
            self.asked.append(name)
            if name == self._method:
                self._call.cancel(CancelReason.CLIENT_GONE)
            return found(*arguments, **options)

        return passed_on


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("abandoned")
    writer = SearchIndexWriter(None, LetterEmbedder())
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    opened = OpenIndexes(folder, LetterEmbedder())
    yield opened
    opened.close()


@pytest.fixture
def call():
    return CallContext("somebody")


def parts(indexes, **leaving):
    found = {
        "catalogue": MemoryCatalogue(RECORDS),
        "embedder": LetterEmbedder(),
        "vectors": indexes.vectors,
        "words": indexes.words,
        "generation": "0001",
        **leaving,
    }
    return found.pop("catalogue"), found.pop("embedder"), found


@pytest.mark.parametrize(
    ("part", "method", "never"),
    [
        ("embedder", "embed_queries", ("words", "search")),
        ("words", "search", ("vectors", "search")),
        ("vectors", "search", ("vectors", "similarities")),
        ("catalogue", "passages", ("catalogue", "facets")),
    ],
)
def test_a_search_stops_between_its_stages(indexes, call, part, method, never):
    whole = {
        "catalogue": MemoryCatalogue(RECORDS),
        "embedder": LetterEmbedder(),
        "vectors": indexes.vectors,
        "words": indexes.words,
    }
    watched = {
        name: Leaving(each, method if name == part else "", call)
        for name, each in whole.items()
    }
    catalogue, embedder, rest = parts(indexes, **watched)
    searcher = Searcher(catalogue, embedder, **rest)
    query = SearchQuery("numérique", with_facets=True)
    with serving(call), pytest.raises(CallCancelled):
        searcher.search(query)
    where, what = never
    assert watched[part].asked.count(method) == 1
    assert what not in watched[where].asked
    with SEARCHES.turn(), SEARCHES.turn():
        pass  # no turn was lost
    assert searcher.search(replace(query, limit=1)).total == 3


def test_a_draft_stops_before_its_next_passage(indexes, call):
    words = Leaving(indexes.words, "search", call)
    catalogue, embedder, rest = parts(indexes, words=words)
    related = Related(catalogue, embedder, **rest)
    with serving(call), pytest.raises(CallCancelled):
        related.find(DRAFT)
    assert words.asked.count("search") == 1
    assert len(related.find(DRAFT).documents) > 0
