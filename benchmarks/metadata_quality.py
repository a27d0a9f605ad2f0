"""Measures title, date and authors of made files whose covers are known.

    python -m benchmarks.metadata_quality [--choosing] [--show]

Twenty files of each of five formats (``metadata_files``). A title is right when it is
the printed one, a date when it is as precise as printed, authors when none of them is
wrong; « accounts » counts files whose author is what a machine wrote.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

from benchmarks.measuring import save
from benchmarks.metadata_files import FORMATS, MadeFile, made_file
from ingest.composition import compose
from ingest.read_text import ReadingRequest
from ingest.readers import reader_for
from ingest.sources.media_types import media_type_of
from ingest.texts.chunking import Chunking
from ontology.model import Document, Source

CHOOSING = range(20)
REPORTING = range(1_000, 1_020)


def document_of(made: MadeFile) -> Document:
    """Read a made file as ``gtnum ingest`` does."""
    content = made.content
    media_type = media_type_of(content[:4096], made.name, tail=content[-66_000:])
    source = Source(f"c/{made.name}", media_type, len(content), "0" * 64)
    read = reader_for(media_type)(content, ReadingRequest(made.name))
    return compose(read, source, "c", chunking=Chunking()).record.document


def judge(made: MadeFile, document: Document) -> dict[str, bool]:
    """Return what is right, and whether an account is named as author."""
    return {
        "title": document.title == made.title,
        "date": document.date == made.date,
        "authors found": bool(document.authors),
        "authors right": set(document.authors) <= set(made.authors),
        "accounts": bool(made.account) and made.account in document.authors,
    }


def measure(seeds: Sequence[int], *, is_shown: bool) -> dict[str, dict[str, int]]:
    """Return the counts by format."""
    table: dict[str, dict[str, int]] = {}
    for kind in FORMATS:
        counts: Counter[str] = Counter()
        for seed in seeds:
            made = made_file(kind, seed)
            document = document_of(made)
            judged = judge(made, document)
            counts.update({name: int(value) for name, value in judged.items()})
            is_right = judged["title"] and judged["date"] and judged["authors right"]
            if is_shown and not is_right:
                print(made.name, made.title, made.date, made.authors, "->")
                print("    ", document.title, document.date, document.authors)
        table[kind] = {**dict.fromkeys(judged, 0), **counts, "files": len(seeds)}
    return table


def main() -> None:
    """Print one table, and write it for the seeds of reporting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--choosing", action="store_true", help="seeds to tune on")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    given = parser.parse_args()
    seeds = CHOOSING if given.choosing else REPORTING
    table = measure(seeds, is_shown=given.show)
    names = list(next(iter(table.values())))
    print(f"{'':6}" + "".join(f"{name:>15}" for name in names))
    for kind, counts in table.items():
        print(f"{kind:6}" + "".join(f"{counts[name]:>15}" for name in names))
    if not given.choosing:
        print(save("metadata_quality", {"seeds": list(seeds), "by_format": table}))


if __name__ == "__main__":
    main()
