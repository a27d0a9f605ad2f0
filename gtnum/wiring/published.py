"""What a published generation offers besides answers, and whether we may serve it."""

from graph.stores.dumps import DUMP_FORMATS
from gtnum.errors import LibraryError
from gtnum.generation import DUMPS, Generation
from gtnum.settings import Settings
from search_api.web.linked_data.download import Download

__all__ = ["downloads", "require_base"]


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
            f"gtnum rebase {settings.base_iri}",
        )
