"""What it costs to type a question in a hurry: without accents, with one slip.

    python -m benchmarks.typed_questions SET… [--every 10] [--embedder embedded]

Every n-th question of a retrieval set is asked as it is, without accents and with one
slip of the keyboard (two neighbours swapped, one letter missing, doubled or replaced,
in a word of five letters or more; the same slips at every run). Printed is nDCG@10 of
words, vectors and both, and what a way of typing loses.
"""

import argparse
import random
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measuring import save, score
from benchmarks.search_quality import MODES, Bench
from benchmarks.search_sets import RetrievalSet, as_record, read_retrieval_set
from search_api.embedders.registry import load_embedder
from search_api.french.analysis import guess_language, words
from search_api.ports import Embedder

_SHORTEST: Final = 5
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def without_accents(text: str) -> str:
    """Return a text as a keyboard without accents types it.

    >>> without_accents("Littératie à l’école")
    'Litteratie a l’ecole'
    """
    parted = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def with_one_slip(text: str) -> str:
    """Return a text with one slip in one of its longer words; without any, as it is.

    >>> with_one_slip("le numérique") == with_one_slip("le numérique")
    True
    """
    chance = random.Random(text)  # noqa: S311 - the same slips at every run
    long = [w for w in words(text) if w.end - w.start >= _SHORTEST and not w.is_stop]
    if not long:
        return text
    word = chance.choice(long)
    # The first letter is seldom mistyped.
    place = chance.randrange(word.start + 1, word.end - 1)
    one, other = text[place], text[place + 1]
    slip = chance.choice(
        (other + one, other, one + one + other, chance.choice(_LETTERS) + other)
    )
    return text[:place] + slip + text[place + 2 :]


WAYS: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": str,
    "without accents": without_accents,
    "one slip": with_one_slip,
}


def measure_ways(
    given: RetrievalSet, embedder: Embedder, *, every: int
) -> dict[str, dict[str, float]]:
    """Return nDCG@10 in percent by way of typing and mode."""
    names = {f"d{n}": name for n, name in enumerate(given.texts)}
    bench = Bench(
        [
            as_record(n, title, text, language=guess_language(text))
            for n, (title, text) in enumerate(given.texts.values())
        ],
        embedder,
    )
    asked = dict(list(given.questions.items())[::every])
    relevant = {question: given.relevant[question] for question in asked}
    rows: dict[str, dict[str, float]] = {}
    for way, typed in WAYS.items():
        runs: dict[str, dict[str, list[str]]] = {mode.value: {} for mode in MODES}
        for question, text in asked.items():
            evidence = bench.evidence(typed(text))
            for mode in MODES:
                found = bench.documents(evidence, mode)
                runs[mode.value][question] = [names[name] for name in found]
        rows[way] = {
            mode: round(100 * float(np.mean(score(run, relevant).ndcg10)), 2)
            for mode, run in runs.items()
        }
        lost = {mode: rows["as it is"][mode] - rows[way][mode] for mode in rows[way]}
        print(
            f"{given.name:14} {way:16}"
            + "".join(
                f"  {mode} {value:6.2f} ({-lost[mode]:+.2f})"
                for mode, value in rows[way].items()
            )
        )
    return rows


def main() -> None:
    """Measure what the command line names, print a table, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--embedder", default="embedded")
    parser.add_argument("--every", type=int, default=10)
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    results: dict[str, object] = {"embedder": embedder.name, "every": arguments.every}
    for folder in arguments.sets:
        given = read_retrieval_set(folder)
        results[folder.name] = measure_ways(given, embedder, every=arguments.every)
    print(save("typed_questions", results))


if __name__ == "__main__":
    main()
