"""Writes a whole generation, or one graph of it, as a stream.

N-Quads and TriG keep the named graphs; Turtle and N-Triples hold the statements of all
graphs together, or those of one. Memory stays flat whatever the size.
"""

import gzip
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, Final, cast

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from graph.errors import StoreError
from graph.store_failures import STORE_FAILURES, failed
from ontology.terms import PREFIXES

__all__ = ["ExportFormat", "export_statements", "write_statements"]


class ExportFormat(StrEnum):
    """What an export is written in; the value is the file suffix."""

    N_QUADS = "nq"
    N_QUADS_GZ = "nq.gz"
    TRIG = "trig"
    TURTLE = "ttl"
    TURTLE_GZ = "ttl.gz"
    N_TRIPLES = "nt"


_DATASETS: Final = {
    ExportFormat.N_QUADS: RdfFormat.N_QUADS,
    ExportFormat.N_QUADS_GZ: RdfFormat.N_QUADS,
    ExportFormat.TRIG: RdfFormat.TRIG,
}
_GRAPHS: Final = {
    ExportFormat.TURTLE: RdfFormat.TURTLE,
    ExportFormat.TURTLE_GZ: RdfFormat.TURTLE,
    ExportFormat.N_TRIPLES: RdfFormat.N_TRIPLES,
}
_PACKED: Final = (ExportFormat.N_QUADS_GZ, ExportFormat.TURTLE_GZ)
# The slowest level saves two hundredths of the size and costs three times the time.
_GZIP_LEVEL: Final = 6


def export_statements(
    store: Path, output: IO[bytes], *, form: ExportFormat, only: str | None = None
) -> None:
    """Write the statements of a store.

    Args:
        store: Folder of a published generation.
        output: Receives the bytes; stays open.
        form: The format.
        only: IRI of the one graph to write, or None for all.

    Raises:
        StoreError: If the store cannot be read, the graph is unknown, or the output
            cannot be written.
    """
    try:
        opened = Store.read_only(str(store))
        if only is not None and not opened.contains_named_graph(NamedNode(only)):
            raise StoreError(f"le graphe nommé « {only} » n’existe pas")
        write_statements(opened, output, form=form, only=only)
    except STORE_FAILURES as error:
        raise failed(
            f"l’export de {store} a échoué",
            error,
            remedy="Vérifiez la bibliothèque (`gtnum library verify`), la place sur "
            "le disque et les droits.",
        ) from error
    except ValueError as error:
        raise StoreError(f"« {only} » n’est pas une IRI : {error}") from error


def write_statements(
    store: Store, output: IO[bytes], *, form: ExportFormat, only: str | None = None
) -> None:
    """Write the statements of an open store; see ``export_statements``.

    Raises:
        OSError: If the store or the output fails.
        ValueError: If ``only`` is no IRI.
    """
    if form in _PACKED:
        # Neither name nor date in the header: the same statements give the same bytes.
        with gzip.GzipFile(
            filename="", fileobj=output, mode="wb", compresslevel=_GZIP_LEVEL, mtime=0
        ) as packed:
            _write(store, cast("IO[bytes]", packed), form, only)
    else:
        _write(store, output, form, only)


def _write(
    store: Store,
    output: IO[bytes],
    form: ExportFormat,
    only: str | None,
) -> None:
    name = None if only is None else NamedNode(only)
    if form in _GRAPHS:
        serialize(_triples(store, name), output, _GRAPHS[form], prefixes=PREFIXES)
    elif name is not None:
        quads = store.quads_for_pattern(None, None, None, name)
        serialize(quads, output, _DATASETS[form], prefixes=PREFIXES)
    else:
        store.dump(output, _DATASETS[form], prefixes=PREFIXES)


def _triples(store: Store, name: NamedNode | None) -> Iterator[Triple]:
    """Yield triples graph by graph, so that those of one subject stand together."""
    for each in sorted(store.named_graphs(), key=str) if name is None else [name]:
        if isinstance(each, NamedNode):
            for quad in store.quads_for_pattern(None, None, None, each):
                yield quad.triple
