"""The concepts of the subject scheme, and which groups and works they were seen in."""

import re

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.fact_tables import Row, items
from ontology.reference.other_names import add_names
from ontology.reference.turtle import french, iri, literal, name, thing
from ontology.terms import Class, Property, Reused

__all__ = ["CONCEPT_COLUMNS", "convert_concepts", "declare_concepts"]

CONCEPT_COLUMNS = (
    "concept_id",
    "prefLabel_fr",
    "altLabels_fr",
    "prefLabel_en",
    "broader",
    "definition_fr",
    "standard_vocabulary_note",
    "seen_in",
)
_SEEN_IN = {"AMI2020": "production:p-ami-2020", "AMI2023": "production:p-ami-2023"}
_GENERAL = "général"
_ACRONYM = re.compile(r"#?[A-ZÉÈÆŒ0-9][A-ZÉÈÆŒ0-9/&.@-]+")
_ERIC = re.compile(
    r"ERIC: (?P<name>.+?)(?: \((?P<remark>proche|large|éloigné|à vérifier)\))?"
)
_UNUSED = ("éloigné", "à vérifier")
_WIKIDATA = re.compile(r"Wikidata (Q\d+)( \([^)]*\))?$")


def declare_concepts(register: Register, rows: list[Row]) -> None:
    """Make the concepts known.

    Raises:
        FactsError: If two concepts share a label, or a chain of ``broader`` is broken
            or closes on itself.
    """
    for row in rows:
        concept = register.declare(row, "concept", row["concept_id"])
        for text in (row["prefLabel_fr"], *items(row["altLabels_fr"])):
            register.label(row, concept, text)
        register.label(row, concept, row["prefLabel_en"], scope="@en")
    _check_hierarchy(rows)


def convert_concepts(register: Register, rows: list[Row]) -> None:
    """Write the subject scheme.

    Raises:
        FactsError: If a concept was seen nowhere, or in something unknown.
    """
    file, scheme = register.files["concepts"], thing("scheme", "subjects")
    file.add(scheme, "a", "skos:ConceptScheme")
    titles = (
        literal("Sujets des groupes thématiques numériques", "fr"),
        literal("Subjects of the GTnum groups", "en"),
    )
    file.add(scheme, Reused.PREF_LABEL, *titles)
    for row in rows:
        seen = _seen_in(register, row)
        term, key = f"concept:{row['concept_id']}", row["concept_id"]
        sheet = Sheet(file, row, key, term, seen)
        _write_concept(register, sheet, scheme)
        _write_appearances(register, sheet)
        sheet.add_provenance()


def _write_concept(register: Register, sheet: Sheet, scheme: str) -> None:
    row = sheet.row
    sheet.add("a", name(Class.CONCEPT), "skos:Concept")
    sheet.add(Reused.IN_SCHEME, scheme)
    if row["broader"]:
        sheet.add(Reused.BROADER, thing("concept", row["broader"]))
    else:
        sheet.add(Reused.TOP_CONCEPT_OF, scheme)
    sheet.add(Reused.PREF_LABEL, literal(row["prefLabel_fr"], "fr"))
    sheet.add(Reused.PREF_LABEL, literal(row["prefLabel_en"], "en"))
    for text in items(row["altLabels_fr"]):
        if _ACRONYM.fullmatch(text):
            sheet.add(Property.ACRONYM, literal(text))
        else:
            sheet.add(Reused.ALT_LABEL, literal(text, "fr"))
    add_names(register, sheet)
    sheet.add_text(Reused.DEFINITION, "definition_fr", "fr")
    for item in items(row["standard_vocabulary_note"]):
        _write_match(register, sheet, item)


def _write_match(register: Register, sheet: Sheet, printed: str) -> None:
    """Claim a match with Wikidata, name a near descriptor of ERIC.

    Nobody checked the matches yet, so they are only probable; what the table itself
    calls far or unchecked is left out.
    """
    descriptor = _ERIC.fullmatch(printed)
    if descriptor and descriptor["remark"] not in _UNUSED:
        text = f"Descripteur voisin dans le thésaurus ERIC : {descriptor['name']}."
        sheet.add(Reused.NOTE, french(text))
    match = _WIKIDATA.fullmatch(printed)
    if match:
        near = Sheet(
            sheet.file, sheet.row, sheet.key, sheet.term, sheet.sources, "medium"
        )
        target = iri(f"http://www.wikidata.org/entity/{match[1]}")
        is_wider = (match[2] or "").endswith("plus large)")
        predicate = Reused.BROAD_MATCH if is_wider else Reused.CLOSE_MATCH
        register.claim(near, predicate, target)


def _seen_in(register: Register, row: Row) -> tuple[str, ...]:
    found: list[str] = []
    for item in items(row["seen_in"]):
        if item == _GENERAL:
            found += register.sources.read(row, "general knowledge")
        elif item.startswith("https://"):
            found += register.sources.read(row, item)
        else:
            known = _SEEN_IN.get(item, item)
            found.append(register.require(row, ("group", "production"), known))
    if not found:
        raise row.refuse("aucune source (seen_in)", "Dites où le concept a été vu.")
    return tuple(found)


def _write_appearances(register: Register, sheet: Sheet) -> None:
    """Claim that the groups and works in which a concept was seen deal with it."""
    for place in sheet.sources:
        if place.startswith(("group:", "production:")):
            sources = register.sources_of(place)
            seen = Sheet(sheet.file, sheet.row, sheet.key, sheet.term, sources)
            register.claim(seen, Reused.SUBJECT, sheet.term, subject=place)


def _check_hierarchy(rows: list[Row]) -> None:
    broader = {row["concept_id"]: row["broader"] for row in rows}
    for row in rows:
        path, current = [row["concept_id"]], row["broader"]
        while current:
            if current not in broader:
                raise row.refuse(
                    f"le concept plus large « {current} » n’existe pas",
                    "Corrigez la colonne broader.",
                )
            if current in path:
                circle = " → ".join([*path, current])
                raise row.refuse(
                    f"la hiérarchie tourne en rond : {circle}",
                    "Videz ou corrigez l’une de ces cellules broader.",
                )
            path.append(current)
            current = broader[current]
