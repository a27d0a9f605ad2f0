"""What understanding questions gives, and whether it harms.

    python -m benchmarks.understanding LIBRARY --judged queries.csv --foreign SET

Judged questions (``judged_questions``) are asked twice, with and without understanding.
``--foreign`` names a retrieval set whose questions have nothing to do with the
programme: whatever is understood in them is a false find.
"""

import argparse
import statistics
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.judged_questions import measure_places, read_judged
from benchmarks.measuring import save
from benchmarks.search_sets import read_retrieval_set
from gtnum import wiring
from gtnum.settings import Settings
from search_api.query import SearchQuery
from search_api.web.services import Knowledge


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
            "judged": measure_places(knowledge, read_judged(arguments.judged))
        }
        if arguments.foreign:
            questions = read_retrieval_set(arguments.foreign).questions.values()
            results["foreign"] = measure_foreign(
                knowledge, list(questions)[: arguments.most]
            )
    print(save("understanding", results))


if __name__ == "__main__":
    main()
