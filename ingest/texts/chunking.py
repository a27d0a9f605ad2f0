"""Cut the pages of a document into passages.

A passage is cut where a reader would pause: at a heading, else between paragraphs, else
between sentences, else between words. It never crosses a page nor the border of a table
of contents or a bibliography, nor that of an entry of a glossary; passages never
overlap, and together they cover all text of a page but white space.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.errors import IngestError
from ingest.read_text import LanguageSpan
from ingest.texts.languages import language_of_passage
from ingest.texts.passage_roles import entry_starts, role_of_section
from ontology.model import Document, Page, Passage, Section
from ontology.structure import Block, PassageRole

__all__ = ["Chunking", "cut"]

_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE = re.compile(
    r"(?<=[.!?…])(?:[\u00a0\u202f]?[»\"”’)\]])*[ \n]+"
    r"(?=[«“\"(\[–—•-]?[ \u00a0\u202f]?[0-9A-ZÀ-ÖØ-ÞŒÆ])|(?<=[;:])[ ]"
)
_WHITE = re.compile(r"\s+")
_SOLID = re.compile(r"\S")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«’'])(?:[A-Z]|[A-Z]\.-?[A-Z]|MM?|Mmes?|Mlles?|Drs?|Prs?|Me|St|Ste|cf|p|pp|"
    r"art|al|ex|fig|Fig|vol|éd|ed|eds|coll|dir|n|no|nos|vs|env|av|apr|ch|chap|t|tel|tél|"
    r"i\.e|e\.g|c\.-à-d|c\.à\.d|resp|op|loc|ibid)\.$"
)
_LONGEST_TITLE_LINE = 300


@dataclass(frozen=True, slots=True)
class Chunking:
    """How long passages are, in characters.

    Attributes:
        target: What a passage aims at.
        maximum: What it never exceeds.

    Raises:
        IngestError: If the lengths make no sense.
    """

    target: int = 750
    maximum: int = 1_200

    def __post_init__(self) -> None:
        if not 50 <= self.target <= self.maximum <= 20_000:
            raise IngestError(
                f"passages de {self.target} caractères, {self.maximum} au plus : "
                "ces longueurs ne conviennent pas",
                remedy="Choisissez une cible d’au moins 50 et un maximum plus grand.",
            )


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int
    section: tuple[str, ...]
    role: PassageRole = PassageRole.BODY


def cut(
    document: Document,
    *,
    chunking: Chunking | None = None,
    spans: Sequence[LanguageSpan] = (),
) -> tuple[Passage, ...]:
    """Return the passages of a document in reading order.

    Args:
        document: After cleaning.
        chunking: Lengths.
        spans: Parts whose language the document states, offsets in its text.
    """
    chunking = chunking or Chunking()
    languages = _Languages(document.language, spans)
    passages: list[Passage] = []
    apparatus = [block for block in document.blocks if block.kind.is_apparatus]
    parts = _by_entry(document, _by_role(_segments(document), apparatus))
    for segment, page in parts:
        for start, end in _pieces(document.text, segment, chunking):
            text = document.text[start:end]
            passages.append(
                Passage(
                    identifier=f"{document.identifier}.{len(passages)}",
                    document=document.identifier,
                    position=len(passages),
                    page=page.number,
                    start=start,
                    end=end,
                    text=text,
                    language=languages.of(start, end, text),
                    section=segment.section,
                    role=segment.role,
                )
            )
    return tuple(passages)


class _Languages:
    def __init__(self, of_document: str, spans: Sequence[LanguageSpan]) -> None:
        self._of_document = of_document
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def of(self, start: int, end: int, text: str) -> str:
        """Return the stated language of most of the passage, else the likely one."""
        middle = (start + end) // 2
        at = bisect_right(self._starts, middle) - 1
        if at >= 0 and middle < self._spans[at].end:
            return self._spans[at].language
        return language_of_passage(text, self._of_document)


def _segments(document: Document) -> Iterator[tuple[_Segment, Page]]:
    """Yield the parts of each page between headings."""
    sections = sorted(document.sections, key=lambda section: section.start)
    path: list[Section] = []
    at = 0
    for page in document.pages:
        start = page.start
        while at < len(sections) and sections[at].start < page.end:
            heading = sections[at]
            at += 1
            if heading.start < page.start:
                _enter(path, heading)
                continue
            if not _is_only_headings(document.text, start, heading.start, path):
                yield _Segment(start, heading.start, _titles(path)), page
                start = heading.start
            _enter(path, heading)
        if start < page.end:
            yield _Segment(start, page.end, _titles(path)), page


def _by_role(
    segments: Iterable[tuple[_Segment, Page]], apparatus: Sequence[Block]
) -> Iterator[tuple[_Segment, Page]]:
    """Cut segments where a table of contents, a bibliography … begins and ends."""
    for segment, page in segments:
        start = segment.start
        for block in apparatus:
            if block.end <= start or block.start >= segment.end:
                continue
            if block.start > start:
                yield replace(segment, start=start, end=block.start), page
            start = max(start, block.start)
            end = min(block.end, segment.end)
            role = PassageRole(block.kind.value)
            yield replace(segment, start=start, end=end, role=role), page
            start = end
        if start < segment.end:
            yield replace(segment, start=start), page


def _by_entry(
    document: Document, segments: Iterable[tuple[_Segment, Page]]
) -> Iterator[tuple[_Segment, Page]]:
    """Cut the body where entries of a glossary begin, and tell caveats."""
    for segment, page in segments:
        if segment.role is not PassageRole.BODY:
            yield segment, page
            continue
        role = role_of_section(segment.section)
        starts = [] if role is PassageRole.CAVEAT else _entries(document, segment)
        if not starts:
            yield replace(segment, role=role), page
            continue
        if starts[0] > segment.start:
            yield replace(segment, end=starts[0]), page
        for start, end in pairwise((*starts, segment.end)):
            yield replace(segment, start=start, end=end, role=PassageRole.ENTRY), page


def _entries(document: Document, segment: _Segment) -> list[int]:
    """Return where entries begin; a heading belongs to the first one below it."""
    starts = entry_starts(document, segment.start, segment.end, segment.section)
    if not starts:
        return []
    before = document.text[segment.start : starts[0]].strip()
    is_heading = not before or (segment.section and before == segment.section[-1])
    return [segment.start, *starts[1:]] if is_heading else starts


def _enter(path: list[Section], heading: Section) -> None:
    while path and path[-1].level >= heading.level:
        path.pop()
    path.append(heading)


def _titles(path: Sequence[Section]) -> tuple[str, ...]:
    return tuple(section.title for section in path)


def _is_only_headings(text: str, start: int, end: int, path: Sequence[Section]) -> bool:
    """Whether nothing but the last heading stands between two offsets."""
    if end - start > _LONGEST_TITLE_LINE:
        return False
    between = text[start:end].strip()
    return not between or bool(path and between == path[-1].title)


def _pieces(
    text: str, segment: _Segment, chunking: Chunking
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of passages of one segment, without white space at the ends."""
    start = _skip_white(text, segment.start, segment.end)
    while start < segment.end:
        end = _cut_point(text, start, segment.end, chunking)
        solid = end
        while solid > start and text[solid - 1].isspace():
            solid -= 1
        yield start, solid
        start = _skip_white(text, end, segment.end)


def _skip_white(text: str, start: int, end: int) -> int:
    match = _SOLID.search(text, start, end)
    return match.start() if match else end


def _cut_point(text: str, start: int, end: int, chunking: Chunking) -> int:
    left = end - start
    if left <= min(chunking.maximum, chunking.target * 1.3):
        return end
    # Two like halves read better than a whole and a crumb.
    aim = start + (left // 2 if left < 2 * chunking.target else chunking.target)
    low = start + chunking.target // 2
    high = min(start + chunking.maximum, end)
    for pattern in (_PARAGRAPH, _LINE, _SENTENCE):
        if best := _nearest(text, pattern, low, high, aim):
            return best
    return _between_words(text, start, high) if high < end else end


def _nearest(
    text: str, pattern: re.Pattern[str], low: int, high: int, aim: int
) -> int | None:
    best: int | None = None
    for match in pattern.finditer(text, low, high):
        at = match.end()
        if pattern is _SENTENCE and _is_abbreviation(text, match.start()):
            continue
        if best is not None and abs(at - aim) > abs(best - aim):
            break
        best = at
    return best


def _is_abbreviation(text: str, end: int) -> bool:
    return _ABBREVIATION.search(text[max(0, end - 12) : end]) is not None


def _between_words(text: str, start: int, high: int) -> int:
    # The maximum may fall on white space that begins exactly there.
    if text[high : high + 1].isspace():
        return high
    spaces = [match.end() for match in _WHITE.finditer(text, start + 1, high)]
    if spaces:
        return spaces[-1]
    # One word longer than a passage: cut it, but not before a combining mark.
    while high > start + 1 and unicodedata.combining(text[high]):
        high -= 1
    return high
