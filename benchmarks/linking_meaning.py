"""Measures whether meaning finds the concepts that no label shows.

    python benchmarks/linking_meaning.py [--model embedded-fast]

Truth: the concepts that people wrote in the front matter of the starter corpus. For
each document the concepts that labels find are set aside; of the others, a concept is
found when a passage is near enough to its label and definition. The threshold is
chosen on the documents of even position and measured on the others.
"""

import argparse
import re
import sys
from pathlib import Path

import frontmatter
import numpy as np
from linking_quality import ROOT, read_entities, read_reference
from rdflib.namespace import SKOS

from ingest.linking import Linker
from ontology.iris import Iris
from ontology.model import Document, EntityKind, Page, Passage, Source
from search_api.embedders.registry import EMBEDDED_FAST, load_embedder

SHORTEST_PASSAGE = 80
WANTED_PRECISION = 0.8


def documents() -> list[tuple[Document, list[Passage], set[str]]]:
    """Return the sheets of the corpus with the concepts their authors chose."""
    found = []
    for file in sorted((ROOT / "corpus").rglob("*.md")):
        if file.parent.name == "glossaire":
            continue  # a glossary names each concept by its label
        sheet = frontmatter.load(str(file))
        if sheet.get("concepts"):
            found.append((*_cut(file, sheet.content), set(sheet["concepts"])))
    return found


def _cut(file: Path, text: str) -> tuple[Document, list[Passage]]:
    source = Source(file.name, "text/markdown", len(text), "0" * 64)
    document = Document(
        file.stem, source, "corpus", file.stem, text, (Page(1, 0, len(text)),)
    )
    passages = []
    for number, match in enumerate(re.finditer(r"(?s)\S.*?(?=\n\s*\n|$)", text)):
        start, end = match.span()
        passages.append(
            Passage(f"{file.stem}.{number}", file.stem, number, 1, start, end, match[0])
        )
    return document, passages


def main() -> int:
    """Run the measurement and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default=EMBEDDED_FAST)
    options = parser.parse_args()
    statements = read_reference()
    linker = Linker(read_entities(statements))
    embedder = load_embedder(options.model)
    iris = Iris()
    names, texts = [], []
    for subject, definition in statements.subject_objects(SKOS.definition):
        label = next(
            text
            for text in statements.objects(subject, SKOS.prefLabel)
            if text.language == "fr"
        )
        names.append(iris.identifier(str(subject))[1])
        texts.append(f"{label} : {definition}")
    concepts = embedder.embed_passages(texts)
    halves: list[list[tuple[float, bool]]] = [[], []]
    hidden = [0, 0]
    for position, (document, passages, chosen) in enumerate(documents()):
        named = {
            mention.entity
            for mention in linker(document, passages)
            if mention.kind is EntityKind.CONCEPT
        }
        long = [one.text for one in passages if len(one.text) >= SHORTEST_PASSAGE]
        nearest = (embedder.embed_passages(long) @ concepts.T).max(axis=0)
        half = position % 2
        hidden[half] += len(chosen - named)
        halves[half] += [
            (float(score), name in chosen)
            for name, score in zip(names, nearest, strict=True)
            if name not in named
        ]
    print(f"{options.model}: {hidden[0]} + {hidden[1]} chosen concepts without a label")
    best = None
    for threshold in np.arange(0.2, 0.95, 0.01):
        precision, recall, f1 = _score(halves[0], threshold, hidden[0])
        if best is None or f1 > best[1]:
            best = (threshold, f1)
        if precision >= WANTED_PRECISION:
            print(
                f"  precision {precision:.2f} at {threshold:.2f}, recall {recall:.3f}"
            )
            break
    else:
        print(f"  no threshold reaches precision {WANTED_PRECISION}")
    precision, recall, f1 = _score(halves[1], best[0], hidden[1])
    print(
        f"  best threshold {best[0]:.2f}: calibration F1 {best[1]:.3f}; "
        f"measured P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
    )
    return 0


def _score(
    pairs: list[tuple[float, bool]], threshold: float, wanted: int
) -> tuple[float, float, float]:
    found = [is_right for score, is_right in pairs if score >= threshold]
    right = sum(found)
    precision = right / len(found) if found else 0.0
    recall = right / wanted if wanted else 0.0
    total = len(found) + wanted
    return precision, recall, 2 * right / total if total else 0.0


if __name__ == "__main__":
    sys.exit(main())
