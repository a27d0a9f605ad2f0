"""Values of the cells of a workbook as people see them: dates, percentages, numbers.

A workbook keeps a date as a number of days and says by a format that it is one
(ECMA-376 part 1 section 18.8.30).
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from ingest.readers.office.office_charts import plain_number

__all__ = ["CellValues", "S"]

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_DATES = {14: "d", 15: "d", 16: "d", 17: "d", 18: "h", 19: "h", 20: "h", 21: "h",
          22: "dh", 45: "h", 46: "h", 47: "h"}  # fmt: skip
_PERCENT = {9, 10}
_FIRST_OWN = 164
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_NEVER = 2_958_466
"""Days from 1900 to the year 10000, where dates end."""


class CellValues:
    """The strings and formats of one workbook.

    Args:
        strings: Root of the shared strings, or None.
        styles: Root of the styles, or None.
        is_1904: Whether days are counted from 1904.
    """

    def __init__(
        self,
        strings: etree._Element | None,
        styles: etree._Element | None,
        *,
        is_1904: bool,
    ) -> None:
        items = () if strings is None else strings.iterchildren(f"{S}si")
        self._strings = [_string(item) for item in items]
        self._formats = list(_formats(styles)) if styles is not None else []
        self._first_day = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - days of a sheet have no zone

    def of(self, cell: etree._Element) -> str:
        """Return what a cell shows."""
        kind = cell.get("t") or "n"
        inline = cell.find(f"{S}is")
        if inline is not None:
            return _string(inline)
        value = cell.find(f"{S}v")
        text = "" if value is None else (value.text or "").strip()
        if kind == "s":
            at = int(text) if text.isdecimal() and len(text) < 9 else -1
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return {"1": "VRAI", "0": "FAUX"}.get(text, text)
        return self._number(text, cell.get("s") or "0") if kind == "n" else text

    def _number(self, text: str, style: str) -> str:
        at = int(style) if style.isdecimal() and len(style) < 9 else 0
        form = self._formats[at] if at < len(self._formats) else ""
        try:
            number = float(text)
        except ValueError:
            return text
        if form == "%":
            return f"{number * 100:.10g} %".replace(".", ",")
        if form and 0 <= number < _NEVER:
            return self._moment(number, form)
        return plain_number(text)

    def _moment(self, days: float, form: str) -> str:
        try:
            moment = self._first_day + timedelta(seconds=round(days * 86_400))
        except OverflowError:
            return f"{days:.10g}"
        date, time = f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S}"
        return {"d": date, "h": time}.get(form, f"{date} {time}")


def _string(item: etree._Element) -> str:
    """Return a string of one or several runs, without how it is pronounced."""
    pieces = (
        piece.text or ""
        for child in item
        if child.tag != f"{S}rPh"
        for piece in ([child] if child.tag == f"{S}t" else child.iter(f"{S}t"))
    )
    return "".join(pieces)


def _formats(styles: etree._Element) -> Iterator[str]:
    """Yield what the formats of cells show: ``d``, ``h``, ``dh``, ``%`` or nothing."""
    own = {
        element.get("numFmtId") or "": element.get("formatCode") or ""
        for element in styles.iterfind(f"{S}numFmts/{S}numFmt")
    }
    for element in styles.iterfind(f"{S}cellXfs/{S}xf"):
        number = element.get("numFmtId") or "0"
        code = int(number) if number.isdecimal() and len(number) < 9 else 0
        if code < _FIRST_OWN and number not in own:
            yield "%" if code in _PERCENT else _DATES.get(code, "")
        else:
            yield _kind(own.get(number, ""))


def _kind(code: str) -> str:
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return "%"
    has_date = "y" in plain or "d" in plain or plain.strip("-/ .") in ("mmm", "mmmm")
    has_time = "h" in plain or "s" in plain.replace("standard", "")
    if "general" in plain or "#" in plain or "0" in plain.replace(".0", ""):
        return ""
    return ("d" if has_date else "") + ("h" if has_time else "")
