"""What both sides of the wiring need: the library and the limits of reading."""

from gtnum.deposits.withdrawals import Withdrawals
from gtnum.library import Library
from gtnum.settings import Settings
from ingest.limits import Limits
from ingest.options import ReadingOptions

__all__ = ["library", "limits", "reading_options", "withdrawals"]

_MEGABYTE = 1_000_000


def library(settings: Settings) -> Library:
    """Return the library of the settings."""
    return Library(settings.library)


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


def reading_options(settings: Settings) -> ReadingOptions:
    """Return how documents are read, the corpus and drafts alike."""
    return ReadingOptions.found(ocr=settings.reading_ocr)
