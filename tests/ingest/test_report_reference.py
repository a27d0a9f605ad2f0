"""The reference of the report says what the code does."""

import re
from pathlib import Path

from ingest.limits import Limits
from ingest.outcomes import Outcome
from ingest.report import Report, State

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ingest-report.md"
_ROW = r"^\| `(\w+)` \| ([^|]+) \|([^|]*)\|[^|]+\|$"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_state_is_documented_with_its_label_and_nature():
    rows = re.findall(_ROW, TEXT, re.MULTILINE)
    documented = {
        state: (label.strip(), failure.strip() == "yes")
        for state, label, failure in rows
    }
    assert documented == {
        state.value: (state.label, state.is_failure) for state in State
    }


def test_every_key_is_documented():
    values = Report([Outcome("c/x", State.OK)]).to_json()
    keys = {*values, *values["totals"], *values["sources"][0]}
    missing = {key for key in keys if f"`{key}`" not in TEXT and f'"{key}"' not in TEXT}
    assert not missing


def test_default_limits_are_the_documented_ones():
    limits = Limits()
    assert f"| {limits.size_bytes >> 20} MiB |" in TEXT
    assert f"| {limits.pages:,} |" in TEXT
    assert f"| {limits.passages:,}: " in TEXT
    assert f"| {limits.memory_bytes >> 30} GiB |" in TEXT
    assert f"| {limits.wall_seconds:g} s |" in TEXT
    assert f"| {limits.cpu_seconds} s |" in TEXT
    assert f"| {limits.files:,} |" in TEXT
    assert f"| {limits.ocr_pages} |" in TEXT
    assert f"| {limits.ocr_page_seconds:g} s, " in TEXT
    assert f"| {limits.unpacked_bytes >> 20} MiB;" in TEXT
