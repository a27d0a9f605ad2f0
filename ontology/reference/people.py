"""People and the roles they have in groups, services and labs.

Only public functions of public sources; a role is a ``gtnum:Participation`` that keeps
its own source and certainty, because a person may be near a group without being in it.
"""

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.curated import NOTHING
from ontology.reference.fact_dates import add_period
from ontology.reference.fact_tables import Row, as_printed, items
from ontology.reference.groups import certainty_of
from ontology.reference.turtle import literal, name, slug, thing
from ontology.terms import GTNUM, Class, Property, Reused

__all__ = ["PEOPLE_COLUMNS", "convert_people", "declare_people"]

PEOPLE_COLUMNS = (
    "person",
    "role",
    "group_id",
    "lab_or_body",
    "source",
    "confidence",
    "notes",
)
_BODIES = ("lab", "service", "institution")


def declare_people(register: Register, rows: list[Row]) -> None:
    """Make the people known by name."""
    for row in rows:
        person = register.declare(row, "person", slug(row["person"]))
        register.label(row, person, row["person"])


def convert_people(register: Register, rows: list[Row]) -> None:
    """Write people and participations.

    Raises:
        FactsError: If a row has no source, or its group, role or body is unknown.
    """
    for row in rows:
        key = slug(row["person"])
        certainty = certainty_of(register, row, key)
        sources = register.sources.read(row, row["source"])
        file, term = register.files["people"], f"person:{key}"
        sheet = Sheet(file, row, key, term, sources, certainty)
        sheet.add("a", "foaf:Person")
        sheet.add(Reused.NAME, literal(row["person"]))
        sheet.add(Reused.PREF_LABEL, literal(row["person"], "fr"))
        _write_spellings(register, sheet)
        sheet.add(Reused.WAS_DERIVED_FROM, *sources)
        _write_participation(register, sheet)


def _write_spellings(register: Register, sheet: Sheet) -> None:
    """Write the other spellings of a person, from ``curated/names.csv``."""
    for row in register.curated.tables["names"]:
        if f"{row['kind']}:{row['id']}" == sheet.term:
            register.label(row, sheet.term, row["text"])
            sheet.add(Reused.HIDDEN_LABEL, literal(row["text"], row["language"]))


def _write_participation(register: Register, sheet: Sheet) -> None:
    """Write a participation for each role; a role may name another organization."""
    bodies = _bodies(register, sheet)
    for printed in items(sheet.row["role"]):
        role = _role(register, sheet.row, printed)
        organization = _organization(register, sheet.row, role, bodies)
        _write_role(sheet, printed, role, organization, bodies)


def _organization(
    register: Register, row: Row, role: Row, bodies: tuple[str, ...]
) -> str:
    if role["organization"]:
        return register.require(role, _BODIES, role["organization"])
    if row["group_id"]:
        return register.require(row, ("group",), row["group_id"])
    if bodies:
        return bodies[0]
    raise row.refuse(
        "ni groupe ni organisme reconnu",
        "Donnez group_id, ou lisez lab_or_body dans curated/readings.csv.",
    )


def _write_role(
    sheet: Sheet, printed: str, role: Row, organization: str, bodies: tuple[str, ...]
) -> None:
    where = organization.partition(":")[2]
    term = thing("participation", f"{sheet.key}.{where}")
    labs = tuple(body for body in bodies if body.startswith("lab:"))
    file = sheet.file
    file.add(term, "a", name(Class.PARTICIPATION), "org:Membership")
    file.add(term, Reused.MEMBER, sheet.term)
    file.add(term, Reused.ORGANIZATION, organization)
    file.add(term, Reused.ROLE, name(f"{GTNUM}role-{role['role']}"))
    file.add(term, Property.PRINTED, literal(printed, "fr"))
    file.add(term, Property.LAB, *labs)
    if sheet.row["lab_or_body"]:
        affiliation = as_printed(sheet.row["lab_or_body"])
        file.add(term, Property.AFFILIATION_PRINTED, literal(affiliation))
    if role["period"]:
        add_period(file, term, role.read_date(role["period"]))
    file.add(term, Property.CERTAINTY, name(f"{GTNUM}certainty-{sheet.certainty}"))
    file.add(term, Reused.WAS_DERIVED_FROM, *sheet.sources)


def _bodies(register: Register, sheet: Sheet) -> tuple[str, ...]:
    printed = sheet.row["lab_or_body"]
    if not printed:
        return ()
    found = []
    for reading in register.readings(sheet, "lab_or_body", printed):
        if reading.target != NOTHING:
            body = register.require(sheet.row, _BODIES, reading.target or printed)
            register.use(body, sheet.sources)
            found.append(body)
    return tuple(found)


def _role(register: Register, row: Row, printed: str) -> Row:
    for entry in register.curated.tables["roles"]:
        if entry["printed"] == printed:
            return entry
    raise row.refuse(
        f"le rôle « {printed} » est inconnu",
        "Ajoutez une ligne à curated/roles.csv.",
    )
