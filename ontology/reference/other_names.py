"""Names beside the printed one, from ``curated/names.csv``."""

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import FactsError
from ontology.reference.turtle import literal
from ontology.terms import Property, Reused

__all__ = ["add_names", "check_names", "preferred_name"]

_PROPERTIES = {
    "altLabel": Reused.ALT_LABEL,
    "hiddenLabel": Reused.HIDDEN_LABEL,
    "acronym": Property.ACRONYM,
    "title": Reused.TITLE,
}


def preferred_name(register: Register, term: str, printed: str) -> str:
    """Return the preferred name that people chose, or the printed one."""
    for row in register.curated.tables["names"]:
        if f"{row['kind']}:{row['id']}" == term and row["property"] == "prefLabel":
            return row["text"]
    return printed


def add_names(register: Register, sheet: Sheet) -> None:
    """Write the other names of a thing.

    Raises:
        FactsError: If a name belongs to another thing of the kind.
    """
    for row in register.curated.tables["names"]:
        is_ours = f"{row['kind']}:{row['id']}" == sheet.term
        if is_ours and row["property"] in _PROPERTIES:
            register.label(row, sheet.term, row["text"])
            value = literal(row["text"], row["language"])
            sheet.add(_PROPERTIES[row["property"]], value)


def check_names(register: Register) -> None:
    """Refuse names of things that nobody knows.

    Raises:
        FactsError: For the first such name, or for an unknown property.
    """
    for row in register.curated.tables["names"]:
        register.require(row, (row["kind"],), f"{row['kind']}:{row['id']}")
        if row["property"] not in {*_PROPERTIES, "prefLabel"}:
            raise FactsError(
                f"la propriété « {row['property']} » n’est pas prévue",
                file=row.file,
                line=row.line,
                remedy=f"Choisissez parmi {', '.join([*_PROPERTIES, 'prefLabel'])}.",
            )
