"""A draft that is a page on the web: fetched once, only from the internet, not kept.

Whoever may ask a service for related work may name an address. What answers there must
be public, at every redirect; and what is said of an address that is not must be the
same whether something is there or not.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.errors import (
    DraftAddressRefused,
    DraftNotFetched,
    DraftPageTooLarge,
    DraftPageTooSlow,
)
from ingest.harvest.addresses import AddressPolicy, Target
from ingest.harvest.errors import (
    AddressRefused,
    FetchFailed,
    FetchTimeout,
    FetchTooLarge,
    HarvestError,
)
from ingest.harvest.fetcher import Fetched, Fetcher, FetchLimits
from ontology.call_context import checkpoint

__all__ = ["DraftPage", "PageFetcher"]

_IDLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What stood at an address.

    Attributes:
        content: The bytes.
        name: The last part of its path, or None.
        media_type: Of the bytes, as found in them.
    """

    content: bytes
    name: str | None
    media_type: str


class PageFetcher:
    """Fetches pages that are drafts; safe to call from several threads.

    Args:
        size_bytes: Most bytes of one page.
        seconds: For all of it, redirects included.
        agent: Who asks, as servers see it.
        policy: What may be fetched; what is public when None.
    """

    def __init__(
        self,
        *,
        size_bytes: int,
        seconds: float,
        agent: str,
        policy: AddressPolicy | None = None,
    ) -> None:
        self._limits = FetchLimits(
            size_bytes=size_bytes,
            seconds=seconds,
            idle_seconds=min(_IDLE_SECONDS, seconds),
            longest_wait=0,
        )
        self._agent = agent
        known = policy or AddressPolicy()
        self._policy = _Reticent(known.allowed_hosts, known.resolve)

    def fetch(self, address: str) -> DraftPage:
        """Return what stands at a public address.

        It passes through a file of its own, which is gone at the end.

        Raises:
            DraftAddressRefused: If the address, or one it redirects to, is malformed,
                unknown or not public.
            DraftPageTooLarge: If it has too many bytes.
            DraftPageTooSlow: If it takes too long.
            DraftNotFetched: If the server does not give it.
            CallCancelled: If nobody waits for the answer any more.
            OSError: If there is no room for temporary files.
        """
        with tempfile.TemporaryDirectory(prefix="gtnum-draft-") as folder:
            path = Path(folder) / "page"
            fetched = self._fetched(path, address)
            checkpoint()
            content = path.read_bytes()
        parts = urlsplit(fetched.final_address)
        name = PurePosixPath(unquote(parts.path)).name or None
        return DraftPage(content, name, fetched.media_type)

    def _fetched(self, path: Path, address: str) -> Fetched:
        fetcher = Fetcher(
            self._policy,
            self._limits,
            agent=self._agent,
            delay=0,
            clock=_watched_clock,
        )
        try:
            return fetcher.fetch_to(path, address)
        except AddressRefused as refused:
            raise _refused() from refused
        except FetchTimeout as slow:
            raise DraftPageTooSlow(
                f"la page n’est pas arrivée en {self._limits.seconds:g} s",
                remedy="Réessayez plus tard, ou collez son texte.",
            ) from slow
        except FetchTooLarge as large:
            raise DraftPageTooLarge(
                f"la page dépasse {self._limits.size_bytes // 1_000_000} Mo",
                remedy="Collez la partie de son texte qui compte.",
            ) from large
        except HarvestError as failed:
            raise DraftNotFetched(
                "cette adresse n’a pas donné de page : le site se tait ou refuse",
                remedy="Vérifiez l’adresse dans un navigateur, ou collez le texte.",
            ) from failed


class _Reticent(AddressPolicy):
    """Refuses an unknown name as it refuses a private one, also behind a redirect."""

    def admit(self, address: str) -> Target:
        try:
            return AddressPolicy.admit(self, address)
        except FetchFailed as unknown:
            raise AddressRefused(unknown.message) from unknown


def _watched_clock() -> float:
    """Return the time, where somebody still waits for the page.

    Raises:
        CallCancelled: If nobody does.
    """
    checkpoint()
    return time.monotonic()


def _refused() -> DraftAddressRefused:
    return DraftAddressRefused(
        "cette adresse n’est pas celle d’une page publique",
        remedy="Donnez l’adresse https d’une page que tout le monde peut lire, ou "
        "collez son texte.",
    )
