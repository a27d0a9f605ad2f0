"""A folder of facts and one of decisions, small enough to break one by one."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from ontology.reference.convert_facts import convert
from ontology.reference.fact_tables import FactsError
from ontology.terms import PREFIXES

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
IDENTIFIER = {
    "entity": "lab:techne",
    "scheme": "ROR",
    "value": "https://ror.org/041kxem72",
    "source": "github:ror-community/ror-records v2.9/041kxem72.json (ROR, CC0)",
    "confidence": "high",
}
DEPARTMENT = {
    "departement": "Vienne",
    "insee_departement": "86",
    "insee_region": "75",
    "region": "Nouvelle-Aquitaine",
    "code_academie": "13",
    "academie": "Poitiers",
    "source": "https://places.example/",
}
FACTS = {
    "academies": [ACADEMY],
    "labs": [LAB],
    "groups": [GROUP],
    "themes": [THEME],
    "productions": [PRODUCTION],
    "people": [PERSON],
    "identifiers": [IDENTIFIER],
    "departements_academies": [DEPARTMENT],
    "concepts": [CONCEPT],
}
CURATED = {
    "readings": "file,row,column,printed,predicate,target,certainty,basis,date,note",
    "names": "kind,id,property,text,language,note",
    "institutions": "id,label,alt_labels,acronym,replaced_by,until,source,note\n"
    "universite-de-poitiers,Université de Poitiers,,,,,,",
    "services": "id,label,label_en,alt_labels,academy,region,source,certainty,note",
    "academies": "id,name,code,replaced_by,until,source,note",
    "waves": "wave,groups_announced,call,source,note",
    "copies": "production,id,label,url,identifier,is_mirror,source",
    "sources": "printed,id,label,url,note\n"
    "general knowledge,general-knowledge,connaissance générale,,",
    "types": "printed,kind\nappel (AMI),call",
    "roles": "printed,role,organization,period\nporteuse,lead,,",
    "authors": "production,printed,kind,given,family,role,target,certainty",
    "publishers": "printed,publisher,container,issue",
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


def statements(files: dict[str, str]) -> Store:
    store = Store()
    for text in files.values():
        store.load(text.encode(), format=RdfFormat.TURTLE)
    return store


def holds(workshop: Workshop, pattern: str) -> bool:
    prologue = "".join(
        f"PREFIX {p}: <{n}>\n"
        for p, n in {
            **PREFIXES,
            "group": "https://gtnum.example/id/group/",
            "lab": "https://gtnum.example/id/lab/",
            "thing": "https://gtnum.example/id/",
        }.items()
    )
    store = statements(workshop.convert())
    return bool(store.query(f"{prologue} ASK {{ {pattern} }}"))
