"""Mutated answers fail: what runs the suites of the W3C would notice."""

import json

import pytest

from benchmarks.w3c_suites.answers import answer_difference
from benchmarks.w3c_suites.evaluation import is_passed_syntax

TABLE = "application/sparql-results+json"


def blank(name):
    return {"type": "bnode", "value": name}


def iri(name):
    return {"type": "uri", "value": f"http://e/{name}"}


def literal(text, **more):
    return {"type": "literal", "value": text, **more}


INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
HEAD = ["a", "b", "c"]
ROWS = [
    {"a": iri("one"), "b": blank("x"), "c": literal("un", **{"xml:lang": "fr"})},
    {"a": iri("one"), "b": blank("y"), "c": literal("1", datatype=INTEGER)},
    {"a": iri("one"), "b": blank("y"), "c": literal("1", datatype=INTEGER)},
    {"a": iri("two"), "b": blank("x"), "c": literal("un")},
    {"a": iri("two"), "c": blank("x")},
]


def body(rows=ROWS, head=HEAD):
    return json.dumps({"head": {"vars": head}, "results": {"bindings": rows}}).encode()


def with_row(number, **changed):
    rows = [dict(row) for row in ROWS]
    rows[number] = rows[number] | changed
    rows[number] = {name: term for name, term in rows[number].items() if term}
    return body(rows)


@pytest.fixture
def expected(tmp_path):
    file = tmp_path / "expected.srj"
    file.write_bytes(body())
    return file


def renamed(rows):
    names = {"x": "y", "y": "z"}
    return [
        {
            name: blank(names[term["value"]]) if term["type"] == "bnode" else term
            for name, term in row.items()
        }
        for row in rows
    ]


MUTATED = {
    "a head variable is dropped": body(head=["a", "b"]),
    "a head variable is added": body(head=[*HEAD, "d"]),
    "a head variable has another name": body(head=["a", "b", "d"]),
    "a row is dropped": body(ROWS[:4]),
    "a row is added": body([*ROWS, ROWS[0]]),
    "a row stands once instead of twice": body([*ROWS[:2], ROWS[0], *ROWS[3:]]),
    "a value is missing": with_row(4, c=None),
    "a value is added": with_row(4, b=iri("one")),
    "an IRI is another": with_row(3, a=iri("three")),
    "a literal is an IRI": with_row(3, c={"type": "uri", "value": "un"}),
    "a language is another": with_row(0, c=literal("un", **{"xml:lang": "en"})),
    "a language is dropped": with_row(0, c=literal("un")),
    "a language is added": with_row(3, c=literal("un", **{"xml:lang": "fr"})),
    "a type is another": with_row(1, c=literal("1", datatype=DECIMAL)),
    "a type is dropped": with_row(1, c=literal("1")),
    "a number is another": with_row(1, c=literal("2", datatype=INTEGER)),
    "a text has another case": with_row(3, c=literal("Un")),
    "a blank node is an IRI": with_row(4, c=iri("x")),
    "a blank node is split": with_row(3, b=blank("new")),
    "two blank nodes are one": with_row(0, b=blank("y")),
    "the answer is that of an ASK": b'{"head": {}, "boolean": true}',
}


@pytest.mark.parametrize("mutation", MUTATED)
def test_a_mutated_answer_is_noticed(expected, mutation):
    assert answer_difference(MUTATED[mutation], TABLE, expected)


SAME = {
    "nothing": body(),
    "columns in another order": body(head=HEAD[::-1]),
    "rows in another order": body(ROWS[::-1]),
    "other names of blank nodes": body(renamed(ROWS)),
    "a language in capitals": with_row(0, c=literal("un", **{"xml:lang": "FR"})),
    "a number written otherwise": with_row(1, c=literal("01", datatype=INTEGER)),
}


@pytest.mark.parametrize("change", SAME)
def test_what_means_the_same_is_the_same(expected, change):
    assert answer_difference(SAME[change], TABLE, expected) == ""


def test_the_order_counts_where_rows_are_ordered(expected):
    swapped = [*ROWS[3:], *ROWS[:3]]
    tied = [ROWS[1], ROWS[0], *ROWS[2:]]

    assert "order" in answer_difference(body(swapped), TABLE, expected, ["a"])
    assert answer_difference(body(tied), TABLE, expected, ["a"]) == ""
    assert answer_difference(body(), TABLE, expected, ["a", "c"]) == ""


@pytest.mark.parametrize("answered", ["true", "false"])
def test_an_ask_is_compared(tmp_path, answered):
    file = tmp_path / "expected.srx"
    file.write_text(
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
        "<boolean>true</boolean></sparql>"
    )
    said = f'{{"head": {{}}, "boolean": {answered}}}'.encode()

    assert (answer_difference(said, TABLE, file) == "") == (answered == "true")


def test_blank_nodes_of_graphs_are_compared_by_shape(tmp_path):
    file = tmp_path / "expected.ttl"
    file.write_text("<http://e/s> <http://e/p> _:a, _:b . _:a <http://e/q> _:b .")
    same = b"_:z <http://e/q> _:y . <http://e/s> <http://e/p> _:y, _:z ."
    other = b"_:z <http://e/q> _:z . <http://e/s> <http://e/p> _:y, _:z ."

    assert answer_difference(same, "text/turtle", file) == ""
    assert answer_difference(other, "text/turtle", file)


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_tables_of_text_are_compared(tmp_path, suffix):
    file = tmp_path / f"expected{suffix}"
    mark, sign, end = (",", "", "\r\n") if suffix == ".csv" else ("\t", "?", "\n")
    rows = [f"{sign}a{mark}{sign}b", "1" + mark + "2", "1" + mark + "2"]
    file.write_bytes((end.join(rows) + end).encode())
    media_type = "text/csv"

    def said(*lines):
        return answer_difference((end.join(lines) + end).encode(), media_type, file)

    assert said(*rows) == ""
    assert said(*rows[:2])
    assert said(rows[0].replace("b", "c"), *rows[1:])
    assert said(*rows[:2], "1" + mark + "3")


@pytest.mark.parametrize(
    ("kind", "status", "passes"),
    [
        ("PositiveSyntaxTest11", 200, True),
        ("PositiveSyntaxTest11", 400, False),
        ("PositiveSyntaxTest11", 403, False),
        ("PositiveSyntaxTest11", 500, False),
        ("NegativeSyntaxTest11", 400, True),
        ("NegativeSyntaxTest11", 200, False),
        ("NegativeSyntaxTest11", 403, False),
        ("NegativeSyntaxTest11", 500, False),
    ],
)
def test_syntax_passes_on_one_status_alone(kind, status, passes):
    assert is_passed_syntax(kind, status) == passes
