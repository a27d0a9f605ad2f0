"""Labs, and the institutions that other rows name."""

from dataclasses import replace

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row, as_printed, items
from ontology.reference.other_names import add_names, preferred_name
from ontology.reference.turtle import dated, literal, name
from ontology.terms import Class, Property, Reused, Value

__all__ = [
    "LAB_COLUMNS",
    "convert_institutions",
    "convert_labs",
    "declare_institutions",
    "declare_labs",
]

LAB_COLUMNS = (
    "lab_id",
    "acronym",
    "full_name",
    "type",
    "institutions",
    "city",
    "academie",
    "region_academique",
    "geo_basis",
    "website",
    "identifiers_seen",
    "groups",
    "source",
    "notes",
)
_UNIT_TYPES = {
    "unité de recherche": Value.UNIT_RESEARCH_UNIT,
    "UMR": Value.UNIT_UMR,
    "UAR": Value.UNIT_UAR,
    "équipe": Value.UNIT_TEAM,
    "chaire": Value.UNIT_CHAIR,
    "GIS": Value.UNIT_GIS,
    "école": Value.UNIT_SCHOOL,
    "plateforme": Value.UNIT_PLATFORM,
    "INSPÉ": Value.UNIT_INSPE,
}
_GENERAL = " (general knowledge)"


def declare_labs(register: Register, rows: list[Row]) -> None:
    """Make the labs known by acronym and name."""
    for row in rows:
        lab = register.declare(row, "lab", row["lab_id"])
        register.label(row, lab, row["acronym"])
        register.label(row, lab, row["full_name"])


def declare_institutions(register: Register) -> None:
    """Make the institutions known by their names."""
    for row in register.curated.tables["institutions"]:
        term = register.declare(row, "institution", row["id"])
        names = [row["label"], *items(row["alt_labels"]), row["acronym"]]
        for text in filter(None, names):
            register.label(row, term, text)


def convert_labs(register: Register, rows: list[Row]) -> None:
    """Write the labs with their institutions, places, numbers and groups.

    Raises:
        FactsError: If a row has no source or names something unknown.
    """
    for row in rows:
        term, key = f"lab:{row['lab_id']}", row["lab_id"]
        sources = register.sources.read(row, row["source"])
        sheet = Sheet(register.files["labs"], row, key, term, sources)
        _write_lab_names(register, sheet)
        _write_unit_type(register, sheet)
        register.claim_links(
            sheet,
            "institutions",
            predicate=Reused.UNIT_OF,
            kinds=("institution", "lab"),
        )
        _write_place(register, sheet)
        for printed in items(row["identifiers_seen"]):
            for reading in register.readings(sheet, "identifiers_seen", printed):
                value = literal(reading.target or printed)
                register.claim(
                    sheet, Reused.IDENTIFIER, value, reading=reading, printed=printed
                )
        _write_groups(register, sheet)
        sheet.add_provenance()


def convert_institutions(register: Register) -> None:
    """Write the institutions, with the rows that name them as sources.

    Raises:
        FactsError: If nothing names an institution and it has no source of its own.
    """
    for row in register.curated.tables["institutions"]:
        term = f"institution:{row['id']}"
        sources = register.uses(term)
        if row["source"] or not sources:
            own = register.sources.read(row, row["source"])
            sources = tuple(dict.fromkeys(sources + own))
        sheet = Sheet(register.files["institutions"], row, row["id"], term, sources)
        sheet.add("a", name(Class.INSTITUTION), "org:FormalOrganization")
        sheet.add(Reused.PREF_LABEL, literal(row["label"], "fr"))
        alternatives = [literal(text, "fr") for text in items(row["alt_labels"])]
        sheet.add(Reused.ALT_LABEL, *alternatives)
        sheet.add_text(Property.ACRONYM, "acronym")
        if row["replaced_by"]:
            successor = register.require(row, ("institution",), row["replaced_by"])
            register.claim(sheet, Reused.IS_REPLACED_BY, successor)
        register.claim_value(
            sheet, "until", predicate=Reused.DISSOLUTION_DATE, form=dated
        )
        sheet.add_text(Reused.NOTE, "note", "fr")
        sheet.add_provenance()


def _write_lab_names(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    sheet.add("a", name(Class.LAB), "org:OrganizationalUnit")
    full = preferred_name(register, sheet.term, row["full_name"])
    sheet.add(Reused.PREF_LABEL, literal(full, "fr"))
    sheet.add_text(Reused.ALT_LABEL, "acronym")
    sheet.add_text(Property.ACRONYM, "acronym")
    add_names(register, sheet)
    sheet.add(Property.CITY, literal(as_printed(row["city"])))
    if row["website"]:
        sheet.add_address(Reused.HOMEPAGE, row["website"])


def _write_unit_type(register: Register, sheet: Sheet) -> None:
    printed = sheet.row["type"]
    unit_type = _UNIT_TYPES.get(printed.removesuffix(_GENERAL))
    if unit_type is None:
        raise sheet.row.refuse(
            f"le type d’unité « {printed} » est inconnu",
            f"Choisissez parmi {', '.join(_UNIT_TYPES)}.",
        )
    register.claim(
        _with_basis(register, sheet, printed.endswith(_GENERAL)),
        Reused.CLASSIFICATION,
        name(unit_type),
    )


def _write_place(register: Register, sheet: Sheet) -> None:
    is_general = sheet.row["geo_basis"] == "general knowledge"
    placed = _with_basis(register, sheet, is_general)
    register.claim_links(
        placed, "academie", predicate=Property.ACADEMY, kinds=("academy",)
    )
    register.claim_links(
        placed, "region_academique", predicate=Property.REGION, kinds=("region",)
    )


def _write_groups(register: Register, sheet: Sheet) -> None:
    for printed in items(sheet.row["groups"]):
        for reading in register.readings(sheet, "groups", printed):
            if reading.target == "-":
                sheet.add(Reused.NOTE, literal(reading.note or printed, "fr"))
                continue
            group = register.require(sheet.row, ("group",), reading.target or printed)
            register.claim(
                sheet,
                Property.HAS_LAB,
                sheet.term,
                reading=reading,
                printed=printed,
                subject=group,
            )


def _with_basis(register: Register, sheet: Sheet, is_general: bool) -> Sheet:
    if not is_general:
        return sheet
    sources = register.sources.read(sheet.row, "general knowledge")
    return replace(sheet, sources=sources, basis="general-knowledge")
