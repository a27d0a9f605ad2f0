"""Académies, academic regions and the services that act in them."""

from dataclasses import replace

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row, items
from ontology.reference.other_names import add_names, preferred_name
from ontology.reference.turtle import dated, literal, name, slug
from ontology.terms import Class, Property, Reused

__all__ = ["ACADEMY_COLUMNS", "convert_academies", "convert_services", "declare_places"]

ACADEMY_COLUMNS = (
    "academie",
    "code_academie",
    "seat_city",
    "lat",
    "lon",
    "region_academique",
    "insee_region_code",
    "region_academique_seat",
    "created",
    "code_basis",
    "geo_basis",
    "notes",
)
_AREA = ("org:Organization", "schema:AdministrativeArea")


def declare_places(register: Register, rows: list[Row]) -> None:
    """Make académies, regions and services known by their names."""
    for row in rows:
        _check_coordinates(row)
        academy = register.declare(row, "academy", slug(row["academie"]))
        register.label(row, academy, row["academie"])
        region = register.declare(row, "region", slug(row["region_academique"]))
        register.label(row, region, row["region_academique"])
    for row in register.curated.tables["academies"]:
        academy = register.declare(row, "academy", row["id"])
        register.label(row, academy, row["name"])
    for row in register.curated.tables["services"]:
        service = register.declare(row, "service", row["id"])
        for text in (row["label"], *items(row["alt_labels"])):
            register.label(row, service, text)


def convert_academies(register: Register, rows: list[Row]) -> None:
    """Write the académies, those that were merged, and the academic regions.

    Raises:
        FactsError: If two rows of a region disagree, or a source is missing.
    """
    for row in rows:
        sources = register.sources.read(row, row["code_basis"])
        _write_academy(register, _academy_sheet(register, row, sources))
        _write_region(register, row, sources)
    for row in register.curated.tables["academies"]:
        _write_former_academy(register, row)


def convert_services(register: Register) -> None:
    """Write the services of ``curated/services.csv``.

    Raises:
        FactsError: If an académie or region is unknown, or a source is missing.
    """
    for row in register.curated.tables["services"]:
        term = f"service:{row['id']}"
        own = register.sources.read(row, row["source"])
        sources = tuple(dict.fromkeys(own + register.uses(term)))
        file, level = register.files["services"], row["certainty"] or "high"
        sheet = Sheet(file, row, row["id"], term, sources, level)
        sheet.add("a", name(Class.SERVICE), "org:OrganizationalUnit")
        sheet.add(Reused.PREF_LABEL, literal(row["label"], "fr"))
        if row["label_en"]:
            sheet.add(Reused.PREF_LABEL, literal(row["label_en"], "en"))
        alternatives = [literal(text, "fr") for text in items(row["alt_labels"])]
        sheet.add(Reused.ALT_LABEL, *alternatives)
        for column, predicate in (
            ("academy", Property.ACADEMY),
            ("region", Property.REGION),
        ):
            if row[column]:
                # The territory stands in the name, however sure the name is.
                target = register.require(row, (column,), row[column])
                register.claim(replace(sheet, certainty="high"), predicate, target)
        sheet.add_text(Reused.NOTE, "note", "fr")
        sheet.add_provenance()


def _academy_sheet(register: Register, row: Row, sources: tuple[str, ...]) -> Sheet:
    key = slug(row["academie"])
    file = register.files["academies"]
    basis = "general-knowledge"
    return Sheet(file, row, key, f"academy:{key}", sources, basis=basis)


def _write_academy(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    _write_academy_names(sheet, row["academie"], row["code_academie"])
    add_names(register, sheet)
    sheet.add_text(Property.CITY, "seat_city", "")
    sheet.add(Reused.LATITUDE, row["lat"])
    sheet.add(Reused.LONGITUDE, row["lon"])
    region = register.require(row, ("region",), row["region_academique"])
    register.claim(sheet, Property.REGION, region)
    register.claim_value(sheet, "created", predicate=Reused.FOUNDING_DATE, form=dated)
    sheet.add_provenance()


def _write_academy_names(sheet: Sheet, short: str, code: str) -> None:
    sheet.add("a", name(Class.ACADEMY), *_AREA)
    full = literal(f"académie {_of(short)}", "fr")
    sheet.add(Reused.PREF_LABEL, full, literal(f"{short} education authority", "en"))
    office = f"rectorat {_of(short)}"
    sheet.add(Reused.ALT_LABEL, literal(short, "fr"), literal(office, "fr"))
    sheet.add(Reused.NOTATION, literal(code))


def _write_former_academy(register: Register, row: Row) -> None:
    sources = register.sources.read(row, row["source"])
    sheet = Sheet(
        register.files["academies"],
        row,
        row["id"],
        f"academy:{row['id']}",
        sources,
        basis="general-knowledge",
    )
    _write_academy_names(sheet, row["name"], row["code"])
    successor = register.require(row, ("academy",), row["replaced_by"])
    register.claim(sheet, Reused.IS_REPLACED_BY, successor)
    register.claim(sheet, Reused.DISSOLUTION_DATE, dated(row["until"]))
    sheet.add_text(Reused.NOTE, "note", "fr")
    sheet.add_provenance()


def _write_region(register: Register, row: Row, sources: tuple[str, ...]) -> None:
    short = row["region_academique"]
    term, file = f"region:{slug(short)}", register.files["regions"]
    sheet = Sheet(file, row, slug(short), term, sources, basis="general-knowledge")
    sheet.add("a", name(Class.ACADEMIC_REGION), *_AREA)
    full = preferred_name(register, term, f"région académique {short}")
    sheet.add(Reused.PREF_LABEL, literal(full, "fr"))
    sheet.add(Reused.PREF_LABEL, literal(f"{short} academic region", "en"))
    sheet.add(Reused.ALT_LABEL, literal(short, "fr"))
    add_names(register, sheet)
    sheet.add(Reused.NOTATION, literal(row["insee_region_code"]))
    sheet.add(Property.CITY, literal(row["region_academique_seat"]))
    sheet.add_provenance()


def _check_coordinates(row: Row) -> None:
    for column, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            is_possible = abs(float(row[column])) <= limit and "." in row[column]
        except ValueError:
            is_possible = False
        if not is_possible:
            raise row.refuse(
                f"« {row[column]} » n’est pas une coordonnée ({column})",
                "Écrivez des degrés décimaux, par exemple 48.857.",
            )


def _of(place: str) -> str:
    """Return the name after ``de``, elided before a vowel."""
    return f"d’{place}" if place[0].upper() in "AEIOUYÉÎ" else f"de {place}"
