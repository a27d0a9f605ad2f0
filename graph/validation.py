"""Holds statements against the shapes of ``ontology/shapes.ttl``.

pySHACL takes about a millisecond per passage (1.2 s for a document of a thousand). So:

* ``check_record`` is for ingest. It looks at the document, its authors, pages, headings
  and origins, and at the first passages with their mentions: passages are all written
  by the same lines of code, a wrong one is wrong on the first.
* ``check_store`` looks at everything, a batch of documents at a time, for
  ``gtnum validate``. The vocabulary and the reference data are one graph there, since
  they name each other.

No shape asks over several documents, so batches change no result.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from graph.mapping import record_quads
from graph.store_failures import store_failures
from ontology.iris import Iris
from ontology.model import DocumentRecord
from ontology.shipped_files import read_text

if TYPE_CHECKING:
    # Imported where shapes are used: a service that only answers starts without them.
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["ShapeChecker", "Violation"]

_SAMPLED_PASSAGES = 2
_BATCH_QUADS = 20_000


@dataclass(frozen=True, slots=True)
class Violation:
    """A statement, or the lack of one, that breaks a shape.

    Attributes:
        focus: IRI of the thing.
        path: IRI of the property, or an empty string.
        value: What stands there, or an empty string when something is missing.
        message: What is wrong, in French.
        shape: IRI of the shape, or an empty string when it has none.
    """

    focus: str
    path: str
    value: str
    message: str
    shape: str


class ShapeChecker:
    """Checks statements against shapes that are read once.

    Args:
        shapes: Turtle; the shapes that ship when None.

    Raises:
        OntologyError: If the package was installed without its shapes.
    """

    def __init__(self, shapes: str | None = None) -> None:
        from rdflib import Graph

        text = read_text("shapes.ttl") if shapes is None else shapes
        self._shapes = Graph().parse(data=text, format="turtle")

    def check_record(self, record: DocumentRecord, iris: Iris) -> list[Violation]:
        """Return what is wrong with a document, its parts and its first passages.

        Raises:
            StoreError: If a text cannot be a literal.
        """
        return self.check_records([record], iris)

    def check_records(
        self, records: Iterable[DocumentRecord], iris: Iris
    ) -> list[Violation]:
        """Return what is wrong with several documents, see ``check_record``.

        Together they take a third of the time that they take one by one.

        Raises:
            StoreError: If a text cannot be a literal.
        """
        samples = (record_quads(_sample(record), iris) for record in records)
        return self.check(quad for quads in samples for quad in quads)

    def check_store(self, folder: Path, iris: Iris) -> Iterator[Violation]:
        """Yield what is wrong in a whole generation; may be consumed once.

        Raises:
            StoreError: If the store cannot be read.
        """
        with store_failures(folder):
            yield from self._check_opened(Store.read_only(str(folder)), iris)

    def _check_opened(self, store: Store, iris: Iris) -> Iterator[Violation]:
        documents = f"{iris.base}graph/document/"
        names = sorted(n for n in store.named_graphs() if isinstance(n, NamedNode))
        rest = [n for n in names if not n.value.startswith(documents)]
        yield from self.check(_quads(store, rest))
        batch: list[Quad] = []
        for name in names:
            if name.value.startswith(documents):
                batch += _quads(store, [name])
            if len(batch) >= _BATCH_QUADS:
                yield from self.check(batch)
                batch = []
        if batch:
            yield from self.check(batch)

    def check(self, quads: Iterable[Quad]) -> list[Violation]:
        """Return the violations among these statements, whatever their graphs."""
        import pyshacl
        from rdflib import RDF, SH, Graph

        triples = (quad.triple for quad in quads)
        lines = serialize(triples, format=RdfFormat.N_TRIPLES)
        statements = Graph().parse(data=lines, format="nt")
        conforms, report, _ = pyshacl.validate(statements, shacl_graph=self._shapes)
        if conforms:
            return []
        found = [
            _violation(report, n)
            for n in report.subjects(RDF.type, SH.ValidationResult)
        ]
        return sorted(found, key=lambda v: (v.focus, v.path, v.value, v.message))


def _sample(record: DocumentRecord) -> DocumentRecord:
    passages = record.passages[:_SAMPLED_PASSAGES]
    kept = {passage.identifier for passage in passages}
    return replace(
        record,
        passages=passages,
        mentions=tuple(m for m in record.mentions if m.passage in kept),
    )


def _quads(store: Store, names: Iterable[NamedNode]) -> Iterator[Quad]:
    for name in names:
        yield from store.quads_for_pattern(None, None, None, name)


def _violation(report: "Graph", node: "Node") -> Violation:
    from rdflib import SH

    messages = sorted(
        report.objects(node, SH.resultMessage),
        key=lambda message: getattr(message, "language", None) != "fr",
    )
    return Violation(
        focus=_text(report, node, SH.focusNode),
        path=_text(report, node, SH.resultPath),
        value=_text(report, node, SH.value),
        message=str(messages[0]) if messages else "",
        shape=_text(report, node, SH.sourceShape),
    )


def _text(report: "Graph", node: "Node", predicate: "Node") -> str:
    value = report.value(node, predicate)
    return "" if value is None else str(value)
