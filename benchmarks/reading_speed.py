"""Measures how long files take to be read, as a ratio to another commit.

    python -m benchmarks.reading_speed FOLDER --against COMMIT [--rounds 3]

Both commits read the same PDF files, in turns, each in a process of its own with the
same libraries: reader, cleaning, metadata and passages, without recognition of images.
A file is read twice in a process and the faster time counts, so that no commit pays
for imports; of several rounds the fastest counts again. Seconds are processor time.
Files of one origin (the part of their name before ``__``) are one row.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import RESULTS, surroundings

ROOT = Path(__file__).resolve().parent.parent
Seconds = dict[str, float]

CHILD = """
import gc, json, sys, time
from pathlib import Path
from ingest.composition import compose
from ingest.errors import IngestError
from ingest.options import ReadingOptions
from ingest.readers import reader_for
from ingest.sources.media_types import PDF
from ingest.texts.chunking import Chunking
from ontology.model import Source
try:
    from ingest.read_text import ReadingRequest
except ImportError:  # before the text between stages had a module of its own
    from ingest.readers.reading import ReadingRequest

def read(content):
    begun = time.process_time()
    try:
        text = reader(content, ReadingRequest("a.pdf", options=options))
        compose(text, source, "bench", chunking=Chunking())
    except IngestError:
        pass
    return time.process_time() - begun

gc.set_threshold(20_000)  # as in the children of ingest
reader, options = reader_for(PDF), ReadingOptions(ocr=False)
source = Source("a.pdf", PDF, 1, "0" * 64)
files = map(Path, json.load(sys.stdin))
times = {}
for file in files:
    content = file.read_bytes()
    times[file.name] = min(read(content), read(content))
json.dump(times, sys.stdout)
"""


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Give the files of a commit in a folder that goes away.

    Raises:
        CalledProcessError: If git does not know the commit.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "tree.tar"
        git = ["git", "-C", str(ROOT), "archive", "-o", str(archive), commit]
        subprocess.run(git, check=True)
        subprocess.run(["tar", "-xf", str(archive), "-C", folder], check=True)
        yield Path(folder)


def measure(tree: Path, files: Sequence[Path]) -> Seconds:
    """Return the processor time of each file, read by the code of a tree."""
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=tree,
        input=json.dumps([str(file) for file in files]),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(child.stdout))


def fastest(rounds: Sequence[Seconds]) -> Seconds:
    """Return the fastest time of each file."""
    return {name: min(times[name] for times in rounds) for name in rounds[0]}


def ratios(ours: Seconds, theirs: Seconds) -> list[dict[str, float | str]]:
    """Return a row for each origin of files, and one for all."""
    groups: dict[str, list[str]] = {}
    for name in ours:
        groups.setdefault(name.split("__", 1)[0], []).append(name)
    groups["all"] = list(ours)
    return [
        {"origin": origin, "files": len(names), **_compared(names, ours, theirs)}
        for origin, names in groups.items()
    ]


def _compared(
    names: Sequence[str], ours: Mapping[str, float], theirs: Mapping[str, float]
) -> dict[str, float]:
    own, other = (sum(times[name] for name in names) for times in (ours, theirs))
    return {"seconds": own, "other_seconds": other, "ratio": own / other}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; 0 when done, 2 when the folder holds no PDF."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--against", required=True, help="commit to compare with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=RESULTS / "reading_speed.json")
    options = parser.parse_args(arguments)
    files = sorted(options.folder.resolve().rglob("*.pdf"))
    if not files:
        print(f"no PDF file in {options.folder}", file=sys.stderr)
        return 2
    ours: list[Seconds] = []
    theirs: list[Seconds] = []
    with checked_out(options.against) as tree:
        for _ in range(options.rounds):
            theirs.append(measure(tree, files))
            ours.append(measure(ROOT, files))
    rows = ratios(fastest(ours), fastest(theirs))
    print(f"{'origin':34}{'files':>6}{'s':>9}{'s before':>10}{'ratio':>7}")
    for row in rows:
        print(
            f"{row['origin']:34}{row['files']:>6}{row['seconds']:>9.2f}"
            f"{row['other_seconds']:>10.2f}{row['ratio']:>7.2f}"
        )
    head = {**surroundings(), "against": options.against, "rounds": options.rounds}
    options.json.write_text(json.dumps({**head, "rows": rows}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
