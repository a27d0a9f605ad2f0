"""Whether documents liked ask well, and documents disliked keep what is like them away.

    python -m benchmarks.related_preferences --french FOLDER [--output NAME]

Each note is cut into three; the second and third parts are the library. No note says
what it is like: what an author wrote on one subject belongs together.

    liked      two second parts are liked, nothing else     ─▶ their third parts
    alone      the first parts of two notes, one after the other
    disliked   the same, the second part of one disliked    ─▶ the third part of the
               other stays in front, that of the disliked one goes back

Where only two passages of a document may ask, the most telling ones are compared with
two at even distances; losing with a smaller weight of what is said against.
"""

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np

from benchmarks.judged_set import stable_name
from benchmarks.measuring import save
from benchmarks.related_quality import Opened, opened
from benchmarks.related_tasks import Note, read_notes
from graph.ports import DocumentFilter
from gtnum.settings import Settings
from ontology.model import Passage
from search_api.ports import VectorIndex
from search_api.related_work import finder, preferences

__all__ = ["PAIRS", "thirds"]

PAIRS: Final = 100
_SEED: Final = 20261201
_Scores = Mapping[str, float]
_NOTHING: Final = "Rien."


def thirds(note: Note) -> tuple[str, str, str] | None:
    """Return three parts of a note, of about as many words, cut between paragraphs.

    None where it has too few paragraphs.
    """
    words = [len(paragraph.split()) for paragraph in note.paragraphs]
    ends = np.cumsum(words)
    first = int(np.searchsorted(ends, ends[-1] / 3)) + 1
    second = int(np.searchsorted(ends, 2 * ends[-1] / 3)) + 1
    if not 0 < first < second < len(words):
        return None
    cut = (0, first, second, len(words))
    parts = ["\n\n".join(note.paragraphs[a:b]) for a, b in zip(cut, cut[1:])]  # noqa: B905, RUF007
    return parts[0], parts[1], parts[2]


def _pairs(keys: Sequence[str]) -> list[tuple[str, str]]:
    chance = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    return [tuple(chance.sample(keys, 2)) for _ in range(PAIRS)]  # type: ignore[misc]


def _ranks(found: Sequence[str], wanted: str) -> int:
    return found.index(wanted) + 1 if wanted in found else 1_000


class Preferring:
    """Asks a library with preferences.

    Args:
        library: Opened.
        parts: Key → the three parts of a note.
    """

    def __init__(
        self, library: Opened, parts: Mapping[str, tuple[str, str, str]]
    ) -> None:
        self._library = library
        self._parts = parts
        every = library.knowledge.catalogue.document_identifiers(DocumentFilter())
        self._names = {stable_name(name): name for name in every}

    def find(self, text: str, **preferred: Sequence[str]) -> list[str]:
        """Return the names found; preferences by stable names."""
        known = {
            name: [self._names[each] for each in own] for name, own in preferred.items()
        }
        record = self._library.knowledge.read_draft(text.encode(), "b.md", None)
        if text == _NOTHING:
            record = replace(record, passages=())
        found = self._library.knowledge.related.find(record, limit=100, **known)  # type: ignore[call-arg]
        return [stable_name(each.document.identifier) for each in found.documents]

    def liked(self, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
        """Return how often the third parts of what is liked are found."""
        ranks = []
        for one, other in pairs:
            found = self.find(_NOTHING, liked=[f"{one}-2", f"{other}-2"])
            ranks.append([_ranks(found, f"{key}-3") for key in (one, other)])
        table = np.array(ranks)
        return {
            "both_in_ten": round(float((table <= 10).all(axis=1).mean()), 3),
            "one_first": round(float((table == 1).any(axis=1).mean()), 3),
            "mrr": round(float((1 / table).mean()), 3),
        }

    def disliked(
        self, pairs: Sequence[tuple[str, str]], *, dislikes: bool
    ) -> dict[str, float]:
        """Return where third parts stand, of the note liked and of the other."""
        kept, lost = [], []
        for one, other in pairs:
            text = f"{self._parts[one][0]}\n\n{self._parts[other][0]}"
            against = {"disliked": [f"{other}-2"]} if dislikes else {}
            found = self.find(text, **against)
            found = [name for name in found if name != f"{other}-2"]
            kept.append(_ranks(found, f"{one}-3"))
            lost.append(_ranks(found, f"{other}-3"))
        own, unwanted = np.array(kept), np.array(lost)
        return {
            "wanted_in_five": round(float((own <= 5).mean()), 3),
            "wanted_mrr": round(float((1 / own).mean()), 3),
            "unwanted_in_five": round(float((unwanted <= 5).mean()), 3),
            "unwanted_mrr": round(float((1 / unwanted).mean()), 3),
        }


def _evenly(
    passages: Sequence[Passage], _vectors: VectorIndex, most: int
) -> list[Passage]:
    prose = [one for one in passages if one.role.is_searched]
    if len(prose) <= most:
        return prose
    return [prose[place * len(prose) // most] for place in range(most)]


def _weighted(weight: float) -> Callable[..., dict[str, float]]:
    """Return the rule in use with less weight of what is said against."""

    def lowered(
        factors: _Scores,
        said: Sequence[_Scores],
        against: Sequence[_Scores],
        commons: tuple[Sequence[_Scores], Sequence[_Scores]],
    ) -> dict[str, float]:
        less, common = (
            [{name: weight * each for name, each in own.items()} for own in each_own]
            for each_own in (against, commons[1])
        )
        return preferences.lowered(factors, said, less, (commons[0], common))

    return lowered


def main() -> None:
    """Measure, print, keep a result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--french", type=Path, required=True)
    parser.add_argument("--embedder", default=Settings().embedder)
    parser.add_argument("--output", default="related_preferences")
    options = parser.parse_args()
    notes = read_notes(options.french)
    cut = [each for note in notes if (each := thirds(note)) is not None]
    parts = {f"n{number}": each for number, each in enumerate(cut)}
    texts = {f"{k}-{n}": own[n - 1] for k, own in parts.items() for n in (2, 3)}
    pairs = _pairs(sorted(parts))
    result: dict[str, object] = {"embedder": options.embedder, "notes": len(parts)}
    with opened(texts, options.embedder) as library:
        asked = Preferring(library, parts)
        result["liked"] = asked.liked(pairs)
        with patch.object(preferences, "TELLING", 2):
            result["liked_two_telling"] = asked.liked(pairs)
            with patch.object(preferences, "_telling", _evenly):
                result["liked_two_evenly"] = asked.liked(pairs)
        result["alone"] = asked.disliked(pairs, dislikes=False)
        result["disliked"] = asked.disliked(pairs, dislikes=True)
        for weight in (0.25, 0.5):
            with patch.object(finder, "lowered", _weighted(weight)):
                row = asked.disliked(pairs, dislikes=True)
            result[f"disliked_times_{weight}"] = row
    for name, row in result.items():
        print(f"{name:20} {row}")
    print(save(options.output, result))


if __name__ == "__main__":
    main()
