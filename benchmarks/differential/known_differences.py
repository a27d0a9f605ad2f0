"""Where engines differ, and who is right by the text of the standard.

Sections are those of SPARQL 1.1 Query Language, where nothing else is said. An entry
explains a difference only for the engine that it names, and only where the query has
what it speaks of; its example shows the difference alone and is a test. An entry for
ours is never about which rows there are of plain patterns: such faults are mended.
"""

import re
from dataclasses import dataclass
from typing import Final

from benchmarks.differential.generated_data import PREFIXES
from benchmarks.w3c_suites.result_tables import Table

__all__ = ["KNOWN_DIFFERENCES", "Example", "KnownDifference", "explanation"]


@dataclass(frozen=True, slots=True)
class Example:
    """A query that shows a difference; data as engines take them.

    Attributes:
        data: Turtle, or TriG, behind the prefixes.
        query: SELECT, without prefixes.
        rows: How many rows the standard wants; of ``bound`` where that is named.
        bound: Only rows that bind this variable are counted.
    """

    data: str
    query: str
    rows: int
    bound: str = ""

    def as_dataset(self) -> str:
        """Return TriG."""
        return f"{PREFIXES} {self.data}"

    def number(self, table: Table) -> int:
        """Return how many rows an answer has, as ``rows`` counts them."""
        return sum(1 for row in table.rows if not self.bound or self.bound in row)


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """A reason for another answer.

    Attributes:
        name: Stable.
        engine: ``ours``, ``rdflib`` or ``comunica``.
        shows_in: What a query must have.
        reason: Who is right, and why.
        example: Shows it.
    """

    name: str
    engine: str
    shows_in: re.Pattern[str]
    reason: str
    example: Example


def _known(
    name: str, engine: str, shows_in: str, reason: str, example: Example
) -> KnownDifference:
    return KnownDifference(name, engine, re.compile(shows_in, re.S), reason, example)


_AGGREGATE = r"(?:COUNT|SUM|AVG|MIN|MAX)\("
_MIXED = r"!\([^()]*\^[^()]*\)"
_LINKS = ":n0 :p :n1 . :n2 :q :n3 ."

KNOWN_DIFFERENCES: Final[tuple[KnownDifference, ...]] = (
    _known(
        "rdflib: both directions in a negated set",
        "rdflib",
        _MIXED + r"|!\^",
        "18.2.2.4: !(:p|^:q) is the alternative of !:p and ^!:q. rdflib raises, or "
        "finds nothing.",
        Example(":n0 :p :n1 .", "SELECT * { ?a !(:q|^:q) ?b }", 2),
    ),
    _known(
        "rdflib: a path of one step or none, back to where it began",
        "rdflib",
        r"\)\? ",
        "18.4, ZeroOrOnePath: the set of its solutions; rdflib gives the name twice.",
        Example(":n0 :p :n0 .", "SELECT * { :n0 (:p)? ?b }", 1),
    ),
    _known(
        "rdflib: a sub-SELECT sees what is bound outside",
        "rdflib",
        r"\{ SELECT",
        "12: a subquery is evaluated first; only what it projects is joined. rdflib "
        "gives it the bindings around, also of variables that it does not project.",
        Example(
            ":n0 :p :n1 . :n2 :p :n3 .",
            "SELECT * { ?a :p ?b . { SELECT (COUNT(*) AS ?n) { ?a :p ?b } } "
            "FILTER(?n = 2) }",
            2,
        ),
    ),
    _known(
        "rdflib: VALUES at the end",
        "rdflib",
        r"\} VALUES \([^()]*\) \{[^{}]*\}$",
        "18.2.4.3: the table is joined with the pattern before projection, so that "
        "SELECT * shows its variables.",
        Example(":n0 :p :n1 .", "SELECT * { ?a :p ?b } VALUES (?c) { (1) }", 1, "c"),
    ),
    _known(
        "rdflib: a FILTER that is false beside an aggregate",
        "rdflib",
        rf"{_AGGREGATE}.*FILTER\(false\)",
        "18.2.2.2: a FILTER holds for its whole group. rdflib drops a constant one.",
        Example(
            ":n0 :whole 1 ; :p :n1 .",
            "SELECT ?k (COUNT(?v) AS ?n) { ?a :whole ?v ; :p ?k FILTER(false) } "
            "GROUP BY ?k",
            0,
        ),
    ),
    _known(
        "rdflib: an aggregate over what is no number, or not bound",
        "rdflib",
        r"(?:SUM|AVG|COUNT)\(.*(?:number|name|day|OPTIONAL|\+ 1)",
        "18.5.1.3: one value that is no number makes SUM an error, and the group "
        "stays. rdflib raises, or leaves the value out.",
        Example(
            ":n0 :p :n1 .",
            "SELECT (SUM(?v) AS ?n) { ?a :p ?b OPTIONAL { ?a :whole ?v } }",
            0,
            "n",
        ),
    ),
    _known(
        "rdflib: UNDEF in several rows of VALUES",
        "rdflib",
        r"VALUES .*UNDEF.*UNDEF",
        "18.2.4.3: each row of the table is a solution.",
        Example(
            ":n0 :q :n1 .",
            "SELECT * { ?a :q ?d OPTIONAL { ?a :q ?b } { ?a :q ?d "
            "VALUES (?c) { (UNDEF) (UNDEF) (:none) } } }",
            3,
        ),
    ),
    _known(
        "rdflib: a double times a decimal",
        "rdflib",
        r":(?:number|whole).*\*",
        "17.3.1, after XPath: the decimal becomes a double, and so does the product.",
        Example(
            ":n0 :number 1.0e0 .",
            "SELECT * { ?a :number ?v FILTER(DATATYPE(?v * 1.5) = xsd:double) }",
            1,
        ),
    ),
    _known(
        "rdflib: the type of what was rounded",
        "rdflib",
        r"CEIL|FLOOR",
        "17.4.4: FLOOR and CEIL of a decimal are decimals, of a double doubles.",
        Example(
            ":n0 :p :n1 .",
            "SELECT * { ?a :p ?b FILTER(DATATYPE(-FLOOR(2.5)) = xsd:decimal) }",
            1,
        ),
    ),
    _known(
        "rdflib: EXISTS as the condition of OPTIONAL",
        "rdflib",
        r"OPTIONAL \{.*FILTER\s+(?:NOT )?EXISTS",
        "18.2.2.6: the FILTER is the condition of the LeftJoin, and sees both sides.",
        Example(
            ":n3 :p :n1 ; :q :n1 ; :r :n1 .",
            "SELECT * { ?a :q ?c OPTIONAL { ?a :r ?c . ?a :p ?c OPTIONAL { ?a :r ?d "
            "FILTER EXISTS { ?a :p ?d . ?c :q ?d } } } FILTER(?d IN (:n1, :n2)) }",
            0,
        ),
    ),
    _known(
        "rdflib: < between a number and a text",
        "rdflib",
        r":number.*[<>]",
        "17.3: no operator compares them, which is an error.",
        Example(":n0 :number 'x' .", "SELECT * { ?a :number ?v FILTER(1 <= ?v) }", 0),
    ),
    _known(
        "comunica: a path of one step or none between variables",
        "comunica",
        r"\)\? ",
        "18.4, ZeroOrOnePath: each node of the graph is linked to itself.",
        Example(":n0 :p :n1 .", "SELECT * { ?a (:q)? ?b }", 2),
    ),
    _known(
        "comunica: a FILTER in OPTIONAL",
        "comunica",
        r"OPTIONAL \{.*FILTER",
        "18.2.2.6: the FILTER is the condition of the LeftJoin, and sees both sides.",
        Example(
            _LINKS, "SELECT * { ?a :p ?b OPTIONAL { ?c :q ?d FILTER(!BOUND(?b)) } }", 1
        ),
    ),
    _known(
        "comunica: EXISTS in EXISTS",
        "comunica",
        r"EXISTS \{.*EXISTS \{",
        "18.6: the solution around is substituted in all of the pattern, FILTERs of "
        "groups inside too.",
        Example(
            ":n2 :r :n3 . :n4 :q :n1 .",
            "SELECT ?a ?b { ?a :q ?d FILTER NOT EXISTS { ?a :r ?b "
            "MINUS { ?a :p :n4 } FILTER NOT EXISTS { ?a :q :none } } }",
            1,
        ),
    ),
    _known(
        "comunica: COUNT of an expression that fails",
        "comunica",
        r"COUNT\(\?v \+ 1\)",
        "18.5.1.2: COUNT leaves out errors. Comunica gives no number.",
        Example(
            ":n0 :number 1, 'x' .", "SELECT (COUNT(?v + 1) AS ?n) { ?a ?k ?v }", 1, "n"
        ),
    ),
    _known(
        "comunica: COUNT of what is not bound",
        "comunica",
        r"COUNT\(\?|COUNT\(DISTINCT",
        "18.5.1.2: COUNT leaves out errors, as a variable that is not bound is one: 0. "
        "Comunica gives no number.",
        Example(":n0 :p :n1 .", "SELECT (COUNT(?v) AS ?n) { ?a :p ?b }", 1, "n"),
    ),
    _known(
        "comunica: GRAPH beside FROM",
        "comunica",
        r"FROM .*GRAPH",
        "13.2: only the graphs of FROM NAMED are named graphs of the query.",
        Example(
            ":g1 { :n0 :p :n1 }", "SELECT * FROM :g2 { GRAPH :g1 { ?a :p ?b } }", 0
        ),
    ),
    _known(
        "ours: years are compared",
        "ours",
        r":year",
        "17.3 compares no gYear, and 17.4.1.7 makes = of two of them an error; 17.3.1 "
        "lets an engine know more. Ours compares them by time, which users expect.",
        Example(
            ":n0 :year '2020'^^xsd:gYear .",
            "SELECT (?v <= ?v AS ?x) { ?a :year ?v }",
            0,
            "x",
        ),
    ),
    _known(
        "rdflib: GROUP BY over no solutions",
        "rdflib",
        r"GROUP BY",
        "18.5.1: groups are made of solutions; without any there is none.",
        Example("", "SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b } GROUP BY ?a", 0),
    ),
    _known(
        "rdflib: a closure through a loop",
        "rdflib",
        r"\)[*+] ",
        "18.4, ZeroOrMorePath: each pair of nodes once.",
        Example(":n2 :q :n2 .", "SELECT * { ?d (:q)* :n2 }", 1),
    ),
    _known(
        "comunica: a closure back to where it began",
        "comunica",
        r"\)[*+] ",
        "18.4, OneOrMorePath: each pair of nodes once.",
        Example(":n2 :p :n2 . :n3 :p :n2 .", "SELECT * { ?a (^:p)+ ?a }", 1),
    ),
    _known(
        "comunica: negated sets beside paths",
        "comunica",
        r"!.*[|/]|[|/].*!|" + _MIXED,
        "18.4: each triple whose predicate is not named is a solution.",
        Example(
            ":n1 :q :n4 . :n2 :p :n4 . :n3 :p :n2 . :n3 :r :n1 .",
            "SELECT * { ?d (!:r/:p/^:q) ?c . ?b (:q|!:q) ?c }",
            1,
        ),
    ),
    _known(
        "comunica: langMatches of a text without language",
        "comunica",
        r'langMatches\(.*"\*"',
        "17.4.3.13: * matches any language that there is, and here is none.",
        Example(
            ":n0 :name 'x' .",
            'SELECT * { ?a :name ?v FILTER(langMatches(LANG(?v), "*")) }',
            0,
        ),
    ),
    _known(
        "comunica: a sub-SELECT that counts nothing",
        "comunica",
        r"\{ SELECT \(COUNT\(\*\) AS \?m\)",
        "18.5.1: a group without solutions is one row, and joins as one.",
        Example(
            ":n3 :p :n4 .",
            "SELECT * { { SELECT (COUNT(*) AS ?m) { ?a :q ?b . :none :p ?a } } "
            "?c :p :n4 }",
            1,
        ),
    ),
    _known(
        "comunica: OPTIONAL in OPTIONAL",
        "comunica",
        r"OPTIONAL \{.*OPTIONAL \{",
        "18.2.2.6: the inner LeftJoin is evaluated before the outer one joins it.",
        Example(
            ":n1 :p :n2 ; :q :n3 ; :r :n2 .",
            "SELECT * { ?a :p ?b OPTIONAL { ?a :q ?c "
            "OPTIONAL { ?a :r ?d . ?a :q ?b } } }",
            0,
            "c",
        ),
    ),
    _known(
        "comunica: a sub-SELECT in GRAPH",
        "comunica",
        r"GRAPH \?g \{.*\{ SELECT",
        "18.6, Graph: all of the group is evaluated in one graph, then in the next.",
        Example(
            ":g1 { :n0 :r :n1 } :g2 { :n0 :q :n2 }",
            "SELECT * { GRAPH ?g { ?a :r ?b { SELECT DISTINCT ?a { ?a :q ?c } } } }",
            0,
        ),
    ),
    _known(
        "comunica: MINUS of a table with UNDEF",
        "comunica",
        r"MINUS \{ VALUES .*UNDEF",
        "18.5, Minus: a solution stays where it has no variable in common.",
        Example(
            ":n2 :q :n2 .",
            "SELECT * { { ?a :p ?a . ?d ?link ?c } UNION { ?a :q ?b } "
            "MINUS { VALUES (?b ?c) { (:n4 :n0) (UNDEF :none) } } }",
            1,
        ),
    ),
    _known(
        "comunica: a sub-SELECT with rows that are equal",
        "comunica",
        r"\{ SELECT \?a \{ \{.*\} UNION \{",
        "18.5, Join: each pair of solutions counts; it loses one as data grow.",
        Example(
            ":n2 :k 0, 1, 2, 3, 4 ; :p :n0, :n1 ; :q :n0, :n4 ; :r :n0 . "
            ":n3 :k 0, 1, 2, 3, 4, 5, 6 ; :p :n3 ; :q :n2 ; :r :n1, :n4 . "
            ":n4 :k 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 .",
            "SELECT * { { SELECT ?a { { ?a :q ?b . ?a ?link ?b } "
            "UNION { ?a :r :n1 . ?d :q ?c } } } ?a :q ?d }",
            12,
        ),
    ),
    _known(
        "comunica: a FILTER in EXISTS on a variable from outside",
        "comunica",
        r"EXISTS \{.*FILTER\(",
        "18.6, substitute: the FILTER sees the value that the variable has outside.",
        Example(
            ":n4 :q _:b2 .",
            "SELECT * { ?a :q ?b FILTER(EXISTS { ?a :q ?c . ?a :q ?d "
            "FILTER(?b = :n2) } || ?d NOT IN (:n0, :n3)) }",
            0,
        ),
    ),
    _known(
        "comunica: VALUES at the end behind a FILTER",
        "comunica",
        r"FILTER\(.*\} VALUES \([^()]*\) \{[^{}]*\}$",
        "17.2: an error of a FILTER removes the solution, before VALUES is joined.",
        Example(
            ":n1 :q :n2 . :n2 :q :n3 .",
            "SELECT * { ?a :q ?d . ?d :q :n3 . FILTER(?c = :n1) } "
            "VALUES (?d ?a) { (:n0 :n1) (:n3 :n4) (:none :n0) (:n2 :n1) }",
            0,
        ),
    ),
    _known(
        "comunica: zero with a sign",
        "comunica",
        r":number.*\*",
        "17.3, after XPath op:numeric-multiply: 0e0 * -3 is -0e0.",
        Example(
            ":n0 :number -3 .",
            "SELECT * { ?a :number ?v FILTER(STR((1e1 - 1e1) * ?v) != '0.0E0') "
            "FILTER(STR((1e1 - 1e1) * ?v) != '0') }",
            1,
        ),
    ),
    _known(
        "comunica: strings are compared as in a dictionary",
        "comunica",
        r"(?:STR\(|[A-Z]+\(|\").*[<>]",
        "17.3: < on strings is fn:compare, by code points: Z stands before a.",
        Example(":n0 :p :n1 .", "SELECT * { ?a :p ?b FILTER('chat' < 'Chat') }", 0),
    ),
    _known(
        "rdflib: an OPTIONAL that needs what stands before it",
        "rdflib",
        r"VALUES .*OPTIONAL",
        "18.2.2.6: a LeftJoin keeps each solution of its left side.",
        Example(
            ":n3 :q :n3 .",
            "SELECT * { VALUES (?c) { (:n1) (:n0) } ?a :q ?d . "
            "OPTIONAL { ?a :q ?b . ?d :q ?c } BIND(IF(?a = :n0, 1, 1/0) AS ?e) }",
            2,
        ),
    ),
)


def explanation(engine: str, query: str) -> KnownDifference | None:
    """Return the first entry that speaks of an engine and of a query."""
    for known in KNOWN_DIFFERENCES:
        if known.engine == engine and known.shows_in.search(query):
            return known
    return None
