"""Turns of phrase by which web pages print their date and their authors.

    Article mis en ligne le 3 avril 2024         a label, then a date
    mercredi 3 avril 2024, par Claire Exemple    a date, then who signs
    Rédigé par Claire Exemple le 3 avril 2024    who signs, then a date
    By Claire Exemple · Apr 3, 2024              parts of one line

A date without any of these may be that of an event, and is only believed where the
page says nothing of a place or of an inscription.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["dates_in_lines", "is_of_event", "parted", "signatures_in_lines"]

_DAY: Final = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[^\W\d_]*\.?,?\s+)?"
_DATE: Final = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    r"|(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre)\s+\d{4})"
)
_PUBLISHED: Final = (
    r"(?:publié|posté|paru|créé|rédigé|écrit|soumis|proposé|mis\s+en\s+ligne|mise\s+en\s+"
    r"ligne|publication|parution|posted|published|publicado)(?:e?s?)"
)
_UPDATED: Final = (
    r"(?:mise?s?\s+à\s+jour|dernière\s+(?:mise\s+à\s+jour|modification)|modifiée?s?|"
    r"(?:last\s+)?(?:updated|modified)|actualizado)"
)
_SUBJECT: Final = (
    r"\W*(?:la\s+)?(?:(?:cet?t?e?\s+)?(?:article|billet|page|contenu|document|actualité|"
    r"date\s+de|date\s+of)\s+)?(?:a\s+été\s+)?"
)
_BEFORE: Final = rf"[\s:]*(?:\b(?:le|en|on|el|du)\b\s*:?\s*)?{_DAY}"
_SIGNS: Final = r"(?:par|by|por)\s+"
_WHO: Final = r"[^,;:|\d]{3,80}?"

_LABELLED: Final = re.compile(
    rf"{_SUBJECT}{_PUBLISHED}(?:\s+{_SIGNS}[\w.@ -]{{2,60}}?)?{_BEFORE}({_DATE})", re.I
)
_UPDATE: Final = re.compile(
    rf"{_SUBJECT}{_UPDATED}(?:\s+de\s+cette\s+page)?(?:\s+a\s+été\s+faite)?"
    rf"{_BEFORE}({_DATE})",
    re.I,
)
_DATE_SIGNED: Final = re.compile(
    rf"\W*(?:le\s+)?{_DAY}({_DATE})\s*(?:à\s+\d{{1,2}}[h:]\d{{2}}\s*)?[,|–—-]?\s*{_SIGNS}",
    re.I,
)
_SIGNED_DATE: Final = re.compile(
    rf"(?:{_SUBJECT}{_PUBLISHED}\s+)?{_SIGNS}{_WHO},?\s+(?:le|on|el)\s+{_DAY}({_DATE})\W*",
    re.I,
)
_SIGNATURES: Final = (
    re.compile(
        rf"{_SUBJECT}{_PUBLISHED}\s+(?:(?:le|on|el)\s+)?{_DAY}{_DATE}\s*[,–—|-]?\s*"
        rf"{_SIGNS}(?P<names>{_WHO})\W*",
        re.I,
    ),
    re.compile(
        rf"(?:{_SUBJECT}{_PUBLISHED}\s+)?{_SIGNS}(?P<names>{_WHO})"
        rf"(?:,?\s+(?:le|on|el)\s+{_DAY}{_DATE}|\s+à\s+\d{{1,2}}[h:]\d{{2}})\W*",
        re.I,
    ),
    re.compile(
        rf"\W*(?:le\s+)?{_DAY}{_DATE}\s*(?:à\s+\d{{1,2}}[h:]\d{{2}}\s*)?[,|–—-]?\s*"
        rf"{_SIGNS}(?P<names>[^;:|\d]{{3,80}}?)\W*",
        re.I,
    ),
    re.compile(rf"{_SUBJECT}{_PUBLISHED}\s+{_SIGNS}(?P<names>{_WHO})\W*", re.I),
)
_PARTS: Final = re.compile(r"(?<!\s)\s+[·•|–—]\s+")
_OF_EVENT: Final = re.compile(
    r"\W*(?:lieu|horaires?|inscriptions?|programme|date\s+limite|aura\s+lieu)\b"
    r"|.*\b(?:aura|auront)\s+lieu\b|.*\bsur\s+inscription\b",
    re.I,
)


def parted(lines: Sequence[str]) -> list[str]:
    """Return the lines and the parts of those that hold several statements."""
    every = [part for line in lines for part in (line, *_PARTS.split(line))]
    return list(dict.fromkeys(every))


def is_of_event(lines: Sequence[str]) -> bool:
    """Whether the lines announce something that takes place at a date."""
    return any(_OF_EVENT.match(line) for line in lines)


def dates_in_lines(lines: Sequence[str], *, is_end: bool = False) -> Iterator[str]:
    """Yield the dates of publication, then those of an update.

    Args:
        lines: Around the heading, or at the end of the article.
        is_end: Whether it is the end: only a label makes a date there.
    """
    forms = (_LABELLED, _UPDATE) if is_end else (_LABELLED, *_HEAD_FORMS, _UPDATE)
    for form in forms:
        for line in lines:
            if match := form.match(line):
                yield match[1]


_HEAD_FORMS: Final = (_DATE_SIGNED, _SIGNED_DATE)


def signatures_in_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield what stands where somebody signs, as printed: names, or an account."""
    for form in _SIGNATURES:
        for line in lines:
            if match := form.fullmatch(line):
                yield match["names"]
