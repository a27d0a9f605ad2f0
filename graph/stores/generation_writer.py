"""Writes the statements of one generation into an Oxigraph folder.

A generation starts from the one before it, whose files are linked and not copied, so
that changing three documents of a million costs three documents. Documents gather in
memory and go in by bulk: a transactional load of the same size would leave a log that
every later opening has to replay (a minute for a million statements).
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph import term_nodes as w
from graph.curated_facts import CuratedFact
from graph.descriptions.dataset_description import Release
from graph.descriptions.publication import publish_description
from graph.errors import StoreError
from graph.mapping import document_graph, record_quads
from graph.ports import FindWorks
from graph.store_failures import STORE_FAILURES, failed
from graph.stores.fact_decisions import apply_facts
from graph.stores.known_authors import person_quads
from graph.stores.work_groups import group_works
from ontology.iris import Iris
from ontology.model import DocumentRecord
from ontology.person_names import PersonNames
from ontology.shipped_files import read_text, turtle_files

__all__ = ["GenerationWriter", "Provenance"]

_LOG = logging.getLogger(__name__)
_BATCH_QUADS = 50_000
# Compacting reads and writes the whole store: worth it when a tenth of it is new.
_COMPACT_ABOVE = 0.1


@dataclass(frozen=True, slots=True)
class Provenance:
    """What makes a generation.

    Attributes:
        generation: Its name, for example ``0007``.
        software: Name and version of the program, for example ``gtnum 0.1.0``.
        started_at: When the run began, with time zone.
    """

    generation: str
    software: str
    started_at: datetime


class GenerationWriter:
    """The ``GraphWriter`` of an embedded store; one thread at a time.

    Args:
        folder: Where the store will stand; must not exist, or be empty.
        iris: Mints the IRIs.
        base: Store of the generation to start from, or None for an empty one.
        provenance: Written beside the documents when given.
        release: When given, the store is described by it as it is closed.
        persons: Finds the person whom the printed name of an author means; without it
            no author is linked to a person.
        batch_quads: How many statements gather before they are loaded (about 300
            bytes each).

    Raises:
        StoreError: If the folder is taken, locked or cannot be written, or the base
            cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        iris: Iris,
        *,
        base: Path | None = None,
        provenance: Provenance | None = None,
        release: Release | None = None,
        persons: PersonNames | None = None,
        batch_quads: int = _BATCH_QUADS,
    ) -> None:
        self._folder = folder
        self._iris = iris
        self._release = release
        self._persons = persons
        self._batch_quads = batch_quads
        self._pending: dict[str, list[Quad]] = {}
        self._pending_quads = 0
        self._written_quads = 0
        self._store: Store | None = _create(folder, base)
        self._activity = (
            None
            if provenance is None
            else NamedNode(iris.thing("generation", provenance.generation))
        )
        if provenance is not None:
            self._describe(provenance)

    def write(self, record: DocumentRecord) -> None:
        """Put a document in its named graph, replacing what stood there.

        Raises:
            StoreError: If the store refuses; nothing of the document is then kept.
        """
        identifier = record.document.identifier
        self._open()
        quads = record_quads(record, self._iris)
        if self._persons is not None:
            quads += list(person_quads(quads, self._persons, self._iris))
        if self._activity is not None:
            name = document_graph(identifier, self._iris)
            quads.append(Quad(name, w.WAS_GENERATED_BY, self._activity, name))
        self._forget(identifier)
        self._pending[identifier] = quads
        self._pending_quads += len(quads)
        if self._pending_quads >= self._batch_quads:
            self._load_pending()

    def remove(self, document: str) -> None:
        """Delete the named graph of a document; an unknown one is no error.

        Raises:
            StoreError: If the store refuses.
        """
        store = self._open()
        self._forget(document)
        _remove_graph(store, document_graph(document, self._iris), self._folder)

    def load_reference(self) -> None:
        """Replace the vocabulary and the reference data by those that ship.

        ``core.ttl`` goes to the graph ``ontology``, all else to ``reference``.

        Raises:
            StoreError: If the store refuses, or a file is not Turtle.
            OntologyError: If the package was installed without its data files.
        """
        files = {n: read_text(n, base=self._iris.base) for n in turtle_files()}
        vocabulary = {n: text for n, text in files.items() if n == "core.ttl"}
        self.replace_graph("ontology", vocabulary)
        reference = {n: text for n, text in files.items() if n not in vocabulary}
        self.replace_graph("reference", reference)

    def curate(self, facts: Iterable[CuratedFact]) -> None:
        """Replace the graph ``curation``; call ``load_reference`` before it.

        Raises:
            StoreError: If the store refuses.
            FactRefused: If a text of a decision cannot be written.
        """
        try:
            apply_facts(self._open(), facts, self._iris)
        except STORE_FAILURES as error:
            raise _refused(self._folder, error) from error

    def group_works(self, find: FindWorks) -> None:
        """State which documents are copies of one work, in place of what was stated.

        Raises:
            StoreError: If the store refuses.
        """
        store = self._open()
        try:
            self._load_pending()
            group_works(store, find, self._iris)
        except STORE_FAILURES as error:
            raise _refused(self._folder, error) from error

    def replace_graph(self, name: str, turtle: Mapping[str, str]) -> None:
        """Put Turtle into a graph that is not a document's, in place of what stood.

        Args:
            name: As ``Iris.named_graph`` takes it, for example ``reference``.
            turtle: File name, for messages, and text.

        Raises:
            StoreError: If the store refuses, or a text is not Turtle.
        """
        store = self._open()
        node = NamedNode(self._iris.named_graph(name))
        _remove_graph(store, node, self._folder)
        for origin, text in turtle.items():
            try:
                store.bulk_load(text, RdfFormat.TURTLE, to_graph=node)
            except SyntaxError as error:
                raise StoreError(
                    f"« {origin} » n’est pas du Turtle : {error}",
                    remedy="Corrigez le fichier, ou réinstallez le paquet.",
                ) from error
            except STORE_FAILURES as error:
                raise _refused(self._folder, error) from error

    def close(self) -> None:
        """Describe, flush to disk and release the store; the writer is then spent.

        Raises:
            StoreError: If the disk refuses.
            GraphError: If a query that ships cannot be used.
        """
        if self._store is None:
            return
        try:
            self._load_pending()
            store = self._store
            if self._release is not None:
                publish_description(store, self._iris, self._release)
            if self._written_quads > _COMPACT_ABOVE * len(store):
                store.optimize()
            store.flush()
        except STORE_FAILURES as error:
            raise _refused(self._folder, error) from error
        finally:
            # Oxigraph has no close(): the lock goes with the last reference.
            self._store = None

    def _open(self) -> Store:
        if self._store is None:
            raise StoreError(f"le graphe {self._folder} est déjà refermé")
        return self._store

    def _forget(self, document: str) -> None:
        self._pending_quads -= len(self._pending.pop(document, ()))

    def _load_pending(self) -> None:
        store = self._open()
        try:
            for identifier in self._pending:
                name = document_graph(identifier, self._iris)
                if store.contains_named_graph(name):
                    store.remove_graph(name)
            store.bulk_extend(
                quad for quads in self._pending.values() for quad in quads
            )
        except STORE_FAILURES as error:
            raise _refused(self._folder, error) from error
        _LOG.debug(
            "loaded %s documents, %s statements",
            len(self._pending),
            self._pending_quads,
        )
        self._written_quads += self._pending_quads
        self._pending.clear()
        self._pending_quads = 0

    def _describe(self, provenance: Provenance) -> None:
        """State what made this generation; earlier runs stay described."""
        iris, store = self._iris, self._open()
        name = NamedNode(iris.named_graph("generation"))
        activity = NamedNode(iris.thing("generation", provenance.generation))
        agent = NamedNode(iris.thing("software", provenance.software))
        moment = Literal(provenance.started_at.isoformat(), datatype=w.XSD_DATETIME)
        statements = (
            (activity, w.TYPE, w.ACTIVITY),
            (activity, w.STARTED_AT, moment),
            (activity, w.WAS_ASSOCIATED_WITH, agent),
            (agent, w.TYPE, w.SOFTWARE_AGENT),
            (agent, w.SOFTWARE_VERSION, Literal(provenance.software)),
        )
        try:
            store.bulk_extend(Quad(s, p, o, name) for s, p, o in statements)
        except STORE_FAILURES as error:
            raise _refused(self._folder, error) from error


def _create(folder: Path, base: Path | None) -> Store:
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(
            f"le dossier {folder} contient déjà quelque chose",
            remedy="Une génération s’écrit dans un dossier neuf.",
        )
    try:
        if base is not None:
            if folder.exists():
                folder.rmdir()  # Oxigraph links into a folder that it makes itself
            Store.read_only(str(base)).backup(str(folder))
        return Store(str(folder))
    except STORE_FAILURES as error:
        raise _refused(folder if base is None else base, error) from error


def _remove_graph(store: Store, name: NamedNode, folder: Path) -> None:
    try:
        if store.contains_named_graph(name):
            store.remove_graph(name)
    except STORE_FAILURES as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: Exception) -> StoreError:
    return failed(
        f"le graphe {folder} ne peut pas être lu ou écrit",
        error,
        remedy="Vérifiez la bibliothèque (`gtnum library verify`), la place sur le "
        "disque, les droits, et qu’aucun autre programme ne l’écrit.",
    )
