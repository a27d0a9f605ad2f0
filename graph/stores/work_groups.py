"""Works in the graph: what finding them needs, and what was found.

    <document> ── dcterms:isVersionOf ──▶ <work> ── gtnum:official ──▶ <document>
               ── gtnum:manifestationRank         ▲ dcterms:isPartOf
                                         <match> ── gtnum:matched, method, similarity

A document that is a production of the reference data, by its address or DOI, is a
version of that too. All of it stands in the graph ``works``, which every ingest writes
anew: taking a document away takes its work away too.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
)

from graph import term_nodes as w
from graph.errors import StoreError
from graph.mapping import document_graph
from graph.ports import FindWorks, KnownDocument
from graph.queries import load_query
from graph.reverse_mapping import kind_from
from ontology.iris import Iris
from ontology.model import Work, WorkMatch

__all__ = ["WORKS_GRAPH", "group_works", "read_works"]

WORKS_GRAPH = "works"
_STEP = Decimal("0.0001")


def group_works(store: Store, find: FindWorks, iris: Iris) -> None:
    """Write the graph ``works`` anew.

    Raises:
        StoreError: If a document has a kind that is not ours.
        OSError: If the store refuses.
    """
    rows = _rows(store, "document_copies")
    works = find(_known(rows, iris), lambda document: _text(store, document, iris))
    name = NamedNode(iris.named_graph(WORKS_GRAPH))
    if store.contains_named_graph(name):
        store.remove_graph(name)
    versions = [
        Quad(row["document"], w.IS_VERSION_OF, row["production"], name)
        for row in _rows(store, "production_copies")
    ]
    store.bulk_extend([*_quads(works, iris), *versions])


def _rows(store: Store, query: str) -> QuerySolutions:
    found = store.query(load_query(query), use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise StoreError(f"la requête « {query} » n’est pas un SELECT")
    return found


def _text(store: Store, document: str, iris: Iris) -> str:
    """Return the passages of a document in order of position, without its pages."""
    name = document_graph(document, iris)
    texts = {
        q.subject: q.object for q in store.quads_for_pattern(None, w.TEXT, None, name)
    }
    placed = [
        (int(q.object.value), texts[q.subject])
        for q in store.quads_for_pattern(None, w.POSITION, None, name)
        if q.subject in texts and isinstance(q.object, Literal)
    ]
    ordered = sorted(placed, key=lambda pair: pair[0])
    return "\n".join(text.value for _, text in ordered if isinstance(text, Literal))


def _known(rows: Iterable[QuerySolution], iris: Iris) -> Iterator[KnownDocument]:
    for row in rows:
        yield KnownDocument(
            identifier=iris.identifier(row["document"].value)[1],
            title=row["title"].value,
            kind=kind_from(row["kind"].value),
            language=row["language"].value,
            sha256=row["sha256"].value,
            source_uri=row["uri"].value,
            signature=_value(row, "signature") or "",
            url=_value(row, "url"),
            date=_value(row, "date"),
            doi=_value(row, "doi"),
            handle=_value(row, "handle"),
            hal_id=_value(row, "hal"),
        )


def _quads(works: Iterable[Work], iris: Iris) -> Iterator[Quad]:
    name = NamedNode(iris.named_graph(WORKS_GRAPH))
    for work in works:
        node = NamedNode(iris.thing("work", work.identifier))
        documents = [NamedNode(iris.document(d)) for d in work.manifestations]
        yield Quad(node, w.TYPE, w.WORK, name)
        yield Quad(node, w.OFFICIAL, documents[0], name)
        for rank, document in enumerate(documents):
            position = Literal(str(rank), datatype=w.XSD_INTEGER)
            yield Quad(document, w.IS_VERSION_OF, node, name)
            yield Quad(document, w.MANIFESTATION_RANK, position, name)
        for number, match in enumerate(work.matches):
            reason = NamedNode(iris.thing("match", f"{work.identifier}.{number}"))
            similarity = Decimal(repr(match.similarity)).quantize(_STEP)
            yield Quad(reason, w.TYPE, w.WORK_MATCH, name)
            yield Quad(reason, w.IS_PART_OF, node, name)
            yield Quad(reason, w.METHOD, Literal(match.method), name)
            exact = Literal(f"{similarity:f}", datatype=w.XSD_DECIMAL)
            yield Quad(reason, w.SIMILARITY, exact, name)
            for one in (match.first, match.second):
                matched = NamedNode(iris.document(one))
                yield Quad(reason, w.MATCHED, matched, name)


def read_works(
    manifestations: Iterable[QuerySolution],
    matches: Iterable[QuerySolution],
    iris: Iris,
) -> Mapping[str, Work]:
    """Return document → its work, for documents that have one.

    Args:
        manifestations: Rows of ``work_manifestations.rq``.
        matches: Rows of ``work_matches.rq``.
        iris: Reads the identifiers.
    """
    ranked: dict[str, list[tuple[int, str]]] = {}
    for row in manifestations:
        document = iris.identifier(row["document"].value)[1]
        place = (int(row["rank"].value), document)
        ranked.setdefault(row["work"].value, []).append(place)
    reasons: dict[str, list[WorkMatch]] = {}
    for row in matches:
        match = WorkMatch(
            iris.identifier(row["first"].value)[1],
            iris.identifier(row["second"].value)[1],
            row["method"].value,
            float(row["similarity"].value),
        )
        reasons.setdefault(row["work"].value, []).append(match)
    found = {}
    for node, places in ranked.items():
        names = tuple(document for _, document in sorted(places))
        own = sorted(reasons.get(node, ()), key=_by_pair)
        work = Work(iris.identifier(node)[1], names, tuple(own))
        found.update(dict.fromkeys(names, work))
    return found


def _by_pair(match: WorkMatch) -> tuple[str, str, str]:
    return (match.first, match.second, match.method)


def _value(row: QuerySolution, name: str) -> str | None:
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else None
