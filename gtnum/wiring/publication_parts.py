"""What a published generation offers besides answers, and whether we may serve it."""

from collections.abc import Callable

from graph.descriptions.publication import read_description
from graph.dumps import DUMP_FORMATS
from graph.sparql.service_description import ServiceDescription
from graph.stores.resources import EmbeddedResources
from gtnum.errors import LibraryError
from gtnum.library.generation import DUMPS, Generation
from gtnum.settings import Settings
from gtnum.wiring.shared_parts import public_url
from ontology.iris import Iris
from search_api.web.dump_file import Download

__all__ = ["described", "downloads", "require_base", "resources"]

_MEGABYTE = 1_000_000


def described(
    settings: Settings, generation: Generation
) -> Callable[[str], tuple[str, bytes]]:
    """Return what describes the SPARQL endpoint; read at the first question."""
    iris = Iris(settings.base_iri)
    return ServiceDescription(
        f"{public_url(settings)}/sparql",
        iris,
        described=lambda: read_description(generation.graph, iris),
    ).serialize


def resources(settings: Settings, generation: Generation) -> EmbeddedResources:
    """Return what describes anything that has an IRI.

    Raises:
        StoreError: If the graph cannot be read.
    """
    return EmbeddedResources(
        generation.graph,
        Iris(settings.base_iri),
        limit_bytes=settings.sparql_max_answer_mb * _MEGABYTE,
    )


def downloads(generation: Generation) -> dict[str, Download]:
    """Return the files to download; the manifest keeps their sizes and checksums."""
    found = {}
    for kind in DUMP_FORMATS:
        record = generation.manifest.files.get(f"{DUMPS}/{kind.name}")
        if record is not None:
            found[kind.name] = Download(
                generation.folder / DUMPS / kind.name,
                record.size_bytes,
                record.sha256,
                kind.title,
            )
    return found


def require_base(settings: Settings, generation: Generation) -> None:
    """Make sure that the IRIs of a generation stand under the base of the settings.

    Raises:
        LibraryError: If they do not: nothing in it would be found.
    """
    base = generation.manifest.base_iri
    if base != settings.base_iri:
        raise LibraryError(
            f"la génération {generation.name} a la base {base}, les réglages "
            f"demandent {settings.base_iri}",
            remedy=f"Réglez GTNUM_BASE_IRI={base}, ou déplacez les données : "
            f"`gtnum rebase {settings.base_iri}`",
        )
