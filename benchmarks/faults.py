"""Damages every kind of file of a library, and tells what each action makes of it.

    python -m benchmarks.faults [--sample N] [--seed S] [--kills K] [--save]

Every kind of file × flip, cut, delete, foreign version × serve, list, verify, rollback,
ingest, export, prune, search; then kills at random instants of an ingest. Each runs on
a fresh copy of three generations, in a process of its own, and ends as one of

    same       as on the sound library, nothing had to be said
    told       as on the sound library, and the damage was named
    stood in   from an older generation, and it was said
    refused    a message with a remedy
    SILENT     something else than on the sound library, or damage that ``verify``, or a
               service that calls itself verified, does not tell
    WRONG      an answer that the generation it names does not give
    LOST       no sound generation is left
    RAW        a foreign exception came out
    HANG       no end within a minute
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.fault_cases import (
    ACTIONS,
    MODES,
    Fault,
    copies,
    damage,
    every_fault,
    make_library,
)
from benchmarks.fault_probe import Outcome, probe, warm_up
from benchmarks.measuring import save, surroundings
from gtnum.errors import LibraryError
from gtnum.library.library_folder import Library
from gtnum.settings import Settings

BAD = ("SILENT", "WRONG", "LOST", "RAW", "HANG")
GOOD = ("same", "told", "stood in", "refused")


@dataclass(frozen=True, slots=True)
class Row:
    """One fault and how it ended."""

    kind: str
    mode: str
    action: str
    ended: str
    said: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What a sound library answers, by the name of the generation published.

    Attributes:
        documents: How many an ingest of the notes leaves in the library.
        answers: Of the service: address → status and fingerprint.
        exports: Fingerprints.
        searches: Outputs of ``gtnum search``.
    """

    documents: int
    answers: dict[str, dict[str, str]]
    exports: dict[str, str]
    searches: dict[str, str]


def ingest(notes: Path, library: Path) -> None:
    """Publish a folder in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "gtnum.cli", "ingest", str(notes)],
        env=Settings(library=library).environment(),
        check=True,
        capture_output=True,
    )


def expectations(
    library: Path, notes: Path, home: Path, actions: Collection[str]
) -> Expected:
    """Ask the sound library, with each of its generations published.

    Args:
        library: The library.
        notes: What it was made from.
        home: Where copies may stand.
        actions: Those whose outcome will be judged.
    """
    counts = Library(library).current().manifest.counts
    expected = Expected(counts["documents"], {}, {}, {})
    for copy in copies(library, home):
        done = expected.answers.keys()
        names = [folder.name for folder in Library(copy).in_order()]
        left = [name for name in names if name not in done]
        if not left:
            return expected
        Library(copy).point_to(left[0])
        expected.answers[left[0]] = {}
        if "serve" in actions:
            served = probe("serve", copy, notes)
            assert served.health["status"] == "ok", (served.health, served.said)
            expected.answers[left[0]] = served.answers
        if "export" in actions:
            exported = probe("export", copy, notes)
            expected.exports[left[0]] = exported.answers["export"]
        if "search" in actions:
            expected.searches[left[0]] = probe("search", copy, notes).output
    raise AssertionError("copies never end")


def judge(
    fault: Fault,
    outcome: Outcome,
    library: Path,
    expected: Expected,
    *,
    was_sound: bool = True,
) -> str:
    """Say how an action ended.

    Args:
        fault: What was damaged, and what was done then.
        outcome: What came of it.
        library: As it is now.
        expected: What a sound one answers.
        was_sound: Whether a sound generation was left before.
    """
    if outcome.code == -1:
        return "HANG"
    if outcome.is_raw or "Traceback" in outcome.said:
        return "RAW"
    if was_sound and not _sound(library):
        return "LOST"
    is_refusal = outcome.code in (2, 3) and "→" in outcome.said
    if fault.action == "verify":
        return "told" if outcome.code and outcome.output else "SILENT"
    if is_refusal:
        return "refused"
    if outcome.code:
        return "SILENT"
    by_action = {
        "serve": _judge_service,
        "list": _judge_list,
        "export": _judge_reader,
        "search": _judge_reader,
    }
    return by_action.get(fault.action, _judge_writer)(fault, outcome, expected, library)


def _judge_service(fault: Fault, outcome: Outcome, expected: Expected, _: Path) -> str:
    health = outcome.health
    wanted = expected.answers.get(health["generation"] or "", {})
    differing = {
        address
        for address, answer in wanted.items()
        if outcome.answers.get(address) != answer
    }
    told = {a for a in differing if outcome.answers.get(a, "503")[:3] in ("503", "404")}
    if differing - told:
        return "WRONG"
    is_newest = health["generation"] == max(expected.answers)
    if health["status"] == "ok":
        if not is_newest or (fault.is_in_generation and health["verified"]):
            return "SILENT"
        return "told" if told else "same"
    return "told" if is_newest else "stood in"


def _judge_list(fault: Fault, outcome: Outcome, _: Expected, __: Path) -> str:
    if not fault.is_in_generation:
        return "same"
    is_told = "abîmée" in outcome.output or "Attention" in outcome.said
    return "told" if is_told else "SILENT"


def _judge_reader(fault: Fault, outcome: Outcome, expected: Expected, _: Path) -> str:
    is_export = fault.action == "export"
    found = outcome.answers.get("export", "") if is_export else outcome.output
    by_name = expected.exports if is_export else expected.searches
    names = [name for name, answer in by_name.items() if answer == found]
    if not names:
        return "WRONG"
    is_told = bool(outcome.said.strip())
    if max(by_name) in names:
        return "told" if is_told else "same"
    return "stood in" if is_told else "SILENT"


def _judge_writer(
    fault: Fault, outcome: Outcome, expected: Expected, library: Path
) -> str:
    """Judge what publishes or deletes by what is published afterwards."""
    ended = "told" if outcome.said.strip() else "same"
    if fault.action == "prune":  # leaves what is published as it is
        return "SILENT" if fault.name == "CURRENT" and ended == "same" else ended
    try:
        published = Library(library).current()
        published.verify()
    except LibraryError:
        return "SILENT"
    if fault.action == "rollback":
        return ended
    if published.manifest.counts["documents"] != expected.documents:
        return "LOST"
    return "SILENT" if fault.is_in_generation and ended == "same" else ended


def _sound(library: Path) -> bool:
    try:
        return Library(library).choose().generation is not None
    except LibraryError:
        return False


def run(
    library: Path, notes: Path, home: Path, faults: Sequence[Fault], *, seed: int
) -> Iterator[Row]:
    """Damage a copy for each fault and do its action."""
    warm_up()
    expected = expectations(library, notes, home, {one.action for one in faults})
    for number, (fault, copy) in enumerate(zip(faults, copies(library, home))):  # noqa: B905 - copies never end
        damage(copy / fault.name, fault.mode, seed + number)
        was_sound = _sound(copy)
        outcome = probe(fault.action, copy, notes)
        ended = judge(fault, outcome, copy, expected, was_sound=was_sound)
        said = outcome.said.replace(str(copy), "LIBRARY").strip().splitlines()
        yield Row(
            fault.kind,
            fault.mode,
            fault.action,
            ended,
            (said[0] if said else "")[:200],
            outcome.seconds,
        )


def kill(library: Path, notes: Path, home: Path, count: int, seed: int) -> list[Row]:
    """Kill an ingest at random instants; each goes on from what the last one left."""
    instants, rows = random.Random(seed), []  # noqa: S311
    copy = home / "killed"
    shutil.copytree(library, copy)
    more = home / "more" / notes.name  # which names the collection
    more.mkdir(parents=True)
    for number in range(count):
        for note in notes.iterdir():
            (more / note.name).write_bytes(note.read_bytes())
        (more / f"note-{number}.txt").write_text(f"Note {number} des forges.")
        child = subprocess.Popen(
            [sys.executable, "-m", "gtnum.cli", "ingest", str(more)],
            env=Settings(library=copy).environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        instant = instants.uniform(0.3, 2.5)
        time.sleep(instant)
        child.send_signal(signal.SIGKILL)
        child.wait()
        found = probe("library verify --all", copy, notes)
        ended = "same" if found.code == 0 else "LOST"
        rows.append(Row("ingest", "kill", f"{instant:.2f} s", ended, found.said, 0.0))
    ingest(more, copy)
    current = Library(copy).current()
    current.verify()
    if current.manifest.counts["documents"] != len(list(more.iterdir())):
        rows.append(Row("ingest", "kill", "after", "LOST", "documents differ", 0.0))
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the matrix: a line for each kind and mode, a column for each action."""
    cells = {(row.kind, row.mode, row.action): row.ended for row in rows}
    lines = [f"{'kind':<28}{'mode':<9}" + "".join(f"{a:<10}" for a in ACTIONS)]
    for kind in dict.fromkeys(row.kind for row in rows):
        for mode in MODES:
            found = [cells.get((kind, mode, action), "") for action in ACTIONS]
            if any(found):
                line = "".join(f"{ended:<10}" for ended in found)
                lines.append(f"{kind:<28}{mode:<9}{line}")
    totals = Counter(row.ended for row in rows)
    lines.append(", ".join(f"{totals[name]} {name}" for name in (*GOOD, *BAD)))
    return "\n".join(lines)


def main() -> int:
    """Run the matrix; the exit code is 1 where something ended badly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="how many faults; all by default")
    parser.add_argument("--seed", type=int, default=20261201)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--made", type=Path, help="a folder with library and notes to copy"
    )
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    # Damage is the same for all models; the smallest is the quickest.
    os.environ.update(GTNUM_EMBEDDER="embedded-fast", GTNUM_READING_WORKERS="1")  # noqa: TID251 - of this process and its children
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        made = options.made or home / "made"
        library = made / "library" if options.made else make_library(made, ingest)
        notes = made / "notes"
        faults = every_fault(library, sample=options.sample, seed=options.seed)
        for row in run(library, notes, home, faults, seed=options.seed):
            rows.append(row)
            if row.ended in BAD:
                print(json.dumps(asdict(row), ensure_ascii=False), flush=True)
        if options.kills:
            rows += kill(library, notes, home, options.kills, options.seed)
    print(table(rows))
    bad = [row for row in rows if row.ended in BAD]
    if options.save:
        totals = Counter(row.ended for row in rows)
        content: dict[str, Any] = {
            **surroundings(),
            "faults": len(rows),
            "seed": options.seed,
            "totals": dict(totals),
            "rows": [asdict(row) for row in rows],
        }
        print(save("faults", content))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
