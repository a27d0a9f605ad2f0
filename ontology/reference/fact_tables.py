"""Reads the tables of facts and refuses what cannot be trusted.

A wrong row is refused with its file, its line and a remedy; nothing is skipped and
nothing is written before every row of every table was accepted.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ontology.dates import DateError, PartialDate, parse_date
from ontology.errors import OntologyError

__all__ = ["FactsError", "Row", "as_printed", "items", "read_table"]

_REMARK = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)(?:;.*)?")
_OURS = re.compile(r"(gtnum-|[TH]\d{4}-)\S+")
_LEAD = re.compile(r"^(updated|territories of the qualitative survey:) ")


class FactsError(OntologyError):
    """A row of a table cannot be turned into statements.

    Attributes:
        file: Name of the table.
        line: Line in the file, from 1; 0 where the whole file is meant.
    """

    def __init__(self, message: str, *, file: str, line: int, remedy: str) -> None:
        place = f"{file}, ligne {line}" if line else file
        super().__init__(f"{place} : {message}.", remedy=remedy)
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, its cells stripped of outer white space."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def read_date(self, text: str) -> PartialDate:
        """Return what a date of this row means.

        Raises:
            FactsError: If it is no date.
        """
        try:
            return parse_date(text)
        except DateError as error:
            raise self.refuse(error.message.rstrip("."), error.remedy) from error

    def refuse(self, message: str, remedy: str) -> FactsError:
        """Return the error that refuses this row."""
        return FactsError(message, file=self.file, line=self.line, remedy=remedy)


def read_table(
    folder: Path, name: str, *, columns: tuple[str, ...], key: str = ""
) -> list[Row]:
    """Read a CSV table with a header line.

    Args:
        folder: Where the table lies.
        name: File name, for example ``labs.csv``.
        columns: The columns expected, exactly these and in this order.
        key: Column whose values must be present and unique; none when empty.

    Raises:
        FactsError: If the file is missing or not UTF-8, the columns differ, a row has
            too few or too many cells, or a key is empty or repeated.
    """
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = tuple(next(reader, []))
            _check_header(name, header, columns)
            rows = [_row(name, reader.line_num, cells, columns) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FactsError(
            f"le tableau est illisible ({error})",
            file=name,
            line=0,
            remedy=f"Vérifiez le dossier {folder} et l’encodage UTF-8 du fichier.",
        ) from error
    if key:
        _check_keys(rows, key)
    return rows


def items(cell: str) -> list[str]:
    """Split a cell that holds a list.

    >>> items("LEST ; ADEF")
    ['LEST', 'ADEF']
    """
    return [item.strip() for item in cell.split(" ; ") if item.strip()]


def as_printed(cell: str) -> str:
    """Return what a source prints, without the remarks that the table adds in brackets.

    Identifiers of ours are printed nowhere.

    >>> as_printed("EA 15076 (as printed)"), as_printed("T2020-4 (probable)")
    ('EA 15076', '')
    """
    plain = _LEAD.sub("", _REMARK.sub("", cell)).strip()
    return "" if _OURS.match(plain) else plain


def _check_header(name: str, found: tuple[str, ...], expected: tuple[str, ...]) -> None:
    if found != expected:
        raise FactsError(
            f"les colonnes sont « {', '.join(found)} »",
            file=name,
            line=1,
            remedy=f"Les colonnes attendues sont « {', '.join(expected)} ».",
        )


def _row(name: str, line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if len(cells) != len(columns):
        raise FactsError(
            f"{len(cells)} cellules pour {len(columns)} colonnes",
            file=name,
            line=line,
            remedy="Mettez entre guillemets les cellules qui contiennent une virgule.",
        )
    stripped = [cell.strip() for cell in cells]
    return Row(name, line, dict(zip(columns, stripped, strict=True)))


def _check_keys(rows: Iterable[Row], key: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        value = row[key]
        if not value:
            raise row.refuse(f"la colonne {key} est vide", "Donnez un identifiant.")
        if value in seen:
            raise row.refuse(
                f"« {value} » est déjà à la ligne {seen[value]}",
                "Fusionnez les deux lignes ou changez l’identifiant.",
            )
        seen[value] = row.line
