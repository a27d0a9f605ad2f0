"""Opens what harvests: polite, and only public addresses unless a setting says so."""

from importlib.metadata import version

from gtnum.harvests import Harvests
from gtnum.settings import Settings
from ingest.harvest.addresses import AddressPolicy
from ingest.harvest.fetcher import Fetcher, FetchLimits

__all__ = ["harvests"]

_MEGABYTE = 1_000_000


def harvests(settings: Settings) -> Harvests:
    """Return the harvests of the library of the settings."""
    return Harvests(settings.library / "harvests", lambda: _fetcher(settings))


def _fetcher(settings: Settings) -> Fetcher:
    contact = settings.harvest_contact or settings.public_url
    return Fetcher(
        AddressPolicy.allowing(settings.harvest_allowed_hosts.split(",")),
        FetchLimits(
            size_bytes=settings.reading_max_file_mb * _MEGABYTE,
            seconds=settings.harvest_seconds,
            longest_wait=settings.harvest_longest_wait_seconds,
        ),
        agent=f"gtnum/{version('gtnum')}" + (f" (+{contact})" if contact else ""),
        delay=settings.harvest_delay_seconds,
    )
