"""Makes queries that mean harm, the same for the same seed.

Sixteen families, from brackets that end a process to searches inside cross products.
Most stay just under the limits of the guard: what it lets in is what the worker has to
survive. ``{url}`` stands for an address that must never be asked.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["FAMILIES", "HostileQuery", "hostile_queries"]

_PREFIXES = """PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX search: <urn:gtnum:recherche#>
PREFIX ex: <http://a.example/>
"""
_SPARQL = _PREFIXES + "SELECT * "


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
    return _PREFIXES + chance.choice(_PLACES).replace("CALL", chance.choice(_CALLS))


def _crosses(patterns: int) -> str:
    return " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(patterns))


def _cross_products(chance: random.Random) -> str:
    cross = _crosses(chance.randint(3, 12))
    return _PREFIXES + chance.choice(
        [
            f"SELECT (COUNT(*) AS ?n) {{ {cross} }}",
            f"SELECT (COUNT(DISTINCT ?c0) AS ?n) {{ {cross} }}",
            f"SELECT DISTINCT ?a0 ?a1 ?a2 {{ {cross} }}",
            f"SELECT * {{ {cross} }} ORDER BY ?c0 ?c1",
            f"SELECT ?a0 (SUM(?c1) AS ?n) {{ {cross} }} GROUP BY ?a0",
            f"ASK {{ {cross} FILTER(?a0 = 1) }}",
            f"ASK {{ {cross} FILTER(CONCAT(STR(?c0), STR(?c1)) = 'x') }}",
            f"SELECT ?a0 {{ ?a0 a ?t FILTER NOT EXISTS {{ {cross} FILTER(?c0=?t) }} }}",
            f"SELECT * {{ {cross} }} OFFSET 999999999999 LIMIT 1",
            f"SELECT (MAX(?x) AS ?m) {{ {{ SELECT (RAND() AS ?x) {{ {cross} }} }} }}",
        ]
    )


def _huge_results(chance: random.Random) -> str:
    rows = " ".join(str(n) for n in range(chance.choice((100, 1_000, 1_900))))
    values = " ".join(f"VALUES ?v{n} {{ {rows} }}" for n in range(5))
    return _PREFIXES + chance.choice(
        [
            f"SELECT * {{ {_crosses(2)} }}",
            f"SELECT * {{ {_crosses(2)} }} LIMIT 2000000",
            f"SELECT * {{ {values} }}",
            "SELECT * { ?a gtnum:text ?x . ?b gtnum:text ?y . ?c gtnum:text ?z }",
            f"CONSTRUCT {{ ?a0 ?b1 ?c1 }} {{ {_crosses(2)} }}",
            f"CONSTRUCT {{ [] ?b0 ?c1 ; ?b1 [ ?b0 ?c0 ] }} {{ {_crosses(2)} }}",
            "DESCRIBE * { ?s ?p ?o }",
            "DESCRIBE ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }",
        ]
    )


def _huge_literals(chance: random.Random) -> str:
    start = "a" * chance.choice((1, 1_000, 30_000))
    steps = chance.randint(20, 290)
    grown = chance.choice(
        [
            lambda n: f"CONCAT(?x{n}, ?x{n})",
            lambda n: f"CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n})",
            lambda n: f"REPLACE(?x{n}, 'a', ?x{n})",
            lambda n: f"ENCODE_FOR_URI(CONCAT(?x{n}, '%', ?x{n}))",
            lambda n: f"STRDT(CONCAT(STR(?x{n}), STR(?x{n})), ex:a)",
            lambda n: f"IRI(CONCAT('urn:', STR(?x{n}), STR(?x{n})))",
        ]
    )
    body = f"BIND('{start}' AS ?x0) " + "".join(
        f"BIND({grown(n)} AS ?x{n + 1}) " for n in range(steps)
    )
    head = chance.choice((f"(STRLEN(STR(?x{steps})) AS ?n)", f"?x{steps}", "*"))
    return f"{_PREFIXES}SELECT {head} {{ {body} }}"


def _regex(chance: random.Random) -> str:
    pattern = chance.choice(
        [
            "^(a+)+$",
            "(x+x+)+y",
            "((((a{100}){100}){100}){100})",
            "a{1000}{1000}",
            ".*" * 500 + "z",
            "(" * 60 + "a" + ")*" * 60,
            "|".join(f"mot{n}" for n in range(5_000)),
            "\\\\p{L}{500}" * 20,
            "[" + "\\\\w\\\\d" * 2_000 + "]",
        ]
    )
    return _PREFIXES + chance.choice(
        [
            "SELECT (COUNT(*) AS ?n) "
            f"{{ ?s ?p ?o . ?x ?y ?z FILTER REGEX(STR(?o), '{pattern}') }}",
            f"SELECT * {{ BIND(REPLACE('{'a' * 9_000}b', '{pattern}', '$0$0') "
            "AS ?x) }",
            "SELECT (COUNT(*) AS ?n) "
            "{ ?s gtnum:text ?o . ?x gtnum:text ?z FILTER REGEX(?o, ?z, 'i') }",
        ]
    )


def _aggregates(chance: random.Random) -> str:
    cross = _crosses(chance.randint(2, 4))
    value = chance.choice(("?c0", "CONCAT(STR(?c0), STR(?c1))", "STR(?a1)"))
    return _PREFIXES + chance.choice(
        [
            f"SELECT (GROUP_CONCAT({value}) AS ?x) {{ {cross} }}",
            f"SELECT (GROUP_CONCAT(DISTINCT {value}) AS ?x) {{ {cross} }}",
            f"SELECT ?a0 (GROUP_CONCAT({value}) AS ?x) {{ {cross} }} GROUP BY ?a0 ?a1",
            f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {cross} }}",
            f"SELECT (COUNT(*) AS ?n) {{ {cross} }} GROUP BY ?a0 ?a1 ?c0 ?c1",
            f"SELECT (SAMPLE({value}) AS ?x) {{ {cross} }} "
            "HAVING(SUM(STRLEN(STR(?c1))) > 1)",
        ]
    )


def _path_floods(chance: random.Random) -> str:
    path = chance.choice(
        [
            *("!ex:a*", "(!ex:a)*", "(!ex:a|!^ex:a)+", "((ex:a|!ex:a)*)*"),
            *("(^!ex:a/!ex:a)*", "(!ex:a?)+", "(!ex:a/!ex:b/!ex:c)*"),
            "((((!ex:a)*)*)*)*",
        ]
    )
    return _PREFIXES + chance.choice(
        [
            f"SELECT (COUNT(*) AS ?n) {{ ?s {path} ?o }}",
            f"SELECT * {{ ?s {path} ?o }}",
            f"SELECT * {{ ?s {path} ?o . ?o {path} ?z }}",
            f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s {path} ?o }} }}",
            f"ASK {{ ?s {path} ex:nowhere . ?z {path} ?s }}",
        ]
    )


def _floods(chance: random.Random) -> str:
    lines = " ".join(f"?s ex:p{n} ?o . " for n in range(chance.choice((20, 149, 400))))
    return _PREFIXES + chance.choice(
        [
            f"CONSTRUCT {{ {lines} }} {{ ?s ?p ?o . ?x ?y ?z }}",
            "DESCRIBE ?s ?o { ?s ?p ?o . ?x ?y ?z }",
            "DESCRIBE " + " ".join(f"<http://a.example/{n}>" for n in range(2_000)),
            "SELECT " + " ".join(f"(?o AS ?o{n})" for n in range(299)) + " {?s ?p ?o}",
            "SELECT * { ?s ?p ?o } ORDER BY "
            + " ".join(f"STRLEN(STR(?o))+{n}" for n in range(200)),
        ]
    )


def _chains(chance: random.Random) -> str:
    steps = chance.choice((50, 290, 299, 301, 2_000))
    grown = chance.choice(
        [
            lambda n: f"?x{n} * ?x{n}",
            lambda n: f"?x{n} + ?x{n}",
            lambda n: f"IF(?x{n} = 1, ?x{n}, COALESCE(1/0, ?x{n}))",
            lambda n: f"SHA512(STR(?x{n}))",
        ]
    )
    body = "".join(f"BIND({grown(n)} AS ?x{n + 1}) " for n in range(steps))
    more = chance.choice(("", "?s ?p ?o . ", "?s ?p ?o . ?a ?b ?c . "))
    return f"{_PREFIXES}SELECT ?x{steps} {{ {more} BIND(3.1 AS ?x0) {body} }}"


def _values(chance: random.Random) -> str:
    rows = chance.choice((900, 5_000, 9_999, 10_001))
    one = " ".join(f"{n}" for n in range(rows))
    two = " ".join(f"({n % 7} {n})" for n in range(rows // 3))
    return _PREFIXES + chance.choice(
        [
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {one} }} ?s ?p ?o }}",
            f"SELECT * {{ VALUES (?a ?b) {{ {two} }} VALUES (?a ?c) {{ {two} }} }}",
            f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(one.split()[:2000])})) }}",
            "SELECT * { ?s ?p ?o FILTER(" + " || ".join(["?o = 1"] * 499) + ") }",
        ]
    )


def _searches(chance: random.Random) -> str:
    text = chance.choice(
        [
            "sobriété",
            '\\"' * 400,
            "+" * 900,
            "-a " * 300,
            "\\\\u0022 } SERVICE <{url}> { ",
            "é" * 1_000,
            "a " * 499,
            "*" * 300,
            "\\u0000\\n\\t",
        ]
    )
    block = (
        f'SERVICE <urn:gtnum:recherche> {{ [] search:text "{text}" ; search:k 100 ; '
        "search:document ?d ; search:passage ?pN ; search:quotation ?qN } "
    )
    blocks = "".join(
        block.replace("N", str(n)) for n in range(chance.choice((1, 2, 8, 9)))
    )
    near = "search:similarity(?a0, ?a1)"
    return _PREFIXES + chance.choice(
        [
            f"SELECT * {{ {blocks} }}",
            f"SELECT (COUNT(*) AS ?n) {{ {blocks} {_crosses(3)} }}",
            f"SELECT * {{ {_crosses(2)} FILTER EXISTS {{ {blocks} }} }}",
            f"SELECT (MAX({near}) AS ?m) {{ {_crosses(2)} }}",
            f"SELECT * {{ {blocks} BIND({near} AS ?s) MINUS {{ {blocks} }} }}",
        ]
    )


def _garbage(chance: random.Random) -> str:
    """A query with a piece taken out, doubled or replaced by odd signs."""
    text = list(chance.choice((_mixed, _calls, _searches, _aggregates))(chance))
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
    "cross products": _cross_products,
    "huge results": _huge_results,
    "huge literals": _huge_literals,
    "regex": _regex,
    "aggregates": _aggregates,
    "path floods": _path_floods,
    "floods": _floods,
    "chains": _chains,
    "values": _values,
    "searches": _searches,
    "garbage": _garbage,
}
"""What makes one query of each family."""
