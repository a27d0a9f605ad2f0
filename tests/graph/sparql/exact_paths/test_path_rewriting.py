"""Paths give each solution as often as the standard says, whatever the engine does."""

from collections import Counter

import pytest
from pyoxigraph import RdfFormat, Store

from graph.errors import QueryRefused
from graph.sparql.guard import GuardLimits
from graph.sparql.search_block.query_preparation import prepare
from ontology.iris import Iris

PREFIX = "PREFIX : <http://e/> "
DATA = b"""PREFIX : <http://e/>
:a :p :b ; :q :b , :c . :b :p :c ; :q :c , :d . :c :r :a .
:g { :a :p :b . :x :q :b . :b :p :c ; :q :c }
:h { :a :q :c . :c :p :a }
"""


@pytest.fixture(scope="module")
def store():
    made = Store()
    made.load(DATA, format=RdfFormat.TRIG)
    return made


def written(query):
    """The query as the engine gets it."""
    prepared = prepare(PREFIX + query, GuardLimits(), iris=Iris())
    assert not prepared.has_unread_paths
    return prepared.with_rows([], Iris()).text.removeprefix(PREFIX)


def rows(store, query):
    found = store.query(PREFIX + query)
    names = [variable.value for variable in found.variables]
    return sorted(names), Counter(
        frozenset((name, str(row[name])) for name in names) for row in found
    )


SAME = {
    "?s :p|:q ?o": "{ ?s :p ?o } UNION { ?s :q ?o }",
    "?s :p|:p ?o": "{ ?s :p ?o } UNION { ?s :p ?o }",
    ":a :p|:q ?o": "{ :a :p ?o } UNION { :a :q ?o }",
    "?s ^(:p|:q) ?o": "{ ?o :p ?s } UNION { ?o :q ?s }",
    "?s ^(:p|^(:q/:r)) ?o": "{ ?o :p ?s } UNION { ?s :q/:r ?o }",
    "?s (:p|:q)/(:p|:q) ?o": "{ ?s :p/:p ?o } UNION { ?s :p/:q ?o } "
    "UNION { ?s :q/:p ?o } UNION { ?s :q/:q ?o }",
    "?s ((:p|:q)/:p)|:r ?o": "{ ?s :p/:p ?o } UNION { ?s :q/:p ?o } UNION { ?s :r ?o }",
    "?s (:p|:q)+ ?o": "?s (:p|:q)+ ?o",
    "?s :p+|:p ?o": "{ ?s :p+ ?o } UNION { ?s :p ?o }",
    "?s a|:p ?o": "{ ?s a ?o } UNION { ?s :p ?o }",
    "?s !(:r|^:r) ?o": "{ SELECT ?s ?o { ?s ?f ?o FILTER(?f != :r) } } UNION "
    "{ SELECT ?s ?o { ?o ?f ?s FILTER(?f != :r) } }",
    "?s :p ?o . ?s !:r ?o": "?s :p ?o . { SELECT ?s ?o { ?s ?f ?o FILTER(?f != :r) } }",
    "?s ^(!^:r) ?o": "{ SELECT ?s ?o { ?s ?f ?o FILTER(?f != :r) } }",
    "?s !a/:p ?o": "{ SELECT ?s ?o { ?s ?f ?m FILTER(?f != rdf:type) ?m :p ?o } }",
    "?s !() ?o": "{ SELECT ?s ?o { ?s ?f ?o } }",
    ":none :p* ?o": "VALUES ?o { :none }",
    "?s :p? :none": "VALUES ?s { :none }",
    ":a :p* ?o": "VALUES ?o { :a :b :c }",
    ":c (:r|:p)* ?o": "VALUES ?o { :c :a :b }",
    "?s ^:p? :b": "VALUES ?s { :b :c }",
    "?s :p? 'b'@fr": "VALUES ?s { 'b'@fr }",
    "?s :p? -1 , 2": "VALUES ?s { }",
    "?x :q ?y . :none :p* :none": "?x :q ?y",
    "?x :q ?y . :none :p* :other": "?x :q ?y FILTER(false)",
    "?s :r ?t ; :q|:p ?o , ?u": "?s :r ?t . { ?s :q ?o } UNION { ?s :p ?o } "
    "{ ?s :q ?u } UNION { ?s :p ?u }",
    "?t :r [ :p|:q ?o ]": "{ ?t :r/:p ?o } UNION { ?t :r/:q ?o }",
    "[] :p|:q ?o": "{ [] :p ?o } UNION { [] :q ?o }",
    "[ :p|:q ?o ]": "{ [] :p ?o } UNION { [] :q ?o }",
    "_:x :p|:q ?o . ?s :p|:q _:x . _:x :q ?z": "{ ?s :p [ :p ?o ; :q ?z ] } UNION "
    "{ ?s :p [ :q ?o ; :q ?z ] } UNION { ?s :q [ :p ?o ; :q ?z ] } UNION "
    "{ ?s :q [ :q ?o ; :q ?z ] }",
    "GRAPH ?g { ?s :p|:q ?o }": "{ GRAPH ?g { ?s :p ?o } } UNION "
    "{ GRAPH ?g { ?s :q ?o } }",
    "GRAPH ?g { :none :p* ?o }": "VALUES (?g ?o) { (:g :none) (:h :none) }",
    "GRAPH ?g { { SELECT ?s { ?s :p ?o } } }": "GRAPH ?g { ?s :p [] }",
    "GRAPH ?g { { SELECT DISTINCT ?s WHERE { ?s :p|:q ?o } ORDER BY ?s } }": "VALUES "
    "(?g ?s) { (:g :a) (:g :x) (:g :b) (:h :a) (:h :c) }",
    "GRAPH ?g { { SELECT * { ?s !:q ?o } } }": "GRAPH ?g { ?s :p ?o }",
    "GRAPH ?g { { SELECT * { { SELECT ?s { ?s :p ?o } } } } }": "GRAPH ?g { ?s :p [] }",
    "GRAPH ?g { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }": "VALUES "
    "(?g ?p ?n) { (:g :p 2) (:g :q 2) (:h :q 1) (:h :p 1) }",
    "GRAPH ?g { { SELECT ?s { ?s :p ?g } } }": "GRAPH ?g { ?s :p [] }",
    "GRAPH ?g { { SELECT ?s ?g { ?s :p ?g } } }": "GRAPH ?g { ?s :p ?g }",
    "GRAPH ?g { VALUES ?o { :a :b } }": "VALUES (?g ?o) { (:g :a) (:g :b) (:h :a) "
    "(:h :b) }",
    "GRAPH ?g { VALUES (?g ?o) { (UNDEF 1) (:h 2) } }": "VALUES (?g ?o) { (:g 1) "
    "(:h 1) (:h 2) }",
    "GRAPH ?g { ?o :p :a OPTIONAL { VALUES ?z { 1 } } }": "VALUES (?g ?o ?z) { "
    "(:h :c 1) }",
    "GRAPH ?g { { ?o :q :c } UNION { VALUES ?o { :x } } }": "VALUES (?g ?o) { (:g :b) "
    "(:h :a) (:g :x) (:h :x) }",
    "GRAPH ?g { ?s :p ?o MINUS { ?s :q ?o } }": "VALUES (?g ?s ?o) { (:g :a :b) "
    "(:h :c :a) }",
    "GRAPH :h { ?s :p ?o MINUS { ?x :q ?y } }": "VALUES (?s ?o) { (:c :a) }",
    "GRAPH :h { { SELECT (COUNT(*) AS ?n) { ?s :p|:q ?o } } }": "VALUES ?n { 2 }",
    "GRAPH :g { :none :p* ?o }": "VALUES ?o { :none }",
    "?s :p ?x OPTIONAL { ?x :p|:q ?o FILTER(?s != :a) }": "?s :p ?x OPTIONAL { { ?x "
    ":p ?o } UNION { ?x :q ?o } FILTER(?s != :a) }",
    "?s :p ?x FILTER NOT EXISTS { ?x :p|:r ?y }": "?s :p ?x FILTER NOT EXISTS "
    "{ ?x :p ?y } FILTER NOT EXISTS { ?x :r ?y }",
    "?s :p ?x MINUS { ?x :p|:r ?y }": "?s :p ?x MINUS { ?x :p ?y } MINUS { ?x :r ?y }",
    "{ SELECT ?s (COUNT(*) AS ?n) { ?s :p|:q ?o } GROUP BY ?s }": "VALUES (?s ?n) "
    "{ (:a 3) (:b 3) }",
    "BIND(:a AS ?s) ?s :p|:q ?o": "VALUES (?s ?o) { (:a :b) (:a :b) (:a :c) }",
    "VALUES (?s ?n) { (:a 1) (:b UNDEF) } ?s :p|:q ?o": "VALUES (?s ?n) { (:a 1) "
    "(:b UNDEF) } { ?s :p ?o } UNION { ?s :q ?o }",
}


@pytest.mark.parametrize("pattern", SAME)
def test_a_path_gives_what_the_standard_says(store, pattern):
    expected = SAME[pattern].replace("rdf:type", f"<{RDF_TYPE}>")

    given = rows(store, written(f"SELECT * {{ {pattern} }}"))

    assert given == rows(store, f"SELECT * {{ {expected} }}")
    counted = rows(store, written(f"SELECT (COUNT(*) AS ?number) {{ {pattern} }}"))
    assert str(sum(given[1].values())) in str(counted)


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s :p ?o ; :q [ :r 1 ] }",
        "SELECT ?s { ?s :p/:q* ?o . ?o (:p|^:q)+ ?z FILTER(!?x || ?z = 2 * 3) }",
        "CONSTRUCT { ?s :p ?o } WHERE { ?s :p+ ?o } ORDER BY ?s LIMIT 3",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s :p+ ?o }",
        "DESCRIBE * { ?s :p? ?o }",
    ],
)
def test_what_the_engine_does_right_stays_as_it_is(query):
    assert written(query) == query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DESCRIBE * { ?s !:p :b }", "DESCRIBE ?s {"),
        ("SELECT * { { SELECT * { ?a !:p ?b } } ?b :p ?c }", "SELECT ?a ?b ?c {"),
        ("SELECT DISTINCT * FROM :g WHERE { ?a !:p ?b }", "SELECT DISTINCT ?a ?b FROM"),
        ("SELECT * { ?a !:p ?b } VALUES ?z { 1 }", "SELECT ?a ?b ?z {"),
        ("SELECT * { ?a !:p ?b MINUS { ?a :p ?c } }", "SELECT ?a ?b {"),
        ("SELECT * { ?a ?path_1 ?b ; !:p ?c }", "SELECT ?a ?path_1 ?b ?c {"),
    ],
)
def test_no_star_shows_a_name_that_nobody_wrote(query, expected):
    assert written(query).startswith(expected)


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("ASK { GRAPH ?g { ?s :p ?o MINUS { ?x :p ?y } } }", "graph_scope"),
        ("ASK { GRAPH ?g { { SELECT ?a { ?a :p ?b } LIMIT 1 } } }", "graph_scope"),
        ("ASK { GRAPH ?g { { SELECT ?a { ?a :p|:q ?g } } } }", "graph_scope"),
        (
            "ASK { GRAPH ?g { { SELECT ?a { { SELECT * { ?a :p ?g } } } } } }",
            "graph_scope",
        ),
        (
            "ASK { FILTER EXISTS { GRAPH $g { { SELECT (MAX(?z) AS ?a) {} } } } }",
            "graph_scope",
        ),
        ("SELECT (COUNT(DISTINCT *) AS ?n) { ?s !:p ?o }", "path"),
        ("SELECT * { ?s :p ?x . :a !:p :b . ?s :q ( [ :p|:q ?o ] ) }", "path"),
        (f"ASK {{ {'?s :p|:q|:r|:s|:t ?o . ' * 25} }}", "patterns"),
    ],
)
def test_what_cannot_be_written_otherwise_is_refused(query, rule):
    with pytest.raises(QueryRefused) as refused:
        written(query)

    assert refused.value.rule == rule
    assert refused.value.remedy


def test_places_of_errors_are_those_of_the_user():
    query = "ASK { ?s :p|:q ?o .\n ?o !:p ?z . ?z :p ) }"
    prepared = prepare("ASK {\n ?s !:p ?o }\n ORDER", GuardLimits(), iris=Iris())
    rewritten = prepared.with_rows([], Iris())

    assert rewritten.text.endswith("\n ORDER")
    assert rewritten.original_place(3, 2) == (3, 2)
    assert prepare(query, GuardLimits(), iris=Iris()).has_unread_paths
