"""An error becomes a problem with its words, its members and when to come back."""

import pytest

from graph.errors import QueriesBusy, QueryRefused, QuerySyntaxError
from search_api.deposit_tasks import DepositsUnavailable
from search_api.errors import BadQuestion, StaleCursor
from search_api.web.problems.problem_report import (
    ProblemError,
    problem_for,
    problem_responses,
)
from search_api.web.problems.problem_types import PROBLEMS
from search_api.web.services import ServiceNotReady


@pytest.mark.parametrize("parameter", ["q", "text", "query"])
def test_a_wrong_question_is_told_apart_from_a_wrong_parameter(parameter):
    problem = problem_for(BadQuestion("vide", parameter=parameter))
    assert problem.kind.slug == "bad-question"
    assert [(item.detail, item.parameter) for item in problem.errors] == [
        ("vide", parameter)
    ]
    assert problem_for(BadQuestion("vide", parameter="k")).kind.slug == (
        "invalid-parameter"
    )


def test_members_that_an_error_knows_are_told():
    assert problem_for(QueryRefused("non", rule="update")).members == {"rule": "update"}
    found = problem_for(QuerySyntaxError("faux", line=1, column=0)).members
    assert found == {"line": 1, "column": 0}


def test_an_error_that_blames_no_parameter_lists_none():
    problem = problem_for(StaleCursor("périmée !", remedy="repartez"))
    assert problem.errors == ()
    assert problem.detail == "Périmée ! Repartez."


def test_what_may_work_later_says_when():
    for error in (ServiceNotReady("x"), QueriesBusy("x")):
        problem = problem_for(error)
        assert int(problem.headers["Retry-After"]) >= 1
    assert problem_for(StaleCursor("x")).headers == {}
    assert problem_for(ServiceNotReady("secret")).detail == (
        PROBLEMS["not-ready"].explanation
    )


def test_deposits_that_cannot_be_kept_leave_the_search_out_of_it():
    problem = problem_for(DepositsUnavailable("[Errno 30] /srv/secret"))
    assert problem.kind.slug == "deposits-unavailable"
    assert problem.detail == PROBLEMS["deposits-unavailable"].explanation
    assert "recherche n’en dépend pas" in problem.detail
    assert int(problem.headers["Retry-After"]) >= 1


def test_a_problem_without_more_holds_nothing_more():
    problem = ProblemError("busy", "Plus tard.")
    assert (str(problem), problem.errors) == ("Plus tard.", ())
    assert (problem.headers, problem.members) == ({}, {})


def test_problems_of_one_status_are_described_together():
    described = problem_responses("invalid-parameter", "bad-question")
    # Any request may be malformed.
    slugs = ("malformed-request", "invalid-parameter", "bad-question")
    titles = [PROBLEMS[slug].title for slug in slugs]
    assert described[400]["description"] == " · ".join(titles)
    assert described[500]["description"] == PROBLEMS["internal"].title
    schema = described[400]["content"]["application/problem+json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Problem"}
