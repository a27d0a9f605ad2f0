"""The page of the vocabulary tells how the graph uses each property."""

from graph.resource_ports import PropertyUse
from ontology.iris import Iris
from ontology.vocabulary_page import Term
from search_api.web.linked_data.vocabulary_entries import (
    entries_by_origin,
    query_to_try,
)

IRIS = Iris()
PREFIXES = {
    "gtnum": "https://gtnum.example/ontology#",
    "void": "http://rdfs.org/ns/void#",
    "lab": "https://gtnum.example/id/lab/",
}
CITY = PropertyUse(
    "https://gtnum.example/ontology#city",
    81,
    domains=("https://gtnum.example/ontology#Lab", "urn:Town"),
    ranges=("http://www.w3.org/2001/XMLSchema#string",),
    subject="https://gtnum.example/id/lab/techne",
    value="Poitiers " * 20,
    has_text=True,
)
LABELLED = Term(
    "gtnum:city", {"rdfs:label": '"ville"@fr', "skos:definition": '"Où."@fr'}
)
UNUSED = Term("gtnum:zone", {"rdfs:domain": "gtnum:Lab", "rdfs:range": "xsd:string"})


def entries(*uses, terms=(LABELLED, UNUSED)):
    found = entries_by_origin(uses, terms, iris=IRIS, prefixes=PREFIXES)
    return [(title, entry) for title, own in found for entry in own]


def test_an_entry_has_count_ends_example_and_words():
    ((_, city), (_, zone)) = entries(CITY)
    assert (city.name, city.label, city.definition) == ("gtnum:city", "ville", "Où.")
    assert (city.count, city.domains) == (81, ("gtnum:Lab", "urn:Town"))
    assert city.subject == ("/id/lab/techne", "lab:techne")
    assert city.value[1].endswith("…")
    assert (zone.name, zone.count, zone.domains) == ("gtnum:zone", 0, ("gtnum:Lab",))
    assert zone.try_address is None


def test_a_property_of_others_stands_with_them_whether_it_has_a_prefix_or_not():
    void = PropertyUse("http://rdfs.org/ns/void#triples", 1, value="7", has_text=True)
    other = PropertyUse("urn:other:p", 2, value="urn:x")
    found = entries(void, other, terms=())
    assert [(title.split()[0], entry.name) for title, entry in found] == [
        ("Reprises", "urn:other:p"),
        ("Pour", "void:triples"),
    ]


def test_a_property_of_others_is_told_in_french():
    title = PropertyUse("http://purl.org/dc/terms/title", 3)
    ((_, entry),) = entries(title, terms=())
    assert (entry.label, entry.definition) == ("titre", "")


def test_the_query_to_try_declares_what_it_needs():
    assert query_to_try(CITY, PREFIXES) == (
        "PREFIX gtnum: <https://gtnum.example/ontology#>\n"
        "SELECT ?chose ?valeur WHERE {\n"
        "  ?chose a gtnum:Lab ; gtnum:city ?valeur .\n"
        "} LIMIT 20"
    )
    bare = PropertyUse("urn:other:p", 2)
    assert "?chose <urn:other:p> ?valeur" in query_to_try(bare, PREFIXES)
