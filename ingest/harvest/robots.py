"""What sites ask of robots (RFC 9309), read once for each host and run.

    page wanted ─▶ robots.txt of its host ─▶ 200: its rules
                                          ├▶ 4xx: everything is allowed
                                          └▶ 5xx, silence, private, too long: nothing

Protego reads the rules and finds what fits an address by plain search, never by a
pattern that a hostile file could make slow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from protego import Protego

from ingest.harvest.addresses import Target
from ingest.harvest.errors import (
    AddressGone,
    HarvestError,
    RequestRejected,
    RobotsRefused,
    RobotsUnknown,
)

__all__ = ["LARGEST_ROBOTS", "Robots"]

LARGEST_ROBOTS: Final = 2**20
"""Bytes; RFC 9309 asks for half of it at least."""

_MOST_RULES: Final = 1_000_000
_TOKEN: Final = re.compile(r"[A-Za-z_-]+")
_AGENT_LINE: Final = re.compile(r"\s*user[-\s]*agent", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one host asks: rules, or why nothing may be read; neither: all may."""

    rules: Protego | None = None
    unreadable: str = ""


class Robots:
    """Knows the rules of the hosts that were asked about.

    Args:
        agent: ``User-Agent`` of this program; its first word is what rules name.
        fetch: Writes what stands at an address to a path, at most ``LARGEST_ROBOTS``
            bytes, or raises ``HarvestError``.
        longest_delay: Most seconds of ``Crawl-delay`` that are granted.
    """

    def __init__(
        self,
        agent: str,
        fetch: Callable[[Path, str], object],
        *,
        longest_delay: float,
    ) -> None:
        found = _TOKEN.match(agent)
        self._token = found.group() if found else "*"
        self._fetch = fetch
        self._longest_delay = longest_delay
        self._known: dict[tuple[str, str, int], _Asked] = {}

    def require(self, target: Target) -> None:
        """Check that a robot may read a page; the first time, ask its host.

        Raises:
            RobotsRefused: If the rules say no, or cannot be had at the moment.
            OSError: If the disk refuses.
        """
        key = (target.scheme, target.host, target.port)
        if key not in self._known:
            self._known[key] = self._ask(target)
        asked = self._known[key]
        if asked.unreadable:
            raise RobotsUnknown(
                f"« {target.url} » n’est pas lu : les règles du site pour les robots "
                f"ne peuvent pas être lues ({asked.unreadable})",
                remedy="Relancez la moisson plus tard.",
            )
        if asked.rules and not asked.rules.can_fetch(target.url, self._token):
            raise RobotsRefused(
                f"« {target.url} » n’est pas lu : le site demande aux robots de ne pas "
                "lire cette page (robots.txt)",
                remedy="Demandez l’accord du site, ou déposez la page à la main.",
            )

    def delay(self, target: Target) -> float:
        """Return the pause that a host asks for, as far as it is known, in seconds."""
        asked = self._known.get((target.scheme, target.host, target.port))
        if asked is None or asked.rules is None:
            return 0.0
        return min(asked.rules.crawl_delay(self._token) or 0.0, self._longest_delay)

    def _ask(self, target: Target) -> _Asked:
        # Only ``/robots.txt`` of scheme, host and port counts, whatever the path.
        address = f"{target.url.removesuffix(target.path)}/robots.txt"
        with TemporaryDirectory(prefix="gtnum-robots-") as folder:
            path = Path(folder, "robots.txt")
            try:
                self._fetch(path, address)
            except (AddressGone, RequestRejected):
                return _Asked()
            except HarvestError as error:
                return _Asked(unreadable=error.message)
            return _parsed(path.read_bytes(), address)


def _parsed(content: bytes, address: str) -> _Asked:
    text = content.decode("utf-8-sig", "replace")
    # Each rule counts for every agent named above it: a small file can mean billions.
    lines = text.splitlines()
    agents = sum(1 for line in lines if _AGENT_LINE.match(line))
    if agents * len(lines) > _MOST_RULES:
        return _Asked(unreadable=f"« {address} » a trop de règles")
    return _Asked(Protego.parse(text))
