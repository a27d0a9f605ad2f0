"""Makes queries that mean harm, the same for the same seed.

Sixteen families, from brackets that end a process to searches inside cross products.
Most stay just under the limits of the guard: what it lets in is what the worker has to
survive. ``{url}`` stands for an address that must never be asked.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.hostile_evaluation import (
    PREFIXES,
    aggregates,
    chains,
    cross_products,
    floods,
    huge_literals,
    huge_results,
    path_floods,
    regex,
    searches,
    values,
)

__all__ = ["FAMILIES", "HostileQuery", "hostile_queries"]

_SPARQL = PREFIXES + "SELECT * "


@dataclass(frozen=True, slots=True)
class HostileQuery:
    """A query and what it attacks."""

    family: str
    text: str


def hostile_queries(count: int, *, url: str, seed: int = 20) -> Iterator[HostileQuery]:
    """Yield queries, the families in turn.

    Args:
        count: How many.
        url: Where SERVICE, FROM and LOAD point.
        seed: The same gives the same queries.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret is made from it
    names = list(FAMILIES)
    for number in range(count):
        name = names[number % len(names)]
        yield HostileQuery(name, FAMILIES[name](chance).replace("{url}", url))


def _nesting(chance: random.Random) -> str:
    depth = chance.choice((40, 62, 63, 64, 65, 200, 1_000, 4_000))
    opening, closing, core = chance.choice(
        [
            ("(", ")", "FILTER({} 1 {})"),
            ("{", "}", "{} ?s ?p ?o {}"),
            ("[ ?q ", "]", "?s ?p {} {}"),
            ("(", ")", "?s ?p {} 1 {}"),
            ("{ SELECT * ", "}", "{} {{ ?s ?p ?o }} {}"),
            ("OPTIONAL { ?s ?p ?o ", "}", "{} {}"),
            ("FILTER NOT EXISTS { ?s ?p ?o ", "}", "{} {}"),
            ("MINUS { ?s ?p ?o ", "}", "{} {}"),
            ("GRAPH ?g { ", "}", "{} ?s ?p ?o {}"),
            ("(", ")*", "?s {} ex:a {} ?o"),
            ("IF(true, ", ", 1)", "BIND({} 1 {} AS ?x)"),
            ("!", "", "FILTER({} true {})"),
            ("-", "", "FILTER({} 1 {})"),
            ("{} UNION ", "", "{} {{ ?s ?p ?o }} {}"),
        ]
    )
    body = core.replace("{{", "\0").replace("}}", "\1")
    before, between, after = body.split("{}")
    text = before + opening * depth + between + closing * depth + after
    return _SPARQL + "{ " + text.replace("\0", "{").replace("\1", "}") + " }"


def _planning(chance: random.Random) -> str:
    number = chance.choice((20, 59, 60, 100, 140, 149, 150, 300, 1_000))
    shape = chance.choice(
        [
            lambda n: f"?s ?p{n} ?o{n} . ",
            lambda n: f"?s ex:p{n} ?o{n} . ",
            lambda n: f"?o{n} ?p{n} ?o{n + 1} . ",
            lambda n: f"?o{n} ex:p ?o{(n * 7) % number} . ",
            lambda n: f"?a{n} a ?b{n} . ",
            lambda n: f"OPTIONAL {{ ?s ?p{n} ?o{n} }} ",
            lambda n: f"OPTIONAL {{ ?o{n} ?p ?o{n + 1} }} ",
            lambda n: f"{{ ?s ex:p{n} ?o }} UNION ",
            lambda n: f"{{ ?s ?p{n} ?o }} ",
            lambda n: f"GRAPH ?g{n} {{ ?s ?p ?o{n} }} ",
            lambda n: f"MINUS {{ ?s ?p{n} ?o{n} }} ",
            lambda n: f"FILTER EXISTS {{ ?s ?p{n} ?o{n} }} ",
            lambda n: f"FILTER(?o{n} != ?o{n + 1}) ",
        ]
    )
    return _SPARQL + "{ ?s ?p ?o . " + "".join(map(shape, range(number))) + "{} }"


def _path_steps(chance: random.Random) -> str:
    number = chance.choice((10, 50, 99, 100, 101, 1_000))
    sign = chance.choice(("/", "|", "/^", "*/", "+/", "?/"))
    step = chance.choice(("ex:a", "gtnum:text", "!ex:a", "!(ex:a|^ex:b)"))
    end = "*" if sign == "*/" else ""
    return _SPARQL + "{ ?s " + sign.join([step] * number) + end + " ?o }"


def _mixed(chance: random.Random) -> str:
    """Everything at once, each just under its limit."""
    pieces = [f"?s ?p{n} ?o{n} . " for n in range(chance.randint(5, 80))]
    pieces += [f"OPTIONAL {{ ?s ?q{n} ?r{n} }} " for n in range(chance.randint(5, 59))]
    pieces += [
        f"{{ ?s ex:a{n} ?t }} UNION {{ ?s ex:b{n} ?t }} "
        for n in range(chance.randint(1, 20))
    ]
    pieces += [f"BIND(?o{n} AS ?b{n}) " for n in range(chance.randint(1, 40))]
    pieces += [f"FILTER(?o{n} != ?b{n}) " for n in range(chance.randint(1, 40))]
    pieces += ["?s (ex:a|ex:b)/ex:c* ?z . "] * chance.randint(1, 20)
    chance.shuffle(pieces)
    return _SPARQL + "{ " + "".join(pieces) + "}"


_CALLS = (
    "SERVICE <{url}> { ?x ?y ?z }",
    "SERVICE SILENT <{url}> { ?x ?y ?z }",
    "service<{url}>{ ?x ?y ?z }",
    "SeRvIcE # ' \n <{url}> { ?x ?y ?z }",
    "VALUES ?e { <{url}> } SERVICE ?e { ?x ?y ?z }",
    "\\u0053ERVICE <{url}> { ?x ?y ?z }",
    "SERVICE <\\u0068ttp{url}> { ?x ?y ?z }",
    "?x ?y trueSERVICE<{url}>{ ?x ?y ?z }",
    "?x ?y 1.SERVICE<{url}>{ ?x ?y ?z }",
    "?x ?y ex:.SERVICE <{url}> { ?x ?y ?z }",
    'SERVICE <urn:gtnum:recherche> { [] search:text "a" SERVICE <{url}> { ?x ?y ?z } }',
    'SERVICE SILENT <urn:gtnum:recherche> { [] search:text "a" } SERVICE <{url}> {}',
    'SERVICE <urn:gtnum:recherche> { [] search:text "a\\u0022 } SERVICE <{url}> {}" }',
    "?x ?y 'a\\u0027 . SERVICE <{url}> { ?x ?y ?z } #' }",
)
_PLACES = (
    "SELECT * { CALL }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { CALL } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { CALL } }",
    "SELECT * { ?s ?p ?o FILTER(true || EXISTS { CALL }) }",
    "SELECT * { ?s ?p ?o BIND(EXISTS { CALL } AS ?b) }",
    "SELECT (EXISTS { CALL } AS ?b) { ?s ?p ?o }",
    "SELECT (COUNT(EXISTS { CALL }) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) {} GROUP BY (EXISTS { CALL })",
    "SELECT (COUNT(*) AS ?n) {} HAVING (EXISTS { CALL })",
    "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { CALL })",
    "SELECT * { { SELECT * { CALL } } }",
    "SELECT * { GRAPH ?g { CALL } }",
    "SELECT * { OPTIONAL { CALL } }",
    "SELECT * { { ?s ?p ?o } UNION { CALL } }",
    "SELECT * { ?s ?p ?o MINUS { CALL } }",
    "SELECT * { ?s ?p ?o LATERAL { CALL } }",
    "CONSTRUCT { ?x ?y ?z } WHERE { CALL }",
    "CONSTRUCT WHERE { CALL }",
    "DESCRIBE ?x { CALL }",
    "ASK { CALL }",
    "SELECT * FROM <{url}> { ?s ?p ?o }",
    "SELECT * FROM NAMED <{url}> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <{url}>",
    "INSERT { ?s ?p ?o } WHERE { CALL }",
)


def _calls(chance: random.Random) -> str:
    return PREFIXES + chance.choice(_PLACES).replace("CALL", chance.choice(_CALLS))


def _garbage(chance: random.Random) -> str:
    """A query with a piece taken out, doubled or replaced by odd signs."""
    text = list(chance.choice((_mixed, _calls, searches, aggregates))(chance))
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(text))
        odd = chance.choice(
            [
                "",
                "\0",
                "\ufeff",
                "ÿ",
                "'",
                '"""',
                "{",
                "}",
                "<",
                ">",
                "\\",
                "#",
                "\u202e",
            ]
        )
        text[place] = odd * chance.choice((1, 1, 1, 50))
    return "".join(text)


FAMILIES: dict[str, Callable[[random.Random], str]] = {
    "nesting": _nesting,
    "planning": _planning,
    "path steps": _path_steps,
    "mixed": _mixed,
    "calls": _calls,
    "cross products": cross_products,
    "huge results": huge_results,
    "huge literals": huge_literals,
    "regex": regex,
    "aggregates": aggregates,
    "path floods": path_floods,
    "floods": floods,
    "chains": chains,
    "values": values,
    "searches": searches,
    "garbage": _garbage,
}
"""What makes one query of each family."""
