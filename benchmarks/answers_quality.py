"""Whether the service answers first, by our judged questions on the starter corpus.

    python -m benchmarks.answers_quality [--half reported] [--library FOLDER]
    python -m benchmarks.answers_quality --other FOLDER SET…

Prints and keeps, for each style of question: nDCG@10; how often a document that
answers is in the first three; on questions with judged sentences, how often the best
sentence of the first hit answers; the share of best sentences unfit to quote;
glossaries on top where none is wanted. Then what the service says (answered, only
spoken of, nothing) against what it owes, and how many facet counts are the total that
their click gives. Of the reported halves only totals are printed and kept.

``--other`` measures yes and no on further libraries instead, see ``other_libraries``.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.answer_measures import Observation, observe
from benchmarks.answer_summaries import by_style, confusion, share
from benchmarks.facet_honesty import facet_honesty
from benchmarks.judged_set import HALVES, Expected, JudgedQuestion, read_half
from benchmarks.measuring import save
from benchmarks.other_libraries import foreign_questions, measure_other
from benchmarks.starter_library import starter_library
from gtnum import wiring
from gtnum.settings import Settings
from search_api.query import SearchQuery
from search_api.web.services import Knowledge

__all__ = ["measure_half", "single_answers"]

# Each has some eighty facet values to click.
FACET_QUESTIONS = 20


def measure_half(
    knowledge: Knowledge, questions: Sequence[JudgedQuestion]
) -> tuple[dict[str, object], list[Observation]]:
    """Return totals, and what was seen of each question."""
    search = knowledge.searcher.search
    seen = [observe(q, search(SearchQuery(q.text))) for q in questions]
    answered = [q for q in questions if q.expects is Expected.ANSWERED]
    step = max(1, len(answered) // FACET_QUESTIONS)
    facets = facet_honesty(search, (SearchQuery(q.text) for q in answered[::step]))
    totals: dict[str, object] = {
        "styles": by_style(seen),
        "states": confusion(seen),
        "facets_honest": share(
            [True] * facets.honest + [False] * (facets.counts - facets.honest)
        ),
    }
    return totals, seen


def single_answers(seen: Sequence[Observation]) -> dict[str, object]:
    """Return what was seen of each question, to be read by who chooses."""
    return {
        o.question.identifier: {
            "question": o.question.text,
            "said": o.state.value,
            "ndcg10": None if o.ndcg10 is None else round(o.ndcg10, 3),
            "in_three": o.is_in_three,
            "sentence_right": o.is_right,
            "found": o.found[:5],
            "unfit": [reason for reason in o.unfit if reason],
        }
        for o in seen
    }


def main() -> None:
    """Measure what the command line names, print totals, keep a result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=HALVES, default="development")
    parser.add_argument("--library", type=Path, help="made from the starter corpus")
    parser.add_argument("--embedder", default=Settings().embedder)
    parser.add_argument("--other", nargs="+", type=Path, default=[])
    parser.add_argument("--output", help="name of the result file")
    arguments = parser.parse_args()
    questions = read_half(arguments.half)
    result: dict[str, object] = {
        "half": arguments.half,
        "embedder": arguments.embedder,
    }
    name = f"answers_quality_{arguments.half}"
    if arguments.other:
        name += "_other"
        foreign = foreign_questions(questions)
        for folder in arguments.other:
            found = measure_other(folder, foreign, embedder=arguments.embedder)
            result[folder.name] = found
            _print_shares(folder.name, found)
    else:
        result |= _measure_starter(arguments, questions)
    print(save(arguments.output or name, result))


def _measure_starter(
    arguments: argparse.Namespace, questions: Sequence[JudgedQuestion]
) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        library = arguments.library or starter_library(
            Path(folder) / "library", embedder=arguments.embedder
        )
        settings = Settings(library=library, embedder=arguments.embedder)
        with wiring.knowledge(settings) as knowledge:
            totals, seen = measure_half(knowledge, questions)
    _print_totals(totals)
    if arguments.half.endswith("development"):
        totals["single"] = single_answers(seen)
    return totals


def _print_totals(totals: Mapping[str, object]) -> None:
    styles: Mapping[str, Mapping[str, object]] = totals["styles"]  # type: ignore[assignment]
    for style, row in styles.items():
        print(f"{style:10} nDCG@10 {row['ndcg10']:.3f} {row['ndcg10_interval']}")
        _print_shares("", row)
    states: Mapping[str, object] = totals["states"]  # type: ignore[assignment]
    print(states["owed_then_said"])
    _print_shares("states", states)
    _print_shares("facets", {"facets_honest": totals["facets_honest"]})


def _print_shares(name: str, row: Mapping[str, object]) -> None:
    for measure, found in row.items():
        if isinstance(found, Mapping) and "share" in found:
            print(
                f"{name:10} {measure:22} {found['share']:.3f} "
                f"({found['count']}/{found['of']}) {found['interval']}"
            )


if __name__ == "__main__":
    main()
