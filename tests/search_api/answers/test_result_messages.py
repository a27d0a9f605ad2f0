"""This test ensures that a reader is told when nothing answers, and why."""

from dataclasses import replace

import pytest

from graph.entity_ports import Certainty
from graph.ports import DocumentFilter
from search_api.answered import AnswerItem, Counted, DirectAnswer, DirectAnswers
from search_api.answers.result_messages import results_message
from search_api.query import AnswerState, SearchHit, SearchQuery, SearchResults
from search_api.understood import Spelling
from tests.search_api.web.tiny_corpus import summary

HIT = SearchHit(summary("d", "Titre"), 0.5, ())
GOOD = SearchResults(
    query=SearchQuery("sobriété numérique"),
    total=1,
    hits=(HIT,),
    next_cursor=None,
    facets={},
    state=AnswerState.ANSWERED,
    generation="0001",
    embedder="letters",
    elapsed_seconds=0.1,
)
FILTERED = SearchQuery("sobriété", restriction=DocumentFilter(languages=("en",)))
PROPOSED = Spelling("sobriété", (("sobriete", "sobriété"),))


def test_an_answer_needs_no_words():
    assert results_message(GOOD) is None


@pytest.mark.parametrize(
    ("changed", "start"),
    [
        ({"hits": ()}, "Rien dans le corpus ne correspond à cette question."),
        ({"hits": (), "query": FILTERED}, "Rien dans le corpus ne correspond à cette "),
        ({"state": AnswerState.NOTHING}, "Rien dans le corpus ne répond vraiment"),
        ({"state": AnswerState.NOTHING, "spelling": PROPOSED}, "Un mot de la question"),
        ({"state": AnswerState.MENTIONED}, "Le corpus en parle, mais"),
        ({"is_relaxed": True}, "Aucun passage ne contient la suite"),
    ],
)
def test_what_is_wanting_is_said(changed, start):
    assert results_message(replace(GOOD, **changed)).startswith(start)


@pytest.mark.parametrize("state", [AnswerState.NOTHING, AnswerState.MENTIONED])
def test_where_the_graph_answers_only_documents_are_wanting(state):
    lab = Counted("laboratoire", "laboratoires")
    item = AnswerItem("https://x.example/lab", "CREAD", None, Certainty.HIGH, ())
    answer = DirectAnswer("labs", "", lab, (), "", (item,), {}, (), ())
    answered = replace(GOOD, state=state, direct=DirectAnswers((answer,)))
    assert results_message(answered).startswith("Le graphe répond ; aucun document")
    assert results_message(replace(answered, state=AnswerState.ANSWERED)) is None


def test_a_graph_that_knows_nothing_does_not_answer():
    lab = Counted("laboratoire", "laboratoires")
    nothing = DirectAnswer("labs", "", lab, (), "", (), {}, (), ())
    asked = replace(GOOD, state=AnswerState.MENTIONED, direct=DirectAnswers((nothing,)))
    assert results_message(asked).startswith("Le corpus en parle, mais")


def test_a_filter_is_named_as_the_cause_only_where_there_is_one():
    empty = replace(GOOD, hits=())
    assert "filtre" not in results_message(empty)
    assert "Retirez un filtre" in results_message(replace(empty, query=FILTERED))
    assert results_message(replace(GOOD, query=FILTERED)) is None


def test_a_corrected_question_that_answers_badly_is_not_called_misspelt():
    applied = replace(PROPOSED, is_applied=True)
    message = results_message(
        replace(GOOD, state=AnswerState.NOTHING, spelling=applied)
    )
    assert message.startswith("Rien dans le corpus ne répond vraiment")
