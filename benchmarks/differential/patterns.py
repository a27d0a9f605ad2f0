"""Random pieces of queries: nodes, triples, paths, conditions, groups."""

from random import Random
from typing import Final

from benchmarks.differential.generated_data import NODES, PREDICATES

__all__ = ["VARIABLES", "condition", "group", "path", "triple", "triples"]

VARIABLES: Final = ("?a", "?b", "?c", "?d")


def node(random: Random, constants: float = 0.2) -> str:
    """Return a variable, or now and then a name; the data know most of them."""
    if random.random() < constants:
        return random.choice((*NODES, ":none"))
    return random.choice(VARIABLES)


def triple(random: Random) -> str:
    """Return a triple of links."""
    predicate = random.choice((*PREDICATES, *PREDICATES, "?link"))
    return f"{node(random)} {predicate} {node(random)} ."


def triples(random: Random, most: int = 2) -> str:
    """Return a few triples that share variables."""
    first = f"?a {random.choice(PREDICATES)} {node(random)} ."
    return " ".join([first, *(triple(random) for _ in range(random.randrange(most)))])


def path(random: Random, depth: int) -> str:
    """Return a property path."""
    if depth == 0:
        return random.choice(
            (
                *PREDICATES,
                *PREDICATES,
                *(f"^{p}" for p in PREDICATES),
                _negation(random),
            )
        )
    inner = [path(random, depth - 1) for _ in range(random.randint(2, 3))]
    match random.randrange(6):
        case 0 | 1:
            return f"({'|'.join(inner)})"
        case 2 | 3:
            return f"({'/'.join(inner[:2])})"
        case 4:
            return f"({inner[0]}){random.choice('*+?')} "
        case _:
            return f"^({inner[0]})"


def _negation(random: Random) -> str:
    names = random.sample((*PREDICATES, *(f"^{p}" for p in PREDICATES)), 2)
    return random.choice((f"!{names[0]}", f"!({'|'.join(names)})"))


def condition(random: Random, variables: tuple[str, ...] = VARIABLES) -> str:
    """Return a condition on nodes."""
    one, other = random.sample(variables, 2)
    return random.choice(
        (
            f"{one} != {other}",
            f"{one} = {random.choice(NODES)}",
            f"!BOUND({one})",
            f"BOUND({one})",
            f"BOUND({one}) && {one} != {random.choice(NODES)}",
            f"isIRI({one}) || isBlank({other})",
            f"sameTerm({one}, {other})",
            f"{one} IN ({', '.join(random.sample(NODES, 2))})",
            f"{one} NOT IN ({', '.join(random.sample(NODES, 2))})",
            f"IF(BOUND({one}), {one} = {other}, true)",
            f"COALESCE({one} = {other}, {random.choice(('true', 'false'))})",
        )
    )


def group(random: Random, depth: int) -> str:
    """Return what may stand between braces."""
    held = triples(random)
    if depth == 0:
        return held
    inner = group(random, depth - 1)
    return random.choice(
        (
            f"{held} OPTIONAL {{ {inner} }}",
            f"{{ {held} }} UNION {{ {inner} }}",
            f"{held} FILTER({condition(random)})",
            f"{held} FILTER EXISTS {{ {inner} }}",
            f"{held} MINUS {{ {inner} }}",
            f"{held} {{ SELECT DISTINCT ?a ?b {{ {inner} }} }}",
            f"{held} ?a {path(random, 1)} ?b .",
        )
    )
