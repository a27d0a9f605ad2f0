"""Opens what moves a library to another base of IRIs."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from graph.descriptions.dataset_description import Release
from graph.ports import GraphWriter
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter, Provenance
from gtnum.library.base_change import MovingParts
from gtnum.library.generation import DUMPS
from gtnum.library.library_folder import Building
from gtnum.reference_data import reference_fingerprint
from gtnum.settings import Settings
from ontology.iris import Iris

__all__ = ["moving_parts"]


def moving_parts(settings: Settings) -> MovingParts:
    """Return what ``rebase`` needs."""

    def writer(building: Building, iris: Iris, moved: Path) -> GraphWriter:
        now = datetime.now(UTC)
        dumps = building.folder / DUMPS if settings.dumps else None
        return GenerationWriter(
            building.folder / "graph",
            iris,
            base=moved,
            provenance=Provenance(
                generation=building.name,
                software=f"gtnum {version('gtnum')}",
                started_at=now,
            ),
            release=Release(building.name, now, dumps=dumps),
        )

    return MovingParts(
        graph=writer,
        counts=lambda folder, iris: EmbeddedCatalogue(folder, iris).counts(),
        fingerprint=reference_fingerprint,
    )
