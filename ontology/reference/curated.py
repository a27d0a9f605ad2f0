"""The decisions of people about the tables, one small table each.

    readings.csv      how a free-text cell, or one item of it, is to be read
    names.csv         other names of a thing
    institutions.csv  services.csv  academies.csv (former ones)  waves.csv  copies.csv
    sources.csv       what a printed source means when it is not an address
    types.csv         which kind of document a printed type is
    roles.csv         which role a printed one is, where, and when it is known
    authors.csv       the names of a credit line: person or body, given and family name
    publishers.csv    which printed publisher is a journal or a site

A reading that no row uses is refused: the table never says more than it does.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ontology.reference.fact_tables import FactsError, Row, read_table

__all__ = ["NOTHING", "CellReading", "Curated", "read_curated"]

NOTHING = "-"
"""Target of a reading that says: this names none of our things."""

_COLUMNS = {
    "readings": ("file,row,column,printed,predicate,target,certainty,basis,date,note"),
    "names": "kind,id,property,text,language,note",
    "institutions": "id,label,alt_labels,acronym,replaced_by,until,source,note",
    "services": "id,label,label_en,alt_labels,academy,region,source,certainty,note",
    "academies": "id,name,code,replaced_by,until,source,note",
    "waves": "wave,groups_announced,call,source,note",
    "copies": "production,id,label,url,identifier,is_mirror,source",
    "sources": "printed,id,label,url,note",
    "types": "printed,kind",
    "authors": "production,printed,kind,given,family,role,target,certainty",
    "publishers": "printed,publisher,container,issue",
    "roles": "printed,role,organization,period",
}


@dataclass(frozen=True, slots=True)
class CellReading:
    """How one printed item is to be read; an empty field keeps what the row says.

    Attributes:
        predicate: Local name of the property, for example ``partner``; with a prefix
            where it is not ours, for example ``dcterms:modified``.
        target: ``kind:identifier``, a value, or ``-`` for none of our things.
        certainty: ``high``, ``medium`` or ``low``.
        basis: ``stated``, ``inferred`` or ``general-knowledge``.
        date: Of the source of this very fact.
        note: Why, in French.
    """

    predicate: str
    target: str
    certainty: str
    basis: str
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class Curated:
    """All decisions, as read; ``used`` remembers which readings were asked for."""

    tables: dict[str, list[Row]]
    readings: dict[tuple[str, str, str, str], list[Row]]
    used: set[tuple[str, str, str, str]]

    def readings_of(
        self, row: Row, key: str, column: str, printed: str
    ) -> list[CellReading]:
        """Return the readings of a printed item, none when there is no decision."""
        place = (row.file.removesuffix(".csv"), key, column, printed)
        found = self.readings.get(place, [])
        if found:
            self.used.add(place)
        fields = ("predicate", "target", "certainty", "basis", "date", "note")
        return [CellReading(*(entry[name] for name in fields)) for entry in found]

    def check_all_used(self) -> None:
        """Refuse readings that no row asked for.

        Raises:
            FactsError: For the first such reading.
        """
        for place, rows in self.readings.items():
            if place not in self.used:
                raise rows[0].refuse(
                    f"aucune fiche n’imprime « {place[3]} » ({'/'.join(place[:3])})",
                    "Corrigez la lecture ou retirez-la.",
                )


def read_curated(folder: Path) -> Curated:
    """Read all tables of decisions.

    Raises:
        FactsError: If one of them is missing or malformed.
    """
    tables = {
        name: read_table(folder, f"{name}.csv", columns=tuple(columns.split(",")))
        for name, columns in _COLUMNS.items()
    }
    readings: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in tables["readings"]:
        _check_reading(row)
        readings[row["file"], row["row"], row["column"], row["printed"]].append(row)
    return Curated(tables, dict(readings), set())


def _check_reading(row: Row) -> None:
    allowed = {
        "certainty": ("", "high", "medium", "low"),
        "basis": ("", "stated", "inferred", "general-knowledge"),
    }
    for column, values in allowed.items():
        if row[column] not in values:
            raise FactsError(
                f"« {row[column]} » dans la colonne {column}",
                file=row.file,
                line=row.line,
                remedy=f"Choisissez parmi {', '.join(values[1:])}.",
            )
