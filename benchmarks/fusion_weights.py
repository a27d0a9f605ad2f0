"""Which balance of words, vectors and second look suits a model, by sets of styles.

    python -m benchmarks.fusion_weights encyclopaedia=SET faq=SET titles=SET titles=SET…
        [--embedder embedded-e5] [--every 3]

Run it whenever the model of the vectors changes; ``benchmarks.search_quality --judged``
measures the thresholds of reliability again. A set is a folder as
``benchmarks.search_sets`` reads it. Each style is held out in turn: the balance that is
best for the others is told with what it gives there.
"""

import argparse
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import save, score
from benchmarks.search_quality import DEPTH, Bench
from benchmarks.search_sets import RetrievalSet, as_record, read_retrieval_set
from search_api import fusion
from search_api.embedders.registry import DEFAULT_EMBEDDER, load_embedder
from search_api.french.analysis import guess_language
from search_api.identifiers import document_of
from search_api.ports import Embedder

VECTORS = (0.3, 0.4, 0.5, 0.6, 0.7)
CONFIDENCES = (0.8, 1.0)
CLOSENESS = (0.0, 0.25, 0.4, 0.5)
PARTS = {"words": fusion.WORDS_ALONE, "vectors": fusion.VECTORS_ALONE}
GRID = {
    f"vectors {v}, confidence {c}, second look {k}": fusion.Balance(
        v, c, closeness_weight=k
    )
    for v, c, k in itertools.product(VECTORS, CONFIDENCES, CLOSENESS)
}

Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A set whose questions were asked once.

    Attributes:
        given: The set, of the asked questions only.
        names: Document → name in the set.
        evidence: Question → what the indexes said.
    """

    given: RetrievalSet
    names: Mapping[str, str]
    evidence: Mapping[str, fusion.Evidence]

    def values(self, balances: Mapping[str, fusion.Balance]) -> NDArray[np.float64]:
        """Return nDCG@10 of each question, from 0 to 1, each with its balance."""
        run = {}
        for question, seen in self.evidence.items():
            best = fusion.ranked(fusion.fuse(seen, balances[question]))
            documents = list(dict.fromkeys(document_of(p) for p in best))[:DEPTH]
            run[question] = [self.names[name] for name in documents]
        return np.array(score(run, self.given.relevant).ndcg10)

    def quality(self, balance: fusion.Balance) -> float:
        """Return nDCG@10 in percent."""
        return 100 * float(self.values(dict.fromkeys(self.evidence, balance)).mean())


def ask(folder: Path, embedder: Embedder, *, every: int) -> Asked:
    """Ask one question in so many of a set."""
    given = read_retrieval_set(folder)
    records = [
        as_record(n, title, text, language=guess_language(text))
        for n, (title, text) in enumerate(given.texts.values())
    ]
    bench = Bench(records, embedder)
    questions = dict(list(given.questions.items())[::every])
    relevant = {question: given.relevant[question] for question in questions}
    return Asked(
        replace(given, questions=questions, relevant=relevant),
        {f"d{n}": name for n, name in enumerate(given.texts)},
        {question: bench.evidence(text) for question, text in questions.items()},
    )


def tables(asked: Iterable[Asked]) -> dict[str, Table]:
    """Return set → balance → nDCG@10."""
    balances = PARTS | GRID
    return {
        one.given.name: {name: one.quality(b) for name, b in balances.items()}
        for one in asked
    }


def held_out(
    found: Mapping[str, Table], styles: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, object]]:
    """Return for each style the balance that the other styles choose, and its worth.

    Args:
        found: From ``tables``.
        styles: Style → its sets; at least two styles. A style counts once, however
            many sets it has.
    """
    chosen: dict[str, dict[str, object]] = {}
    for style, own in styles.items():
        others = [names for name, names in styles.items() if name != style]
        best = max(
            GRID,
            key=lambda balance: np.mean(
                [np.mean([found[s][balance] for s in names]) for names in others]
            ),
        )
        chosen[style] = {
            "balance": best,
            "sets": {
                name: {
                    "held_out": round(found[name][best], 1),
                    "best_in_view": round(max(found[name][b] for b in GRID), 1),
                    **{part: round(found[name][part], 1) for part in PARTS},
                }
                for name in own
            },
        }
    return chosen


def main() -> None:
    """Measure what the command line names, print it, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="STYLE=SET")
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--every", type=int, default=3, help="one question in so many")
    parser.add_argument("--output", default="fusion_weights")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    styles: dict[str, list[str]] = {}
    asked = []
    for argument in arguments.sets:
        style, _, folder = argument.partition("=")
        asked.append(ask(Path(folder), embedder, every=arguments.every))
        styles.setdefault(style, []).append(asked[-1].given.name)
    found = tables(asked)
    report(embedder.name, found, styles, arguments.output)


def report(
    embedder: str,
    found: Mapping[str, Table],
    styles: Mapping[str, Sequence[str]],
    output: str,
) -> None:
    """Print what was found and keep it."""
    chosen = held_out(found, styles)
    for style, row in chosen.items():
        print(f"{style:16} {row['balance']}: {row['sets']}")
    rounded = {
        name: {balance: round(value, 1) for balance, value in table.items()}
        for name, table in found.items()
    }
    print(save(output, {"embedder": embedder, "held_out": chosen, "sets": rounded}))


if __name__ == "__main__":
    main()
