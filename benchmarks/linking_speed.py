"""Measures how many passages per second one core links, and whether labels matter.

    python benchmarks/linking_speed.py [--labels 50000]

The same passages are linked with the reference vocabulary and with a synthetic one of
many more labels, made of words of the passages so that the trie is really walked.
"""

import argparse
import random
import re
import sys
import time

from linking_quality import GOLD, PARTS, read_entities, read_gold, read_reference

from ingest.linking import Linker
from ontology.model import Document, Entity, EntityKind, Label, Passage

REPEATS = 5
TARGET_PASSAGES_PER_SECOND = 200


def synthetic(entities: list[Entity], texts: list[str], count: int) -> list[Entity]:
    """Return the entities and as many made-up concepts as ``count`` labels need."""
    dice = random.Random(7)  # noqa: S311 - repeatable, not secret
    words = sorted({word for text in texts for word in re.findall(r"\w{3,}", text)})
    known = sum(len(entity.labels) for entity in entities)
    made = [
        Entity(
            f"made-{number}",
            EntityKind.CONCEPT,
            (Label(" ".join(dice.choices(words, k=dice.randint(2, 5)))),),
        )
        for number in range(max(0, count - known))
    ]
    return [*entities, *made]


def passages_per_second(
    linker: Linker, work: list[tuple[Document, Passage]]
) -> tuple[float, int]:
    """Return the best rate of several rounds and the number of mentions."""
    best, mentions = 0.0, 0
    for _ in range(REPEATS):
        start = time.process_time()
        mentions = sum(len(linker(document, (passage,))) for document, passage in work)
        best = max(best, len(work) / (time.process_time() - start))
    return best, mentions


def main() -> int:
    """Run both vocabularies and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", type=int, default=50_000)
    options = parser.parse_args()
    gold = [passage for part in PARTS for passage in read_gold(part)]
    work = [(item.document, item.passage) for item in gold] * 10
    size = sum(len(passage.text) for _, passage in work)
    entities = read_entities(read_reference())
    texts = [item.passage.text for item in gold]
    print(f"{len(work)} passages of {size // len(work)} characters from {GOLD.name}")
    for name, known in (
        ("reference", entities),
        ("synthetic", synthetic(entities, texts, options.labels)),
    ):
        start = time.process_time()
        linker = Linker(known)
        built = time.process_time() - start
        rate, mentions = passages_per_second(linker, work)
        labels = sum(len(entity.labels) for entity in known)
        characters = rate * size / len(work)
        print(
            f"  {name:10} {labels:6d} labels, built in {built:5.2f} s: "
            f"{rate:7.0f} passages/s, {characters / 1e6:5.2f} Mchar/s, "
            f"{mentions} mentions (target {TARGET_PASSAGES_PER_SECOND})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
