"""What both sides of the wiring need: the library and the limits of reading."""

import logging
import re

from gtnum.deposits.withdrawals import Withdrawals
from gtnum.library.generation import Generation
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.reading_cache import ReadingCache
from ontology.errors import KnowledgeError

__all__ = [
    "embed_ancestors",
    "library",
    "limits",
    "public_url",
    "reading_cache",
    "reading_options",
    "reading_workers",
    "sound_generation",
    "trusted_proxies",
    "withdrawals",
]

_LOG = logging.getLogger(__name__)
_MEGABYTE = 1_000_000
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?", re.ASCII)


def library(settings: Settings, *, patience_seconds: float = 0.0) -> Library:
    """Return the library of the settings.

    Args:
        settings: Of this process.
        patience_seconds: How long to wait for another process that writes.
    """
    return Library(settings.library, patience_seconds=patience_seconds)


def sound_generation(settings: Settings) -> Generation:
    """Return the published generation, every file compared, or what stands in for it.

    What is damaged is told in the log.

    Raises:
        LibraryMissing: If nothing was ever published.
        LibraryDamaged: If no generation is sound.
        OSError: If the system refuses to read for a reason that is no damage.
    """
    shelf = library(settings)
    choice = shelf.choose()
    generation = choice.require(shelf.root)
    for one in choice.passed_over:
        _LOG.warning(
            "%s is passed over, %s is used instead: %s",
            one.name,
            generation.name,
            one.damage,
        )
    return generation


def withdrawals(settings: Settings) -> Withdrawals:
    """Return what people took out of the library of the settings."""
    return Withdrawals(settings.library / "withdrawn")


def limits(settings: Settings) -> Limits:
    """Return what one document may cost."""
    return Limits(
        size_bytes=settings.reading_max_file_mb * _MEGABYTE,
        wall_seconds=settings.reading_seconds,
        memory_bytes=settings.reading_memory_mb * _MEGABYTE,
        pages=settings.reading_max_pages,
    )


def reading_workers(settings: Settings) -> int:
    """Return how many files are read at once within the memory for all readers."""
    within = settings.reading_total_memory_mb // settings.reading_memory_mb
    return max(1, min(settings.reading_workers, within))


def reading_cache(settings: Settings) -> ReadingCache | None:
    """Return where readings are kept, or None where none shall be."""
    if not settings.reading_cache_mb:
        return None
    return ReadingCache(
        settings.library / "readings",
        most_bytes=settings.reading_cache_mb * _MEGABYTE,
    )


def reading_options(settings: Settings) -> ReadingOptions:
    """Return how documents are read, the corpus and drafts alike."""
    return ReadingOptions.found(ocr=settings.reading_ocr)


def public_url(settings: Settings) -> str:
    """Return the address that users see, without a slash at its end."""
    return settings.address


def embed_ancestors(settings: Settings) -> tuple[str, ...]:
    """Return the origins whose pages may show the list of ``/embed`` in a frame.

    Raises:
        KnowledgeError: If one is no origin: it would stand in a header.
    """
    named = [part.strip() for part in settings.embed_ancestors.split(",")]
    origins = tuple(name for name in named if name)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise KnowledgeError(
                f"« {origin} » n’est pas une origine",
                remedy="Réglez GTNUM_EMBED_ANCESTORS, par exemple à "
                "https://edunumrech.hypotheses.org (sans chemin).",
            )
    return origins


def trusted_proxies(settings: Settings) -> tuple[str, ...]:
    """Return the addresses and networks of proxies whose word counts, as written."""
    named = (part.strip() for part in settings.trusted_proxies.split(","))
    return tuple(name for name in named if name)
