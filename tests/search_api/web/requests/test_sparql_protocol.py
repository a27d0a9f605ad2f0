"""SPARQL requests say one query, in any of the three ways of the protocol."""

import pytest
from starlette.requests import Request

from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.sparql_formats import FORMATS
from search_api.web.requests.sparql_protocol import (
    PostedQueryDep,
    read_query_string,
)
from search_api.web.settings import WebSettings
from tests.search_api.web.requests.bodies import dependency_of, posted, run

DIRECT = "application/sparql-query"
XML, RDF_XML = FORMATS["xml"], FORMATS["rdfxml"]
FORM = "application/x-www-form-urlencoded"
read_posted = dependency_of(PostedQueryDep)


def got(query, *accept):
    headers = [(b"accept", value.encode()) for value in accept]
    scope = {"type": "http", "query_string": query.encode(), "headers": headers}
    return read_query_string(Request(scope))


def post(body, kind, query="", **limits):
    settings = WebSettings(**limits)
    return run(read_posted(posted(body, kind=kind, query=query), settings))


def problem_of(reading):
    with pytest.raises(ProblemError) as problem:
        reading()
    return problem.value


@pytest.mark.parametrize("query", ["", "format=json", "querys=x"])
def test_a_request_that_asks_nothing_is_none(query):
    assert got(query) is None


def test_what_is_not_said_has_its_default():
    asked = got("query=ASK+%7B%7D")
    assert (asked.query, asked.accept) == ("ASK {}", "*/*")
    assert asked.timeout_seconds is None
    assert (asked.default_graphs, asked.named_graphs) == ((), ())
    assert (asked.labels, asked.names_format) == ("", False)


def test_all_that_can_be_said_is_read():
    asked = got(
        "query=Q&timeout=1.5&labels=en&prefixes=declared&default-graph-uri=a&default-graph-uri=b"
        "&named-graph-uri=c&named-graph-uri=&format=csv",
        "text/html",
    )
    assert (asked.accept, asked.names_format) == ("text/csv", True)
    assert (asked.timeout_seconds, asked.labels) == (1.5, "en")
    assert asked.declares_prefixes
    assert (asked.default_graphs, asked.named_graphs) == (("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("parameters", "accept"),
    [
        ("output=JSON", f"{FORMATS['json']}, {FORMATS['jsonld']}"),
        ("output=csv&format=tsv", FORMATS["tsv"]),
        ("format=docx&output=n3", FORMATS["turtle"]),
        ("format=json-ld&format=application/ld%2Bjson,text/json", None),
        ("format=application/rdf+xml", FORMATS["rdfxml"]),
        ("format=text/turtle", FORMATS["turtle"]),
    ],
)
def test_a_format_has_the_names_that_clients_use(parameters, accept):
    asked = got(f"query=Q&{parameters}", "text/html")
    assert asked.names_format
    assert asked.accept == (accept or "application/ld+json,text/json")


@pytest.mark.parametrize("unknown", ["docx", "*/*", "text/html", ""])
def test_accept_is_the_rule_where_a_format_has_no_name_here(unknown):
    asked = got(f"query=Q&format={unknown}", "text/csv")
    assert (asked.accept, asked.names_format) == ("text/csv", False)


def test_several_accept_headers_are_one_list():
    assert got("query=Q", "text/csv", "text/html;q=0.5").accept == (
        "text/csv, text/html;q=0.5"
    )


def test_the_last_of_several_values_counts():
    assert got("query=Q&format=csv&format=tsv").accept == FORMATS["tsv"]
    assert got("query=Q&timeout=x&timeout=2").timeout_seconds == 2
    assert got("query=Q&labels=xx&labels=fr").labels == "fr"


@pytest.mark.parametrize(
    ("query", "count"),
    [("query=", "aucune"), ("query=+", "1"), ("query=a&query=b", "2")],
)
def test_exactly_one_query_is_expected(query, count):
    problem = problem_of(lambda: got(query))
    assert problem.kind.slug == "query-parameters"
    assert problem.detail.endswith(f"reçu : {count}.")
    assert problem.errors[0].parameter == "query"


@pytest.mark.parametrize("query", ["update=x", "query=Q&update=x"])
def test_an_update_is_refused_by_name(query):
    problem = problem_of(lambda: got(query))
    assert problem.kind.slug == "query-refused"
    assert problem.members == {"rule": "update"}


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ("prefixes=all", "prefixes"),
        ("labels=de", "labels"),
        *((f"timeout={value}", "timeout") for value in ("0", "-1", "nan", "inf", "x")),
    ],
)
def test_a_wrong_parameter_is_named(wrong, parameter):
    problem = problem_of(lambda: got(f"query=Q&{wrong}"))
    assert problem.kind.slug == "invalid-parameter"
    assert problem.errors[0].parameter == parameter


def test_any_time_above_nothing_may_be_wanted():
    assert got("query=Q&timeout=0.001").timeout_seconds == 0.001


def test_a_query_is_posted_directly_or_in_a_form():
    direct = post("\ufeffASK {} # é".encode(), DIRECT, "format=xml")
    assert (direct.query, direct.accept) == ("ASK {} # é", f"{XML}, {RDF_XML}")
    in_form = post(b"query=ASK+%7B%7D&labels=fr", FORM, "default-graph-uri=a")
    assert (in_form.query, in_form.labels) == ("ASK {}", "fr")
    assert in_form.default_graphs == ("a",)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8" ; x=1'])
def test_a_query_may_say_that_it_is_utf8(charset):
    assert post(b"Q", f"{DIRECT}; charset={charset}").query == "Q"


def test_a_query_in_another_coding_is_refused():
    problem = problem_of(lambda: post(b"Q", f"{DIRECT}; charset=latin1"))
    assert problem.kind.slug == "unsupported-media-type"


def test_the_first_wrong_byte_of_a_query_is_named():
    problem = problem_of(lambda: post(b"ab\xffc", DIRECT))
    assert problem.kind.slug == "query-parameters"
    assert "octet 3" in problem.detail


def test_a_posted_update_and_another_type_are_refused():
    update = problem_of(lambda: post(b"x", "application/sparql-update"))
    assert update.members == {"rule": "update"}
    other = problem_of(lambda: post(b"x", "a/" + "b" * 100))
    assert other.kind.slug == "unsupported-media-type"
    assert f"« a/{'b' * 78} »" in other.detail
    assert other.headers["Accept-Post"].startswith(DIRECT)
    assert "sans type" in problem_of(lambda: post(b"x", "")).detail


def test_a_posted_query_has_a_largest_size():
    assert post(b"12345", DIRECT, max_query_bytes=5).query == "12345"
    problem = problem_of(lambda: post(b"123456", DIRECT, max_query_bytes=5))
    assert problem.kind.slug == "too-large"
