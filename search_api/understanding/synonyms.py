"""Other names of the concepts in a question, looked for with less weight.

The names are the labels of the subject scheme, in French and English, and acronyms:
« EMI » also finds « éducation aux médias et à l’information » and « media and
information literacy ». Only an acronym or a name of several words is expanded: one
plain word (« collège ») says by itself what is looked for. Pure functions.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from ingest.linking.name_trie import is_acronym
from ontology.folding import fold_name
from ontology.model import Entity
from search_api.french import analysis
from search_api.french.highlights import shown_words
from search_api.ports import Alternative
from search_api.query import PassageHit
from search_api.understood import Effect, Found, Understood

__all__ = [
    "alternative_names",
    "alternatives",
    "as_written",
    "held",
    "is_everyday",
    "is_expanded",
    "with_synonyms",
]

_MOST: Final = 6
_SHORTEST: Final = 2

# Acronyms that are everyday words once their capitals are gone.
_EVERYDAY: Final = frozenset(
    {"ai", "ar", "as", "va", "eu", "pu", "ra", "vu", "su", "ma", "tic", "ami", "cap"}
    | {"dan", "men", "pix", "poc", "rel", "ux"}
)


def alternative_names(found: Found, typed: str, entity: Entity) -> tuple[str, ...]:
    """Return the other names of a concept that are worth looking for, best first.

    Args:
        found: Where the concept stands in the question.
        typed: The characters of the question there.
        entity: The concept with its labels.
    """
    if found.kind != entity.kind.value or not is_expanded(typed):
        return ()
    own = _stems(typed)
    names: dict[tuple[str, ...], str] = {}
    ranked = sorted(entity.labels, key=lambda label: not label.is_preferred)
    for label in ranked:
        stems = _stems(label.text)
        if stems != own and _is_findable(label.text):
            names.setdefault(stems, label.text)
    return tuple(names.values())[:_MOST]


def alternatives(
    understood: Iterable[Understood], text: str
) -> tuple[Alternative, ...]:
    """Return what the words index shall look for beside the question.

    Args:
        understood: Of the question.
        text: The question.
    """
    return tuple(
        Alternative(of=text[one.found.start : one.found.end], text=name)
        for one in understood
        if one.effect is Effect.SYNONYMS
        for name in one.alternatives
    )


def held(
    text: str, names: Sequence[Alternative], *, language: str
) -> list[tuple[int, int, str]]:
    """Return where a text holds other names: ``(start, end, name)``, in order.

    Args:
        text: Of a passage.
        names: What was looked for too.
        language: Of the passage.
    """
    words = shown_words(text, language)
    stems = [word.stem for word in words]
    found = []
    for name in names:
        wanted = [word.stem for word in analysis.words(name.text, language)]
        size = len(wanted)
        for first in range(len(words) - size + 1):
            if size and stems[first : first + size] == wanted:
                end = words[first + size - 1].end
                found.append((words[first].start, end, name.text))
    return sorted(found)


def with_synonyms(hit: PassageHit, names: Sequence[Alternative]) -> PassageHit:
    """Return a hit that marks the other names it holds, and tells them."""
    if not names:
        return hit
    passage = hit.passage
    found = held(passage.text, names, language=passage.language)
    if not found:
        return hit
    spans = sorted([*hit.highlights, *((start, end) for start, end, _ in found)])
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    told = dict.fromkeys(name for _, _, name in found)
    return replace(hit, highlights=tuple(merged), synonyms=tuple(told))


def is_expanded(typed: str) -> bool:
    """Tell whether a name is told apart from plain words: EMI, sobriété numérique."""
    parts = re.split(r"[\s-]+", typed.strip())
    return len(parts) > 1 or is_acronym(typed) or typed.isupper()


def as_written(typed: str, entity: Entity) -> str:
    """Return an acronym typed in small letters as it is written: « ia » is IA.

    Anything else, and what is an everyday word in small letters, comes back as typed.
    """
    folded = fold_name(typed)
    if not is_everyday(folded):
        for label in entity.labels:
            if is_acronym(label.text) and fold_name(label.text) == folded:
                return label.text
    return typed


def is_everyday(folded: str) -> bool:
    """Tell whether a word without capitals and accents is used for other things."""
    return folded in _EVERYDAY | analysis.FRENCH | analysis.ENGLISH


def _is_findable(name: str) -> bool:
    words = list(analysis.words(name))
    if len(words) != 1:
        return bool(words)
    folded = words[0].folded
    return len(folded) >= _SHORTEST and not is_everyday(folded)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in analysis.words(text))
