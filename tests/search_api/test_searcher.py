"""The searcher answers with evidence, pages without gaps, and keeps filters inside."""

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.entity_ports import EntityDocument
from graph.ports import DocumentFilter
from ingest.linking import Linker
from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label
from search_api.errors import BadQuestion, IndexMismatch, StaleCursor
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import (
    AnswerState,
    SearchMode,
    SearchQuery,
    SearchSort,
    Stratum,
)
from search_api.search_cursors import Cursor
from search_api.searcher import Searcher
from search_api.understanding.question_reader import QuestionReader
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

RECORDS = [
    record(
        "aeson",
        "Le groupe ÆSON est porté par MICA. Il étudie la sobriété numérique à l’école.",
        "La fabrication des équipements pèse le plus.",
        title="Sobriété numérique",
        date="2024-02",
    ),
    record("rgaa", "La déclaration de conformité porte sur l’accessibilité des sites."),
    record("en", "Digital frugality is taught at school.", language="en"),
    *[
        record(f"note-{n:02}", f"La note numéro {n} parle de numérique.")
        for n in range(25)
    ],
]


@pytest.fixture(scope="module")
def catalogue():
    return MemoryCatalogue(RECORDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generation")
    writer = SearchIndexWriter(None, LetterEmbedder())
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    return folder


def opened(folder, catalogue, **more):
    """Return a searcher over the indexes of a folder."""
    embedder = LetterEmbedder()
    indexes = OpenIndexes(folder, embedder)
    return Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
        **more,
    )


@pytest.fixture(scope="module")
def searcher(catalogue, folder):
    return opened(folder, catalogue)


def names(results):
    return [hit.document.identifier for hit in results.hits]


def all_pages(searcher, **fields):
    query, found = SearchQuery(**fields), []
    while True:
        results = searcher.search(query)
        found += names(results)
        if results.next_cursor is None:
            return found, results.total + results.further_total
        query = SearchQuery(**{**fields, "cursor": results.next_cursor})


def test_best_document_comes_first_with_its_evidence(searcher):
    results = searcher.search(SearchQuery("AESON sobriété numérique", limit=3))
    best = results.hits[0]
    assert best.document.identifier == "aeson"
    passage = best.passages[0]
    text = passage.passage.text
    assert best.score == passage.score > results.hits[1].score
    assert passage.parts.words > 0
    assert passage.score == pytest.approx(
        passage.parts.words_share
        + passage.parts.vectors_share
        + passage.parts.closeness_share
    )
    assert [text[a:b] for a, b in passage.highlights] == [
        "ÆSON",
        "sobriété",
        "numérique",
    ]
    start, end = passage.best_sentence
    assert text[start:end] == "Il étudie la sobriété numérique à l’école."
    assert (results.generation, results.embedder) == ("0001", "letters")
    assert results.is_reliable


@pytest.mark.parametrize("mode", list(SearchMode))
def test_pages_join_without_gap_or_double(searcher, mode):
    found, total = all_pages(searcher, text="numérique", limit=4, mode=mode)
    assert len(found) == len(set(found)) == total >= 25
    at_once = searcher.search(SearchQuery("numérique", limit=100, mode=mode))
    assert names(at_once) == found
    assert at_once.next_cursor is None


def test_modes_keep_to_their_evidence(searcher):
    words = searcher.search(SearchQuery("accessibilité", mode=SearchMode.WORDS))
    assert names(words) == ["rgaa"]
    assert words.hits[0].passages[0].parts.vectors is None
    vectors = searcher.search(SearchQuery("accessibilité", mode=SearchMode.VECTORS))
    assert names(vectors)[0] == "rgaa"
    assert vectors.hits[0].passages[0].parts.words is None


def test_filter_acts_before_ranking(searcher):
    restriction = DocumentFilter(languages=("en",))
    asked = "numérique digital"
    results = searcher.search(SearchQuery(asked, restriction=restriction))
    assert names(results) == ["en"]
    nobody = DocumentFilter(collections=("unknown",))
    empty = searcher.search(
        SearchQuery("numérique", restriction=nobody, with_facets=True)
    )
    assert (empty.total, empty.hits, empty.is_reliable, empty.facets) == (
        0,
        (),
        False,
        {},
    )


def test_strict_questions_bind_vectors_too(searcher):
    for mode in SearchMode:
        found = names(searcher.search(SearchQuery('"sobriété numérique"', mode=mode)))
        assert found == ["aeson"]
    found, _ = all_pages(searcher, text="numérique -note")
    assert found == ["aeson"]


def test_facets_count_the_whole_result_set(searcher):
    results = searcher.search(SearchQuery("numérique", limit=1, with_facets=True))
    assert sum(count for _, _, count in results.facets["kind"]) == results.total
    assert searcher.search(SearchQuery("numérique", limit=1)).facets == {}


def test_question_without_support_is_not_reliable(searcher):
    assert not searcher.search(SearchQuery("xylophone quantique zoulou")).is_reliable
    assert searcher.search(SearchQuery("日本語", mode=SearchMode.WORDS)).total == 0


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ({"text": "  "}, "q"),
        ({"text": "école", "limit": 0}, "limit"),
        ({"text": "école", "limit": 101}, "limit"),
        ({"text": "école", "passages_per_document": 21}, "passages"),
        ({"text": "école", "cursor": ""}, "cursor"),
        ({"text": "école", "cursor": "é"}, "cursor"),
        ({"text": "école", "cursor": "bnVsbA"}, "cursor"),
        ({"text": "école", "cursor": "W" * 10_000}, "cursor"),
        ({"text": "école", "cursor": Cursor("0001", "k", -1).to_text()}, "cursor"),
        ({"text": "école", "cursor": Cursor("0001", "other", 10).to_text()}, "cursor"),
    ],
)
def test_unusable_parameters_name_themselves(searcher, fields, parameter):
    with pytest.raises(BadQuestion) as caught:
        searcher.search(SearchQuery(**fields))
    assert caught.value.parameter == parameter
    assert caught.value.remedy


def test_cursor_of_another_generation_is_stale(searcher):
    results = searcher.search(SearchQuery("numérique", limit=2))
    assert results.next_cursor is not None
    with pytest.raises(StaleCursor, match="première page"):
        searcher.search(
            SearchQuery("numérique", limit=2, cursor=Cursor("0000", "k", 2).to_text())
        )
    with pytest.raises(BadQuestion):
        searcher.search(SearchQuery("autre", limit=2, cursor=results.next_cursor))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_question_is_answered_or_refused(searcher, text):
    try:
        results = searcher.search(SearchQuery(text, limit=5))
    except BadQuestion:
        return
    for hit in results.hits:
        for passage in hit.passages:
            held = passage.passage.text
            assert all(0 <= a < b <= len(held) for a, b in passage.highlights)
            assert 0 < passage.score <= 1 + 1e-9


def test_passage_that_the_graph_does_not_know_is_a_mismatch(folder):
    embedder = LetterEmbedder()
    indexes = OpenIndexes(folder, embedder)
    searcher = Searcher(
        MemoryCatalogue(RECORDS[1:]),
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
    )
    with pytest.raises(IndexMismatch, match="aeson"):
        searcher.search(SearchQuery("AESON"))


def test_threads_get_the_same_answer(searcher):
    expected = names(searcher.search(SearchQuery("sobriété numérique")))
    answers = []

    def ask():
        answers.append(names(searcher.search(SearchQuery("sobriété numérique"))))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


RISING = {"note-03", "note-17", "note-24"}


class LinkedDocuments:
    """Part of an ``EntityCatalogue``: every entity has these documents and no facts."""

    def __init__(self, documents):
        self._documents = documents

    def documents(self, kind, identifier):
        return [EntityDocument(name, *own) for name, own in self._documents.items()]

    def concepts(self):
        return {}

    def describe(self, kind, identifier):
        return None


def test_boosted_pages_follow_each_other_without_gaps(folder):
    linked = LinkedDocuments(dict.fromkeys(RISING, (1, True)))
    entities = [Entity("techne", EntityKind.LAB, (Label("TECHNE", ""),))]
    catalogue = MemoryCatalogue(RECORDS, entities)
    reader = QuestionReader(catalogue, linked, link=Linker(entities), iris=Iris())
    searcher = opened(folder, catalogue, reader=reader)
    found, total = all_pages(searcher, text="TECHNE note numérique", limit=4)
    assert len(found) == len(set(found)) == total
    assert set(found[:3]) == RISING
    plain, _ = all_pages(searcher, text="TECHNE note numérique", with_intent=False)
    assert set(plain) == set(found)
    cursor = searcher.search(SearchQuery("TECHNE note", limit=4)).next_cursor
    with pytest.raises(BadQuestion, match="autre recherche"):
        searcher.search(
            SearchQuery("TECHNE note", limit=4, cursor=cursor, with_intent=False)
        )


def test_what_is_about_what_is_named_answers_where_anything_does(folder):
    linked = LinkedDocuments({"rgaa": (5, True)})
    entities = [Entity("techne", EntityKind.LAB, (Label("TECHNE", ""),))]
    catalogue = MemoryCatalogue(RECORDS, entities)
    reader = QuestionReader(catalogue, linked, link=Linker(entities), iris=Iris())
    searcher = opened(folder, catalogue, reader=reader)

    def answers(text, **fields):
        query = SearchQuery(text, limit=100, only_answers=True, **fields)
        return set(names(searcher.search(query)))

    question = "groupe ÆSON sobriété numérique TECHNE"
    assert answers(question) == answers(question, with_intent=False) | {"rgaa"}
    assert answers("TECHNE xylophone quantique zoulou") == set()


def test_phrase_that_stands_nowhere_is_told(searcher):
    assert searcher.search(SearchQuery('"numérique sobriété"')).is_relaxed
    assert not searcher.search(SearchQuery('"sobriété numérique"')).is_relaxed


@pytest.mark.parametrize(
    ("restriction", "is_capped"),
    [(DocumentFilter(), True), (DocumentFilter(date_from="2024"), False)],
)
def test_nothing_further_is_promised_where_every_document_answers(
    catalogue, folder, restriction, is_capped
):
    searcher = opened(folder, catalogue, candidates=1)
    found = searcher.search(SearchQuery("sobriété", restriction=restriction))
    assert names(found) == ["aeson"]
    assert found.is_capped is is_capped


def test_on_demand_only_documents_that_answer_alone_are_found(searcher):
    every = searcher.search(SearchQuery("accessibilité des sites", limit=100))
    sure = searcher.search(
        SearchQuery("accessibilité des sites", limit=100, only_answers=True)
    )
    assert names(sure) == ["rgaa"]
    assert (sure.total, sure.further_total, sure.is_reliable) == (1, 0, True)
    assert (every.total, every.hits[0].stratum) == (1, Stratum.ANSWER)
    assert every.further_total == len(every.hits) - 1 > 0
    assert {hit.stratum for hit in every.hits[1:]} == {Stratum.FURTHER}
    nothing = searcher.search(SearchQuery("recette de tarte", only_answers=True))
    assert (nothing.total, nothing.hits) == (0, ())


FILTERS = st.builds(
    DocumentFilter,
    languages=st.sampled_from([(), ("en",), ("fr",)]),
    kinds=st.sampled_from([(), ("document",), ("report", "document")]),
    date_from=st.sampled_from([None, "2020", "2024-02"]),
)
WORDS = st.lists(
    st.sampled_from(
        [
            *("sobriété", "numérique", "école", "note", "accessibilité", "sites"),
            *("digital", "frugality", "AESON", "fabrication", "xylophone"),
        ]
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, FILTERS, st.sampled_from(SearchMode))
def test_a_facet_counts_what_its_click_gives(searcher, words, restriction, mode):
    def ask(asked):
        return searcher.search(
            SearchQuery(
                " ".join(words), restriction=asked, mode=mode, with_facets=True, limit=1
            )
        )

    found = ask(restriction)
    assert not found.is_capped
    clicks = {
        "kind": lambda value: {"kinds": (value,)},
        "language": lambda value: {"languages": (value,)},
        "year": lambda value: {"date_from": value, "date_to": value},
    }
    for name, click in clicks.items():
        for value, _, count in found.facets.get(name, ()):
            assert ask(replace(restriction, **click(value))).total == count


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Qui porte le groupe ÆSON ?", AnswerState.ANSWERED),
        ("Combien étudient la sobriété numérique ?", AnswerState.MENTIONED),
        ("salaires du groupe ÆSON sobriété numérique", AnswerState.MENTIONED),
        ("groupe ÆSON sobriété numérique", AnswerState.ANSWERED),
        ("xylophone quantique zoulou", AnswerState.NOTHING),
    ],
)
def test_a_subject_is_not_an_answer(searcher, text, state):
    found = searcher.search(SearchQuery(text))
    assert found.state is state
    assert found.is_reliable is (state is AnswerState.ANSWERED)
    assert (found.total > 0) is (state is not AnswerState.NOTHING)


def test_a_filter_that_keeps_a_page_is_not_looked_at_twice(catalogue, folder):
    """The second look of the whole question serves what a filter keeps of it."""
    embedder = LetterEmbedder()
    indexes = OpenIndexes(folder, embedder)
    looks = []

    class Look:
        def __getattr__(self, name):
            return getattr(indexes.second_look, name)

        def closeness(self, question, passages):
            looks.append(len(passages))
            return indexes.second_look.closeness(question, passages)

    own = Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=Look(),
        generation="0001",
    )
    french = DocumentFilter(languages=("fr",))
    english = DocumentFilter(languages=("en",))
    own.search(SearchQuery("numérique"))
    own.search(SearchQuery("numérique", restriction=french))
    assert len(looks) == 1
    own.search(SearchQuery("numérique", restriction=english))
    assert len(looks) == 2
    indexes.close()


def test_a_filter_makes_no_answer(searcher):
    asked = SearchQuery("sobriété numérique", limit=100)
    english = replace(asked, restriction=DocumentFilter(languages=("en",)))
    assert "en" not in names(searcher.search(replace(asked, only_answers=True)))
    narrowed = searcher.search(english)
    assert (names(narrowed), narrowed.total, narrowed.further_total) == (["en"], 0, 1)
    assert narrowed.state is AnswerState.NOTHING


def test_answers_stand_in_the_order_that_is_asked_for(searcher):
    def ordered(sort):
        found = searcher.search(SearchQuery("numérique", limit=100, sort=sort))
        assert found.total > 2
        assert found.further_total > 0
        return names(found)[: found.total], names(found)[found.total :]

    best, further = ordered(SearchSort.RELEVANCE)
    by_title, behind = ordered(SearchSort.TITLE)
    # « Sobriété numérique » against « note-00 », « note-01 » …
    assert by_title == [*sorted(set(best) - {"aeson"}), "aeson"]
    by_date, last = ordered(SearchSort.DATE)
    assert by_date == ["aeson", *sorted(set(best) - {"aeson"})]
    assert behind == last == further


def test_a_cursor_holds_for_one_order_only(searcher):
    cursor = searcher.search(SearchQuery("numérique", limit=2)).next_cursor
    with pytest.raises(BadQuestion, match="autre recherche"):
        searcher.search(
            SearchQuery("numérique", limit=2, cursor=cursor, sort=SearchSort.TITLE)
        )
