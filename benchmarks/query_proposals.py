"""Whether a question in French gets the query that answers it, or none where none does.

    python -m benchmarks.query_proposals [--half reported] [--library FOLDER]

Without a library, one is made from the starter corpus. The questions of
``judged/query_proposals.jsonl`` were written by one of us, the half ``reported`` before
it was ever asked; ``development`` chose wordings and border. Prints and keeps: the
right query first, among three, none; unfit questions that got a query all the same.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.measuring import save
from benchmarks.starter_library import starter_library
from gtnum import wiring
from gtnum.settings import Settings
from search_api.web.services import Knowledge

__all__ = ["measured", "questions"]

QUESTIONS = Path(__file__).parent / "judged" / "query_proposals.jsonl"


def questions(half: str) -> list[Mapping[str, object]]:
    """Return the questions of a half: ``question`` and the ``forms`` that answer it."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [row for line in lines if (row := json.loads(line))["half"] == half]


def measured(
    rows: Iterable[Mapping[str, object]], knowledge: Knowledge
) -> dict[str, object]:
    """Return the numbers, and each question that did not come out right."""
    counts = dict.fromkeys(("answerable", "first", "in_three", "none", "unfit"), 0)
    counts["unfit_refused"] = 0
    wrong = []
    for row in rows:
        text, wanted = str(row["question"]), set(map(str, row["forms"]))  # type: ignore[call-overload]
        found = [one.form for one in knowledge.propose_queries(text)]
        if wanted:
            counts["answerable"] += 1
            counts["first"] += bool(found) and found[0] in wanted
            counts["in_three"] += bool(wanted & set(found))
            counts["none"] += not found
        else:
            counts["unfit"] += 1
            counts["unfit_refused"] += not found
        if (wanted and (not found or found[0] not in wanted)) or (found and not wanted):
            wrong.append({"question": text, "wanted": sorted(wanted), "found": found})
    return {**counts, "wrong": wrong}


def main() -> None:
    """Measure one half, print it, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--half", default="reported")
    parser.add_argument("--library", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        library = arguments.library or starter_library(Path(scratch) / "library")
        with wiring.knowledge(Settings(library=library)) as knowledge:
            found = measured(questions(arguments.half), knowledge)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    print(save(f"query_proposals_{arguments.half}", found))


if __name__ == "__main__":
    main()
