"""Runs the W3C SPARQL 1.1 suites through our HTTP endpoint and on the bare engine.

    python -m benchmarks.sparql_w3c FOLDER [--json FILE]

FOLDER holds ``sparql/sparql11`` of w3c/rdf-tests. The endpoint is the real one: routes,
guard, worker processes, over HTTP on this machine.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rdflib import term

from benchmarks.w3c_suites.endpoint import Endpoint, endpoint, write_store
from benchmarks.w3c_suites.evaluation import Pair, run_case
from benchmarks.w3c_suites.manifests import cases
from benchmarks.w3c_suites.protocol import Verdict, check_description, run_protocol

RESULTS = Path(__file__).resolve().parent / "results"


def measure(suites: Path, *, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Run everything.

    Returns:
        Counts per part, and the names of the tests that fail with the reason.

    Raises:
        OSError: If the suites are not there.
    """
    # Lexical forms matter to some tests: rdflib must not rewrite them.
    term._NORMALIZE_LITERALS = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_store(folder / "empty", {"https://w3c.example/empty": ()})
        with endpoint(folder / "empty") as running:
            found = {
                "service_description": _verdicts(check_description(running)),
                "protocol": _verdicts(
                    run_protocol(suites / "protocol/manifest.ttl", running, folder)
                ),
                "query": _pairs(
                    suites / "manifest-sparql11-query.ttl", running, folder / "q"
                ),
                "results": _pairs(
                    suites / "manifest-sparql11-results.ttl", running, folder / "r"
                ),
            }
    for part, counts in found.items():
        say(f"{part:20} {json.dumps(counts, ensure_ascii=False)}")
    return found


def _verdicts(verdicts: list[Verdict]) -> dict[str, Any]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    failed = {v.name: v.why for v in verdicts if v.outcome == "failed"}
    return {"tests": len(verdicts), **counts, "failing": failed}


def _pairs(manifest: Path, running: Endpoint, folder: Path) -> dict[str, Any]:
    pairs: list[Pair] = [
        run_case(case, running, folder / str(number))
        for number, case in enumerate(cases(manifest))
    ]
    return {
        "tests": len(pairs),
        "service": sum(pair.service for pair in pairs),
        "engine": sum(pair.engine for pair in pairs),
        "service_only_fails": [p.name for p in pairs if p.engine and not p.service],
        "failing": {p.name: p.why for p in pairs if not p.service},
    }


def main() -> int:
    """Run and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path)
    parser.add_argument("--json", type=Path, default=RESULTS / "sparql_w3c.json")
    arguments = parser.parse_args()
    found = measure(arguments.suites.resolve())
    facts = {"pyoxigraph": version("pyoxigraph"), **found}
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    arguments.json.write_text(text + "\n", encoding="utf-8")
    parts_fail = any(found[p]["failing"] for p in ("protocol", "service_description"))
    return int(parts_fail or any(found[p]["service_only_fails"] for p in ("query",)))


if __name__ == "__main__":
    sys.exit(main())
