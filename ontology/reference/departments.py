"""The départements, each in its académie.

Some territories overseas belong to none of the thirty académies; they are written with
what the table says of them, and without an académie.
"""

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row
from ontology.reference.turtle import french, literal, name, slug
from ontology.terms import Class, Property, Reused

__all__ = ["DEPARTMENT_COLUMNS", "convert_departments"]

DEPARTMENT_COLUMNS = (
    "departement",
    "insee_departement",
    "insee_region",
    "region",
    "code_academie",
    "academie",
    "source",
)


def convert_departments(
    register: Register, rows: list[Row], academies: list[Row]
) -> None:
    """Write the départements.

    Raises:
        FactsError: If a row has no source, or another code for its académie than the
            table of académies.
    """
    codes = {row["academie"]: row["code_academie"] for row in academies}
    for row in rows:
        code = codes.get(row["academie"], row["code_academie"])
        if code != row["code_academie"]:
            raise row.refuse(
                f"l’académie {row['academie']} a le code {code}",
                "Corrigez l’un des deux tableaux.",
            )
        key = slug(row["insee_departement"])
        sheet = Sheet(
            register.files["departments"],
            row,
            key,
            f"department:{key}",
            register.sources.read(row, row["source"]),
        )
        sheet.add("a", name(Class.DEPARTMENT), "schema:AdministrativeArea")
        sheet.add(Reused.PREF_LABEL, french(row["departement"]))
        sheet.add(Reused.NOTATION, literal(row["insee_departement"]))
        _write_places(register, sheet)
        sheet.add_provenance()


def _write_places(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    academy = register.find(("academy",), row["academie"])
    region = register.find(("region",), row["region"])
    if academy:
        register.claim(sheet, Property.ACADEMY, academy)
    else:
        printed = f"« {row['academie']} » (code {row['code_academie']})"
        note = f"La table donne {printed}, qui n’est pas l’une des trente académies."
        sheet.add(Reused.NOTE, french(note))
    if region:
        register.claim(sheet, Property.REGION, region)
