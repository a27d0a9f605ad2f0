"""Turn files of parallel text into one shuffled, deduplicated training mix.

The input is a folder of ``<source>.en-fr.tsv.gz`` files (one pair a line,
``English<TAB>French``, UTF-8). Two things come out, both tab-separated:

* ``pairs.tsv``: ``source, English, French``: sentences in a fixed random order, of
  which the first `HELD_OUT` are never trained on, then *long* pairs (consecutive
  sentences joined to the length of a passage);
* ``passages.tsv``: ``source, English lead, English passage, French lead, French
  passage``: a heading or short sentence with the run of sentences that follows it.

Every text that occurs in an evaluation set named by ``--exclude`` is dropped, so
that no score is bought by memory.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = 4000
MAX_WORDS = 56
PASSAGE_WORDS = (30, 110)

#: At most so many pairs of a source: laws and manuals repeat themselves.
CAPS = {"laws-acts": 45_000, "laws-regs": 35_000, "php-docs": 30_000}

#: Sources whose lines follow each other in the original document.
ORDERED = (
    "laws-acts",
    "laws-regs",
    "php-docs",
    "python-docs",
    "django-docs",
    "gnome-docs",
    "react-docs",
)
#: At most so many passages of an ordered source.
PASSAGE_CAP = 9_000
#: At most so many long pairs of an ordered source.
LONG_CAP = 5_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One English sentence and its French translation."""

    source: str
    english: str
    french: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A short text and the run of sentences that it opens, in both languages."""

    lead: Pair
    body: Pair


def read_source(path: Path) -> Iterator[Pair]:
    """Yield the pairs of one gzip file, in the file's order.

    Raises:
        ValueError: if a line does not hold exactly two columns; the message
            names the file and the line.
    """
    source = path.name.removesuffix(".en-fr.tsv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 2:
                raise ValueError(
                    f"{path}:{number}: {len(columns)} columns, not English<TAB>French"
                )
            yield Pair(
                source, " ".join(columns[0].split()), " ".join(columns[1].split())
            )


def evaluation_texts(folders: Iterable[Path]) -> frozenset[str]:
    """Return every text of the evaluation sets below the folders, in lower case."""
    texts: set[str] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                texts.add(json.loads(line)["text"].strip().lower())
        for path in sorted(folder.rglob("pairs.tsv")):
            for line in path.read_text(encoding="utf-8").splitlines():
                texts.update(cell.strip().lower() for cell in line.split("\t")[:2])
    return frozenset(texts)


def admit(pair: Pair, excluded: frozenset[str]) -> bool:
    """Tell whether a pair is of a usable length and foreign to every evaluation set."""
    lengths = len(pair.english.split()), len(pair.french.split())
    if min(lengths) < 1 or max(lengths) > MAX_WORDS:
        return False
    # A translation three times as long is an alignment gone wrong.
    if max(lengths) > 12 and max(lengths) > 3 * min(lengths):
        return False
    return not ({pair.english.lower(), pair.french.lower()} & excluded)


def mix(
    sources: Iterable[Iterable[Pair]], excluded: frozenset[str], seed: int
) -> list[Pair]:
    """Return the admitted pairs of all sources, each once, capped and shuffled."""
    rng = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    seen: set[tuple[str, str]] = set()
    rows: list[Pair] = []
    for source in sources:
        kept = []
        for pair in source:
            key = pair.english.lower(), pair.french.lower()
            if key not in seen and admit(pair, excluded):
                seen.add(key)
                kept.append(pair)
        rng.shuffle(kept)
        rows += kept[: CAPS.get(kept[0].source, len(kept))] if kept else []
    rng.shuffle(rows)
    return rows


def passages(pairs: Iterable[Pair]) -> Iterator[Passage]:
    """Cut consecutive pairs into a lead and the run of sentences that follows it.

    The lead is a short sentence; it is *not* part of its passage.
    """
    lead: Pair | None = None
    body: list[Pair] = []
    for pair in pairs:
        if lead is None:
            lead = pair if 3 <= len(pair.french.split()) <= 25 else None
            continue
        body.append(pair)
        if sum(len(part.french.split()) for part in body) >= PASSAGE_WORDS[0]:
            yield Passage(lead, join(body, PASSAGE_WORDS[1]))
            lead, body = None, []


def join(run: list[Pair], limit: int) -> Pair:
    """Join consecutive pairs into one, of at most ``limit`` words a language."""
    english = " ".join(part.english for part in run).split()[:limit]
    french = " ".join(part.french for part in run).split()[:limit]
    return Pair(run[0].source, " ".join(english), " ".join(french))


def long_pairs(pairs: list[Pair], excluded: frozenset[str], seed: int) -> list[Pair]:
    """Join consecutive pairs of an ordered source to the length of a passage."""
    rng = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    found: list[Pair] = []
    run: list[Pair] = []
    for pair in pairs:
        if not admit(pair, excluded):
            run = []
            continue
        run.append(pair)
        if sum(len(part.french.split()) for part in run) >= PASSAGE_WORDS[0] * 2:
            whole = join(run, 4 * PASSAGE_WORDS[1])
            found.append(Pair(f"{pair.source}-long", whole.english, whole.french))
            run = []
    rng.shuffle(found)
    return found[:LONG_CAP]


def passage_sample(
    pairs: list[Pair], excluded: frozenset[str], seed: int
) -> list[Passage]:
    """Return a sample of the passages of one ordered source.

    A lead that opens many passages ("Short title") says nothing about any of them.
    """
    rng = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    found = list(passages(pair for pair in pairs if admit(pair, excluded)))
    uses = Counter(passage.lead.french.lower() for passage in found)
    found = [passage for passage in found if uses[passage.lead.french.lower()] <= 2]
    rng.shuffle(found)
    return found[:PASSAGE_CAP]


def write_rows(path: Path, rows: Iterable[Iterable[str]]) -> int:
    """Write tab-separated rows and return their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write("\t".join(row) + "\n")
            count += 1
    return count


def read_rows(path: Path) -> list[list[str]]:
    """Read the rows that `write_rows` wrote."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def prepare(data: Path, work: Path, exclude: list[Path], seed: int) -> dict[str, int]:
    """Write ``pairs.tsv`` and ``passages.tsv`` and return their sizes.

    Raises:
        FileNotFoundError: if the data folder holds no ``*.en-fr.tsv.gz``.
        ValueError: if a line of the data is malformed.
    """
    files = sorted(data.glob("*.en-fr.tsv.gz"))
    if not files:
        raise FileNotFoundError(f"{data}: no file named <source>.en-fr.tsv.gz")
    excluded = evaluation_texts(exclude)
    sources = [list(read_source(path)) for path in files]
    found: list[Passage] = []
    joined: list[Pair] = []
    for source in sources:
        if source and source[0].source in ORDERED:
            found += passage_sample(source, excluded, seed)
            joined += long_pairs(source, excluded, seed)
    random.Random(seed).shuffle(found)  # noqa: S311 - a shuffle, not a secret
    pairs = mix(sources, excluded, seed) + joined
    work.mkdir(parents=True, exist_ok=True)
    return {
        "pairs": write_rows(
            work / "pairs.tsv", ((p.source, p.english, p.french) for p in pairs)
        ),
        "passages": write_rows(
            work / "passages.tsv",
            (
                (
                    p.lead.source,
                    p.lead.english,
                    p.body.english,
                    p.lead.french,
                    p.body.french,
                )
                for p in found
            ),
        ),
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of parallel text"
    )
    parser.add_argument(
        "--exclude", type=Path, nargs="*", default=[], help="evaluation sets"
    )
    parser.add_argument("--seed", type=int, default=7)


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    sizes = prepare(arguments.data, arguments.work, arguments.exclude, arguments.seed)
    print("  ".join(f"{name}: {size:,}" for name, size in sizes.items()))
