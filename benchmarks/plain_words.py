"""Plain BM25 with French stems: what any search engine gives without more thought.

Whole texts, one field, Snowball's French stemmer, French stop words, no accents folded,
k1 = 1.2, b = 0.75. Whoever claims to search better must beat this one.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from Stemmer import Stemmer

from benchmarks.search_sets import RetrievalSet
from search_api.french.stop_words import FRENCH

__all__ = ["plain_run"]

K1, B = 1.2, 0.75
_WORD = re.compile(r"[^\W_]+")
_stemmer = Stemmer("french")


def plain_run(given: RetrievalSet, *, depth: int) -> dict[str, list[str]]:
    """Return question → texts, best first, at most ``depth``."""
    postings: dict[str, dict[str, int]] = defaultdict(dict)
    lengths = {}
    for name, (title, text) in given.texts.items():
        stems = list(_stems(f"{title} {text}"))
        lengths[name] = len(stems)
        for stem, count in Counter(stems).items():
            postings[stem][name] = count
    mean = sum(lengths.values()) / max(1, len(lengths))
    norms = {name: K1 * (1 - B + B * n / mean) for name, n in lengths.items()}
    return {
        question: _best(text, postings, norms, depth)
        for question, text in given.questions.items()
    }


def _best(
    text: str,
    postings: dict[str, dict[str, int]],
    norms: dict[str, float],
    depth: int,
) -> list[str]:
    scores: dict[str, float] = defaultdict(float)
    for stem in set(_stems(text)):
        held = postings.get(stem, {})
        weight = math.log(1 + (len(norms) - len(held) + 0.5) / (len(held) + 0.5))
        for name, count in held.items():
            scores[name] += weight * count * (K1 + 1) / (count + norms[name])
    return sorted(scores, key=lambda name: (-scores[name], name))[:depth]


def _stems(text: str) -> Iterable[str]:
    found = (word for word in _WORD.findall(text.lower()) if word not in FRENCH)
    return map(_stemmer.stemWord, found)
