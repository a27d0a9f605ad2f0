"""Reads and writes the history of the corpus: what came, changed and left, and when."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from graph.stores.document_catalogue import EmbeddedCatalogue
from gtnum.errors import LibraryDamaged
from gtnum.library.generation import Generation
from gtnum.library.history_file import (
    DocumentState,
    continued,
    from_ledgers,
    read_history,
    write_history,
)
from gtnum.library.library_folder import Building
from gtnum.settings import Settings
from gtnum.wiring.shared_parts import library, withdrawals
from ontology.iris import Iris
from ontology.model import DocumentSummary, EntityKind
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory

__all__ = ["history", "remember"]

_SETS: Final = (EntityKind.GROUP, EntityKind.WAVE)
_UNTOLD: Final = frozenset({"passage_count", "size_bytes"})
"""Fields that may change while nothing else is told of a document."""


def remember(settings: Settings, building: Building, touched: Collection[str]) -> None:
    """Write the history of a generation whose graph is closed and ledger written.

    Args:
        settings: Of this process.
        building: The generation.
        touched: Documents that may differ from the parent.

    Raises:
        KnowledgeError: If graph or history cannot be read.
        OSError: If the disk refuses.
    """
    before, last = _history_before(settings, library(settings).readable())
    parent = building.parent
    catalogue = EmbeddedCatalogue(building.folder / "graph", Iris(settings.base_iri))
    present = catalogue.document_identifiers(DocumentFilter())
    # After a roll-back, any document may differ from what was told last.
    follows = parent is None or parent.name == last
    write_history(
        building.folder,
        continued(
            before,
            present=present,
            touched=touched if follows else present,
            states=lambda names: _states(catalogue, names),
            generation=building.name,
            at=datetime.now(UTC),
        ),
    )


def history(
    settings: Settings, generation: Generation, catalogue: Catalogue
) -> CorpusHistory:
    """Return the history up to a published generation.

    Raises:
        KnowledgeError: If it, or what stands in for it, cannot be read.
    """
    kept = read_history(generation)
    if kept is not None:
        return kept
    shelf = library(settings).readable()
    earlier = [one for one in shelf if int(one.name) <= int(generation.name)]
    before, last = _history_before(settings, earlier)
    present = catalogue.document_identifiers(DocumentFilter())
    return continued(
        before,
        present=present,
        touched=() if last == generation.name else present,
        states=lambda names: _states(catalogue, names),
        generation=generation.name,
        at=datetime.fromisoformat(generation.manifest.created_at),
    )


def _history_before(
    settings: Settings, generations: Sequence[Generation]
) -> tuple[CorpusHistory, str]:
    """Return the last history among generations, oldest first, and whose it is.

    A damaged one is left out: an ingest repairs what a damaged generation left.
    """
    for generation in reversed(generations):
        with suppress(LibraryDamaged):
            kept = read_history(generation)
            if kept is not None:
                return kept, generation.name
    if not generations:
        return CorpusHistory(), ""
    newest = generations[-1]
    told = from_ledgers(generations)
    gone = [
        CorpusEvent(
            record.document,
            Change.LEFT,
            datetime.fromisoformat(record.withdrawn_at),
            newest.name,
            record.title or record.document,
        )
        for record in withdrawals(settings).all()
        if record.document not in told.lives
    ]
    events = sorted([*told.events, *gone], key=lambda event: event.at)
    return CorpusHistory(events), newest.name


def _states(
    catalogue: Catalogue, documents: Collection[str]
) -> Mapping[str, DocumentState]:
    """Return what a reader is told of documents now."""
    if not documents:
        return {}
    wanted = frozenset(documents)
    linked: dict[str, list[str]] = {name: [] for name in wanted}
    for entity in catalogue.entities():
        if entity.kind in _SETS:
            pair = (entity.kind.value, entity.identifier)
            passing = catalogue.document_identifiers(DocumentFilter(entities=(pair,)))
            for name in wanted & passing:
                linked[name].append(":".join(pair))
    return {
        name: _state(summary, linked[name])
        for name, summary in catalogue.documents(sorted(wanted)).items()
    }


def _state(summary: DocumentSummary, linked: list[str]) -> DocumentState:
    sets = tuple(sorted([f"kind:{summary.kind.value}", *linked]))
    # What is empty is left out: a field that is new to the model changes no document.
    told = {
        name: value
        for name, value in asdict(summary).items()
        if name not in _UNTOLD and value not in (None, "", ())
    }
    text = json.dumps([told, sets], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return DocumentState(summary.title, sets, digest[:32])
