"""Prefixes and questions as statements, in the terms that SPARQL editors ask for.

``sh:declare`` gives prefixes, ``sh:SPARQLExecutable`` the questions with their query:
editors read both from any endpoint and offer them without being told.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph import term_nodes as w
from graph.descriptions.description_terms import DESCRIPTION_PREFIXES, Namespace
from graph.errors import GraphError
from graph.queries.competency import (
    CompetencyQuestion,
    competency_names,
    load_competency,
)
from ontology.iris import ONTOLOGY_NAMESPACE, Iris
from ontology.model import EntityKind
from ontology.terms import PREFIXES

__all__ = ["house_prefixes", "library_triples", "query_iri"]

_SH: Final = Namespace("sh")
_SCHEMA: Final = Namespace("schema")
_RDFS: Final = Namespace("rdfs")
_ANY_URI: Final = NamedNode(f"{PREFIXES['xsd']}anyURI")
_FORM: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.MULTILINE)
# So that people may write ``lab:techne``.
_KINDS: Final = ("document", "passage", *(kind.value for kind in EntityKind))


def library_triples(iris: Iris) -> Iterator[Triple]:
    """Yield the declarations of prefixes and the questions.

    Raises:
        GraphError: If a question has no query form that editors know.
    """
    yield from _prefixes(iris)
    for name in competency_names():
        yield from _question(load_competency(name, base=iris.base), iris)


def house_prefixes(iris: Iris) -> Mapping[str, str]:
    """Return prefix → namespace: vocabularies, and our kinds of things as ``lab:``."""
    things = {kind: f"{iris.base}id/{kind}/" for kind in _KINDS}
    return {**DESCRIPTION_PREFIXES, **things}


def query_iri(name: str, iris: Iris) -> str:
    """Return the IRI of a question of the library."""
    return iris.thing("query", name)


def _prefixes(iris: Iris) -> Iterator[Triple]:
    ontology = NamedNode(ONTOLOGY_NAMESPACE)
    for prefix, namespace in house_prefixes(iris).items():
        # Numbered by name: the same description has the same bytes each time.
        node = BlankNode(f"prefix{prefix.replace('-', '')}")
        yield Triple(ontology, _SH["declare"], node)
        yield Triple(node, _SH["prefix"], Literal(prefix))
        yield Triple(node, _SH["namespace"], Literal(namespace, datatype=_ANY_URI))


def _question(question: CompetencyQuestion, iris: Iris) -> Iterator[Triple]:
    form = _FORM.search(question.query)
    if form is None:
        raise GraphError(
            f"la question « {question.name} » n’est ni SELECT, ni ASK, ni CONSTRUCT",
            remedy="Corrigez la requête livrée.",
        )
    node = NamedNode(query_iri(question.name, iris))
    yield Triple(node, w.TYPE, _SH["SPARQLExecutable"])
    yield Triple(node, w.TYPE, _SH[f"SPARQL{form[1].capitalize()}Executable"])
    yield Triple(node, _RDFS["comment"], Literal(question.question, language="fr"))
    yield Triple(node, _RDFS["comment"], Literal(question.english, language="en"))
    yield Triple(node, _SH[form[1].lower()], Literal(question.query))
    yield Triple(node, _SH["prefixes"], NamedNode(ONTOLOGY_NAMESPACE))
    yield Triple(node, _SCHEMA["target"], NamedNode(f"{iris.base}sparql"))
    for word in question.keywords.split(", "):
        yield Triple(node, _SCHEMA["keywords"], Literal(word, language="fr"))
    yield Triple(node, w.IDENTIFIER, Literal(question.name))
