"""What both sides of the wiring need: the library and the limits of reading."""

from gtnum.library import Library
from gtnum.settings import Settings
from ingest.limits import Limits

__all__ = ["library", "limits"]

_MEGABYTE = 1_000_000


def library(settings: Settings) -> Library:
    """Return the library of the settings."""
    return Library(settings.library)


def limits(settings: Settings) -> Limits:
    """Return what one document may cost."""
    return Limits(
        size_bytes=settings.reading_max_file_mb * _MEGABYTE,
        wall_seconds=settings.reading_seconds,
        memory_bytes=settings.reading_memory_mb * _MEGABYTE,
        pages=settings.reading_max_pages,
    )
