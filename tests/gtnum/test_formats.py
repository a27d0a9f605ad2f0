"""This test ensures that the page of formats says what this version writes."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from gtnum.backups.snapshot import FORMAT
from gtnum.deposits.task_records import to_json
from search_api.calibration import calibration_file
from search_api.deposit_tasks import Task, TaskKind

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"


def told() -> dict[str, int]:
    """Return part → number in the column « Now »."""
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| (\d+)\b", PAGE.read_text("utf-8"), re.MULTILINE
    )
    return {part: int(number) for part, number in rows}


def test_the_page_names_the_formats_that_are_written(module_library: Path) -> None:
    folder = module_library / "generations" / "0001"

    def written(name: str, field: str = "format") -> int:
        first = (folder / name).read_text("utf-8")
        return int(
            json.loads(first.split("\n")[0] if ".jsonl" in name else first)[field]
        )

    task = to_json(Task("", "claire", TaskKind.DEPOSIT, "depots", datetime.now(UTC)))
    assert told() == {
        "generation": written("manifest.json"),
        "ledger": written("ledger.jsonl", "version"),
        "indexes": written("search.json"),
        "words": written("words/documents.json"),
        "calibration": calibration_file._FORMAT,
        "deposit tasks": json.loads(task)["format"],
        "backup": FORMAT,
    }
