"""Asks generated queries of our engine and of two others, and judges what differs.

    python -m benchmarks.sparql_differential --seed N --queries 500 [--construct paths]

Peers are rdflib and, with ``--comunica FOLDER``, Comunica: ``npm install
@comunica/query-sparql-rdfjs@4.4.1 n3`` in that folder. For each construct queries are
made until ``--queries`` of them have a row somewhere; every second one is nested.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.differential.comparison import VERDICTS, Engine, Judged, judge
from benchmarks.differential.constructs import CONSTRUCTS, generate_query
from benchmarks.differential.engines import Comunica, Ours, Rdflib
from benchmarks.differential.generated_data import generate

__all__ = ["Counts", "compare"]

RESULTS: Final = Path(__file__).resolve().parent / "results"
_SILENT: Final = ("empty", "refused", "unjudged")
_OF_ONE_DATA_SET: Final = 10
_MOST_TRIES: Final = 8
"""Queries made for each one that is wanted: many have no row anywhere."""


@dataclass(slots=True)
class Counts:
    """How the queries of one construct ended.

    Attributes:
        verdicts: How many of each.
        nested: How many that have rows are nested.
        reasons: How often each entry of the table explained.
        unexplained: The queries that nothing explains.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    nested: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unexplained: list[Judged] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return how many queries have rows and were judged."""
        return self.verdicts.total() - sum(self.verdicts[v] for v in _SILENT)

    def add(self, judged: Judged, *, nested: bool) -> None:
        """Count a query."""
        self.verdicts[judged.verdict] += 1
        if judged.verdict not in _SILENT:
            self.nested += nested
        if judged.verdict == "explained":
            self.reasons.update(judged.reasons)
        if judged.verdict == "unexplained":
            self.unexplained.append(judged)


def compare(
    construct: str, seed: int, queries: int, comunica: Comunica | None = None
) -> Counts:
    """Make queries and judge them, the same for the same seed.

    Args:
        construct: A key of ``CONSTRUCTS``.
        seed: Any number.
        queries: How many with rows are wanted; half of them nested.
        comunica: The second peer.
    """
    counts = Counts()
    ours: Engine
    peers: Sequence[Engine]
    for number in range(_MOST_TRIES * queries):
        if number % _OF_ONE_DATA_SET == 0:
            ours, peers = _engines(f"{seed}/{construct}/{number}", comunica)
        nested = number % 2 == 1
        is_enough = counts.nested if nested else counts.number - counts.nested
        if is_enough >= queries // 2 + (0 if nested else queries % 2):
            continue
        random = Random(f"{seed}/{construct}/query {number}")  # noqa: S311
        query = generate_query(construct, random, nested=nested)
        counts.add(judge(query, ours, peers), nested=nested)
        if counts.number >= queries:
            break
    return counts


def _engines(seed: str, comunica: Comunica | None) -> tuple[Engine, list[Engine]]:
    data = generate(Random(seed))  # noqa: S311 - no secret
    peers: list[Engine] = [Rdflib(data)]
    if comunica is not None:
        comunica.load(data)
        peers.append(comunica)
    return Ours(data), peers


def main() -> int:
    """Print one table and write one JSON; 1 where something is unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--construct", choices=CONSTRUCTS, action="append")
    parser.add_argument("--comunica", type=Path, help="folder with its node_modules")
    parser.add_argument(
        "--json", type=Path, default=RESULTS / "sparql_differential.json"
    )
    arguments = parser.parse_args()
    found: dict[str, Counts] = {}
    titles = ("with rows", "nested", *VERDICTS)
    print(f"{'construct':<14}" + "".join(f"{title:>13}" for title in titles))
    with ExitStack() as stack:
        folder = arguments.comunica
        comunica = stack.enter_context(Comunica(folder)) if folder else None
        for construct in arguments.construct or CONSTRUCTS:
            counts = compare(construct, arguments.seed, arguments.queries, comunica)
            found[construct] = counts
            numbers = [counts.number, counts.nested]
            numbers += [counts.verdicts[verdict] for verdict in VERDICTS]
            print(f"{construct:<14}" + "".join(f"{n:>13}" for n in numbers), flush=True)
    for construct, counts in found.items():
        for judged in counts.unexplained:
            print(f"\n{construct}: {judged.query}")
            print("\n".join(f"    {reason}" for reason in judged.reasons))
    arguments.json.write_text(json.dumps(_summary(arguments, found), indent=1) + "\n")
    return 1 if any(counts.unexplained for counts in found.values()) else 0


def _summary(arguments: argparse.Namespace, found: dict[str, Counts]) -> dict[str, Any]:
    return {
        "seed": arguments.seed,
        "pyoxigraph": version("pyoxigraph"),
        "rdflib": version("rdflib"),
        "with_comunica": arguments.comunica is not None,
        "constructs": {
            construct: {
                "with_rows": counts.number,
                "nested": counts.nested,
                **{verdict: counts.verdicts[verdict] for verdict in VERDICTS},
                "reasons": dict(counts.reasons.most_common()),
            }
            for construct, counts in found.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
