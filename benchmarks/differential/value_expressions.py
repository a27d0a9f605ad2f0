"""Random expressions over two values, ``?v`` and ``?w``.

Operands have the types that the operator tables know (17.3): of what an engine may add
where the standard has an error (17.3.1), engines add different things.
"""

from random import Random

__all__ = [
    "date_expression",
    "language_expression",
    "moment_expression",
    "number_expression",
    "text_expression",
]

_RANGES = ("fr", "FR", "*", "en", "fr-ca")
_SOUGHT = ("^a", "b", "C$", "a.c", "a b")
_FLAGS = ("", "i", "s")
_REPLACED = ("a", "b", "[a-c]")
_BY = ("z", "", "yy")
_COMPARED = ("=", "!=", "<", "<=", ">", ">=")


def _logic(random: Random, one: str, other: str) -> str:
    return random.choice((f"({one} && {other})", f"({one} || {other})", f"(!{one})"))


def number_expression(random: Random, depth: int, *, is_condition: bool) -> str:
    """Return arithmetic or a comparison."""
    if is_condition:
        one, other = (_number(random, depth - 1) for _ in range(2))
        simple = f"({one} {random.choice(_COMPARED)} {other})"
        if depth == 1:
            return simple
        inner = number_expression(random, 1, is_condition=True)
        return _logic(random, simple, inner)
    return _number(random, depth)


def _number(random: Random, depth: int) -> str:
    if depth == 0:
        return random.choice(("?v", "?w", "1", "2.5", "1e1", "0.5"))
    one, other = (_number(random, depth - 1) for _ in range(2))
    condition = f"{one} > {other}"
    return random.choice(
        (
            *(f"({one} {sign} {other})" for sign in ("+", "-", "*")),
            f"ABS({one})",
            f"CEIL({one})",
            f"FLOOR({one})",
            f"xsd:double({one})",
            f"IF({condition}, {one}, {other})",
            f"COALESCE(?unbound, {other})",
            f"IF(isNumeric({one}), {one}, 0)",
            f"(-{one})",
        )
    )


def date_expression(random: Random, depth: int, *, is_condition: bool) -> str:
    """Return a comparison of two dates of one type, or a part of one."""
    simple = f"(?v {random.choice(_COMPARED)} ?w)"
    if not is_condition:
        simple = random.choice((simple, "DATATYPE(?v)", "STRLEN(STR(?w))"))
    return simple if depth == 1 else _nested_date(random, simple, is_condition)


def moment_expression(random: Random, depth: int, *, is_condition: bool) -> str:
    """Return the same of moments, all with a zone or all without."""
    simple = f"(?v {random.choice(_COMPARED)} ?w)"
    if not is_condition:
        part = random.choice(("YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS"))
        simple = random.choice((simple, f"{part}(?v)", f"{part}(?w)", "TZ(?v)"))
    return simple if depth == 1 else _nested_date(random, simple, is_condition)


def _nested_date(random: Random, simple: str, is_condition: bool) -> str:
    inner = f"(?w {random.choice(_COMPARED)} ?v)"
    if is_condition:
        return _logic(random, simple, inner)
    return random.choice(
        (f"COALESCE(?unbound, {simple})", f"IF({inner}, {simple}, 0)", f"STR({simple})")
    )


def language_expression(random: Random, depth: int, *, is_condition: bool) -> str:
    """Return what looks at languages."""
    one = random.choice(("?v", "?w", '"chat"@fr', '"chat"'))
    other = random.choice(("?v", "?w", '"chat"@fr', '"Chat"'))
    simple = random.choice(
        (
            f'langMatches(LANG({one}), "{random.choice(_RANGES)}")',
            f"sameTerm({one}, {other})",
            f'(LANG({one}) = "fr")',
            f"(STR({one}) {random.choice(_COMPARED)} STR({other}))",
            f"STRSTARTS(STR({one}), STR({other}))",
        )
    )
    if not is_condition:
        simple = random.choice(
            (
                simple,
                f"LANG({one})",
                f"DATATYPE({one})",
                f'STRLANG(STR({one}), "fr")',
                f"CONCAT({one}, {one})",
                f"UCASE({one})",
                f"SUBSTR({one}, 2)",
            )
        )
    if depth == 1:
        return simple
    inner = language_expression(random, 1, is_condition=True)
    if is_condition:
        return _logic(random, simple, inner)
    return random.choice(
        (
            f"IF(LANG(?v) = LANG(?w), {simple}, {inner})",
            f"CONCAT(STR({simple}), STR({inner}))",
            f"IF({inner}, {simple}, STR(?v))",
        )
    )


def text_expression(random: Random, depth: int, *, is_condition: bool) -> str:
    """Return functions on strings."""
    one, other = (_text(random, depth - 1) for _ in range(2))
    if not is_condition:
        return random.choice((_text(random, depth), f"STRLEN({one})"))
    simple = random.choice(
        (
            f"CONTAINS({one}, {other})",
            f"STRSTARTS({one}, {other})",
            f"STRENDS({one}, {other})",
            f"({one} {random.choice(_COMPARED)} {other})",
            f'REGEX({one}, "{random.choice(_SOUGHT)}", "{random.choice(_FLAGS)}")',
        )
    )
    if depth == 1:
        return simple
    return _logic(random, simple, text_expression(random, 1, is_condition=True))


def _text(random: Random, depth: int) -> str:
    if depth == 0:
        return random.choice(("STR(?v)", "STR(?w)", '"a"', '"b c"', '""', '"é"'))
    one, other = (_text(random, depth - 1) for _ in range(2))
    place = f"{random.randint(1, 3)}, {random.randint(1, 3)}"
    return random.choice(
        (
            f"UCASE({one})",
            f"LCASE({one})",
            f"SUBSTR({one}, {place})",
            f"STRBEFORE({one}, {other})",
            f"STRAFTER({one}, {other})",
            f"CONCAT({one}, {other})",
            f"ENCODE_FOR_URI({one})",
            f'REPLACE({one}, "{random.choice(_REPLACED)}", "{random.choice(_BY)}")',
            f"MD5({one})",
            f"IF(CONTAINS({one}, {other}), {one}, {other})",
        )
    )
