"""What groups deliver, the calls, and the copies of a work at several addresses."""

from dataclasses import replace

from ontology.kinds import kind_iri
from ontology.model import DocumentKind
from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.credits import write_authors, write_publication
from ontology.reference.fact_dates import claim_date
from ontology.reference.fact_sources import is_mirror
from ontology.reference.fact_tables import Row
from ontology.reference.groups import certainty_of
from ontology.reference.other_names import add_names
from ontology.reference.turtle import literal, name, number, thing
from ontology.terms import Class, Property, Reused

__all__ = ["PRODUCTION_COLUMNS", "convert_productions", "declare_productions"]

PRODUCTION_COLUMNS = (
    "production_id",
    "title",
    "type_in_call_terms",
    "date",
    "group_id",
    "authors_or_editor",
    "publisher",
    "pages",
    "language",
    "url",
    "source_url",
    "licence",
    "confidence",
    "notes",
)


def declare_productions(register: Register, rows: list[Row]) -> None:
    """Make the productions known by title."""
    for row in rows:
        production = register.declare(row, "production", row["production_id"])
        register.label(row, production, row["title"])


def convert_productions(register: Register, rows: list[Row]) -> None:
    """Write the productions and their copies.

    Raises:
        FactsError: If a row has no source, or its group, type or date is not readable.
    """
    for row in rows:
        key = row["production_id"]
        sheet = Sheet(
            register.files["productions"],
            row,
            key,
            f"production:{key}",
            register.sources.read(row, row["source_url"], same=row["url"]),
            certainty_of(register, row, key),
        )
        register.remember(sheet)
        _write_description(register, sheet)
        _write_claims(register, sheet)
        _write_addresses(register, sheet)
        sheet.add_provenance()
    for row in register.curated.tables["copies"]:
        _write_known_copy(register, row)


def _write_description(register: Register, sheet: Sheet) -> None:
    row, kind = sheet.row, _kind(register, sheet.row)
    sheet.add("a", name(Class.PRODUCTION), "bibo:Document", "schema:CreativeWork")
    if kind is DocumentKind.CALL:
        sheet.add("a", name(Class.CALL))
    sheet.add(Reused.PREF_LABEL, literal(row["title"], "fr"))
    add_names(register, sheet)
    write_authors(register, sheet)
    write_publication(register, sheet)


def _write_claims(register: Register, sheet: Sheet) -> None:
    row = sheet.row
    kind = name(kind_iri(_kind(register, row)))
    register.claim(sheet, Reused.DCTERMS_TYPE, kind)
    language = row["language"][:2]
    register.claim_value(
        sheet, "title", predicate=Reused.TITLE, form=lambda t: literal(t, language)
    )
    claim_date(register, sheet, "date", predicate=Reused.DATE)
    register.claim_links(
        sheet, "group_id", predicate=Property.PRODUCED_BY, kinds=("group",)
    )
    register.claim_value(
        sheet,
        "pages",
        predicate=Property.PAGE_COUNT,
        form=number,
    )
    register.claim_value(sheet, "licence", predicate=Reused.LICENSE)


def _kind(register: Register, row: Row) -> DocumentKind:
    for entry in register.curated.tables["types"]:
        if entry["printed"] == row["type_in_call_terms"]:
            return DocumentKind(entry["kind"])
    raise row.refuse(
        f"le type « {row['type_in_call_terms']} » est inconnu",
        "Ajoutez une ligne à curated/types.csv.",
    )


def _write_addresses(register: Register, sheet: Sheet) -> None:
    """Write the official address; a mirror becomes a copy."""
    address = sheet.row["url"].split(" ")[0]
    if not address:
        return
    if not is_mirror(address):
        register.claim_address(sheet, Reused.URL, address)
        return
    copy = thing("copy", f"{sheet.key}.mirror")
    _write_copy(sheet, copy, "copie sur un site de partage", is_a_mirror=True)
    replace(sheet, term=copy).add_address(Reused.URL, address)


def _write_known_copy(register: Register, row: Row) -> None:
    production = register.require(row, ("production",), row["production"])
    sources = register.sources.read(row, row["source"])
    sheet = Sheet(register.files["productions"], row, row["id"], production, sources)
    copy = thing("copy", row["id"])
    _write_copy(sheet, copy, row["label"], is_a_mirror=row["is_mirror"] == "true")
    if row["url"]:
        replace(sheet, term=copy).add_address(Reused.URL, row["url"])
    if row["identifier"]:
        sheet.file.add(copy, Reused.IDENTIFIER, literal(row["identifier"]))


def _write_copy(sheet: Sheet, copy: str, label: str, *, is_a_mirror: bool) -> None:
    sheet.file.add(copy, "a", name(Class.COPY))
    sheet.file.add(copy, Reused.IS_VERSION_OF, sheet.term)
    sheet.file.add(copy, Reused.LABEL, literal(label, "fr"))
    sheet.file.add(copy, Property.IS_MIRROR, literal(is_a_mirror))
    sheet.file.add(copy, Reused.WAS_DERIVED_FROM, *sheet.sources)
