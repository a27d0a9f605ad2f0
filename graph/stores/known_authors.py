"""Links the authors of documents to the persons of ours that their names mean.

    <author> ── foaf:name ──▶ "Élie Allouche"
             ── gtnum:person ──▶ <id/person/elie-allouche>

Only a whole name that one person of ours has leads to somebody (``PersonNames``): the
authors of a document, and those of the works that it describes.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph import term_nodes as w
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.person_names import PersonNames

__all__ = ["person_quads"]


def person_quads(
    quads: Iterable[Quad], persons: PersonNames, iris: Iris
) -> Iterator[Quad]:
    """Yield one statement for each author who is known.

    Args:
        quads: Of one document.
        persons: Everybody who is known.
        iris: With the base of the statements.
    """
    for quad in quads:
        if quad.predicate == w.NAME and isinstance(quad.object, Literal):
            person = persons.find(quad.object.value)
            if person is not None:
                entity = NamedNode(iris.entity(EntityKind.PERSON, person))
                yield Quad(quad.subject, w.PERSON, entity, quad.graph_name)
