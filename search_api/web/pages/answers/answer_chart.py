"""Bars for an answer that has one name and one number a row: geometry, no script.

The drawing repeats the table below it: who does not see it loses nothing.
"""

from dataclasses import dataclass
from typing import Final

from search_api.answers.wording import number_words
from search_api.web.pages.answers.answer_table import Cell, Table

__all__ = ["Bar", "Chart", "draw_chart"]

WIDTH: Final = 880
LABEL_WIDTH: Final = 300
ROW_HEIGHT: Final = 26
_MOST_ROWS: Final = 40
_LABEL_CHARACTERS: Final = 40
_VALUE_WIDTH: Final = 90
_YEARS: Final = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ``y`` from the top, ``length`` of the bar, in units of the drawing."""

    label: str
    value: str
    y: int
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart; ``words`` say in one sentence what it shows."""

    bars: tuple[Bar, ...]
    height: int
    words: str
    width: int = WIDTH
    start: int = LABEL_WIDTH
    row: int = ROW_HEIGHT


def draw_chart(table: Table) -> Chart | None:
    """Return a chart where the columns fit, else None.

    They fit where two to forty rows, all of them shown, each hold a name and a number
    of zero or more that is no year; the first such columns count.
    """
    if not 2 <= len(table.rows) <= _MOST_ROWS or table.total != len(table.rows):
        return None
    columns = {
        name: [row[place] for row in table.rows]
        for place, name in enumerate(table.columns)
    }
    numbers = [name for name, cells in columns.items() if _is_measure(cells)]
    names = [name for name, cells in columns.items() if _is_name(cells)]
    if not numbers or not names:
        return None
    # A column of words is a better name than a column of addresses.
    named = min(names, key=lambda name: all(c.address for c in columns[name]))
    return _chart(named, columns[named], numbers[0], columns[numbers[0]])


def _chart(name: str, labels: list[Cell], measure: str, values: list[Cell]) -> Chart:
    numbers = [cell.number or 0.0 for cell in values]
    most = max(numbers) or 1.0
    room = WIDTH - LABEL_WIDTH - _VALUE_WIDTH
    bars = tuple(
        Bar(
            _short(label.text),
            _written(value),
            place * ROW_HEIGHT,
            room * number / most,
        )
        for place, (label, value, number) in enumerate(
            zip(labels, values, numbers, strict=True)
        )
    )
    longest = _written(max(values, key=lambda cell: cell.number or 0.0))
    words = f"{measure} par {name} : {len(bars)} barres, la plus longue vaut {longest}."
    return Chart(bars, len(bars) * ROW_HEIGHT, words)


def _is_measure(cells: list[Cell]) -> bool:
    numbers = [cell.number for cell in cells]
    if any(number is None or number < 0 for number in numbers):
        return False
    return not all(number in _YEARS for number in numbers)


def _is_name(cells: list[Cell]) -> bool:
    texts = {cell.text for cell in cells}
    is_year = all(cell.number in _YEARS for cell in cells)
    are_words = all(cell.text and cell.number is None for cell in cells)
    return (are_words or is_year) and len(texts) == len(cells)


def _written(cell: Cell) -> str:
    """Return a number as French writes it; decimals stay as the engine gave them."""
    number = cell.number or 0.0
    if number.is_integer():
        return number_words(int(number))
    return cell.text.replace(".", ",")


def _short(text: str) -> str:
    if len(text) <= _LABEL_CHARACTERS:
        return text
    return text[: _LABEL_CHARACTERS - 1].rstrip() + "…"
