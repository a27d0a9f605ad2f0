"""Measures what linking finds in the gold passages, per kind of entity.

    python benchmarks/linking_quality.py [--errors] [--json FILE]

A mention counts when its entity, kind, start and end are those of the gold set. The
baseline looks for every label as it is written, the longest first, and knows neither
case nor context nor inflection. Development and held-out parts are never mixed:
rules were shaped on the first, the second was only measured.
"""

import argparse
import json
import platform
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS, Namespace

from ingest.linking import Linker
from ontology.iris import DEFAULT_BASE, ONTOLOGY_NAMESPACE, Iris
from ontology.model import (
    DeclaredLink,
    Document,
    Entity,
    EntityKind,
    Label,
    Mention,
    Page,
    Passage,
    Source,
)

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
PARTS = ("development", "held_out")
CONFIDENCE_EDGES = (0.8, 0.9, 0.95)
GTNUM = Namespace(ONTOLOGY_NAMESPACE)
LABELS = {
    SKOS.prefLabel: True,
    SKOS.altLabel: False,
    SKOS.hiddenLabel: False,
    DCTERMS.title: False,
    GTNUM.acronym: False,
    GTNUM.hashtag: False,
}

Found = tuple[int, int, str, str]
Finder = Callable[[Document, tuple[Passage, ...]], tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """One annotated passage as a document of its own."""

    name: str
    document: Document
    passage: Passage
    mentions: frozenset[Found]


@dataclass(slots=True)
class Score:
    """Counts of one kind of entity."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.found + self.wanted) if self.right else 0.0


def read_reference() -> Graph:
    """Return the reference data and the concepts as one graph."""
    statements = Graph()
    for file in sorted((ROOT / "ontology" / "reference").glob("*.ttl")):
        statements.parse(file)
    statements.parse(ROOT / "ontology" / "concepts.ttl")
    return statements


def read_entities(statements: Graph) -> list[Entity]:
    """Return the entities with their labels, as the catalogue would."""
    iris = Iris()
    labels: dict[tuple[EntityKind, str], set[Label]] = defaultdict(set)
    kinds = {kind.value: kind for kind in EntityKind}
    for predicate, is_preferred in LABELS.items():
        for subject, text in statements.subject_objects(predicate):
            if not str(subject).startswith(f"{DEFAULT_BASE}id/"):
                continue
            kind, identifier = iris.identifier(str(subject))
            if kind in kinds:
                language = getattr(text, "language", None) or ""
                label = Label(str(text), language, is_preferred)
                labels[kinds[kind], identifier].add(label)
    return [
        Entity(identifier, kind, tuple(sorted(found, key=lambda label: label.text)))
        for (kind, identifier), found in sorted(labels.items())
    ]


def read_neighbours(
    statements: Graph,
) -> dict[tuple[EntityKind, str], set[tuple[EntityKind, str]]]:
    """Return the labs and people that the reference data ties to a group."""
    iris, tied = Iris(), defaultdict(set)
    start = f"{DEFAULT_BASE}id/"
    for subject, _, value in statements:
        if not (str(subject).startswith(start) and isinstance(value, URIRef)):
            continue
        if not str(value).startswith(start):
            continue
        one, other = iris.identifier(str(subject)), iris.identifier(str(value))
        if one[0] == "group" and other[0] == "lab":
            tied[EntityKind.GROUP, one[1]].add((EntityKind.LAB, other[1]))
    return dict(tied)


def read_gold(part: str) -> list[GoldPassage]:
    """Return the passages of one part of the gold set."""
    lines = (GOLD / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [_gold_passage(json.loads(line)) for line in lines]


def _gold_passage(row: dict) -> GoldPassage:
    text = row["text"]
    source = Source(f"gold/{row['id']}", "text/plain", len(text), "0" * 64)
    links = tuple(
        DeclaredLink(EntityKind(kind), target, "front matter")
        for kind, target in row["links"]
    )
    document = Document(
        row["id"], source, "gold", row["title"], text,
        (Page(1, 0, len(text)),), language="fr", links=links,
    )  # fmt: skip
    passage = Passage(f"{row['id']}.0", row["id"], 0, 1, 0, len(text), text, "fr")
    wanted = frozenset(
        (mention["start"], mention["end"], mention["kind"], mention["entity"])
        for mention in row["mentions"]
    )
    return GoldPassage(row["id"], document, passage, wanted)


class ExactLabels:
    """The baseline: each label, letter by letter, the longest first."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._owners: dict[str, tuple[EntityKind, str]] = {}
        for entity in entities:
            for label in entity.labels:
                self._owners.setdefault(label.text, (entity.kind, entity.identifier))
        names = sorted(self._owners, key=len, reverse=True)
        alternatives = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")

    def __call__(
        self, document: Document, passages: tuple[Passage, ...]
    ) -> tuple[Mention, ...]:
        """Return the labels that stand in the passages."""
        return tuple(
            Mention(
                passage.identifier, document.identifier, 1, match.start(), match.end(),
                match[0], self._owners[match[0]][1], self._owners[match[0]][0],
                "exact", 1.0,
            )
            for passage in passages
            for match in self._pattern.finditer(passage.text)
        )  # fmt: skip


def measure(
    passages: Iterable[GoldPassage], find: Finder
) -> tuple[dict[str, Score], list[str], Counter[tuple[str, bool]]]:
    """Return scores per kind, the errors in words, and hits per method."""
    scores: dict[str, Score] = defaultdict(Score)
    errors: list[str] = []
    methods: Counter[tuple[str, bool]] = Counter()
    for gold in passages:
        mentions = find(gold.document, (gold.passage,))
        found = {(m.start, m.end, m.kind.value, m.entity) for m in mentions}
        for mention in mentions:
            key = (mention.start, mention.end, mention.kind.value, mention.entity)
            methods[f"{mention.method} {mention.confidence}", key in gold.mentions] += 1
        _count(scores, found, gold.mentions)
        errors += _errors(gold, found)
    return dict(scores), errors, methods


def _count(
    scores: dict[str, Score], found: set[Found], wanted: frozenset[Found]
) -> None:
    for group in (found, wanted):
        for item in group:
            for name in (item[2], "all"):
                score = scores[name]
                score.found += group is found
                score.wanted += group is wanted
                score.right += group is wanted and item in found


def _errors(gold: GoldPassage, found: set[Found]) -> Iterator[str]:
    for sign, items in (("-", gold.mentions - found), ("+", found - gold.mentions)):
        for start, end, kind, entity in sorted(items):
            text = gold.document.text
            words = text[max(0, start - 20) : end + 20].replace("\n", " ")
            yield f"{sign} {gold.name} {kind}:{entity} [{text[start:end]}] … {words}"


def print_table(part: str, ours: dict[str, Score], plain: dict[str, Score]) -> None:
    """Print one table: ours beside the baseline."""
    print(f"\n{part}: precision, recall, F1, wanted | baseline F1")
    for kind in sorted(ours, key=lambda name: (name == "all", name)):
        score = ours[kind]
        base = plain.get(kind, Score())
        print(
            f"  {kind:12} {score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f} "
            f"{score.wanted:5d} | {base.precision:6.3f} {base.recall:6.3f} "
            f"{base.f1:6.3f}"
        )


def print_reliability(methods: Counter[tuple[str, bool]]) -> None:
    """Print how often mentions are right beside the confidence they carry."""
    print("\nconfidence: share right (both parts)")
    bins: dict[str, Counter[bool]] = defaultdict(Counter)
    for (method, is_right), count in methods.items():
        confidence = float(method.rsplit(" ", 1)[1])
        place = sum(confidence >= edge for edge in CONFIDENCE_EDGES)
        low, high = (0.0, *CONFIDENCE_EDGES)[place], (*CONFIDENCE_EDGES, 1.0)[place]
        bins[f"{low:.2f}–{high:.2f}"][is_right] += count
    for name, counts in sorted(bins.items()):
        print(f"  {name}  {counts[True] / counts.total():.3f} of {counts.total()}")


def main() -> int:
    """Run the measurement and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list development errors")
    parser.add_argument("--neighbours", action="store_true", help="use known ties")
    parser.add_argument("--json", type=Path, help="write the numbers to a file")
    options = parser.parse_args()
    statements = read_reference()
    entities = read_entities(statements)
    ties = read_neighbours(statements) if options.neighbours else {}
    finders: dict[str, Finder] = {
        "linking": Linker(entities, neighbours=ties),
        "baseline": ExactLabels(entities),
    }
    results: dict[str, dict] = {"machine": {"python": platform.python_version()}}
    all_methods: Counter[tuple[str, bool]] = Counter()
    for part in PARTS:
        passages = read_gold(part)
        ours, errors, methods = measure(passages, finders["linking"])
        plain, _, _ = measure(passages, finders["baseline"])
        all_methods += methods
        print_table(f"{part} ({len(passages)} passages)", ours, plain)
        results[part] = {
            kind: [round(s.precision, 4), round(s.recall, 4), round(s.f1, 4), s.wanted]
            for kind, s in ours.items()
        }
        results[part]["baseline"] = round(plain["all"].f1, 4)
        if options.errors and part == "development":
            print("\n".join(errors))
            for (method, is_right), count in sorted(methods.items()):
                print(f"  {method:18} {'right' if is_right else 'wrong'} {count}")
    print_reliability(all_methods)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
