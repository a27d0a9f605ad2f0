"""Groups, themes and waves that a text names by number or by years.

A number names a group only within a wave: GTnum 5 is *Cultures numériques* in 2017 and
REVE in 2020. So a number gives *candidates*, and ``choose`` takes one only when
something decides: years in the sentence, a name beside it, what the document declares
of itself, its title. Otherwise nothing is named, not even the concept.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.linking.name_trie import Reference
from ontology.model import Entity, EntityKind

__all__ = [
    "Counted",
    "Numbered",
    "Numbers",
    "Surroundings",
    "YearsFound",
    "choose",
]

_GROUP = re.compile(
    r"#?(?<!\w)(?:GT[\s\xa0-]?num|groupe\s+thématique\s+numérique)s?"
    r"[\s\xa0]*(?:n[°ºo]\s*)?(\d{1,2})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
_THEME = re.compile(
    r"(?<!\w)th[èe]me\s+(?:GTnum\s+)?(?:n[°ºo]\s*)?(\d{1,2})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<![\d/-])(20\d\d)\s?[-–—/]\s?(20\d\d)(?![\d/-])")
_START = re.compile(
    r"(?<!\w)(?:vague|cycle|appel|AMI|campagne)s?(?:\s+(?:à\s+manifestation\s+"
    r"d[’']intérêt|annuelle|GTnum|de|du|d[’']))*\s*\(?(20\d\d)(?!\s?[-–—/]?\d)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((20\d\d)\)")
_CALL_WORD = re.compile(
    r"(?<!\w)(?:vague|cycle|appel|AMI|GT[\s\xa0]?num|groupe|thème|thématique)",
    re.IGNORECASE,
)
_IDENTIFIED_GROUP = re.compile(r"gtnum-(20\d\d)-(\d\d)-.+")
_IDENTIFIED_THEME = re.compile(r"t(20\d\d)-(\d{1,2})")
_LABELLED = re.compile(r"(?i)GT[\s\xa0]?num\s*(\d{1,2})")
_WAVE = re.compile(r"(20\d\d)-(20\d\d)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number in the text and what it may name: ``candidates`` by starting year.

    Attributes:
        start: First offset in the text of the passage.
        end: Offset behind the number.
        candidates: Entity → first year of its wave, 0 when unknown.
    """

    start: int
    end: int
    candidates: Mapping[Reference, int]


@dataclass(frozen=True, slots=True)
class YearsFound:
    """Years that name a wave; ``is_bare`` when only brackets mark them."""

    start: int
    end: int
    reference: Reference
    first_year: int
    is_range: bool
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """All numbers and years of one text."""

    text: str
    groups: tuple[Numbered, ...]
    themes: tuple[Numbered, ...]
    years: tuple[YearsFound, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What may decide between the candidates of a number.

    Attributes:
        declared: What the document states about itself.
        title_years: First years of the waves in the title.
        in_document: Entities named anywhere in the document.
        neighbours: Known neighbours (labs) of each candidate.
        beside: Groups named directly behind the number.
        years: First years of the waves in the sentence.
        named: Entities named in the sentence.
    """

    declared: Collection[Reference]
    title_years: Collection[int]
    in_document: Collection[Reference]
    neighbours: Mapping[Reference, Collection[Reference]]
    beside: Collection[Reference] = ()
    years: Collection[int] = ()
    named: Collection[Reference] = ()


class Numbers:
    """Knows the numbers of groups and themes and the years of waves."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._groups: dict[int, dict[Reference, int]] = defaultdict(dict)
        self._themes: dict[int, dict[Reference, int]] = defaultdict(dict)
        self._waves: dict[tuple[int, int], Reference] = {}
        for entity in entities:
            self._learn(entity)
        starts: dict[int, list[Reference]] = defaultdict(list)
        for (first, _), wave in self._waves.items():
            starts[first].append(wave)
        self._starts = {year: w[0] for year, w in starts.items() if len(w) == 1}

    def _learn(self, entity: Entity) -> None:
        reference = (entity.kind, entity.identifier)
        if entity.kind is EntityKind.WAVE:
            found = _WAVE.fullmatch(entity.identifier)
            if found:
                self._waves[int(found[1]), int(found[2])] = reference
        elif entity.kind is EntityKind.THEME:
            found = _IDENTIFIED_THEME.fullmatch(entity.identifier)
            if found:
                self._themes[int(found[2])][reference] = int(found[1])
        elif entity.kind is EntityKind.GROUP:
            self._learn_group(entity, reference)

    def _learn_group(self, entity: Entity, reference: Reference) -> None:
        found = _IDENTIFIED_GROUP.fullmatch(entity.identifier)
        if found:
            self._groups[int(found[2])][reference] = int(found[1])
        for label in entity.labels:
            number = _LABELLED.fullmatch(label.text)
            if number:
                self._groups[int(number[1])].setdefault(reference, 0)

    def groups(self, text: str) -> Iterator[Numbered]:
        """Yield *GTnum 5*, *GTNUM9* …, also those that name no known group."""
        yield from _numbered(_GROUP, text, self._groups)

    def themes(self, text: str) -> Iterator[Numbered]:
        """Yield *thème 7* …, also those that name no known theme."""
        yield from _numbered(_THEME, text, self._themes)

    def count(self, text: str) -> Counted:
        """Return all numbers and years of a text."""
        return Counted(
            text, tuple(self.groups(text)), tuple(self.themes(text)),
            tuple(self.years(text)),
        )  # fmt: skip

    def years(self, text: str) -> list[YearsFound]:
        """Return the years that name a wave: 2020-2022, *vague 2017*, *(2017)*.

        A range counts only in a text that speaks of calls or groups; bare brackets
        are marked, because only a group before them makes them a wave.
        """
        found: list[YearsFound] = []
        taken: set[int] = set()
        speaks_of_calls = _CALL_WORD.search(text) is not None
        for match in _RANGE.finditer(text):
            wave = self._waves.get((int(match[1]), int(match[2])))
            if wave and speaks_of_calls:
                taken.update(range(*match.span()))
                year = int(match[1])
                found.append(YearsFound(*match.span(), wave, year, is_range=True))
        for pattern in (_START, _BRACKETED):
            is_bare = pattern is _BRACKETED
            for match in pattern.finditer(text):
                first, last = match.span(1)
                year = int(match[1])
                if year in self._starts and first not in taken:
                    taken.add(first)
                    wave = self._starts[year]
                    found.append(
                        YearsFound(
                            first, last, wave, year, is_range=False, is_bare=is_bare
                        )
                    )
        return sorted(found, key=lambda years: years.start)


def _numbered(
    pattern: re.Pattern[str], text: str, known: Mapping[int, Mapping[Reference, int]]
) -> Iterator[Numbered]:
    for match in pattern.finditer(text):
        start = match.start()
        yield Numbered(start, match.end(), known.get(int(match[1]), {}))


def choose(
    candidates: Mapping[Reference, int], around: Surroundings
) -> tuple[Reference, float] | None:
    """Return the one candidate that the surroundings decide for, and how surely.

    Each kind of evidence is asked in turn; one that leaves several candidates
    decides nothing, and the next is asked. Years that speak for no candidate
    exclude all of them: the number is that of a group we do not know.
    """
    if not candidates:
        return None
    years = set(around.years)
    if years and not years & set(candidates.values()) and 0 not in candidates.values():
        return None
    neighbours = {
        candidate
        for candidate in candidates
        if set(around.neighbours.get(candidate, ())) & set(around.in_document)
    }
    declared_years = {int(wave[1][:4]) for wave in _waves(around.declared)}
    evidence: tuple[tuple[float, set[Reference]], ...] = (
        (0.96, set(candidates) & set(around.beside)),
        (0.95, {c for c, year in candidates.items() if year in years}),
        (0.90, set(candidates) & set(around.named)),
        (0.90, set(candidates) & set(around.declared)),
        (0.88, {c for c, year in candidates.items() if year in declared_years}),
        (0.85, {c for c, y in candidates.items() if y in set(around.title_years)}),
        (0.85, set(candidates) & set(around.in_document)),
        (0.80, neighbours),
    )
    for confidence, remaining in evidence:
        if len(remaining) == 1:
            return remaining.pop(), confidence
    return None


def _waves(references: Iterable[Reference]) -> Iterator[Reference]:
    for kind, identifier in references:
        if kind is EntityKind.WAVE and _WAVE.fullmatch(identifier):
            yield kind, identifier
