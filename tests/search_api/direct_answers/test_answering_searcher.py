"""This test ensures that the graph answers beside the hits and never breaks them."""

from dataclasses import replace

import pytest

from graph.entity_ports import Certainty
from graph.errors import StoreError
from search_api.answered import AnswerItem, Counted, DirectAnswer, DirectAnswers
from search_api.direct_answers.answering_searcher import AnsweringSearcher
from search_api.query import AnswerState, SearchQuery, SearchResults
from search_api.understood import Found

NAMED = (Found("group", "reve", 0, 4),)
ANSWER = DirectAnswer(
    "labs", "", Counted("a", "b"), (), "", (), {}, (), ("answer:labs",)
)


LAB = AnswerItem("https://x.example/lab", "CREAD", None, Certainty.HIGH, ())
KNOWN = replace(ANSWER, items=(LAB,))


class FakeSearcher:
    """Finds nothing, and understands a group."""

    def __init__(self, state=AnswerState.ANSWERED):
        self.state = state

    def search(self, query):
        return SearchResults(
            query,
            0,
            (),
            None,
            {},
            self.state,
            "0001",
            "x",
            0.5,
            wording="REVE 8",
            named=NAMED,
        )


class FakeAnswerer:
    """Records what it is asked; fails where ``is_broken``."""

    def __init__(self, *, found=(ANSWER,), is_broken=False):
        self.asked = []
        self.found = found
        self.is_broken = is_broken

    def answer(self, text, named, *, ignored=()):
        self.asked.append((text, named, ignored))
        if self.is_broken:
            raise StoreError("illisible")
        return self.found


def test_the_graph_is_asked_what_was_understood():
    answerer = FakeAnswerer()
    searcher = AnsweringSearcher(FakeSearcher(), answerer)
    results = searcher.search(SearchQuery("REVE huit", ignored=("a:b",)))
    assert results.direct == DirectAnswers((ANSWER,))
    assert answerer.asked == [("REVE 8", NAMED, ("a:b",))]
    assert results.elapsed_seconds > 0.5


@pytest.mark.parametrize(
    "options", [{"cursor": "x"}, {"with_intent": False}, {"only_answers": True}]
)
def test_the_graph_answers_the_first_page_of_an_understood_question(options):
    answerer = FakeAnswerer()
    results = AnsweringSearcher(FakeSearcher(), answerer).search(
        SearchQuery("REVE", **options)
    )
    assert (results.direct, answerer.asked) == (DirectAnswers(), [])


def test_a_graph_that_fails_leaves_the_hits_and_says_so(caplog):
    searcher = AnsweringSearcher(FakeSearcher(), FakeAnswerer(is_broken=True))
    results = searcher.search(SearchQuery("REVE"))
    assert results.direct == DirectAnswers(is_failed=True)
    assert "illisible" in caplog.text
    assert "REVE" not in caplog.text


@pytest.mark.parametrize(
    ("state", "found", "said"),
    [
        (AnswerState.ANSWERED, (ANSWER,), AnswerState.MENTIONED),
        (AnswerState.ANSWERED, (ANSWER, KNOWN), AnswerState.ANSWERED),
        (AnswerState.ANSWERED, (), AnswerState.ANSWERED),
        (AnswerState.NOTHING, (ANSWER,), AnswerState.NOTHING),
        # What the graph knows stands beside documents that do not say it.
        (AnswerState.MENTIONED, (KNOWN,), AnswerState.MENTIONED),
    ],
)
def test_where_the_graph_knows_nothing_documents_only_speak_of_it(state, found, said):
    answerer = FakeAnswerer(found=found)
    results = AnsweringSearcher(FakeSearcher(state), answerer).search(
        SearchQuery("Quel laboratoire porte REVE ?")
    )
    assert (results.state, results.is_reliable) == (
        said,
        said is AnswerState.ANSWERED,
    )
