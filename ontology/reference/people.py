"""People and the roles they have in groups, services and labs.

Only public functions of public sources; a role is a ``gtnum:Participation`` that keeps
its own source and certainty, because a person may be near a group without being in it.
"""

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.curated import NOTHING
from ontology.reference.fact_tables import Row
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
        sheet.add_text(Reused.EDITORIAL_NOTE, "notes", "en")
        sheet.add(Reused.WAS_DERIVED_FROM, *sources)
        _write_participation(register, sheet)


def _write_spellings(register: Register, sheet: Sheet) -> None:
    """Write the other spellings of a person, from ``curated/names.csv``."""
    for row in register.curated.tables["names"]:
        if f"{row['kind']}:{row['id']}" == sheet.term:
            register.label(row, sheet.term, row["text"])
            sheet.add(Reused.HIDDEN_LABEL, literal(row["text"], row["language"]))


def _write_participation(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    bodies = _bodies(register, sheet)
    if row["group_id"]:
        organization = register.require(row, ("group",), row["group_id"])
    elif bodies:
        organization = bodies[0]
    else:
        raise row.refuse(
            "ni groupe ni organisme reconnu",
            "Donnez group_id, ou lisez lab_or_body dans curated/readings.csv.",
        )
    where = organization.partition(":")[2]
    term = thing("participation", f"{sheet.key}.{where}")
    labs = tuple(body for body in bodies if body.startswith("lab:"))
    file = sheet.file
    file.add(term, "a", name(Class.PARTICIPATION), "org:Membership")
    file.add(term, Reused.MEMBER, sheet.term)
    file.add(term, Reused.ORGANIZATION, organization)
    file.add(term, Reused.ROLE, _role(register, row))
    file.add(term, Property.PRINTED, literal(row["role"], "fr"))
    file.add(term, Property.LAB, *labs)
    if row["lab_or_body"]:
        file.add(term, Property.AFFILIATION_PRINTED, literal(row["lab_or_body"]))
    file.add(term, Property.CERTAINTY, name(f"{GTNUM}certainty-{sheet.certainty}"))
    file.add(term, Property.CERTAINTY_PRINTED, literal(row["confidence"]))
    file.add(term, Reused.WAS_DERIVED_FROM, *sheet.sources)


def _bodies(register: Register, sheet: Sheet) -> tuple[str, ...]:
    printed, kinds = sheet.row["lab_or_body"], ("lab", "service", "institution")
    if not printed:
        return ()
    found = []
    for reading in register.readings(sheet, "lab_or_body", printed):
        if reading.target != NOTHING:
            body = register.require(sheet.row, kinds, reading.target or printed)
            register.use(body, sheet.sources)
            found.append(body)
    return tuple(found)


def _role(register: Register, row: Row) -> str:
    for entry in register.curated.tables["roles"]:
        if entry["printed"] == row["role"]:
            return name(f"{GTNUM}role-{entry['role']}")
    raise row.refuse(
        f"le rôle « {row['role']} » est inconnu",
        "Ajoutez une ligne à curated/roles.csv.",
    )
