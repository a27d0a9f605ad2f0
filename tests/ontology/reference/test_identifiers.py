"""This test ensures that identifiers of others are read, joined and kept apart."""

import pytest

from tests.ontology.reference.workshop import CURATED, IDENTIFIER, holds

NODE = "<https://gtnum.example/id/identifier/lab.techne.{}>"
ROR = "https://ror.org/041kxem72"


def test_an_identifier_is_a_node_and_the_same_thing_elsewhere(workshop):
    node = NODE.format("ror.041kxem72")
    assert holds(
        workshop,
        f"lab:techne adms:identifier {node} ; owl:sameAs <{ROR}> . "
        f'{node} a adms:Identifier ; skos:notation "041kxem72" ; '
        "gtnum:identifierScheme gtnum:scheme-ror ; dcterms:creator <https://ror.org/> ;"
        " gtnum:certainty gtnum:certainty-high ; prov:wasDerivedFrom/schema:url "
        "<https://github.com/ror-community/ror-records>",
    )


def test_an_uncertain_identifier_is_a_statement_alone(workshop):
    workshop.change("identifiers", confidence="medium (named otherwise)")
    assert not holds(workshop, "lab:techne adms:identifier|owl:sameAs ?any")
    assert holds(
        workshop,
        f"?s rdf:predicate owl:sameAs ; rdf:object <{ROR}> ; "
        "gtnum:certainty gtnum:certainty-medium",
    )
    assert "named otherwise" not in "".join(workshop.convert().values())


@pytest.mark.parametrize(
    ("scheme", "value", "notation"),
    [
        ("ISNI", "0000 0001 2176 4817", "0000000121764817"),
        ("unit number", "UR 20297", "UR 20297"),
        ("UAI", "0134009M", "0134009M"),
        ("Wikidata", "Q2302586", "Q2302586"),
    ],
)
def test_a_notation_has_the_form_of_its_registry(workshop, scheme, value, notation):
    workshop.change("identifiers", scheme=scheme, value=value)
    assert holds(workshop, f'?node a adms:Identifier ; skos:notation "{notation}"')


def test_a_cell_may_hold_several_identifiers(workshop):
    workshop.change(
        "identifiers", scheme="SIRET", value="18009202500154,18009202500089"
    )
    assert holds(
        workshop,
        'lab:techne adms:identifier [ skos:notation "18009202500154" ] , '
        '[ skos:notation "18009202500089" ]',
    )


def test_a_second_source_confirms_an_identifier(workshop):
    doubtful = IDENTIFIER | {"confidence": "low", "source": "https://one.example/"}
    workshop.write("identifiers", [doubtful, IDENTIFIER])
    node = NODE.format("ror.041kxem72")
    assert holds(
        workshop,
        f"lab:techne adms:identifier {node} . {node} gtnum:certainty "
        "gtnum:certainty-high ; prov:wasDerivedFrom ?one , ?two FILTER(?one != ?two)",
    )
    assert not holds(workshop, f"{node} gtnum:certainty gtnum:certainty-low")


def test_who_came_after_is_found_by_name_and_gets_its_identifier(workshop):
    new = "<https://gtnum.example/id/institution/nouvelle>"
    workshop.decide(
        "institutions", f"{CURATED['institutions']}\nnouvelle,Nouvelle,,,,,,"
    )
    succession = IDENTIFIER | {
        "entity": "institution:universite-de-poitiers",
        "scheme": "ROR successor",
        "value": "Nouvelle https://ror.org/00g700j37",
    }
    workshop.write("identifiers", [succession])
    assert holds(
        workshop,
        f"?old dcterms:isReplacedBy {new} . "
        f"{new} owl:sameAs <https://ror.org/00g700j37>",
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"scheme": "VIAF"}, "« VIAF » est inconnu"),
        ({"entity": "lab:crem"}, "« lab:crem » ne désigne aucune fiche"),
        ({"confidence": "sure"}, "confiance « sure »"),
        ({"source": ""}, "aucune source"),
        ({"source": "github:nothing"}, "source « github:nothing » est inconnue"),
        ({"scheme": "ROR successor", "value": f"Autre {ROR}"}, "« Autre »"),
    ],
)
def test_an_unreadable_identifier_is_refused(workshop, cells, expected):
    workshop.change("identifiers", **cells)
    refusal = workshop.refusal()
    assert (refusal.file, refusal.line) == ("identifiers.csv", 2)
    assert expected in refusal.message
    assert refusal.remedy
