"""Measures, before a generation is published, from where a document answers."""

from graph.stores.document_catalogue import EmbeddedCatalogue
from gtnum.library.library_folder import Building
from gtnum.settings import Settings
from ontology.iris import Iris
from search_api import fusion
from search_api.calibration import (
    LEAST_PASSAGES,
    calibrate,
    foreign_questions,
    own_questions,
    write_calibration,
)
from search_api.evidence import Indexes
from search_api.french.question import parse
from search_api.fusion import Evidence
from search_api.indexer import OpenIndexes
from search_api.ports import Embedder

__all__ = ["calibrated"]


def calibrated(settings: Settings, embedder: Embedder, building: Building) -> None:
    """Write the calibration of a generation whose graph and indexes are written.

    A library of few passages gets none.

    Raises:
        KnowledgeError: If graph or indexes cannot be read.
        OSError: If the disk refuses.
    """
    opened = OpenIndexes(building.folder, embedder, with_checksums=False)
    try:
        if len(opened.words) < LEAST_PASSAGES:
            return
        indexes = Indexes(
            opened.vectors,
            opened.words,
            opened.second_look,
            balance=fusion.balance_for(embedder.name),
        )

        def ask(text: str) -> Evidence:
            question = parse(text)
            vector = embedder.embed_queries([question.plain])
            return indexes.gather(text, question, vector=vector)

        iris = Iris(settings.base_iri)
        catalogue = EmbeddedCatalogue(building.folder / "graph", iris)
        measured = calibrate(
            ask,
            own_questions(catalogue),
            foreign_questions(),
            roles=catalogue.passage_roles(),
        )
        write_calibration(measured, building.folder)
    finally:
        opened.close()
