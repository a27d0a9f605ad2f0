"""Lists names that look like unknown labs, people or académies, for a curator.

Nothing here becomes a mention. A candidate is a name that stands where such names
stand (*laboratoire XYZ*, *Mme Xavière Yon, professeure*, *académie de Zed*) and that
linking did not recognise. The curator adds it to the curation file or rejects it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ingest.linking.word_keys import fold
from ontology.model import EntityKind, Mention, Passage

__all__ = ["Candidate", "LinkedText", "find_candidates"]

_UPPER: Final = "A-ZÀ-ÖØ-ÞŒ"
_NAME: Final = rf"[{_UPPER}][\w’'-]*[\w]"
_ACRONYM: Final = rf"(?=[\w@]*[{_UPPER}][\w@]*[{_UPPER}])[\w@][\w@-]{{1,14}}"
_GIVEN: Final = rf"[{_UPPER}][a-zà-öø-ÿ]+(?:-[{_UPPER}][a-zà-öø-ÿ]+)?"
_NO_GIVEN: Final = (
    r"(?!(?:Les?|La|Une?|Des|Du|Aux?|En|Ce|Cette|Ces|Notre|Nos|Selon|Avec|Pour|Dans|Par|"
    r"Sur|Article|Projet|Groupe)\s)"
)
_SURNAME: Final = (
    rf"(?:(?:de|du|des|la|le|von|van)\s+|d[’']){{0,2}}[{_UPPER}][\w’'-]*\w"
)
_FUNCTION: Final = (
    r"professeure?|ma[iî]tre(?:sse)?\s+de\s+conférences|direct(?:eur|rice)|doctorante?|"
    r"enseignante?|cherche(?:ur|use)|ingénieure?|chargée?|inspect(?:eur|rice)|postdoc"
)
_PATTERNS: Final = (
    (
        EntityKind.LAB,
        re.compile(
            r"(?i:laboratoires?|labo|unité(?:\s+de\s+recherche)?|équipe|UMR|chaire|GIS)"
            rf"\s+(?:\(?[A-Z]{{2,4}}\s+\d+\)?\s+)?(?P<name>{_ACRONYM})(?!\w)"
        ),
    ),
    (
        EntityKind.LAB,
        re.compile(
            rf"(?<!\w)(?P<name>{_ACRONYM})\s*,?\s*\(?(?:UMR|UR|EA|UAR|UPR|URP)"
            r"(?:\s+CNRS)?\s+\d{3,5}"
        ),
    ),
    (
        EntityKind.ACADEMY,
        re.compile(
            r"(?i:académie|rectorat)\s+(?:de\s+|d[’'])"
            rf"(?P<name>(?:L[ae]\s+)?{_NAME}(?:-{_NAME})*)"
        ),
    ),
    (
        EntityKind.PERSON,
        re.compile(
            rf"(?<!\w)(?:M\.|Mme|Pr|Dr)\s+(?P<name>(?:{_GIVEN}\s+)?{_SURNAME})(?!\w)"
        ),
    ),
    (
        EntityKind.PERSON,
        re.compile(
            rf"(?<!\w){_NO_GIVEN}(?P<name>{_GIVEN}\s+[{_UPPER}]{{3}}[{_UPPER}’'-]+)(?!\w)"
        ),
    ),
    (
        EntityKind.PERSON,
        re.compile(rf"(?<!\w)(?P<name>{_GIVEN}\s+{_SURNAME}),\s+(?:{_FUNCTION})(?!\w)"),
    ),
    (
        EntityKind.PERSON,
        re.compile(
            r"(?:coordonnée?|dirigée?|rédigée?|signée?|animée?|écrite?)s?\s+par\s+"
            rf"(?P<name>{_GIVEN}\s+{_SURNAME})(?!\w)"
        ),
    ),
)
_UNIT: Final = frozenset({"umr", "ur", "ea", "uar", "upr", "urp", "cnrs", "gtnum"})
_QUOTE_MARGIN: Final = 60


class LinkedText(Protocol):
    """What is looked at of a document; a ``DocumentRecord`` will do."""

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages of the document, in order."""
        ...

    @property
    def mentions(self) -> Sequence[Mention]:
        """All that linking found in them."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that the reference data does not hold.

    Attributes:
        name: As printed where it was first met.
        kind: What it looks like: a lab, a person or an académie.
        passages: Identifiers of the passages that hold it, in reading order.
        quotation: The words around the first one.
    """

    name: str
    kind: EntityKind
    passages: tuple[str, ...]
    quotation: str


def find_candidates(
    records: Iterable[LinkedText], *, rejected: Collection[str] = ()
) -> list[Candidate]:
    """Return unknown names, those met in most passages first.

    Args:
        records: Passages and mentions of documents; consumed once.
        rejected: Names that a curator does not want to see again, in any spelling.

    A name that overlaps a mention of its document is known and left out. Spellings
    that differ in case or accents are one candidate.
    """
    refused = {fold(name) for name in rejected}
    first: dict[tuple[EntityKind, str], tuple[str, str]] = {}
    passages: dict[tuple[EntityKind, str], dict[str, None]] = {}
    for record in records:
        spans = _spans(record)
        for passage in record.passages:
            for kind, name, start in _names(passage, spans.get(passage.identifier, [])):
                key = (kind, fold(name))
                if key[1] in refused:
                    continue
                first.setdefault(key, (name, _quote(passage.text, start, len(name))))
                passages.setdefault(key, {})[passage.identifier] = None
    found = [
        Candidate(first[key][0], key[0], tuple(met), first[key][1])
        for key, met in passages.items()
    ]
    return sorted(found, key=lambda one: (-len(one.passages), one.kind, one.name))


def _spans(record: LinkedText) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for mention in record.mentions:
        spans.setdefault(mention.passage, []).append((mention.start, mention.end))
    return spans


def _names(
    passage: Passage, known: list[tuple[int, int]]
) -> Iterator[tuple[EntityKind, str, int]]:
    taken = list(known)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(passage.text):
            start = passage.start + match.start("name")
            end = passage.start + match.end("name")
            if fold(match["name"]) in _UNIT:
                continue
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end))
                yield kind, match["name"], match.start("name")


def _quote(text: str, start: int, length: int) -> str:
    begin = max(0, start - _QUOTE_MARGIN)
    end = min(len(text), start + length + _QUOTE_MARGIN)
    quotation = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{quotation}{'…' if end < len(text) else ''}"
