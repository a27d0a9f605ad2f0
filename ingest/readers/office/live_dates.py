"""Take dates that LibreOffice computed while converting out of a document.

A letter or a slide may print the date of the day on which it is opened. A conversion
opens it today: the date would be that of our reading, another one each time, and be
taken for the date of the document.
"""

import re
from collections.abc import Iterable

from lxml import etree

from ingest.losses import LossCount
from ontology.structure import Loss, LossKind

__all__ = ["with_live_dates", "without_live_dates"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIVE = re.compile(r"\s*(?:DATE|TIME)\b", re.IGNORECASE)


def without_live_dates(root: etree._Element) -> int:
    """Empty fields that show the current date; return how many there were.

    Args:
        root: Of the body of a Word document, or of a slide; changed.
    """
    count = 0
    for field in root.iter(f"{_A}fld"):
        if (field.get("type") or "").startswith("datetime"):
            count += _emptied(field, f"{_A}t")
    for field in root.iter(f"{_W}fldSimple"):
        if _LIVE.match(field.get(f"{_W}instr") or ""):
            count += _emptied(field, f"{_W}t")
    return count + _without_complex_fields(root)


def with_live_dates(losses: Iterable[Loss], count: int) -> tuple[Loss, ...]:
    """Return losses with the dates that were taken out, as lines of the paper."""
    lost = LossCount()
    lost.extend(losses)
    lost.add(LossKind.FURNITURE, count, detail="date du jour d’ouverture")
    return lost.losses


def _without_complex_fields(root: etree._Element) -> int:
    """Empty the results of fields that begin, part and end in runs of their own."""
    count = 0
    codes: list[str] = []
    live: list[bool] = []
    for piece in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}t"):
        kind = piece.get(f"{_W}fldCharType")
        if kind == "begin":
            codes.append("")
            live.append(False)
        elif piece.tag == f"{_W}instrText" and codes:
            codes[-1] += piece.text or ""
        elif kind == "separate" and codes:
            live[-1] = _LIVE.match(codes[-1]) is not None
            count += live[-1]
        elif kind == "end" and codes:
            codes.pop()
            live.pop()
        elif piece.tag == f"{_W}t" and any(live):
            piece.text = ""
    return count


def _emptied(field: etree._Element, tag: str) -> int:
    for text in field.iter(tag):
        text.text = ""
    return 1
