"""Makes sets of the style « titles to texts » from a folder of documents.

    python -m benchmarks.heading_sets FOLDER OUT [--language fr] [--every 1]

The heading of a section is a question, the section without that line its answer, the
other sections of the part are what it must be told from. Documents are split by their
checksum, so that no document stands in both ``OUT/headings-development``, for choosing,
and ``OUT/headings-reporting``. The same files give the same sets, in any folder.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.search_quality import Records
from ingest.pipeline import Pipeline
from ontology.folding import fold_words
from ontology.model import Document
from ontology.structure import Block, BlockKind

__all__ = ["PARTS", "Section", "part_of", "sections", "write_sets"]

PARTS = ("headings-development", "headings-reporting")
LEAST_WORDS = 40
"""Of a section; a shorter one is seldom an answer."""
LEAST_HEADING_WORDS = 2
"""Of four letters or more: « Conclusion » and « 2.1 » ask nothing."""
MOST_HEADING_WORDS = 15
"""A longer one is a paragraph that was set like a heading."""

_NUMBER = re.compile(r"^(?:\d+[.)]?)+\s+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


class Section(NamedTuple):
    """A section of a document.

    Attributes:
        name: Checksum of the document, and which heading of it, from 0.
        heading: In one line, without its number.
        text: Without the line of the heading, wherever that stands in it.
    """

    name: str
    heading: str
    text: str


def sections(document: Document) -> Iterator[Section]:
    """Yield the sections of a document that can be asked for by their headings.

    A section ends before the next heading of any level. Contents, indexes and
    bibliographies are none.
    """
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    apparatus = [b for b in document.blocks if b.kind.is_apparatus]
    edges = [*(b.start for b in headings), len(document.text)]
    for number, (block, end) in enumerate(zip(headings, edges[1:], strict=True)):
        heading = _heading(document.text[block.start : block.end])
        text = _without(heading, document.text[block.end : end])
        is_long = len(text.split()) >= LEAST_WORDS
        if _asks(heading) and is_long and not _touches(apparatus, block.start, end):
            yield Section(f"{document.source.sha256[:12]}.{number}", heading, text)


def part_of(document: Document) -> str:
    """Return which part a document belongs to, by its checksum alone."""
    return PARTS[int(document.source.sha256, 16) % len(PARTS)]


def write_sets(documents: Iterable[Document], folder: Path) -> dict[str, int]:
    """Write both parts in the format of BEIR; return how many questions each has.

    Headings that stand over several sections of a part ask nothing certain: their
    sections stay in the corpus.

    Raises:
        OSError: If the disk refuses.
    """
    parts: dict[str, dict[str, Section]] = {name: {} for name in PARTS}
    for document in documents:
        parts[part_of(document)].update((s.name, s) for s in sections(document))
    return {
        name: _write_part(sorted(own.values()), folder / name)
        for name, own in parts.items()
    }


def _write_part(found: list[Section], folder: Path) -> int:
    times = Counter(_key(section.heading) for section in found)
    asked = [section for section in found if times[_key(section.heading)] == 1]
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / "corpus.jsonl", ((s.name, s.text) for s in found))
    _write_rows(folder / "queries.jsonl", ((s.name, s.heading) for s in asked))
    judgements = "".join(f"{s.name}\t{s.name}\t1\n" for s in asked)
    (folder / "qrels.tsv").write_text(judgements, encoding="utf-8")
    return len(asked)


def _write_rows(path: Path, rows: Iterable[tuple[str, str]]) -> None:
    lines = (json.dumps({"_id": n, "text": t}, ensure_ascii=False) for n, t in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _heading(text: str) -> str:
    return _NUMBER.sub("", " ".join(text.split()))


def _asks(heading: str) -> bool:
    is_short = len(heading.split()) <= MOST_HEADING_WORDS
    return is_short and len(_LONG_WORD.findall(heading)) >= LEAST_HEADING_WORDS


def _key(heading: str) -> tuple[str, ...]:
    """Return what two headings that say the same have in common."""
    return tuple(fold_words(heading))


def _without(heading: str, text: str) -> str:
    """Return a text without the lines that say its heading."""
    lines = text.split("\n")
    kept = [line for line in lines if _key(_heading(line)) != _key(heading)]
    return "\n".join(kept).strip()


def _touches(blocks: Iterable[Block], start: int, end: int) -> bool:
    return any(block.start < end and start < block.end for block in blocks)


def main() -> None:
    """Read a folder and write the sets of its documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="fr")
    parser.add_argument("--every", type=int, default=1, help="one document in so many")
    arguments = parser.parse_args()
    sink = Records()
    for _ in Pipeline(sinks=[sink]).run(arguments.folder, collection="headings"):
        pass
    documents = sorted(
        (record.document for record in sink.kept.values()),
        key=lambda document: document.source.sha256,
    )
    wanted = [d for d in documents if d.language == arguments.language]
    print(write_sets(wanted[:: arguments.every], arguments.out))


if __name__ == "__main__":
    main()
