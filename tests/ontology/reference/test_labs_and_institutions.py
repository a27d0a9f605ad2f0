"""This test ensures that labs and institutions keep what the tables say of them."""

import pytest

from tests.ontology.reference.workshop import CURATED, holds

LAB = "<https://gtnum.example/id/lab/techne>"
BASIS = "<https://gtnum.example/ontology#basis-{}>"


def basis(workshop, predicate: str) -> str:
    """Return the name of the basis of the one claim with this predicate."""
    for name in ("stated", "general-knowledge"):
        claim = f"[] rdf:predicate {predicate} ; gtnum:basis {BASIS.format(name)}"
        if holds(workshop, f"{claim} ; rdf:subject {LAB}"):
            return name
    return ""


def test_a_type_that_the_source_states_is_stated(workshop):
    assert basis(workshop, "org:classification") == "stated"


def test_a_type_of_general_knowledge_says_so(workshop):
    workshop.change("labs", type="UMR (general knowledge)")
    assert basis(workshop, "org:classification") == "general-knowledge"
    assert holds(workshop, f"{LAB} org:classification gtnum:unit-umr")


def test_an_unknown_type_is_refused_with_the_known_ones(workshop):
    workshop.change("labs", type="cabinet")
    refusal = workshop.refusal()
    assert "cabinet" in str(refusal)
    assert "UMR" in refusal.remedy


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("general knowledge", "general-knowledge"), ("stated", "stated")],
)
def test_a_place_stands_on_the_basis_of_its_column(workshop, printed, expected):
    workshop.change("labs", geo_basis=printed)
    assert basis(workshop, "gtnum:academy") == expected
    assert basis(workshop, "gtnum:region") == expected


def test_a_website_is_written_where_there_is_one(workshop):
    assert "foaf:homepage" not in workshop.convert()["reference/labs.ttl"]
    workshop.change("labs", website="https://techne.example/")
    written = workshop.convert()["reference/labs.ttl"]
    assert "homepage <https://techne.example/>" in written


def test_a_group_that_a_reading_denies_is_a_note(workshop):
    workshop.read("labs,techne,groups,gtnum-a,,-,,,,Pas un groupe.")
    assert holds(workshop, f'{LAB} skos:note "Pas un groupe."@fr')


def test_an_institution_keeps_its_names_and_successor(workshop):
    workshop.decide(
        "institutions",
        CURATED["institutions"] + "\nespe,ESPE,École supérieure,ÉS,"
        "universite-de-poitiers,2019,https://techne.example/reve,Devenue une autre.",
    )
    assert holds(
        workshop,
        "<https://gtnum.example/id/institution/espe> a gtnum:Institution ; "
        'skos:altLabel "École supérieure"@fr ; gtnum:acronym "ÉS" ; '
        "dcterms:isReplacedBy "
        "<https://gtnum.example/id/institution/universite-de-poitiers> ; "
        'schema:dissolutionDate ?end ; skos:note "Devenue une autre."@fr',
    )


def test_an_institution_is_derived_from_the_rows_that_name_it(workshop):
    line = "universite-de-poitiers,Université de Poitiers,,,,,{},"
    head = CURATED["institutions"].partition("\n")[0]
    institution = "<https://gtnum.example/id/institution/universite-de-poitiers>"
    named = f"{institution} prov:wasDerivedFrom ?a , ?b FILTER(?a != ?b)"
    assert not holds(workshop, named)
    workshop.decide("institutions", f"{head}\n{line.format('https://call.example/')}")
    assert holds(workshop, named)


def test_an_institution_that_nothing_names_is_refused(workshop):
    workshop.decide("institutions", CURATED["institutions"] + "\nseule,Seule,,,,,,")
    assert "institutions.csv" in str(workshop.refusal())
