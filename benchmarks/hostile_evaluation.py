"""Hostile queries that are cheap to plan and dear to evaluate; see ``hostile_queries``.

Each function makes one query by the numbers it is given.
"""

import random

__all__ = [
    "PREFIXES",
    "aggregates",
    "chains",
    "cross_products",
    "floods",
    "huge_literals",
    "huge_results",
    "path_floods",
    "regex",
    "searches",
    "values",
]

PREFIXES = """PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX search: <urn:gtnum:recherche#>
PREFIX ex: <http://a.example/>
"""


def _crosses(patterns: int) -> str:
    return " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(patterns))


def cross_products(chance: random.Random) -> str:
    """Join everything with everything."""
    cross = _crosses(chance.randint(3, 12))
    return PREFIXES + chance.choice(
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


def huge_results(chance: random.Random) -> str:
    """Ask for more than an answer may hold."""
    rows = " ".join(str(n) for n in range(chance.choice((100, 1_000, 1_900))))
    values = " ".join(f"VALUES ?v{n} {{ {rows} }}" for n in range(5))
    return PREFIXES + chance.choice(
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


def huge_literals(chance: random.Random) -> str:
    """Double a text again and again."""
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
    return f"{PREFIXES}SELECT {head} {{ {body} }}"


def regex(chance: random.Random) -> str:
    """Match patterns that explode."""
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
    return PREFIXES + chance.choice(
        [
            "SELECT (COUNT(*) AS ?n) "
            f"{{ ?s ?p ?o . ?x ?y ?z FILTER REGEX(STR(?o), '{pattern}') }}",
            f"SELECT * {{ BIND(REPLACE('{'a' * 9_000}b', '{pattern}', '$0$0') "
            "AS ?x) }",
            "SELECT (COUNT(*) AS ?n) "
            "{ ?s gtnum:text ?o . ?x gtnum:text ?z FILTER REGEX(?o, ?z, 'i') }",
        ]
    )


def aggregates(chance: random.Random) -> str:
    """Keep all groups and values in memory."""
    cross = _crosses(chance.randint(2, 4))
    value = chance.choice(("?c0", "CONCAT(STR(?c0), STR(?c1))", "STR(?a1)"))
    return PREFIXES + chance.choice(
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


def path_floods(chance: random.Random) -> str:
    """Walk through all nodes."""
    path = chance.choice(
        [
            *("!ex:a*", "(!ex:a)*", "(!ex:a|!^ex:a)+", "((ex:a|!ex:a)*)*"),
            *("(^!ex:a/!ex:a)*", "(!ex:a?)+", "(!ex:a/!ex:b/!ex:c)*"),
            "((((!ex:a)*)*)*)*",
        ]
    )
    return PREFIXES + chance.choice(
        [
            f"SELECT (COUNT(*) AS ?n) {{ ?s {path} ?o }}",
            f"SELECT * {{ ?s {path} ?o }}",
            f"SELECT * {{ ?s {path} ?o . ?o {path} ?z }}",
            f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s {path} ?o }} }}",
            f"ASK {{ ?s {path} ex:nowhere . ?z {path} ?s }}",
        ]
    )


def floods(chance: random.Random) -> str:
    """Make many statements of few."""
    lines = " ".join(f"?s ex:p{n} ?o . " for n in range(chance.choice((20, 149, 400))))
    return PREFIXES + chance.choice(
        [
            f"CONSTRUCT {{ {lines} }} {{ ?s ?p ?o . ?x ?y ?z }}",
            "DESCRIBE ?s ?o { ?s ?p ?o . ?x ?y ?z }",
            "DESCRIBE " + " ".join(f"<http://a.example/{n}>" for n in range(2_000)),
            "SELECT " + " ".join(f"(?o AS ?o{n})" for n in range(299)) + " {?s ?p ?o}",
            "SELECT * { ?s ?p ?o } ORDER BY "
            + " ".join(f"STRLEN(STR(?o))+{n}" for n in range(200)),
        ]
    )


def chains(chance: random.Random) -> str:
    """Compute numbers and hashes step by step."""
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
    return f"{PREFIXES}SELECT ?x{steps} {{ {more} BIND(3.1 AS ?x0) {body} }}"


def values(chance: random.Random) -> str:
    """Bring as many rows as may be, or more."""
    rows = chance.choice((900, 5_000, 9_999, 10_001))
    one = " ".join(f"{n}" for n in range(rows))
    two = " ".join(f"({n % 7} {n})" for n in range(rows // 3))
    return PREFIXES + chance.choice(
        [
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {one} }} ?s ?p ?o }}",
            f"SELECT * {{ VALUES (?a ?b) {{ {two} }} VALUES (?a ?c) {{ {two} }} }}",
            f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(one.split()[:2000])})) }}",
            "SELECT * { ?s ?p ?o FILTER(" + " || ".join(["?o = 1"] * 499) + ") }",
        ]
    )


def searches(chance: random.Random) -> str:
    """Search often, for odd texts, inside joins."""
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
    return PREFIXES + chance.choice(
        [
            f"SELECT * {{ {blocks} }}",
            f"SELECT (COUNT(*) AS ?n) {{ {blocks} {_crosses(3)} }}",
            f"SELECT * {{ {_crosses(2)} FILTER EXISTS {{ {blocks} }} }}",
            f"SELECT (MAX({near}) AS ?m) {{ {_crosses(2)} }}",
            f"SELECT * {{ {blocks} BIND({near} AS ?s) MINUS {{ {blocks} }} }}",
        ]
    )
