"""A list of citations as CSV for the spreadsheets of French readers.

Excel in French opens a file of its own accord only where ``;`` parts the cells and a
mark at the start says UTF-8; LibreOffice takes both from the file. A line ``sep=;``
would be a row too many for LibreOffice and every programme, so there is none, and no
line above the names of the columns: what was asked stands in the last columns.

A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io

from search_api.citations.citable import KIND_LABELS, Body
from search_api.citations.cited_lists import CitedList, ListEntry
from search_api.citations.one_line import one_line
from search_api.formula_cells import FORMULA_SIGNS

__all__ = ["COLUMNS", "csv_table", "harmless"]

COLUMNS = (
    *("rang", "nature", "titre", "auteurs", "date", "contenant", "éditeur", "doi"),
    *("adresse", "licence", "langue", "identifiant", "notice", "passage", "page"),
    *("adresse du passage", "score", "demande", "filtres", "génération", "extrait le"),
    *("nombre total", "adresse de la liste"),
)
_BYTE_ORDER_MARK = "\ufeff"


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("a=b"), harmless("-12")
    ("'=HYPERLINK(1)", 'a=b', "'-12")
    """
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA_SIGNS) else cell


def csv_table(cited: CitedList) -> str:
    """Return the table, beginning with a byte order mark; lines end with CR LF."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    heading = cited.heading
    asked = [
        heading.asked,
        heading.filter_words,
        heading.generation,
        heading.made_at.isoformat(sep=" ", timespec="seconds"),
        str(heading.total),
        heading.address,
    ]
    for rank, entry in enumerate(cited.entries, start=1):
        row = [str(rank), *_cells(entry), *asked]
        table.writerow([harmless(one_line(cell)) for cell in row])
    return _BYTE_ORDER_MARK + written.getvalue()


def _cells(entry: ListEntry) -> list[str]:
    work, found = entry.work, entry.found
    authors = (
        one.name if isinstance(one, Body) else one.inverted for one in work.authors
    )
    return [
        work.genre or KIND_LABELS[work.kind],
        work.full_title,
        " ; ".join(authors),
        work.issued or "",
        work.container or "",
        work.publisher or "",
        work.doi or "",
        work.best_address,
        work.licence or "",
        "" if work.language == "und" else work.language,
        work.identifier,
        work.page,
        found.text if found else "",
        str(found.page) if found and found.page else "",
        found.address if found else "",
        f"{found.score:.4f}".replace(".", ",") if found else "",
    ]
