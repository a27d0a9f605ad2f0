"""Whether related work finds what belongs to a draft, and says so where nothing does.

    python -m benchmarks.related_quality --french FOLDER [--english FOLDER]
        [--strangers SET…] [--embedder NAME] [--output NAME]

The tasks are those of ``related_tasks``; the rankings of ``related_rankings`` get the
same passages of the same drafts in the same run. Prints and keeps for each task:
nDCG@10, R@1, R@10, MRR, and the difference of nDCG@10 to each ranking with its 95 %
interval; for triples, how often all three are in the first ten; for strangers, how
often the answer says that nothing supports the draft, and how often it says so of true
relatives. Last, the share of unlike drafts that have one document in their first five.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.judged_set import stable_name
from benchmarks.measuring import Scores, interval, save, score
from benchmarks.related_rankings import RANKINGS
from benchmarks.related_tasks import Draft, Tasks, read_notes, strangers, tasks
from benchmarks.starter_library import starter_library
from graph.ports import DocumentFilter
from gtnum import wiring
from gtnum.settings import Settings
from search_api.embedders.registry import load_embedder
from search_api.evidence import Indexes
from search_api.indexer import OpenIndexes
from search_api.ports import Embedder
from search_api.web.services import Knowledge

__all__ = ["Opened", "measure", "opened"]

OURS = "related"
STRANGERS = 20
"""Drafts of each evaluation set."""

Runs = dict[str, dict[str, list[str]]]
"""Ranking → draft → documents, best first."""


class Opened:
    """A library and its indexes, for the rankings that have no service.

    Args:
        knowledge: Opened for reading.
        indexes: Of the same generation.
        embedder: Of both.
    """

    def __init__(
        self, knowledge: Knowledge, indexes: Indexes, embedder: Embedder
    ) -> None:
        self.knowledge = knowledge
        self.indexes = indexes
        self.embedder = embedder


@contextmanager
def opened(texts: Mapping[str, str], embedder: str) -> Iterator[Opened]:
    """Make a library of texts and open it."""
    with tempfile.TemporaryDirectory() as name:
        corpus, library = Path(name) / "corpus", Path(name) / "library"
        corpus.mkdir()
        for key, text in texts.items():
            (corpus / f"{key}.md").write_text(text, encoding="utf-8")
        starter_library(library, corpus=corpus, embedder=embedder)
        settings = Settings(library=library, embedder=embedder)
        with wiring.knowledge(settings) as knowledge:
            model = load_embedder(embedder)
            folder = library / "generations" / knowledge.generation
            indexes = OpenIndexes(folder, model)
            try:
                asked = Indexes(indexes.vectors, indexes.words, candidates=100)
                yield Opened(knowledge, asked, model)
            finally:
                indexes.close()


def measure(library: Opened, drafts: Sequence[Draft]) -> tuple[Runs, list[bool]]:
    """Return what each ranking finds, and of which drafts ours says that it is sure."""
    runs: Runs = {name: {} for name in (OURS, *RANKINGS)}
    sure = []
    for number, draft in enumerate(drafts):
        record = library.knowledge.read_draft(draft.text.encode(), "brouillon.md", None)
        found = library.knowledge.related.find(
            record, limit=100, restriction=DocumentFilter()
        )
        names = [stable_name(each.document.identifier) for each in found.documents]
        runs[OURS][str(number)] = names
        sure.append(found.is_reliable)
        passages = [p.text for p in record.passages if p.role.is_searched]
        for name, ranking in RANKINGS.items():
            scores = ranking(passages, library.indexes, library.embedder)
            ordered = sorted(scores, key=lambda n: (-scores[n], n))
            runs[name][str(number)] = [stable_name(each) for each in ordered]
    return runs, sure


def _summary(runs: Runs, drafts: Sequence[Draft]) -> dict[str, object]:
    relevant = {
        str(number): dict.fromkeys(draft.wanted, 1)
        for number, draft in enumerate(drafts)
    }
    scores = {name: score(run, relevant) for name, run in runs.items()}
    table: dict[str, object] = {
        name: _row(own, scores[OURS]) for name, own in scores.items()
    }
    whole = [
        relevant[number].keys() <= set(found[:10])
        for number, found in runs[OURS].items()
    ]
    crowd = Counter(name for run in runs[OURS].values() for name in run[:5])
    return {
        "drafts": len(drafts),
        "rankings": table,
        "all_wanted_in_ten": round(float(np.mean(whole)), 3),
        "contrast_all_in_ten": round(
            float(
                np.mean(
                    [
                        relevant[n].keys() <= set(found[:10])
                        for n, found in runs["contrast"].items()
                    ]
                )
            ),
            3,
        ),
        "most_shown_in_five": round(max(crowd.values(), default=0) / len(drafts), 3),
    }


def _row(own: Scores, ours: Scores) -> dict[str, object]:
    first = [float(value == 1) for value in own.mrr]
    gained = [a - b for a, b in zip(ours.ndcg10, own.ndcg10, strict=True)]
    low, high = interval(gained)
    return {
        "ndcg10": round(float(np.mean(own.ndcg10)), 3),
        "r1": round(float(np.mean(first)), 3),
        "r10": round(float(np.mean(own.recall10)), 3),
        "mrr": round(float(np.mean(own.mrr)), 3),
        "ours_minus_this": round(float(np.mean(gained)), 3),
        "interval": [round(low, 3), round(high, 3)],
    }


def main() -> None:
    """Measure what the command line names, print it, keep a result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--french", type=Path, required=True)
    parser.add_argument("--english", type=Path)
    parser.add_argument("--strangers", type=Path, nargs="*", default=[])
    parser.add_argument("--embedder", default=Settings().embedder)
    parser.add_argument("--output", default="related_quality")
    arguments = parser.parse_args()
    english = read_notes(arguments.english) if arguments.english else ()
    foreign = strangers(arguments.strangers, each=STRANGERS)
    result: dict[str, object] = {"embedder": arguments.embedder}
    for task in tasks(read_notes(arguments.french), english):
        _measure_task(task, foreign, arguments.embedder, result)
    print(save(arguments.output, result))


def _measure_task(
    task: Tasks, foreign: Sequence[Draft], embedder: str, result: dict[str, object]
) -> None:
    with opened(task.texts, embedder) as library:
        for name, drafts in task.drafts.items():
            runs, sure = measure(library, drafts)
            summary = _summary(runs, drafts)
            summary["called_unsure"] = round(1 - float(np.mean(sure)), 3)
            result[name] = summary
            _print(name, summary)
        _, sure = measure(library, foreign) if foreign else ({}, [])
        if sure:
            said = round(1 - float(np.mean(sure)), 3)
            result.setdefault("strangers", {})["/".join(task.drafts)] = said  # type: ignore[index]
            print(f"strangers: {said} of {len(sure)} said to have no support")


def _print(name: str, summary: Mapping[str, object]) -> None:
    print(name, {k: v for k, v in summary.items() if k != "rankings"})
    rankings: Mapping[str, object] = summary["rankings"]  # type: ignore[assignment]
    for ranking, row in rankings.items():
        print(f"    {ranking:10} {row}")


if __name__ == "__main__":
    main()
