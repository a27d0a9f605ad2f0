"""What understanding questions gives, and whether it harms.

    python -m benchmarks.understanding LIBRARY --judged queries.csv --foreign SET

Judged questions are asked twice, with and without understanding; a target counts when a
document about an expected group or production stands in the first three, or when an
expected group or concept is shown as an entity. ``--foreign`` names a retrieval set
whose questions have nothing to do with the programme: whatever is understood in them is
a false find.
"""

import argparse
import csv
import statistics
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.measuring import save
from benchmarks.search_sets import read_retrieval_set
from gtnum import wiring
from gtnum.settings import Settings
from ontology.model import EntityKind
from search_api.query import SearchQuery, SearchResults
from search_api.web.services import Knowledge


def _names(row: Mapping[str, str], *columns: str) -> set[str]:
    cells = (cell for column in columns for cell in row[column].split(";"))
    return {cell.strip() for cell in cells if cell.strip()}


def _targets(knowledge: Knowledge, wanted: set[str]) -> set[str]:
    """Return the sheets of groups and productions, and what declares a link to them."""
    declared = {
        linked.document
        for kind in (EntityKind.GROUP, EntityKind.PRODUCTION)
        for name in wanted
        for linked in knowledge.entities.documents(kind, name)
        if linked.is_declared and not linked.document.startswith("glossaire")
    }
    return declared | {f"sheet-{name}" for name in wanted}


def _place(results: SearchResults, targets: set[str]) -> int | None:
    """Return where the first target stands, from 1."""
    names = [hit.document.identifier for hit in results.hits]
    return next((n for n, name in enumerate(names, 1) if name in targets), None)


def measure_judged(knowledge: Knowledge, path: Path) -> dict[str, object]:
    """Return how often a target is in the first three, with and without."""
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    counts = {"with": 0, "without": 0, "with_entities": 0}
    places: dict[str, object] = {}
    for row in rows:
        wanted = _names(row, "expected_groups", "expected_productions")
        targets = _targets(knowledge, wanted)
        own = {}
        for name, intent in (("with", True), ("without", False)):
            query = SearchQuery(row["query_fr"], limit=10, with_intent=intent)
            results = knowledge.searcher.search(query)
            own[name] = _place(results, targets)
            counts[name] += (own[name] or 99) <= 3
            if intent:
                cards = {card.identifier for card in results.entities}
                is_shown = cards & (wanted | _names(row, "expected_concepts"))
                counts["with_entities"] += bool(is_shown) or (own[name] or 99) <= 3
        places[row["query_fr"]] = own
        print(f"{own['without']!s:>5} → {own['with']!s:<5} {row['query_fr']}")
    print(f"{counts} of {len(rows)}")
    return {"questions": len(rows), "in_first_three": counts, "places": places}


def measure_foreign(
    knowledge: Knowledge, questions: Iterable[str]
) -> dict[str, object]:
    """Return how often something is understood where nothing is meant, and the cost."""
    found, asked, seconds = [], 0, []
    for text in questions:
        asked += 1
        started = time.perf_counter()
        results = knowledge.searcher.search(SearchQuery(text))
        seconds.append(time.perf_counter() - started)
        if results.understood:
            found.append((text, [one.key for one in results.understood]))
    for text, keys in found[:40]:
        print(keys, text)
    rate = len(found) / max(1, asked)
    print(f"understood something in {len(found)} of {asked} foreign questions")
    return {
        "questions": asked,
        "false_finds": len(found),
        "rate": round(rate, 3),
        "median_ms": round(1000 * statistics.median(seconds), 1),
    }


def main() -> None:
    """Measure, print, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--most", type=int, default=500)
    arguments = parser.parse_args()
    settings = Settings(library=arguments.library)
    with wiring.knowledge(settings) as knowledge:
        results: dict[str, object] = {
            "judged": measure_judged(knowledge, arguments.judged)
        }
        if arguments.foreign:
            questions = read_retrieval_set(arguments.foreign).questions.values()
            results["foreign"] = measure_foreign(
                knowledge, list(questions)[: arguments.most]
            )
    print(save("understanding", results))


if __name__ == "__main__":
    main()
