"""What may stand behind the question mark, its borders and its defaults."""

import pytest
from pydantic import ValidationError

from ontology.model import DocumentKind
from search_api.query import MOST_ALIKE, SearchMode
from search_api.web.problems.problem_report import ProblemError
from search_api.web.search_parameters import (
    FilterParameters,
    ListParameters,
    SearchParameters,
    cleaned,
    from_pairs,
)


def query(**asked):
    return SearchParameters(**{"q": "x", **asked}).query()


def test_what_is_not_said_has_its_default():
    asked = query()
    assert (asked.text, asked.limit, asked.cursor) == ("x", 10, None)
    assert (asked.mode, asked.passages_per_document) == (SearchMode.HYBRID, 3)
    assert (asked.with_facets, asked.with_intent, asked.with_spelling) == (
        *(False, True, True),
    )
    assert (asked.most_alike, asked.ignored) == (MOST_ALIKE, ())
    assert asked.restriction.is_empty
    assert ListParameters().limit == 20
    assert SearchParameters(q="x").context is False


def test_what_is_said_is_asked():
    asked = query(
        limit=7,
        cursor="c",
        mode="words",
        passages=5,
        facets=True,
        diversity=0,
        intent="off",
        spelling="off",
        ignore=["lab:techne"],
    )
    assert (asked.limit, asked.cursor, asked.mode) == (7, "c", SearchMode.WORDS)
    assert (asked.passages_per_document, asked.with_facets) == (5, True)
    assert (asked.most_alike, asked.ignored) == (0, ("lab:techne",))
    assert (asked.with_intent, asked.with_spelling) == (False, False)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("limit", 1, 100), ("passages", 1, 20), ("diversity", 0, 20)],
)
def test_a_number_has_its_borders(name, least, most):
    for value in (least, most):
        assert getattr(SearchParameters(**{"q": "x", name: value}), name) == value
    for value in (least - 1, most + 1):
        with pytest.raises(ValidationError):
            SearchParameters(**{"q": "x", name: value})


def test_a_list_of_documents_has_one_to_a_hundred():
    assert [ListParameters(limit=n).limit for n in (1, 100)] == [1, 100]
    for value in (0, 101):
        with pytest.raises(ValidationError):
            ListParameters(limit=value)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("lab", ["x" * 200], ["x" * 201]),
        ("lab", ["x"] * 50, ["x"] * 51),
        ("lab", ["x"], [""]),
        ("kind", ["report"] * 50, ["report"] * 51),
        ("kind", ["report"], ["poème"]),
        ("language", ["fr"] * 50, ["fr"] * 51),
        ("language", ["fra"], ["fran"]),
        ("language", ["fr"], ["FR"]),
        ("date_from", "2022-12-31", "2022-13"),
        ("date_to", "2022", "22"),
    ],
)
def test_a_filter_has_its_form(name, good, bad):
    assert FilterParameters(**{name: good})
    with pytest.raises(ValidationError):
        FilterParameters(**{name: bad})


def test_a_cursor_has_at_most_two_thousand_characters():
    for kind in (ListParameters, SearchParameters):
        said = {} if kind is ListParameters else {"q": "x"}
        assert kind(cursor="x" * 2_000, **said)
        with pytest.raises(ValidationError):
            kind(cursor="x" * 2_001, **said)


def test_a_question_has_one_to_a_thousand_characters():
    assert len(query(q="x" * 1_000).text) == 1_000
    assert query(q=f" {'x' * 1_000} ").text == "x" * 1_000
    with pytest.raises(ProblemError, match="1001 caractères") as long:
        query(q="x" * 1_001)
    with pytest.raises(ProblemError, match="vide") as empty:
        query(q=" \x00 ")
    for problem in (long.value, empty.value):
        assert problem.kind.slug == "bad-question"
        assert problem.errors[0].parameter == "q"


def test_control_characters_become_blanks_and_accents_are_one():
    assert cleaned(" a\x00\x1fb\x7fc\ud800 ") == "a b c"
    assert cleaned("e\u0301") == "é"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2022", "2022"),
        ("2022-05", "2022"),
        ("2022", "2022-01-01"),
        ("2021-12", "2022"),
    ],
)
def test_dates_that_share_a_day_are_a_period(first, last):
    found = FilterParameters(date_from=first, date_to=last).restriction()
    assert (found.date_from, found.date_to) == (first, last)


@pytest.mark.parametrize(
    ("first", "last"), [("2023", "2022"), ("2022-02", "2022-01-31")]
)
def test_dates_that_exclude_everything_are_a_problem(first, last):
    with pytest.raises(ProblemError, match="Échangez") as problem:
        FilterParameters(date_from=first, date_to=last).restriction()
    assert problem.value.errors[0].parameter == "date_from"


def test_filters_become_a_restriction_and_pairs():
    asked = FilterParameters(
        kind=["report"], language=["fr"], collection=["c"], lab=["l"], group=["g"]
    )
    found = asked.restriction()
    assert (found.kinds, found.languages, found.collections) == (
        *((DocumentKind.REPORT.value,), ("fr",), ("c",)),
    )
    assert set(found.entities) == {("lab", "l"), ("group", "g")}
    assert asked.filter_pairs() == [
        ("kind", "report"),
        ("language", "fr"),
        ("collection", "c"),
        ("group", "g"),
        ("lab", "l"),
    ]


def test_empty_fields_of_a_form_are_left_out_and_the_last_of_several_counts():
    asked = from_pairs(
        [("q", "x"), ("q", "y"), ("limit", " "), ("lab", "a"), ("lab", "b")]
    )
    assert (asked.q, asked.limit, asked.lab) == ("y", 10, ["a", "b"])


@pytest.mark.parametrize(
    "pairs", [[("q", "x"), ("limit", "0")], [("q", "x"), ("z", "1")]]
)
def test_a_wrong_field_of_a_form_is_named(pairs):
    with pytest.raises(ProblemError) as problem:
        from_pairs(pairs)
    assert problem.value.kind.slug == "invalid-parameter"
    assert problem.value.errors[0].parameter == pairs[1][0]
