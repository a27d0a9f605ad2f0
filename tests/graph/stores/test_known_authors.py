"""An author is linked to the one person of ours whose whole name is printed."""

from pyoxigraph import Literal, NamedNode, Quad

from graph import term_nodes as w
from graph.mapping import record_quads
from graph.stores.known_authors import person_quads
from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label
from ontology.person_names import PersonNames
from tests.contracts.catalogue import record

IRIS = Iris()
NAMES = PersonNames(
    [
        Entity(key, EntityKind.PERSON, (Label(name),))
        for key, name in (("elie", "Élie Allouche"), ("a", "Anne Un"), ("b", "Anne Un"))
    ]
)


def linked(*authors, describes=()):
    made = record("un", authors=authors, describes=describes)
    quads = record_quads(made, IRIS)
    return {
        (quad.subject.value.rpartition("/id/")[2], quad.object.value)
        for quad in person_quads(quads, NAMES, IRIS)
    }


def test_only_a_whole_name_of_one_person_leads_to_somebody():
    person = IRIS.entity(EntityKind.PERSON, "elie")
    assert linked("É. Allouche", "ALLOUCHE, Elie", "Anne Un", "Inconnue") == {
        ("author/un.1", person)
    }


def test_authors_of_what_is_described_are_linked_too():
    thing = Described(DescribedKind.WORK, "Un article", authors=("Élie Allouche",))
    person = IRIS.entity(EntityKind.PERSON, "elie")
    assert linked(describes=(thing,)) == {("described/un.0/0", person)}


def test_statements_of_other_things_lead_to_nobody():
    node = NamedNode("https://gtnum.example/id/author/un.0")
    quad = Quad(node, w.TITLE, Literal("Élie Allouche"), node)
    assert list(person_quads([quad], NAMES, IRIS)) == []
