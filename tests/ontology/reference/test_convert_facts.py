"""The converter: same tables, same bytes; a wrong row is refused with its place."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from ontology.reference.convert_facts import convert, main
from ontology.reference.curated import read_curated
from ontology.reference.fact_tables import FactsError

ACADEMY = {
    "academie": "Poitiers",
    "code_academie": "13",
    "seat_city": "Poitiers",
    "lat": "46.580",
    "lon": "0.340",
    "region_academique": "Nouvelle-Aquitaine",
    "insee_region_code": "75",
    "region_academique_seat": "Bordeaux",
    "created": "",
    "code_basis": "general knowledge",
    "geo_basis": "general knowledge",
    "notes": "",
}
LAB = {
    "lab_id": "techne",
    "acronym": "TECHNE",
    "full_name": "Techné",
    "type": "unité de recherche",
    "institutions": "Université de Poitiers",
    "city": "Poitiers",
    "academie": "Poitiers",
    "region_academique": "Nouvelle-Aquitaine",
    "geo_basis": "general knowledge",
    "website": "",
    "identifiers_seen": "UR 20297",
    "groups": "gtnum-a",
    "source": "https://techne.example/reve",
    "notes": "",
}
GROUP = {
    "group_id": "gtnum-a",
    "cycle": "2020-2022",
    "date_start": "2020-09",
    "date_end": "",
    "number_in_cycle": "5",
    "acronym": "REVE",
    "hashtag": "",
    "title_fr": "Écosystème",
    "call_head": "",
    "call_theme": "T2020-5",
    "support_lab": "TECHNE",
    "co_animating_labs": "",
    "other_labs": "",
    "universities_or_institutions": "",
    "academies_or_drane": "",
    "partners": "",
    "subject_summary": "",
    "hypotheses_urls": "",
    "other_urls": "",
    "source_urls": "https://techne.example/reve",
    "confidence": "high",
    "notes": "",
}
THEME = {
    "theme_id": "T2020-5",
    "cycle": "2020-2022",
    "head_id": "",
    "head_title_fr": "",
    "number": "5",
    "title_fr": "Écosystème",
    "kind": "thématique",
    "group_known": "gtnum-a",
    "source": "https://call.example/",
    "confidence": "high",
    "notes": "",
}
PRODUCTION = {
    "production_id": "p-ami-2020",
    "title": "Appel",
    "type_in_call_terms": "appel (AMI)",
    "date": "2020-05-25",
    "group_id": "",
    "authors_or_editor": "",
    "publisher": "",
    "pages": "9",
    "language": "fr",
    "url": "https://call.example/",
    "source_url": "same",
    "licence": "",
    "confidence": "high",
    "notes": "",
}
PERSON = {
    "person": "Élie Allouche",
    "role": "porteuse",
    "group_id": "gtnum-a",
    "lab_or_body": "TECHNE",
    "source": "https://call.example/",
    "confidence": "high",
    "notes": "",
}
CONCEPT = {
    "concept_id": "ia",
    "prefLabel_fr": "intelligence artificielle",
    "altLabels_fr": "IA",
    "prefLabel_en": "artificial intelligence",
    "broader": "",
    "definition_fr": "Une définition.",
    "standard_vocabulary_note": "",
    "seen_in": "AMI2020",
}
FACTS = {
    "academies": [ACADEMY],
    "labs": [LAB],
    "groups": [GROUP],
    "themes": [THEME],
    "productions": [PRODUCTION],
    "people": [PERSON],
    "concepts": [CONCEPT],
}
CURATED = {
    "readings": "file,row,column,printed,predicate,target,certainty,basis,date,note",
    "names": "kind,id,property,text,language,note",
    "institutions": "id,label,alt_labels,acronym,replaced_by,until,source,note\n"
    "universite-de-poitiers,Université de Poitiers,,,,,,",
    "services": "id,label,label_en,alt_labels,academy,region,source,note",
    "academies": "id,name,code,replaced_by,until,source,note",
    "waves": "wave,groups_announced,call,source,note",
    "copies": "production,id,label,url,identifier,is_mirror,source",
    "sources": "printed,id,label,url,note\n"
    "general knowledge,general-knowledge,connaissance générale,,",
    "types": "printed,kind\nappel (AMI),call",
    "roles": "printed,role\nporteuse,lead",
}


class Workshop:
    """A folder of facts and one of decisions, small enough to break one by one."""

    def __init__(self, root: Path) -> None:
        self.facts, self.curated = root / "facts", root / "curated"
        self.facts.mkdir()
        self.curated.mkdir()
        for table, rows in FACTS.items():
            self.write(table, rows)
        for table, text in CURATED.items():
            self.decide(table, text)

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        path = self.facts / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, **cells: str) -> None:
        self.write(table, [FACTS[table][0] | cells])

    def decide(self, table: str, text: str) -> None:
        (self.curated / f"{table}.csv").write_text(text + "\n", encoding="utf-8")

    def read(self, line: str) -> None:
        self.decide("readings", f"{CURATED['readings']}\n{line}")

    def convert(self) -> dict[str, str]:
        return convert(self.facts, curated=self.curated)

    def refusal(self) -> FactsError:
        with pytest.raises(FactsError) as caught:
            self.convert()
        return caught.value


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    return Workshop(tmp_path)


def statements(files: dict[str, str]) -> Store:
    store = Store()
    for text in files.values():
        store.load(text.encode(), format=RdfFormat.TURTLE)
    return store


def holds(workshop: Workshop, pattern: str) -> bool:
    prologue = "".join(
        f"PREFIX {p}: <{n}>\n"
        for p, n in {
            "gtnum": "https://gtnum.example/ontology#",
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "group": "https://gtnum.example/id/group/",
            "lab": "https://gtnum.example/id/lab/",
        }.items()
    )
    store = statements(workshop.convert())
    return bool(store.query(f"{prologue} ASK {{ {pattern} }}"))


def test_the_same_tables_give_the_same_bytes(workshop):
    assert workshop.convert() == workshop.convert()


def test_all_files_are_turtle_and_none_is_empty(workshop):
    files = workshop.convert()
    assert len(files) == 12
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
