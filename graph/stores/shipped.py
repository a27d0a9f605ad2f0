"""The names of the GTnum world as this version ships them, before any store exists.

Linking needs them while the first generation is still being written.
"""

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from graph.errors import StoreError
from graph.queries import load_query
from graph.stores.entities import read_entities
from ontology.files import read_text, turtle_files
from ontology.iris import Iris
from ontology.model import Entity

__all__ = ["shipped_entities"]


def shipped_entities(iris: Iris) -> list[Entity]:
    """Return every entity of the shipped reference data, with its labels.

    Raises:
        StoreError: If a shipped file is not Turtle.
        OntologyError: If the package was installed without its data files.
    """
    store = Store()
    name = NamedNode(iris.named_graph("reference"))
    for file in turtle_files():
        try:
            text = read_text(file, base=iris.base)
            store.bulk_load(text, RdfFormat.TURTLE, to_graph=name)
        except SyntaxError as error:
            raise StoreError(
                f"« {file} » n’est pas du Turtle : {error}",
                remedy="Réinstallez le paquet.",
            ) from error
    rows = store.query(load_query("entity_labels"), use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise StoreError("la requête « entity_labels » n’est pas un SELECT")
    return read_entities(rows, iris)
