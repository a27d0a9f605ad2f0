"""Generated queries, one kind for each construct; half of them nested.

Whatever the standard leaves open is avoided: an order of rows that are equal, the parts
of a GROUP_CONCAT, which value SAMPLE takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, Protocol

from benchmarks.differential.generated_data import GRAPHS, NODES, PREDICATES
from benchmarks.differential.patterns import (
    VARIABLES,
    condition,
    group,
    node,
    path,
    triple,
    triples,
)
from benchmarks.differential.value_expressions import (
    date_expression,
    language_expression,
    moment_expression,
    number_expression,
    text_expression,
)

__all__ = ["CONSTRUCTS", "Query", "generate_query"]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, without prefixes.

    Attributes:
        text: SPARQL.
        order: Variables of its ORDER BY, none of which leaves rows equal.
        is_reduced: Whether only which rows there are counts, not how often.
    """

    text: str
    order: tuple[str, ...] = ()
    is_reduced: bool = False


def _paths(random: Random, depth: int) -> Query:
    one = f"{node(random, 0.35)} {path(random, 1 + depth)} {node(random, 0.35)} ."
    more = random.choice(("", "", triple(random), f"?b {path(random, 1)} ?c ."))
    return _shown(random, f"{one} {more}")


def _optional(random: Random, depth: int) -> Query:
    inner = triples(random)
    if random.random() < 0.5:
        inner += f" FILTER({condition(random)})"
    if depth:
        inner += f" OPTIONAL {{ {group(random, 1)} }}"
    end = f" OPTIONAL {{ {triples(random)} }}" if random.random() < 0.4 else ""
    if random.random() < 0.3:
        end += f" FILTER({condition(random)})"
    return _shown(random, f"{triples(random)} OPTIONAL {{ {inner} }}{end}")


def _minus(random: Random, depth: int) -> Query:
    inner = random.choice((triples(random), f"?z {random.choice(PREDICATES)} ?y ."))
    if depth:
        inner = random.choice(
            (
                f"{inner} OPTIONAL {{ {group(random, 1)} }}",
                f"{inner} MINUS {{ {group(random, 1)} }}",
                f"{{ {inner} }} UNION {{ {group(random, 1)} }}",
                f"{inner} FILTER({condition(random)})",
            )
        )
    start = random.choice(
        (triples(random), f"{triples(random)} OPTIONAL {{ {triples(random)} }}")
    )
    return _shown(random, f"{start} MINUS {{ {inner} }}")


def _exists(random: Random, depth: int) -> Query:
    inner = triples(random)
    if random.random() < 0.4:
        inner += f" FILTER({condition(random)})"
    if depth:
        inner = f"{group(random, 1)} FILTER {_not(random)} EXISTS {{ {inner} }}"
    exists = f"{_not(random)} EXISTS {{ {inner} }}"
    if random.random() < 0.3:
        exists = f"({exists} || {condition(random)})"
    return _shown(random, f"{triples(random)} FILTER {exists}")


def _not(random: Random) -> str:
    return random.choice(("", "NOT"))


def _aggregates(random: Random, depth: int) -> Query:
    value = random.choice((":number", ":whole", ":name", ":day"))
    inside = f"?a {value} ?v ."
    inside += f" ?a {random.choice(PREDICATES)} ?k ."
    if random.random() < 0.3:
        inside = f"?a {random.choice(PREDICATES)} ?k OPTIONAL {{ ?a {value} ?v }}"
    if random.random() < 0.15:
        inside += " FILTER(false)"
    if depth:
        inside = random.choice(
            (
                f"{inside} OPTIONAL {{ {group(random, 1)} }}",
                f"{{ SELECT DISTINCT ?a ?k ?v {{ {inside} }} }}",
                f"{inside} FILTER {_not(random)} EXISTS {{ {triples(random)} }}",
            )
        )
    counted = random.choice(
        (
            *("COUNT(*)", "COUNT(?v)", "COUNT(DISTINCT ?v)", "SUM(?v)", "AVG(?v)"),
            *("MIN(?w)", "MAX(?w)", "COUNT(DISTINCT ?a)", "SUM(DISTINCT ?v)"),
            *('STRLEN(GROUP_CONCAT(STR(?v); SEPARATOR="|"))', "SUM(?v) / COUNT(?v)"),
            *("SUM(IF(BOUND(?v), 1, 0))", "COUNT(?v + 1)", "COALESCE(SUM(?v), -1)"),
        )
    )
    if "CONCAT" in counted:  # engines write numbers their way, and nothing too
        inside = f"?a :name ?v . ?a {random.choice(PREDICATES)} ?k ."
    if "?w" in counted:
        inside += " ?a :whole ?w ."
    if random.random() < 0.3 or (depth and random.random() < 0.2):
        return Query(f"SELECT ({counted} AS ?n) {{ {inside} }}")
    having = random.choice(("", "", "HAVING(COUNT(*) > 1)", f"HAVING({counted} > 1)"))
    key = random.choice(("?k", "?k", "(STR(?k) AS ?key)"))
    shown = key if key == "?k" else "?key"
    return Query(
        f"SELECT {shown} (SAMPLE({shown}) AS ?s) ({counted} AS ?n) {{ {inside} }} "
        f"GROUP BY {key} {having}"
        if shown == "?k"
        else f"SELECT {shown} ({counted} AS ?n) {{ {inside} }} GROUP BY {key} {having}"
    )


def _subqueries(random: Random, depth: int) -> Query:
    inner = group(random, depth)
    shown = random.choice(
        (
            "SELECT ?a",
            "SELECT DISTINCT ?a ?b",
            "SELECT *",
            "SELECT ?a (COUNT(?b) AS ?m)",
            "SELECT (?a AS ?e) ?b",
        )
    )
    end = " GROUP BY ?a" if "COUNT" in shown else ""
    if shown == "SELECT DISTINCT ?a ?b" and "_:" not in inner:
        limits = f"LIMIT {random.randint(1, 4)} OFFSET {random.randint(0, 2)}"
        end = f" ORDER BY ?a ?b {limits}"
        inner += " FILTER(isIRI(?a) && (!BOUND(?b) || isIRI(?b)))"
    if random.random() < 0.3:
        shown, end = (
            "SELECT (COUNT(*) AS ?m)",
            random.choice(("", " HAVING(COUNT(*) > 2)")),
        )
    outer = random.choice((triples(random), "", f"OPTIONAL {{ {triples(random)} }}"))
    sub = f"{{ {shown} {{ {inner} }}{end} }}"
    if depth and random.random() < 0.4:
        sub = f"{{ SELECT * {{ {sub} {triples(random)} }} }}"
    pieces = [sub, outer]
    random.shuffle(pieces)
    return _shown(random, " ".join(pieces))


def _values(random: Random, depth: int) -> Query:
    names = random.sample(VARIABLES, random.randint(1, 2))
    rows = [
        f"({' '.join(random.choice((*NODES, 'UNDEF', ':none')) for _ in names)})"
        for _ in range(random.randint(1, 4))
    ]
    table = f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"
    bind = random.choice(
        (
            "",
            "BIND(?a AS ?e)",
            f"BIND(IF(?a = {random.choice(NODES)}, 1, 1/0) AS ?e)",
            "BIND(COALESCE(?z, ?b) AS ?e)",
            f"BIND({random.choice(NODES)} AS ?e)",
        )
    )
    held = group(random, depth)
    whole = random.choice(
        (
            f"{table} {held} {bind}",
            f"{held} {bind} {table}",
            f"{held} OPTIONAL {{ {table} {triples(random)} }} {bind}",
            f"{held} MINUS {{ {table} }} {bind}",
            f"{{ {table} {bind} }} UNION {{ {held} }}",
            f"{held} {{ {triples(random)} {table} }} {bind}",
        )
    )
    query = _shown(random, whole)
    if random.random() < 0.2:
        return Query(f"SELECT * {{ {held} }} {table}")
    return query


class Expression(Protocol):
    """Makes expressions over ?v and ?w."""

    def __call__(self, random: Random, depth: int, *, is_condition: bool) -> str:
        """Return one, a condition where one is wanted."""


def _with_values(
    predicates: tuple[str, ...], expression: Expression
) -> Callable[[Random, int], Query]:
    def make(random: Random, depth: int) -> Query:
        one, other = random.choices(predicates, k=2)
        held = f"?a {one} ?v . {random.choice(('?a', '?b'))} {other} ?w ."
        if random.random() < 0.4:
            made = expression(random, 1 + depth, is_condition=True)
            return Query(f"SELECT ?v ?w {{ {held} FILTER({made}) }}")
        made = expression(random, 1 + depth, is_condition=False)
        return Query(f"SELECT ?v ?w ?x {{ {held} BIND({made} AS ?x) }}")

    return make


def _dates(random: Random, depth: int) -> Query:
    kind = random.choice((":day", ":day", ":year", ":moment", ":moment", ":local"))
    is_moment = kind in (":moment", ":local")
    made = _with_values((kind,), moment_expression if is_moment else date_expression)
    return made(random, depth)


def _modifiers(random: Random, depth: int) -> Query:
    held = group(random, depth)
    if random.random() < 0.3:
        return Query(f"SELECT REDUCED ?a ?b {{ {held} }}", is_reduced=True)
    order = random.sample(["a", "b"], 2)
    keys = " ".join(
        random.choice((f"?{n}", f"DESC(?{n})", f"ASC(?{n})")) for n in order
    )
    limit = random.choice(("", "", " LIMIT 3", " LIMIT 2 OFFSET 1", " OFFSET 2"))
    ends = "FILTER((!BOUND(?b) || isIRI(?b)) && isIRI(?a))"
    return Query(
        f"SELECT DISTINCT ?a ?b {{ {held} {ends} }} ORDER BY {keys}{limit}",
        tuple(order),
    )


def _named_graphs(random: Random, depth: int) -> Query:
    name = random.choice(("?g", "?g", *GRAPHS[:1]))
    inner = group(random, depth) if depth else triples(random)
    if random.random() < 0.2:
        inner = f"{node(random, 0.4)} {path(random, 1 + depth)} {node(random, 0.4)}"
    whole = f"GRAPH {name} {{ {inner} }}"
    if random.random() < 0.4:
        other = random.choice((f"GRAPH ?h {{ {triples(random)} }}", triples(random)))
        whole = random.choice(
            (
                f"{whole} {other}",
                f"{whole} OPTIONAL {{ {other} }}",
                f"{{ {whole} }} UNION {{ {other} }}",
                f"{whole} FILTER NOT EXISTS {{ {other} }}",
                f"{other} MINUS {{ {whole} }}",
            )
        )
    chosen = random.sample(GRAPHS, 2)
    dataset = random.choice(
        (
            "",
            "",
            f"FROM {chosen[0]} ",
            f"FROM {chosen[0]} FROM NAMED {chosen[1]} ",
            f"FROM NAMED {chosen[0]} FROM NAMED {chosen[1]} ",
        )
    )
    return Query(f"SELECT * {dataset}WHERE {{ {whole} }}")


def _shown(random: Random, pattern: str) -> Query:
    return Query(
        random.choice(
            (
                f"SELECT * {{ {pattern} }}",
                f"SELECT * {{ {pattern} }}",
                f"SELECT ?a ?b {{ {pattern} }}",
                f"SELECT DISTINCT ?a ?b {{ {pattern} }}",
                f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}",
            )
        )
    )


CONSTRUCTS: Final[dict[str, Callable[[Random, int], Query]]] = {
    "paths": _paths,
    "optional": _optional,
    "minus": _minus,
    "exists": _exists,
    "aggregates": _aggregates,
    "subqueries": _subqueries,
    "values": _values,
    "dates": _dates,
    "languages": _with_values((":name",), language_expression),
    "numbers": _with_values((":number", ":whole"), number_expression),
    "strings": _with_values((":text", ":name"), text_expression),
    "modifiers": _modifiers,
    "named_graphs": _named_graphs,
}


def generate_query(construct: str, random: Random, *, nested: bool) -> Query:
    """Make a query.

    Args:
        construct: A key of ``CONSTRUCTS``.
        random: Where it comes from.
        nested: Whether it holds the construct, or others, inside of each other.
    """
    return CONSTRUCTS[construct](random, int(nested))
