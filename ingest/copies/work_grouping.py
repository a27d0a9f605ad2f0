"""From the documents of a library to its works: pure, whatever their order.

    the same bytes, the same words ──────────────────┐
    the same DOI, Handle, HAL id or address ─ titles ─┼─▶ joined ─▶ works
    nearly the same words ─ LSH, then exact shingles ─┘

Only what is found twice is a work here; a document alone is its own. Likeness of texts
is exact: sketches name candidates, the texts themselves decide.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from ingest.copies.copy_candidates import (
    CopyCandidate,
    are_one_series,
    may_be_same,
    plain_address,
)
from ingest.copies.official_copy import in_official_order
from ingest.copies.shingles import jaccard, shingles
from ingest.copies.signatures import PERMUTATIONS, SCHEME, SEED
from ontology.model import Work, WorkMatch

__all__ = ["NEAR", "find_works"]

NEAR: Final = 0.8
"""Share of five-word runs, of all that both hold, from which two texts are one.

On the reference corpus (557 documents) true copies lie above 0.85, the next pair at
0.63; an excerpt lies far below, however complete.
"""

_CANDIDATE: Final = 0.6
"""Lower than ``NEAR``, because sketches err by up to 0.1."""

_SAME_TEXT_WORDS: Final = 20
_MOST_HEADS: Final = 50
"""Different documents that state one address: more, and it is that of a site."""

_BY_IDENTIFIER: Final[Mapping[str, Callable[[CopyCandidate], str | None]]] = {
    "doi": lambda one: one.doi,
    "handle": lambda one: one.handle,
    "hal": lambda one: one.hal_id,
    "address": lambda one: plain_address(one.url) if one.url else None,
}


def find_works(
    candidates: Iterable[CopyCandidate], text_of: Callable[[str], str]
) -> tuple[Work, ...]:
    """Return the works with two manifestations or more, by identifier.

    Args:
        candidates: All documents of the library, in any order.
        text_of: The text of a document by identifier; asked for few.
    """
    known = {one.identifier: one for one in candidates}
    ordered = [known[name] for name in sorted(known)]
    groups = _Groups(known)
    for match in _certain(ordered):
        groups.join(match)
    for match in sorted(_near(ordered, text_of), key=_best_first):
        groups.join(match, is_near=True)
    return tuple(sorted(groups.works(), key=lambda work: work.identifier))


def _best_first(match: WorkMatch) -> tuple[float, str, str]:
    return (-match.similarity, match.first, match.second)


def _certain(ordered: list[CopyCandidate]) -> Iterator[WorkMatch]:
    """Yield pairs that need no text: each document with the one before it."""
    for one, other in _alike(ordered, _bytes):
        yield WorkMatch(one.identifier, other.identifier, "bytes", 1.0)
    for one, other in _alike(ordered, _words):
        yield WorkMatch(one.identifier, other.identifier, "text", 1.0)
    for method, key in _BY_IDENTIFIER.items():
        stated = [one for one in ordered if not one.describes_another]
        for one, other in _alike(stated, key, may_be_same):
            yield WorkMatch(one.identifier, other.identifier, method, 1.0)


def _alike(
    ordered: Iterable[CopyCandidate],
    key: Callable[[CopyCandidate], str | None],
    accept: Callable[[CopyCandidate, CopyCandidate], bool] = lambda _one, _other: True,
) -> Iterator[tuple[CopyCandidate, CopyCandidate]]:
    """Yield pairs of one key: each with the first before it that is accepted."""
    heads: dict[str, list[CopyCandidate]] = {}
    for one in ordered:
        value = key(one)
        if not value:
            continue
        before = heads.setdefault(value, [])
        other = next((head for head in before if accept(head, one)), None)
        if other is not None:
            yield other, one
        elif len(before) < _MOST_HEADS:
            before.append(one)


def _bytes(one: CopyCandidate) -> str | None:
    # The posts of one export share its bytes.
    return None if "#" in one.source_uri else one.sha256


def _words(one: CopyCandidate) -> str | None:
    return one.signature.digest if one.signature.words >= _SAME_TEXT_WORDS else None


def _near(
    ordered: list[CopyCandidate], text_of: Callable[[str], str]
) -> Iterator[WorkMatch]:
    """Yield pairs whose texts are nearly the same, each distinct text once."""
    distinct: dict[str, CopyCandidate] = {}
    for one in ordered:
        if one.signature.minhash:
            distinct.setdefault(one.signature.digest, one)
    if len(distinct) < 2:
        return
    runs = lru_cache(maxsize=16)(lambda name: shingles(text_of(name)))
    for one, other in _sketched(list(distinct.values())):
        if are_one_series(one.title, other.title):
            continue
        similarity = jaccard(runs(one.identifier), runs(other.identifier))
        if similarity >= NEAR:
            yield WorkMatch(
                one.identifier, other.identifier, "near_text", round(similarity, 4)
            )


def _sketched(
    distinct: list[CopyCandidate],
) -> Iterator[tuple[CopyCandidate, CopyCandidate]]:
    """Yield pairs whose sketches are alike, each once."""
    from datasketch import LeanMinHash, MinHashLSH

    index = MinHashLSH(threshold=_CANDIDATE, num_perm=PERMUTATIONS)
    for place, one in enumerate(distinct):
        values = np.frombuffer(one.signature.minhash, dtype="<u4")
        sketch = LeanMinHash(seed=SEED, hashvalues=values, scheme=SCHEME)
        for before in sorted(index.query(sketch)):
            yield distinct[before], one
        index.insert(place, sketch)


class _Groups:
    """Documents joined step by step, with the pairs that joined them."""

    def __init__(self, known: Mapping[str, CopyCandidate]) -> None:
        self._known = known
        self._members: dict[str, list[str]] = {}
        self._group: dict[str, str] = {}
        self._matches: dict[str, list[WorkMatch]] = {}

    def join(self, match: WorkMatch, *, is_near: bool = False) -> None:
        """Join the groups of two documents, unless likeness would chain too far."""
        first, second = self._of(match.first), self._of(match.second)
        if first == second:
            self._matches[first].append(match)
            return
        if is_near and self._is_series(first, second):
            return
        kept, left = sorted((first, second))
        for name in self._members[left]:
            self._group[name] = kept
        self._members[kept] += self._members.pop(left)
        self._matches[kept] += [*self._matches.pop(left), match]

    def works(self) -> Iterator[Work]:
        """Yield what was joined, the official manifestation first."""
        for group, members in self._members.items():
            if len(members) < 2:
                continue
            ranked = in_official_order(self._known[name] for name in members)
            names = tuple(one.identifier for one in ranked)
            matches = sorted(self._matches[group], key=_by_pair)
            yield Work(names[0], names, tuple(matches))

    def _of(self, name: str) -> str:
        if name not in self._group:
            self._group[name] = name
            self._members[name] = [name]
            self._matches[name] = []
        return self._group[name]

    def _is_series(self, first: str, second: str) -> bool:
        titles, others = (
            {self._known[name].title for name in self._members[group]}
            for group in (first, second)
        )
        return any(are_one_series(one, other) for one in titles for other in others)


def _by_pair(match: WorkMatch) -> tuple[str, str, str]:
    return (match.first, match.second, match.method)
