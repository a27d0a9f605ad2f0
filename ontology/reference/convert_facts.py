"""Converts the tables of facts into the reference data that ships.

    python -m ontology.reference.convert_facts <folder of the tables>

Writes ``concepts.ttl`` and ``reference/*.ttl`` beside this package, the same bytes for
the same tables. Nothing is written unless every row of every table was accepted. Exit
code 1 means that a row was refused; the message names file, line and remedy.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ontology.errors import OntologyError
from ontology.reference import (
    concept_scheme,
    departments,
    groups,
    identifiers,
    labs_and_institutions,
    people,
    places,
    productions,
)
from ontology.reference import waves_and_themes as themes
from ontology.reference.conversion_register import Register
from ontology.reference.curated import read_curated
from ontology.reference.fact_tables import Row, read_table
from ontology.reference.other_names import check_names

__all__ = ["convert", "main"]

_HERE = Path(__file__).parent
_TABLES = {
    "academies": (places.ACADEMY_COLUMNS, "academie"),
    "labs": (labs_and_institutions.LAB_COLUMNS, "lab_id"),
    "groups": (groups.GROUP_COLUMNS, "group_id"),
    "themes": (themes.THEME_COLUMNS, "theme_id"),
    "productions": (productions.PRODUCTION_COLUMNS, "production_id"),
    "people": (people.PEOPLE_COLUMNS, ""),
    "identifiers": (identifiers.IDENTIFIER_COLUMNS, ""),
    "departements_academies": (departments.DEPARTMENT_COLUMNS, "insee_departement"),
    "concepts": (concept_scheme.CONCEPT_COLUMNS, "concept_id"),
}


def convert(facts: Path, *, curated: Path = _HERE / "curated") -> dict[str, str]:
    """Return the Turtle files that the tables give, by name.

    Args:
        facts: Folder with the nine tables.
        curated: Folder with the decisions of people.

    Raises:
        FactsError: If a table or a row is refused.
    """
    tables = {
        table: read_table(facts, f"{table}.csv", columns=columns, key=key)
        for table, (columns, key) in _TABLES.items()
    }
    register = Register(read_curated(curated))
    _declare(register, tables)
    _convert(register, tables)
    check_names(register)
    register.curated.check_all_used()
    register.claims.write()
    return {
        "concepts.ttl" if key == "concepts" else f"reference/{key}.ttl": file.text()
        for key, file in register.files.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the converter from the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path, help="folder of the tables (CSV)")
    parser.add_argument(
        "--into", type=Path, default=_HERE.parent, help="folder of the package ontology"
    )
    options = parser.parse_args(arguments)
    try:
        files = convert(options.facts)
    except OntologyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, text in files.items():
        target = options.into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _declare(register: Register, tables: dict[str, list[Row]]) -> None:
    places.declare_places(register, tables["academies"])
    labs_and_institutions.declare_institutions(register)
    labs_and_institutions.declare_labs(register, tables["labs"])
    groups.declare_groups(register, tables["groups"])
    themes.declare_themes(register, tables["themes"], tables["groups"])
    productions.declare_productions(register, tables["productions"])
    people.declare_people(register, tables["people"])
    concept_scheme.declare_concepts(register, tables["concepts"])


def _convert(register: Register, tables: dict[str, list[Row]]) -> None:
    places.convert_academies(register, tables["academies"])
    labs_and_institutions.convert_labs(register, tables["labs"])
    groups.convert_groups(register, tables["groups"])
    themes.convert_themes(register, tables["themes"], tables["groups"])
    productions.convert_productions(register, tables["productions"])
    people.convert_people(register, tables["people"])
    concept_scheme.convert_concepts(register, tables["concepts"])
    identifiers.convert_identifiers(register, tables["identifiers"])
    departments.convert_departments(
        register, tables["departements_academies"], tables["academies"]
    )
    themes.convert_waves(register, tables["groups"])
    labs_and_institutions.convert_institutions(register)
    places.convert_services(register)


if __name__ == "__main__":
    raise SystemExit(main())
