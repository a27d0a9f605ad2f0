"""Whether signs of a question and of both lists tell how to weigh them.

    python -m benchmarks.fusion_signs encyclopaedia=SET faq=SET titles=SET titles=SET…
        [--embedder embedded-e5] [--most 600] [--vectors FOLDER]

A rule moves one weight of the model's balance by one sign:

    weight = balance + slope × (sign − mean) / deviation      kept from 0.1 to 0.9

Mean and deviation are those of all questions, each style counted once; they need no
judgement. Each style is held out in turn: the rule that the other styles choose is told
with what it gives there beyond the balance alone, question by question. ``--vectors``
keeps what the model computed for the next run.
"""

import argparse
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.cached_vectors import CachedVectors
from benchmarks.fusion_weights import PARTS, Asked, ask
from benchmarks.measuring import interval, save
from benchmarks.search_sets import read_retrieval_set
from ontology.folding import fold_words
from search_api import fusion
from search_api.embedders.registry import DEFAULT_EMBEDDER, load_embedder
from search_api.identifiers import document_of
from search_api.ports import Embedder

LOW, HIGH = 0.1, 0.9
SLOPES = (-0.08, 0.08)
WEIGHTS = ("vectors_weight", "closeness_weight")
HEAD = 10
"""Documents at the head of a list."""

Signs = Mapping[str, float]


class Rule(NamedTuple):
    """What moves a weight.

    Attributes:
        weight: One of ``WEIGHTS``.
        sign: A key of ``signs_of``.
        slope: Per standard deviation of the sign.
    """

    weight: str
    sign: str
    slope: float


class Scale(NamedTuple):
    """Where a sign lies as a rule.

    Attributes:
        mean: Over all questions, each style counted once.
        deviation: The same; above 0.
    """

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What rules give on one set.

    Attributes:
        style: Of the set.
        gains: Rule → nDCG@10 of each question beyond the balance alone, in points.
        alone: nDCG@10 of the balance, in percent.
        parts: Part → its nDCG@10 in percent.
    """

    style: str
    gains: Mapping[Rule, NDArray[np.float64]]
    alone: float
    parts: Mapping[str, float]


def signs_of(text: str, evidence: fusion.Evidence) -> dict[str, float]:
    """Return the signs of a question and of what the indexes said.

    *Peaks* say how far the best document stands above the nine behind it, *agreement*
    which part of the ten best by words are among the ten best by vectors; all are from
    0 to 1 but *length*, the logarithm of the number of words.
    """
    words, vectors = _best(evidence.words), _best(evidence.vectors)
    heads = [sorted(own, key=lambda d: (-own[d], d))[:HEAD] for own in (words, vectors)]
    best_words = max(words.values(), default=0.0)
    best_cosine = max(vectors.values(), default=evidence.background)
    room = max(1e-6, 1 - evidence.background)
    shared = len(set(heads[0]) & set(heads[1]))
    return {
        "coverage": min(1.0, best_words / evidence.expectation),
        "nearness": max(0.0, best_cosine - evidence.background) / room,
        "peak of words": _peak([words[d] for d in heads[0]], 0.0),
        "peak of vectors": _peak([vectors[d] for d in heads[1]], evidence.background),
        "agreement": shared / max(1, min(map(len, heads))),
        "length": float(np.log(max(1, len(fold_words(text))))),
        "closeness": max(evidence.closeness.values(), default=0.0),
    }


def _best(scores: Mapping[str, float]) -> dict[str, float]:
    """Return document → score of its best passage."""
    best: dict[str, float] = {}
    for passage, score in scores.items():
        document = document_of(passage)
        best[document] = max(score, best.get(document, score))
    return best


def _peak(head: Sequence[float], least: float) -> float:
    if len(head) < 2 or head[0] <= least:
        return 0.0
    behind = max(least, float(np.mean(head[1:])))
    return (head[0] - behind) / (head[0] - least)


def scales(signs: Mapping[str, Sequence[Signs]]) -> dict[str, Scale]:
    """Return sign → where it lies.

    Args:
        signs: Style → signs of its questions; at least one each.
    """
    found = {}
    for name in next(iter(signs.values()))[0]:
        columns = [np.array([row[name] for row in rows]) for rows in signs.values()]
        mean = float(np.mean([column.mean() for column in columns]))
        spread = float(np.mean([np.mean((column - mean) ** 2) for column in columns]))
        found[name] = Scale(mean, max(1e-9, spread**0.5))
    return found


def moved(balance: fusion.Balance, rule: Rule, distance: float) -> fusion.Balance:
    """Return the balance that a rule makes of another.

    Args:
        balance: Of the model.
        rule: What moves it.
        distance: Of the sign from its mean, in standard deviations.
    """
    weight = getattr(balance, rule.weight) + rule.slope * distance
    return replace(balance, **{rule.weight: float(np.clip(weight, LOW, HIGH))})


def measure(
    style: str, asked: Asked, signs: Mapping[str, Signs], known: Mapping[str, Scale]
) -> Measured:
    """Return what every rule gives on one set.

    Args:
        style: Of the set.
        asked: The set and its evidence.
        signs: Of each question.
        known: Where each sign lies as a rule.
    """
    own = {question: seen.balance for question, seen in asked.evidence.items()}
    alone = asked.values(own)
    gains = {}
    for rule in itertools.starmap(Rule, itertools.product(WEIGHTS, known, SLOPES)):
        mean, deviation = known[rule.sign]
        balances = {
            q: moved(balance, rule, (signs[q][rule.sign] - mean) / deviation)
            for q, balance in own.items()
        }
        gains[rule] = 100 * (asked.values(balances) - alone)
    parts = {name: asked.quality(balance) for name, balance in PARTS.items()}
    return Measured(style, gains, 100 * float(alone.mean()), parts)


def held_out(found: Mapping[str, Measured]) -> dict[str, dict[str, object]]:
    """Return for each style the rule that the others choose, and its gains there.

    Args:
        found: Set → what rules give; at least two styles. A style counts once, however
            many sets it has.
    """
    chosen: dict[str, dict[str, object]] = {}
    for style in dict.fromkeys(one.style for one in found.values()):
        others = [one for one in found.values() if one.style != style]
        rule = max(others[0].gains, key=lambda rule: _mean_gain(rule, others))
        chosen[style] = {
            "rule": rule._asdict(),
            "gain of the others": round(_mean_gain(rule, others), 2),
            "gains": {
                name: _told(one.gains[rule])
                for name, one in found.items()
                if one.style == style
            },
        }
    return chosen


def _mean_gain(rule: Rule, measured: Sequence[Measured]) -> float:
    by_style: dict[str, list[float]] = {}
    for one in measured:
        by_style.setdefault(one.style, []).append(float(one.gains[rule].mean()))
    return float(np.mean([np.mean(own) for own in by_style.values()]))


def _told(gains: NDArray[np.float64]) -> list[float]:
    """Return a mean with the ends of its 95 % interval."""
    low, high = interval(gains.tolist())
    return [round(value, 2) for value in (float(gains.mean()), low, high)]


def report(embedder: str, found: Mapping[str, Measured], output: str) -> None:
    """Print what was found and keep it."""
    chosen = held_out(found)
    for style, row in chosen.items():
        print(f"{style:16} {row}")
    every = list(found.values())
    best = sorted(every[0].gains, key=lambda rule: -_mean_gain(rule, every))[:10]
    in_view = [
        {
            **rule._asdict(),
            "mean": round(_mean_gain(rule, every), 2),
            "gains": {name: _told(one.gains[rule]) for name, one in found.items()},
        }
        for rule in best
    ]
    sets = {
        name: {
            "style": one.style,
            "questions": len(next(iter(one.gains.values()))),
            "hybrid": round(one.alone, 1),
            **{part: round(value, 1) for part, value in one.parts.items()},
        }
        for name, one in found.items()
    }
    content = {"sets": sets, "held_out": chosen, "best_in_view": in_view}
    print(save(output, {"embedder": embedder, **content}))


def ask_all(
    arguments: Sequence[str], embedder: Embedder, *, most: int
) -> dict[str, tuple[str, Asked]]:
    """Return set → its style and what was asked of it.

    Args:
        arguments: ``STYLE=FOLDER`` each.
        embedder: Makes the vectors.
        most: Questions of a set, spread over it.
    """
    asked = {}
    for argument in arguments:
        style, _, folder = argument.partition("=")
        count = len(read_retrieval_set(Path(folder)).questions)
        one = ask(Path(folder), embedder, every=-(-count // most))
        asked[one.given.name] = (style, one)
    return asked


def measure_all(asked: Mapping[str, tuple[str, Asked]]) -> dict[str, Measured]:
    """Return set → what every rule gives there."""
    signs = {
        name: {q: signs_of(one.given.questions[q], e) for q, e in one.evidence.items()}
        for name, (_, one) in asked.items()
    }
    by_style: dict[str, list[Signs]] = {}
    for name, (style, _) in asked.items():
        by_style.setdefault(style, []).extend(signs[name].values())
    known = scales(by_style)
    return {
        name: measure(style, one, signs[name], known)
        for name, (style, one) in asked.items()
    }


def main() -> None:
    """Measure what the command line names, print it, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="STYLE=SET")
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--most", type=int, default=600, help="questions of a set")
    parser.add_argument("--vectors", type=Path, help="folder where vectors are kept")
    parser.add_argument("--output", default="fusion_signs")
    arguments = parser.parse_args()
    embedder: Embedder = load_embedder(arguments.embedder)
    if arguments.vectors is not None:
        embedder = CachedVectors(embedder, arguments.vectors)
    asked = ask_all(arguments.sets, embedder, most=arguments.most)
    if isinstance(embedder, CachedVectors):
        embedder.save()
    report(embedder.name, measure_all(asked), arguments.output)


if __name__ == "__main__":
    main()
