"""Waves, themes of the calls, and the concepts of the subject scheme."""

import re

from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.curated import NOTHING
from ontology.reference.fact_dates import add_period
from ontology.reference.fact_tables import Row, items
from ontology.reference.groups import certainty_of
from ontology.reference.other_names import add_names
from ontology.reference.turtle import french, literal, name, number
from ontology.terms import Class, Property, Reused

__all__ = ["THEME_COLUMNS", "convert_themes", "convert_waves", "declare_themes"]

THEME_COLUMNS = (
    "theme_id",
    "cycle",
    "head_id",
    "head_title_fr",
    "number",
    "title_fr",
    "kind",
    "group_known",
    "source",
    "confidence",
    "notes",
)
_HEADING = "tête de chapitre"
_SEE_GROUPS = "see groups.csv"


def declare_themes(register: Register, rows: list[Row], groups: list[Row]) -> None:
    """Make themes and waves known.

    Raises:
        FactsError: If a cycle is not two years, or a title is used twice.
    """
    for row in [*groups, *rows]:
        if row["cycle"] and not _is_wave(row["cycle"]):
            raise row.refuse(
                f"« {row['cycle']} » n’est pas une vague",
                "Écrivez par exemple 2020-2022.",
            )
        if row["cycle"]:
            register.declare(row, "wave", row["cycle"])
    for row in rows:
        theme = register.declare(row, "theme", row["theme_id"].lower())
        if row["title_fr"]:
            register.label(row, theme, row["title_fr"])


def _is_wave(text: str) -> bool:
    years = re.fullmatch(r"(\d{4})-(\d{4})", text, re.ASCII)
    return years is not None and years[1] < years[2]


def convert_waves(register: Register, groups: list[Row]) -> None:
    """Write the waves that rows name, with what is known of their calls.

    Raises:
        FactsError: If a curated wave is named by no row.
    """
    by_wave: dict[str, list[Row]] = {}
    for row in groups:
        if row["cycle"]:
            by_wave.setdefault(row["cycle"], []).append(row)
    decisions = {row["wave"]: row for row in register.curated.tables["waves"]}
    for wave in sorted({*by_wave, *decisions}):
        rows = by_wave.get(wave, [])
        cells = [(row, row["source_urls"]) for row in rows]
        decision = decisions.get(wave)
        if decision is not None:
            register.require(decision, ("wave",), wave)
            cells.append((decision, decision["source"]))
        found = [s for row, cell in cells for s in register.sources.read(row, cell)]
        sources = tuple(dict.fromkeys(found))
        row = decision or rows[0]
        file, term = register.files["waves"], f"wave:{wave}"
        _write_wave(Sheet(file, row, wave, term, sources))
        if decision is not None:
            _write_decision(register, decision, term)


def _write_wave(sheet: Sheet) -> None:
    sheet.add("a", name(Class.WAVE))
    sheet.add(Reused.PREF_LABEL, literal(f"vague {sheet.key}", "fr"))
    sheet.add(Reused.PREF_LABEL, literal(f"{sheet.key} wave", "en"))
    names = (f"GTnum {sheet.key}", f"cycle {sheet.key}")
    sheet.add(Reused.ALT_LABEL, *(literal(text, "fr") for text in names))
    sheet.add(Reused.NOTATION, literal(sheet.key))
    add_period(sheet.file, sheet.term, sheet.row.read_date(sheet.key))
    sheet.add_provenance()


def _write_decision(register: Register, row: Row, term: str) -> None:
    sources = register.sources.read(row, row["source"])
    sheet = Sheet(register.files["waves"], row, row["wave"], term, sources)
    register.claim_links(sheet, "call", predicate=Property.CALL, kinds=("production",))
    register.claim_value(
        sheet,
        "groups_announced",
        predicate=Property.GROUPS_ANNOUNCED,
        form=number,
    )
    sheet.add_text(Reused.NOTE, "note", "fr")


def convert_themes(register: Register, rows: list[Row], groups: list[Row]) -> None:
    """Write the themes, their chapter headings and the groups that answer them.

    Raises:
        FactsError: If a heading or group is unknown, or a source is missing.
    """
    for row in rows:
        sources = _theme_sources(register, row, groups)
        key, file = row["theme_id"], register.files["themes"]
        sheet = Sheet(
            file,
            row,
            key,
            f"theme:{key.lower()}",
            sources,
            certainty_of(register, row, key),
        )
        is_heading = row["kind"] == _HEADING
        kind = Class.THEME_HEADING if is_heading else Class.THEME
        sheet.add("a", name(kind), "skos:Concept")
        fallback = f"thème {row['number']} de la vague {row['cycle']} (titre inconnu)"
        sheet.add(Reused.PREF_LABEL, literal(row["title_fr"] or fallback, "fr"))
        add_names(register, sheet)
        sheet.add(Reused.NOTATION, literal(key))
        _write_theme_links(register, sheet, is_heading=is_heading)
        sheet.add_provenance()


def _write_theme_links(register: Register, sheet: Sheet, *, is_heading: bool) -> None:
    wave = register.require(sheet.row, ("wave",), sheet.row["cycle"])
    register.claim(sheet, Property.WAVE, wave)
    register.claim_value(sheet, "number", predicate=Property.NUMBER, form=number)
    register.claim_value(sheet, "title_fr", predicate=Reused.TITLE, form=french)
    if not is_heading:
        register.claim_links(
            sheet, "head_id", predicate=Reused.BROADER, kinds=("theme",)
        )
    for printed in items(sheet.row["group_known"]):
        for reading in register.readings(sheet, "group_known", printed):
            if reading.target == NOTHING:
                sheet.add(Reused.NOTE, literal(reading.note or printed, "fr"))
                continue
            group = register.require(sheet.row, ("group",), reading.target or printed)
            register.claim(
                sheet,
                Property.THEME,
                sheet.term,
                reading=reading,
                printed=printed,
                subject=group,
            )


def _theme_sources(register: Register, row: Row, groups: list[Row]) -> tuple[str, ...]:
    if row["source"] != _SEE_GROUPS:
        return register.sources.read(row, row["source"])
    for group in groups:
        if group["group_id"] == row["group_known"]:
            return register.sources.read(group, group["source_urls"])
    raise row.refuse(
        "la source renvoie à un groupe qui n’est pas dans groups.csv",
        "Donnez la source elle-même ou corrigez group_known.",
    )
