"""Small data in which patterns meet: few nodes, many links, values of every kind.

Each triple stands in one named graph, as in the stores that the service opens.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

__all__ = ["GRAPHS", "NODES", "PREDICATES", "PREFIXES", "Data", "generate"]

PREFIXES: Final = (
    "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
NODES: Final = tuple(f":n{number}" for number in range(5))
PREDICATES: Final = (":p", ":q", ":r")
GRAPHS: Final = (":g1", ":g2", ":g3")
_BLANKS: Final = ("_:b1", "_:b2")
_VALUES: Final = {
    ":number": ("1", "2", "3", "2.5", "0.5", "1.0e0", "-3", "0", '"x"', "1.5e1"),
    ":whole": ("1", "2", "3", "4"),
    ":name": (
        '"chat"@fr',
        '"cat"@en',
        '"Chat"@fr-ca',
        '"chat"',
        '"été"@fr',
        '"colour"@en-gb',
    ),
    ":day": tuple(f'"{day}"^^xsd:date' for day in ("2020-01-01", "2021-06-15")),
    ":year": tuple(f'"{year}"^^xsd:gYear' for year in ("2020", "2021")),
    ":moment": tuple(
        f'"{moment}"^^xsd:dateTime'
        for moment in (
            "2020-01-01T00:00:00Z",
            "2020-01-01T01:00:00+01:00",
            "2021-06-15T12:30:15Z",
        )
    ),
    ":local": tuple(
        f'"{moment}"^^xsd:dateTime'
        for moment in ("2020-01-01T00:00:00", "2021-06-15T12:30:15")
    ),
    ":text": ('"abc"', '"ABC"', '"a b"', '""', '"naïve café"', '"a.c"'),
    ":truth": ("true", "false"),
}


@dataclass(frozen=True, slots=True)
class Data:
    """Triples as Turtle writes them, each with the graph that holds it."""

    triples: tuple[tuple[str, str], ...]

    def as_dataset(self) -> str:
        """Return TriG."""
        quads = [f"{graph} {{ {triple} }}" for triple, graph in self.triples]
        return "\n".join([PREFIXES, *quads])


def generate(random: Random) -> Data:
    """Make data."""
    triples = {
        f"{random.choice(NODES)} {random.choice(PREDICATES)} {random.choice(NODES)}"
        for _ in range(random.randint(6, 14))
    }
    for _ in range(random.randint(0, 2)):
        start, end = random.choice((*NODES, *_BLANKS)), random.choice(_BLANKS)
        triples.add(f"{start} {random.choice(PREDICATES)} {end}")
    for predicate, values in _VALUES.items():
        triples |= {
            f"{random.choice(NODES)} {predicate} {random.choice(values)}"
            for _ in range(random.randint(2, 6))
        }
    return Data(tuple((triple, random.choice(GRAPHS)) for triple in sorted(triples)))
