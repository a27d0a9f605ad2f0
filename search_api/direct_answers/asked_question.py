"""Which relation a question asks for, and of what; nothing where a word is left over.

    « quels labos de l’académie de Rennes travaillent sur l’IA ? »
    quels labos de l @lieu travaillent sur l @sujet          names become slots
          ─────                                              the cue
                           ───────────                       says nothing more

A word that is neither cue nor name nor empty (« budget ») means that something else is
asked; a word that restricts (« sauf », « depuis ») means that less is. Both leave the
question to the documents. Pure functions.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

from ontology.model import EntityKind
from search_api.direct_answers.asked_relations import (
    ASKING,
    PLACES,
    RELATIONS,
    AskedRelation,
)
from search_api.direct_answers.empty_words import (
    BESIDE_NAMES,
    EMPTY,
    RESTRICTING,
    SPEAKS_OF_GROUPS,
    WORLD,
)
from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.understood import Found

__all__ = ["AskedFact", "asked_facts"]

_MOST_ASKED: Final = 3

_ASKING: Final = re.compile(rf"\b{ASKING}\b")
_LINKED: Final = re.compile(
    r"@(\w+) (?=(?:(?:et|ou|and|or|a|au|aux|de|du|des|d|l|la|le|les|dans|sur|en|pour|in"
    r"|on|of|the|academies?|regions?|themes?|vagues?|groupes?|gtnums?|laboratoires?) )*"
    r"@\1\b)"
)
_TWICE: Final = re.compile(r"@(\w+)\b(?=.*@\1\b)")
_BOTH: Final = re.compile(r"\b(?:et|ou|and|or)\b")
_EMPTY: Final = analysis.FRENCH | analysis.ENGLISH | EMPTY
_WORDS_OF: Final[Mapping[str, re.Pattern[str]]] = {
    EntityKind.CONCEPT: WORLD,
    EntityKind.SERVICE: re.compile(r"\A.*\bgtnums?"),
}
_BELONGS: Final = frozenset({EntityKind.GROUP, EntityKind.THEME})


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A relation and what it is asked of.

    Attributes:
        relation: What is asked.
        names: Slot, kind and identifier of the entity in it, in the order of slots;
            several of one slot are meant together (« l’outre-mer »).
        flags: Conditions of the query without a value.
    """

    relation: AskedRelation
    names: tuple[tuple[str, EntityKind, str], ...] = ()
    flags: frozenset[str] = frozenset()


_Meant = tuple[Found, ...]
"""What one name means: one thing, or several places together."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A place of the question and what it may name; years stand as waves."""

    start: int
    end: int
    found: tuple[Found, ...]


def asked_facts(
    text: str,
    named: Sequence[Found],
    years: Iterable[Found] = (),
    *,
    waves: Collection[str],
    waves_of: Callable[[Found], Collection[str]],
) -> tuple[AskedFact, ...]:
    """Return what a question asks of the facts; nothing unless all is understood.

    Several come back where a name may mean several things, or several are named: at
    most three, else none.

    Args:
        text: The question.
        named: What it names in the graph, with places in ``text``.
        years: The years that it says; each stands for the wave that began then.
        waves: Identifiers of all waves.
        waves_of: Waves of a group or theme.
    """
    spans = list(_spans(_without_world(text, named), years, waves))
    words = tuple(analysis.words(text))
    for relation in RELATIONS:
        asked = _read(relation, words, spans, waves_of)
        if asked:
            return asked if len(asked) <= _MOST_ASKED else ()
    return ()


def _without_world(text: str, named: Iterable[Found]) -> list[Found]:
    """Return the names without those that stand for words of every such question.

    A concept may be « académie »; a service may be named by the very question that
    asks for it, « pilote les GTnum ».
    """
    return [
        found
        for found in named
        if not (
            (pattern := _WORDS_OF.get(found.kind))
            and pattern.fullmatch(_folded(text[found.start : found.end]))
        )
    ]


def _folded(text: str) -> str:
    return " ".join(word.folded for word in analysis.words(text))


def _spans(
    named: Sequence[Found], years: Iterable[Found], waves: Collection[str]
) -> Iterator[_Span]:
    by_place: dict[tuple[int, int], list[Found]] = {}
    for found in named:
        by_place.setdefault((found.start, found.end), []).append(found)
    for year in years:
        if any(year.start < end and start < year.end for start, end in by_place):
            continue
        by_place[year.start, year.end] = [
            Found(EntityKind.WAVE.value, wave, year.start, year.end)
            for wave in waves
            if wave.startswith(f"{year.identifier}-")
        ]
    for (start, end), own in sorted(by_place.items()):
        yield _Span(start, end, tuple(own))


def _read(
    relation: AskedRelation,
    words: Sequence[Word],
    spans: Sequence[_Span],
    waves_of: Callable[[Found], Collection[str]],
) -> tuple[AskedFact, ...]:
    """Return what a question asks by one relation; nothing where it does not."""
    filled, tokens = _filled(relation, spans)
    for span in spans:
        # A concept is a plain word too, and may say nothing.
        if span.start in tokens or _may_be(span, EntityKind.CONCEPT):
            continue
        if not _is_said_again(span, filled, waves_of):
            return ()
        tokens[span.start] = span.end, "@dite"
    if "theme" in filled:
        _drop_wave(filled, waves_of)
    asked = _skeleton(words, tokens)
    if not relation.needed <= filled.keys() or not _is_linked(asked):
        return ()
    if not _is_understood(relation, asked, is_free=not filled):
        return ()
    slots = [name for name in relation.slots if name in filled]
    chosen = dict.fromkeys(product(*(filled[name] for name in slots)))
    flags = _flags(relation, asked)
    return tuple(AskedFact(relation, _names(slots, found), flags) for found in chosen)


def _names(
    slots: Sequence[str], chosen: Sequence[_Meant]
) -> tuple[tuple[str, EntityKind, str], ...]:
    return tuple(
        (slot, EntityKind(one.kind), one.identifier)
        for slot, meant in zip(slots, chosen, strict=True)
        for one in meant
    )


def _filled(
    relation: AskedRelation, spans: Sequence[_Span]
) -> tuple[dict[str, list[_Meant]], dict[int, tuple[int, str]]]:
    """Return slot → what may be in it, and where that stands: start → end, token."""
    filled: dict[str, list[_Meant]] = {}
    tokens: dict[int, tuple[int, str]] = {}
    for span in spans:
        slot, found = _slot(relation, span)
        if slot:
            filled.setdefault(slot, []).extend(found)
            tokens[span.start] = span.end, f"@{slot}"
    return filled, tokens


def _may_be(span: _Span, kind: EntityKind) -> bool:
    return any(found.kind == kind for found in span.found)


def _slot(relation: AskedRelation, span: _Span) -> tuple[str, list[_Meant]]:
    """Return the slot that a name fills, the first that may hold it, and with what."""
    for slot, kinds in relation.slots.items():
        fitting = [found for found in span.found if found.kind in kinds]
        if fitting and kinds == PLACES:
            return slot, [_widest(fitting)]
        if fitting:
            return slot, [(found,) for found in fitting]
    return "", []


def _widest(places: Sequence[Found]) -> _Meant:
    """Return what a place means: the region of the same name before its académie."""
    regions = tuple(place for place in places if place.kind == EntityKind.REGION)
    return regions or tuple(places)


def _is_said_again(
    span: _Span,
    filled: dict[str, list[_Meant]],
    waves_of: Callable[[Found], Collection[str]],
) -> bool:
    """Tell whether a wave only says which group is meant: « le GTnum 9 de 2017 »."""
    said = {found.identifier for found in span.found if found.kind == EntityKind.WAVE}
    return bool(said) and any(
        said & set(waves_of(found))
        for meant in filled.values()
        for found in chain(*meant)
        if found.kind in _BELONGS
    )


def _drop_wave(
    filled: dict[str, list[_Meant]], waves_of: Callable[[Found], Collection[str]]
) -> None:
    """Take out the wave that a theme belongs to: it restricts nothing further."""
    of_themes = {wave for theme in chain(*filled["theme"]) for wave in waves_of(theme)}
    left = [
        meant
        for meant in filled.get("vague", ())
        if not {wave.identifier for wave in meant} & of_themes
    ]
    if left:
        filled["vague"] = left
    else:
        filled.pop("vague", None)


def _skeleton(words: Sequence[Word], tokens: dict[int, tuple[int, str]]) -> str:
    """Return the folded words of a question, with slots in the place of names."""
    parts: list[str] = []
    behind = 0
    for word in words:
        if word.start in tokens:
            behind, token = tokens[word.start]
            parts.append(token)
        elif word.start >= behind:
            parts.append(word.folded)
    return " ".join(parts)


def _is_linked(words: str) -> bool:
    """Tell whether names in one slot are told as several: « à Nantes et à Rennes »."""
    several = len(_TWICE.findall(words))
    return not several or (
        len(_LINKED.findall(words)) == several and bool(_BOTH.search(words))
    )


def _flags(relation: AskedRelation, words: str) -> frozenset[str]:
    return frozenset(
        name for name, flag in relation.flags.items() if flag.cue.search(words)
    )


def _is_understood(relation: AskedRelation, words: str, *, is_free: bool) -> bool:
    """Tell whether the cue is there and nothing that matters is left over."""
    if not relation.cue.search(words):
        return False
    if is_free and not relation.is_free:
        return False
    if is_free and relation.slots and not _ASKING.search(words):
        return False
    flags = [flag.cue for flag in relation.flags.values()]
    said = (*flags, relation.cue, relation.fillers, SPEAKS_OF_GROUPS, BESIDE_NAMES)
    for pattern in said:
        words = pattern.sub(" ", words)
    left = set(words.split())
    if left & RESTRICTING:
        return False
    return all(word in _EMPTY or word[0] == "@" or len(word) == 1 for word in left)
