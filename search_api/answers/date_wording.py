"""Partial dates, periods and whose they are, in French."""

from typing import Final

from ontology.described import DateBasis, WorkDate
from search_api.answers.wording import date_words

__all__ = ["basis_words", "edtf_words", "work_date_words"]

_BASES: Final = {
    DateBasis.OWN: "",
    DateBasis.DESCRIBED: "date de ce que la fiche décrit",
    DateBasis.GROUP_PERIOD: "d’après la période du groupe",
}
_VOWELS: Final = "aeiouhéàœ"


def edtf_words(edtf: str | None) -> str:
    """Write a date or a period in French, however much of it is known.

    >>> edtf_words("2017/2020"), edtf_words("2020-10/2023-01-26")
    ('2017–2020', 'd’octobre 2020 au 26 janvier 2023')
    >>> edtf_words("2023?"), edtf_words("2023/.."), edtf_words("/2025-03")
    ('2023 (date incertaine)', 'depuis 2023', 'jusqu’à mars 2025')
    """
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(edtf)
    is_open_start, is_open_end = start in ("", ".."), end in ("", "..")
    if is_open_start and is_open_end:
        return ""
    if is_open_end:
        return f"depuis {_article(start)}{_one(start)}"
    if is_open_start:
        return f"jusqu’{_to(end)}"
    if len(start) == len(end) == len("2017"):
        return f"{start}–{end}"
    return f"{_from(start)} {_to(end)}"


def basis_words(date: WorkDate) -> str:
    """Say whose date it is; nothing where it is the document's own."""
    return _BASES[date.basis]


def work_date_words(date: WorkDate | None) -> str:
    """Write the date that counts, and say so where nobody printed it."""
    if date is None:
        return ""
    words = edtf_words(date.edtf)
    if date.basis is DateBasis.GROUP_PERIOD:
        return f"{words} ({basis_words(date)})"
    return words


def _one(edtf: str) -> str:
    plain = edtf.rstrip("?~%")
    doubt = "" if plain == edtf else " (date incertaine)"
    return f"{date_words(plain)}{doubt}"


def _is_day(edtf: str) -> bool:
    return edtf.count("-") == 2


def _article(edtf: str) -> str:
    return "le " if _is_day(edtf) else ""


def _from(edtf: str) -> str:
    words = _one(edtf)
    if _is_day(edtf):
        return f"du {words}"
    return f"d’{words}" if words[:1] in _VOWELS else f"de {words}"


def _to(edtf: str) -> str:
    return f"{'au' if _is_day(edtf) else 'à'} {_one(edtf)}"
