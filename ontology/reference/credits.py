"""Who made a production and where it came out, so that it can be cited from the graph.

The credit line stays as printed. Beside it every name is a node of its own, a person or
a body, in the order of the line (``bibo:authorList``); who is known here is linked, as
far as that is certain. Names are split by people (``curated/authors.csv``), because no
rule knows that « de la Higuera » is a family name and « Réseau Canopé » none.
"""

from collections.abc import Iterable

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row, as_printed, items
from ontology.reference.turtle import listed, literal, name, thing
from ontology.terms import GTNUM, Class, Property, Reused

__all__ = ["write_authors", "write_publication"]

_BODIES = ("group", "institution", "lab", "service")


def write_authors(register: Register, sheet: Sheet) -> None:
    """Write the credit line of a production and those whom it names.

    Raises:
        FactsError: If the line names nobody whom ``curated/authors.csv`` splits, or
            that table names somebody whom the line does not.
    """
    credit = sheet.row["authors_or_editor"]
    entries = [
        entry
        for entry in register.curated.tables["authors"]
        if entry["production"] == sheet.key
    ]
    if bool(credit) != bool(entries):
        raise sheet.row.refuse(
            f"les auteurs « {credit} » ne sont pas découpés",
            "Mettez curated/authors.csv en accord avec la ligne.",
        )
    sheet.add_text(Property.CREDIT_LINE, "authors_or_editor")
    if entries:
        authors = list(_write_all(register, sheet, entries))
        sheet.add(Reused.AUTHOR_LIST, listed(authors))


def _write_all(register: Register, sheet: Sheet, entries: list[Row]) -> Iterable[str]:
    for position, entry in enumerate(entries):
        if entry["printed"] not in sheet.row["authors_or_editor"]:
            raise entry.refuse(
                f"« {entry['printed']} » n’est pas dans la ligne des auteurs",
                "Écrivez le nom comme la ligne l’imprime.",
            )
        author = thing("author", f"production.{sheet.key}.{position}")
        _write_author(sheet, author, position, entry)
        if entry["target"]:
            _claim_identity(register, sheet, author, entry)
        yield author


def _write_author(sheet: Sheet, author: str, position: int, entry: Row) -> None:
    is_person = entry["kind"] == "person"
    kind = "schema:Person" if is_person else "schema:Organization"
    sheet.file.add(author, "a", name(Class.AUTHOR), kind)
    sheet.file.add(author, Reused.NAME, literal(entry["printed"]))
    if is_person:
        sheet.file.add(author, Reused.GIVEN_NAME, literal(entry["given"]))
        sheet.file.add(author, Reused.FAMILY_NAME, literal(entry["family"]))
    sheet.file.add(author, Property.POSITION, literal(position))
    role = name(f"{GTNUM}role-{entry['role']}")
    sheet.file.add(author, Property.AUTHOR_ROLE, role)
    certainty = name(f"{GTNUM}certainty-{sheet.certainty}")
    sheet.file.add(author, Property.CERTAINTY, certainty)
    sheet.file.add(author, Reused.WAS_DERIVED_FROM, *sheet.sources)


def _claim_identity(register: Register, sheet: Sheet, author: str, entry: Row) -> None:
    """Claim who of ours is meant, and that a known author made the production."""
    is_person = entry["kind"] == "person"
    kinds = ("person",) if is_person else _BODIES
    target = register.require(entry, kinds, entry["target"])
    meant = sheet.less_certain(entry["certainty"])
    predicate = Property.PERSON if is_person else Property.BODY
    register.claim(meant, predicate, target, subject=author)
    if entry["role"] == "author":
        register.claim(meant, Reused.CREATOR, target)


def write_publication(register: Register, sheet: Sheet) -> None:
    """Claim publishers, the journal or site with its issue, and the languages.

    Raises:
        FactsError: If a fact contradicts one that another row states.
    """
    known = {entry["printed"]: entry for entry in register.curated.tables["publishers"]}
    for printed in items(sheet.row["publisher"]):
        entry = known.get(printed)
        publisher = entry["publisher"] if entry else as_printed(printed)
        for predicate, text in (
            (Reused.PUBLISHER, publisher),
            (Property.CONTAINER_TITLE, entry["container"] if entry else ""),
            (Reused.ISSUE, entry["issue"] if entry else ""),
        ):
            if text:
                register.claim(sheet, predicate, literal(text))
    for item in items(sheet.row["language"]):
        register.claim(sheet, Reused.LANGUAGE, literal(item.split(" ")[0]))
