"""How a worker fetches an address: a port, so that tests need no network."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from ingest.harvest.addresses import AddressPolicy
from ingest.harvest.errors import AddressRefused, FetchFailed
from ingest.harvest.fetcher import FetchLimits, fetch_to
from search_api.deposit_tasks import DepositAddressRefused

__all__ = ["Fetch", "FetchedFile", "public_fetch", "require_public"]

_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What came from an address.

    Attributes:
        address: Where it is, after redirects.
        name: A name for it, any text.
        sha256: Of the content.
    """

    address: str
    name: str
    sha256: str


class Fetch(Protocol):
    """Fetches an address into a file."""

    def __call__(self, path: Path, address: str) -> FetchedFile:
        """Write what stands at an address to a path, replacing the file there.

        Raises:
            SourceError: If the address is refused or gives nothing.
            OSError: If the disk refuses.
        """
        ...


def public_fetch(*, size_bytes: int, agent: str) -> Fetch:
    """Return what fetches public addresses only, redirects checked.

    Args:
        size_bytes: Most bytes of one address.
        agent: Who asks, as servers see it.
    """

    def fetch(path: Path, address: str) -> FetchedFile:
        limits = FetchLimits(size_bytes=size_bytes)
        fetched = fetch_to(path, address, limits=limits, agent=agent)
        name = _name(fetched.final_address, fetched.media_type)
        return FetchedFile(fetched.final_address, name, fetched.sha256)

    return fetch


def require_public(address: str, policy: AddressPolicy | None = None) -> None:
    """Refuse an address that no worker would fetch.

    A name that is unknown now may be known when the worker comes to it, which looks
    again: names change, and redirects lead elsewhere.

    Args:
        address: As it was sent.
        policy: What may be fetched; what is public when None.

    Raises:
        DepositAddressRefused: If it is malformed or leads into a private network.
    """
    try:
        (policy or AddressPolicy()).admit(address)
    except AddressRefused as refused:
        raise DepositAddressRefused(
            refused.message,
            remedy="Donnez l’adresse publique du document, ou envoyez le fichier.",
        ) from refused
    except FetchFailed:
        return


def _name(address: str, media_type: str) -> str:
    """Return a file name from the last part of a path, with a suffix that fits."""
    parts = urlsplit(address)
    last = PurePosixPath(unquote(parts.path)).name or (parts.hostname or "document")
    suffix = _SUFFIXES.get(media_type, "")
    return last if not suffix or last.lower().endswith(suffix) else f"{last}{suffix}"
