"""A question of ours is answered by a table, in the order of its columns."""

from graph.queries.competency import CompetencyQuestion
from search_api.answers.question_answers import answer_out
from search_api.competency_answers import NO_ANSWER, QuestionTable

QUESTION = CompetencyQuestion(
    "cq01", "SELECT", "Quels ?", "trois", "aucune", parameter="vague"
)


def test_an_answer_has_its_question_and_its_rows():
    table = QuestionTable(("a", "b"), (("1", None),), 0.01234)
    told = answer_out(QUESTION, table, generation="0007")
    assert (told.question.name, told.question.question) == ("cq01", "Quels ?")
    assert (told.question.uncertainty, told.question.parameter) == ("aucune", "vague")
    assert (told.question.query, told.question.url) == ("SELECT", "/questions/cq01")
    assert (told.columns, told.rows) == (["a", "b"], [["1", None]])
    assert (told.message, told.generation, told.took_ms) == (None, "0007", 12.3)


def test_an_empty_answer_has_a_message():
    told = answer_out(QUESTION, QuestionTable(("a",), (), 0.0), generation="0007")
    assert (told.rows, told.message) == ([], NO_ANSWER)
