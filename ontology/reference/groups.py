"""The GTnum groups.

A number alone identifies no group, so the names that a label may hold are acronym,
hashtag and title; the number stands beside the wave.
"""

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_dates import claim_date
from ontology.reference.fact_sources import is_mirror
from ontology.reference.fact_tables import Row, items
from ontology.reference.other_names import add_names
from ontology.reference.turtle import french, literal, name, number
from ontology.terms import GTNUM, Class, Property, Reused

__all__ = ["GROUP_COLUMNS", "certainty_of", "convert_groups", "declare_groups"]

GROUP_COLUMNS = (
    "group_id",
    "cycle",
    "date_start",
    "date_end",
    "number_in_cycle",
    "acronym",
    "hashtag",
    "title_fr",
    "call_head",
    "call_theme",
    "support_lab",
    "co_animating_labs",
    "other_labs",
    "universities_or_institutions",
    "academies_or_drane",
    "partners",
    "subject_summary",
    "hypotheses_urls",
    "other_urls",
    "source_urls",
    "confidence",
    "notes",
)
_LINKS = (
    ("cycle", Property.WAVE, ("wave",)),
    ("call_head", Property.HEADING, ("theme",)),
    ("call_theme", Property.THEME, ("theme",)),
    ("support_lab", Property.SUPPORT_LAB, ("lab",)),
    ("co_animating_labs", Property.CO_LAB, ("lab",)),
    ("other_labs", Property.OTHER_LAB, ("lab",)),
    ("universities_or_institutions", Property.INSTITUTION, ("institution", "lab")),
    ("partners", Property.PARTNER, ("institution", "service", "lab")),
)


def certainty_of(register: Register, row: Row, key: str) -> str:
    """Return the level at the head of the column ``confidence``, or of its reading.

    Raises:
        FactsError: If it begins with none of the three levels and nobody read it.
    """
    printed = row["confidence"]
    for reading in register.curated.readings_of(row, key, "confidence", printed):
        return reading.certainty
    level = printed.replace(";", " ").split(" ")[0]
    if level not in ("high", "medium", "low"):
        raise row.refuse(
            f"la confiance « {printed} » ne commence pas par un degré",
            "Commencez par high, medium ou low.",
        )
    return level


def declare_groups(register: Register, rows: list[Row]) -> None:
    """Make the groups known by identifier, acronym and title."""
    for row in rows:
        group = register.declare(row, "group", row["group_id"])
        for text in {row["acronym"], row["title_fr"], row["hashtag"]} - {""}:
            register.label(row, group, text)


def convert_groups(register: Register, rows: list[Row]) -> None:
    """Write the groups with all their links.

    Raises:
        FactsError: If a row has no source or names something unknown.
    """
    for row in rows:
        sheet = Sheet(
            register.files["groups"],
            row,
            row["group_id"],
            f"group:{row['group_id']}",
            register.sources.read(row, row["source_urls"]),
            certainty_of(register, row, row["group_id"]),
        )
        register.remember(sheet)
        _write_names(register, sheet)
        _write_values(register, sheet)
        for column, predicate, kinds in _LINKS:
            register.claim_links(sheet, column, predicate=predicate, kinds=kinds)
        _write_territories(register, sheet)
        sheet.add_text(Reused.DESCRIPTION, "subject_summary", "fr")
        for address in items(row["hypotheses_urls"]) + items(row["other_urls"]):
            if not is_mirror(address):
                sheet.add_address(Reused.PAGE, address)
        sheet.add_provenance()


def _write_names(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    sheet.add("a", name(Class.GROUP), "org:Organization", "foaf:Project")
    numbered = f"GTnum {row['number_in_cycle']} ({row['cycle']})"
    preferred = row["acronym"] or row["title_fr"] or numbered
    sheet.add(Reused.PREF_LABEL, literal(preferred, "fr"))
    add_names(register, sheet)
    sheet.add_text(Property.ACRONYM, "acronym")
    sheet.add_text(Property.HASHTAG, "hashtag")


def _write_values(register: Register, sheet: Sheet) -> None:
    register.claim_value(sheet, "title_fr", predicate=Reused.TITLE, form=french)
    register.claim_value(
        sheet,
        "number_in_cycle",
        predicate=Property.NUMBER,
        form=number,
    )
    for column, predicate, bound in (
        ("date_start", Reused.START_DATE, Property.EARLIEST_DAY),
        ("date_end", Reused.END_DATE, Property.LATEST_DAY),
    ):
        claim_date(register, sheet, column, predicate=predicate, bounds=(bound,))


def _write_territories(register: Register, sheet: Sheet) -> None:
    """Claim académies, regions and services, which share one column."""
    kinds = ("academy", "service", "region")
    for printed in items(sheet.row["academies_or_drane"]):
        for reading in register.readings(sheet, "academies_or_drane", printed):
            text = reading.target or printed
            value = register.require(sheet.row, kinds, text)
            register.use(value, sheet.sources)
            predicate = f"{GTNUM}{value.partition(':')[0]}"
            register.claim(sheet, predicate, value, reading=reading, printed=printed)
