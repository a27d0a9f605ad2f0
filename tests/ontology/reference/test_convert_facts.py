"""The converter: same tables, same bytes; a wrong row is refused with its place."""

import pytest

from ontology.reference.convert_facts import main
from ontology.reference.curated import read_curated
from ontology.reference.fact_tables import FactsError
from tests.ontology.reference.workshop import (
    CONCEPT,
    CURATED,
    LAB,
    holds,
    statements,
)


def test_the_same_tables_give_the_same_bytes(workshop):
    assert workshop.convert() == workshop.convert()


def test_all_files_are_turtle_and_none_is_empty(workshop):
    files = workshop.convert()
    assert len(files) == 14
    assert len(statements(files)) > 100


def test_a_certain_fact_stands_twice(workshop):
    assert holds(workshop, "group:gtnum-a gtnum:supportLab lab:techne")
    assert holds(
        workshop,
        "?s rdf:subject group:gtnum-a ; rdf:predicate gtnum:supportLab ; "
        "rdf:object lab:techne ; gtnum:certainty gtnum:certainty-high",
    )


def test_a_lab_with_a_role_is_a_lab_of_the_group(workshop):
    workshop.change("labs", groups="")
    assert holds(workshop, "group:gtnum-a gtnum:hasLab lab:techne")


def test_an_uncertain_fact_stands_only_as_a_statement(workshop):
    workshop.change("labs", groups="")
    workshop.read("groups,gtnum-a,support_lab,TECHNE,,,medium,inferred,,Probable.")
    assert not holds(workshop, "group:gtnum-a gtnum:supportLab|gtnum:hasLab ?lab")
    assert holds(
        workshop,
        "?s rdf:predicate gtnum:supportLab ; gtnum:certainty gtnum:certainty-medium ; "
        "gtnum:basis gtnum:basis-inferred",
    )


def test_a_second_source_confirms_an_uncertain_fact(workshop):
    workshop.read("labs,techne,groups,gtnum-a,,,low,,,")
    assert holds(workshop, "group:gtnum-a gtnum:hasLab lab:techne")


def test_row_without_source_is_refused(workshop):
    workshop.change("labs", source="")
    error = workshop.refusal()
    assert (error.file, error.line) == ("labs.csv", 2)
    assert "aucune source" in error.message
    assert error.remedy


def test_concept_seen_nowhere_is_refused(workshop):
    workshop.change("concepts", seen_in="")
    assert "aucune source" in workshop.refusal().message


def test_cyclic_broader_is_refused_with_its_circle(workshop):
    other = CONCEPT | {
        "concept_id": "llm",
        "prefLabel_fr": "modèle de langage",
        "altLabels_fr": "",
        "prefLabel_en": "language model",
        "broader": "ia",
    }
    workshop.write("concepts", [CONCEPT | {"broader": "llm"}, other])
    error = workshop.refusal()
    assert (error.file, error.line) == ("concepts.csv", 2)
    assert "ia → llm → ia" in error.message


def test_label_of_two_concepts_is_refused_whatever_its_case(workshop):
    other = CONCEPT | {
        "concept_id": "ai",
        "prefLabel_fr": "Autre",
        "altLabels_fr": "ia",
    }
    workshop.write("concepts", [CONCEPT, other | {"prefLabel_en": "other"}])
    error = workshop.refusal()
    assert (error.file, error.line) == ("concepts.csv", 3)
    assert "concept:ia" in error.message


@pytest.mark.parametrize(
    ("table", "cells", "expected"),
    [
        ("labs", {"academie": "Atlantis"}, "« Atlantis » ne désigne aucune fiche"),
        ("labs", {"groups": "gtnum-b"}, "« gtnum-b » ne désigne aucune fiche"),
        ("labs", {"institutions": "MIT"}, "« MIT » ne désigne aucune fiche"),
        ("labs", {"type": "cirque"}, "type d’unité « cirque »"),
        ("groups", {"support_lab": "CREM"}, "« CREM » ne désigne aucune fiche"),
        ("groups", {"cycle": "2022-2020"}, "n’est pas une vague"),
        ("groups", {"date_start": "septembre"}, "« septembre » n’a pas la forme"),
        ("groups", {"date_start": "2020-13"}, "« 2020-13 » n’a pas la forme"),
        ("groups", {"number_in_cycle": "cinq"}, "« cinq » n’a pas la forme"),
        ("groups", {"confidence": "sure"}, "confiance « sure »"),
        ("groups", {"source_urls": "a friend"}, "source « a friend » est inconnue"),
        ("concepts", {"broader": "rien"}, "« rien » n’existe pas"),
        ("concepts", {"seen_in": "p-nothing"}, "« p-nothing » ne désigne aucune"),
        ("productions", {"type_in_call_terms": "roman"}, "type « roman » est inconnu"),
        ("people", {"role": "roi"}, "rôle « roi » est inconnu"),
        ("people", {"group_id": "", "lab_or_body": ""}, "ni groupe ni organisme"),
        ("academies", {"lat": "nord"}, "n’est pas une coordonnée"),
        ("academies", {"lon": "181.5"}, "n’est pas une coordonnée"),
        ("themes", {"source": "see groups.csv", "group_known": ""}, "pas dans groups"),
    ],
)
def test_unreadable_row_is_refused_with_file_line_and_remedy(
    workshop, table, cells, expected
):
    workshop.change(table, **cells)
    error = workshop.refusal()
    assert (error.file, error.line) == (f"{table}.csv", 2)
    assert expected in error.message
    assert error.remedy
    assert "ligne 2" in str(error)


def test_two_rows_with_one_identifier_are_refused(workshop):
    workshop.write("labs", [LAB, LAB])
    error = workshop.refusal()
    assert error.line == 3
    assert "déjà à la ligne 2" in error.message


def test_missing_column_is_refused(workshop):
    workshop.write("labs", [{k: v for k, v in LAB.items() if k != "source"}])
    assert "colonnes" in workshop.refusal().message


def test_row_with_too_many_cells_is_refused(workshop):
    path = workshop.facts / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").strip() + ",x,y\n", "utf-8")
    assert "9 cellules pour 7 colonnes" in workshop.refusal().message


def test_missing_table_and_wrong_encoding_are_refused(workshop):
    (workshop.facts / "labs.csv").write_bytes(b"\xff\xfe")
    assert "illisible" in workshop.refusal().message
    (workshop.facts / "labs.csv").unlink()
    assert "illisible" in workshop.refusal().message


def test_reading_that_no_row_uses_is_refused(workshop):
    workshop.read("groups,gtnum-a,support_lab,CREM,,lab:techne,,,,")
    error = workshop.refusal()
    assert (error.file, error.line) == ("readings.csv", 2)


def test_reading_with_an_unknown_level_is_refused(workshop):
    workshop.read("groups,gtnum-a,support_lab,TECHNE,,,surely,,,")
    with pytest.raises(FactsError, match="surely"):
        read_curated(workshop.curated)


def test_name_of_an_unknown_thing_is_refused(workshop):
    workshop.decide("names", f"{CURATED['names']}\nlab,crem,altLabel,CREM,fr,")
    assert workshop.refusal().file == "names.csv"


def test_text_cannot_break_out_of_its_literal(workshop):
    workshop.change("groups", subject_summary='fin" . <x:a> <x:b> <x:c> . \\ \n fin')
    store = statements(workshop.convert())
    assert not bool(store.query("ASK { <x:a> ?p ?o }"))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("groups", "other_urls"),
        ("groups", "source_urls"),
        ("labs", "website"),
        ("productions", "url"),
    ],
)
def test_address_cannot_break_out_of_its_iri(workshop, table, column):
    workshop.change(table, **{column: "https://a.example/><x:b>"})
    error = workshop.refusal()
    assert (error.file, error.line) == (f"{table}.csv", 2)


def test_identifier_with_other_characters_is_refused(workshop):
    workshop.change("labs", lab_id="techne> .")
    assert workshop.refusal().file == "labs.csv"


def test_command_writes_all_files_or_none(workshop, tmp_path, capsys):
    target = tmp_path / "out"
    (workshop.facts / "people.csv").unlink()
    assert main([str(workshop.facts), "--into", str(target)]) == 1
    assert "people.csv" in capsys.readouterr().err
    assert not target.exists()
