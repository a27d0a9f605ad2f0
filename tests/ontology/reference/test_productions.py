"""This test ensures that productions keep their kind, address and copies."""

import pytest

from tests.ontology.reference.workshop import CURATED, holds

PRODUCTION = "<https://gtnum.example/id/production/p-ami-2020>"
COPY = "<https://gtnum.example/id/copy/{}>"
MIRROR = "https://www.scribd.com/document/1"


def types(*lines: str) -> str:
    return "\n".join([CURATED["types"], *lines])


def test_only_a_call_is_a_call(workshop):
    assert holds(workshop, f"{PRODUCTION} a gtnum:Call ; dcterms:type gtnum:kind-call")
    workshop.decide("types", types("rapport,report"))
    workshop.change("productions", type_in_call_terms="rapport")
    assert holds(workshop, f"{PRODUCTION} dcterms:type gtnum:kind-report")
    assert not holds(workshop, f"{PRODUCTION} a gtnum:Call")


def test_an_unknown_type_is_refused_with_the_table_to_mend(workshop):
    workshop.change("productions", type_in_call_terms="poème")
    refusal = workshop.refusal()
    assert "poème" in str(refusal)
    assert "types.csv" in refusal.remedy


AUTHORS = f"""{CURATED["authors"]}
p-ami-2020,Élie Allouche,person,Élie,Allouche,author,person:elie-allouche,
p-ami-2020,TECHNE,body,,,scientific-director,lab:techne,medium"""


def test_authors_keep_their_order_and_are_persons_or_bodies(workshop):
    workshop.change("productions", authors_or_editor="Élie Allouche, dir. TECHNE")
    workshop.decide("authors", AUTHORS)
    person = "<https://gtnum.example/id/person/elie-allouche>"
    assert holds(
        workshop,
        f"{PRODUCTION} dcterms:creator {person} ; bibo:authorList ( ?first ?second ) . "
        "?first a gtnum:Author, schema:Person ; gtnum:position 0 ; "
        'foaf:name "Élie Allouche" ; foaf:familyName "Allouche" ; '
        f'foaf:givenName "Élie" ; gtnum:person {person} . '
        "?second a gtnum:Author, schema:Organization ; gtnum:position 1 ; "
        "gtnum:authorRole gtnum:role-scientific-director",
    )


def test_an_uncertain_author_is_a_statement_alone(workshop):
    workshop.change("productions", authors_or_editor="Élie Allouche, dir. TECHNE")
    workshop.decide("authors", AUTHORS)
    assert not holds(workshop, "?author gtnum:body ?body")
    assert holds(workshop, "?s rdf:predicate gtnum:body ; rdf:object lab:techne")


@pytest.mark.parametrize(
    ("credit", "authors"),
    [("", AUTHORS), ("Le ministère", CURATED["authors"]), ("Le ministère", AUTHORS)],
)
def test_a_credit_line_that_is_not_split_is_refused(workshop, credit, authors):
    workshop.change("productions", authors_or_editor=credit)
    workshop.decide("authors", authors)
    assert workshop.refusal().remedy


def test_a_journal_is_no_publisher(workshop):
    workshop.decide("publishers", f'{CURATED["publishers"]}\n"Revue, n° 40",,Revue,40')
    workshop.change("productions", publisher="Revue, n° 40 ; Réseau Canopé (édition)")
    assert holds(
        workshop,
        f'{PRODUCTION} gtnum:containerTitle "Revue" ; bibo:issue "40" ; '
        'dcterms:publisher "Réseau Canopé"',
    )
    assert not holds(workshop, f'{PRODUCTION} dcterms:publisher "Revue"')


def test_languages_are_written_without_what_stands_behind_them(workshop):
    workshop.change("productions", language="fr (résumé) ; en")
    assert holds(workshop, f'{PRODUCTION} dcterms:language "fr", "en"')


def test_a_production_of_a_group_says_so(workshop):
    workshop.change("productions", group_id="gtnum-a")
    assert holds(workshop, f"{PRODUCTION} gtnum:producedBy group:gtnum-a")


def test_without_an_address_there_is_none(workshop):
    workshop.change("productions", url="", source_url="https://call.example/")
    assert not holds(workshop, f"{PRODUCTION} schema:url ?any")


def test_a_mirror_is_a_copy_and_never_the_address(workshop):
    workshop.change("productions", url=MIRROR, source_url="https://call.example/")
    copy = COPY.format("p-ami-2020.mirror")
    assert holds(
        workshop, f"{copy} a gtnum:Copy ; gtnum:isMirror true ; schema:url <{MIRROR}>"
    )
    assert not holds(workshop, f"{PRODUCTION} schema:url ?any")


def test_a_known_copy_keeps_its_label_address_and_identifier(workshop):
    workshop.decide(
        "copies",
        f"{CURATED['copies']}\np-ami-2020,hal-1,dépôt HAL,https://hal.example/1,hal-1,"
        "false,https://call.example/",
    )
    copy = COPY.format("hal-1")
    assert holds(
        workshop,
        f'{copy} gtnum:isMirror false ; ?p "dépôt HAL"@fr ; '
        'schema:url <https://hal.example/1> ; dcterms:identifier "hal-1" ; '
        f"dcterms:isVersionOf {PRODUCTION}",
    )


def test_a_copy_without_address_or_identifier_has_none(workshop):
    workshop.decide(
        "copies",
        f"{CURATED['copies']}\np-ami-2020,c,une copie,,,true,https://call.example/",
    )
    copy = COPY.format("c")
    assert holds(workshop, f"{copy} gtnum:isMirror true")
    assert not holds(workshop, f"{copy} schema:url|dcterms:identifier ?any")
