"""Fetch one address into a file: bounded, checked at each redirect, typed by content.

    admit ─▶ robots.txt ─▶ wait one's turn ─▶ GET ─▶ redirect? admit again
             of a page                          └─▶ 200: count, unpack, hash
                                                    ─▶ file, whole or not

The type is that of the bytes, as for files; what the server states is only kept beside.
"""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpcore

from ingest.harvest.addresses import AddressPolicy, Target
from ingest.harvest.connections import Clock, Deadline, exchange
from ingest.harvest.errors import FetchFailed, FetchTimeout, ServerBusy
from ingest.harvest.mirror_paths import is_address
from ingest.harvest.response_body import unpacked, write_blocks
from ingest.harvest.response_status import flat_headers, require_success
from ingest.harvest.robots import LARGEST_ROBOTS, Robots

__all__ = ["FetchLimits", "Fetched", "Fetcher", "Validators", "fetch_to"]

_REDIRECTS = {301, 302, 303, 307, 308}
_TRIES = 4
_FIRST_PAUSE = 5.0
_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8"
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one address may cost.

    Attributes:
        size_bytes: Of the content, packed and unpacked.
        seconds: From the first connection to the last byte, redirects included.
        idle_seconds: For one wait in it.
        redirects: Most hops.
        longest_wait: Longest ``Retry-After`` that is waited for, seconds.
        longest_delay: Most seconds of a ``Crawl-delay`` that are granted.
    """

    size_bytes: int = 200 * 2**20
    seconds: float = 120.0
    idle_seconds: float = 30.0
    redirects: int = 5
    longest_wait: float = 300.0
    longest_delay: float = 30.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version we have, to ask only for a newer one."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        pairs = (
            ("If-None-Match", self.etag),
            ("If-Modified-Since", self.last_modified),
        )
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address.

    Attributes:
        final_address: After redirects.
        media_type: Of the content; empty when it is unchanged.
        stated_type: What the server stated, as printed.
        size_bytes: Of the content, unpacked.
        sha256: Of the content, 64 lower-case hexadecimal digits.
        validators: For the next conditional request.
        is_unchanged: Whether the server said that our version still stands; no file
            was written then.
    """

    final_address: str
    media_type: str
    stated_type: str
    size_bytes: int
    sha256: str
    validators: Validators = field(default_factory=Validators)
    is_unchanged: bool = False


def fetch_to(
    path: Path,
    address: str,
    *,
    limits: FetchLimits | None = None,
    policy: AddressPolicy | None = None,
    agent: str = "gtnum",
) -> Fetched:
    """Fetch one address into a file; see ``Fetcher`` for many.

    Args:
        path: Written whole or not at all; its folder must exist.
        address: Absolute http or https address.
        limits: Bytes, seconds and hops.
        policy: Which addresses are spoken to; only public ones by default.
        agent: ``User-Agent``.

    Raises:
        AddressRefused: If the address, or one it redirects to, is not public.
        AddressGone: If nothing stands there (404, 410).
        FetchTimeout: If it takes too long.
        FetchTooLarge: If it has too many bytes.
        FetchFailed: If the server cannot be reached or answers with an error.
        OSError: If the file cannot be written.
    """
    patience = replace(limits or FetchLimits(), longest_wait=0)
    return Fetcher(policy, patience, agent=agent, delay=0).fetch_to(path, address)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One address to fetch: where to, and under which conditions."""

    path: Path
    address: str
    size_bytes: int
    known: Validators = field(default_factory=Validators)
    obeys_robots: bool = False


class Fetcher:
    """Fetches one address after another, never two at once, with pauses per host.

    Args:
        policy: Which addresses are spoken to.
        limits: Of one address.
        agent: ``User-Agent``, with a way to reach the people who run the harvest.
        delay: Seconds between two requests to the same host; more where its rules for
            robots ask for more.
        clock: Time source.
        sleep: Waits.
    """

    def __init__(
        self,
        policy: AddressPolicy | None = None,
        limits: FetchLimits | None = None,
        *,
        agent: str = "gtnum",
        delay: float = 1.0,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy = policy or AddressPolicy()
        self._limits = limits or FetchLimits()
        self._agent = agent
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._resting: dict[str, float] = {}
        self._robots = Robots(
            agent, self._fetch_rules, longest_delay=self._limits.longest_delay
        )

    def fetch_to(
        self,
        path: Path,
        address: str,
        *,
        known: Validators | None = None,
        obeys_robots: bool = False,
    ) -> Fetched:
        """Fetch an address into a file, waiting where the server asks for it.

        Args:
            path: Written whole or not at all; its folder must exist.
            address: Absolute.
            known: Of the version we have; the answer may then be ``is_unchanged``.
            obeys_robots: Whether ``robots.txt`` decides: for the pages of a site, not
                for what is published for machines.

        Raises:
            AddressRefused: If the address, or one it redirects to, is not public.
            RobotsRefused: If the rules for robots say no, or cannot be had.
            AddressGone: If nothing stands there (404, 410).
            ServerBusy: If it still asks for patience after some tries, or for more
                than is allowed.
            FetchTimeout: If it takes too long.
            FetchTooLarge: If it has too many bytes.
            FetchFailed: If the server cannot be reached or answers with an error.
            OSError: If the file cannot be written.
        """
        known = known or Validators()
        size = self._limits.size_bytes
        return self._patiently(_Wanted(path, address, size, known, obeys_robots))

    def _fetch_rules(self, path: Path, address: str) -> None:
        size = min(LARGEST_ROBOTS, self._limits.size_bytes)
        self._patiently(_Wanted(path, address, size))

    def _patiently(self, wanted: _Wanted) -> Fetched:
        address = wanted.address
        host = urlsplit(address).netloc.lower() if is_address(address) else ""
        if self._resting.get(host, 0) > self._clock():
            raise ServerBusy(f"« {host} » a demandé de revenir plus tard")
        attempt = 0
        while True:
            try:
                return self._follow(wanted)
            except ServerBusy as busy:
                pause = busy.retry_after
                if pause is None:
                    pause = _FIRST_PAUSE * 2**attempt
                attempt += 1
                if attempt == _TRIES or pause > self._limits.longest_wait:
                    # Its other pages would be refused too, after as long a wait.
                    self._resting[host] = self._clock() + pause
                    raise
                self._sleep(pause)

    def _follow(self, wanted: _Wanted) -> Fetched:
        target = self._admit(wanted.address, wanted)
        # Asking for rules and waiting one's turn are no time of the page.
        self._await_turn(target)
        deadline = self._deadline()
        for hop in range(self._limits.redirects + 1):
            if hop:
                self._await_turn(target)
            with _opened(target, self._headers(wanted.known), deadline) as response:
                headers = flat_headers(response)
                where = headers.get("location", "")
                if response.status not in _REDIRECTS or not where:
                    return self._take(wanted, target, response, headers)
            target = self._admit(_joined(target.url, where), wanted)
        raise FetchFailed(
            f"« {wanted.address} » redirige plus de {self._limits.redirects} fois"
        )

    def _admit(self, address: str, wanted: _Wanted) -> Target:
        target = self._policy.admit(address)
        if wanted.obeys_robots:
            self._robots.require(target)
        return target

    def _await_turn(self, target: Target) -> None:
        last = self._last.get(target.host)
        delay = max(self._delay, self._robots.delay(target))
        if last is not None and (wait := last + delay - self._clock()) > 0:
            self._sleep(wait)
        self._last[target.host] = self._clock()

    def _headers(self, known: Validators) -> dict[str, str]:
        return {
            "User-Agent": self._agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Accept-Language": "fr,en;q=0.7,*;q=0.5",
            **known.headers(),
        }

    def _deadline(self) -> Deadline:
        limits = self._limits
        return Deadline(limits.seconds, limits.idle_seconds, self._clock)

    def _take(
        self,
        wanted: _Wanted,
        target: Target,
        response: httpcore.Response,
        headers: dict[str, str],
    ) -> Fetched:
        validators = Validators(
            headers.get("etag", ""), headers.get("last-modified", "")
        )
        stated = headers.get("content-type", "")
        if response.status == 304:
            return Fetched(target.url, "", stated, 0, "", validators, True)
        require_success(response.status, headers, target)
        size, sha256, media_type = write_blocks(
            wanted.path, unpacked(response, headers, target, wanted.size_bytes)
        )
        return Fetched(target.url, media_type, stated, size, sha256, validators)


@contextmanager
def _opened(
    target: Target, headers: dict[str, str], deadline: Deadline
) -> Iterator[httpcore.Response]:
    """Open an exchange; turn the errors of the library into ours."""
    try:
        with exchange(target, headers, deadline) as response:
            yield response
    except httpcore.TimeoutException as error:
        raise FetchTimeout(
            f"« {target.url} » a mis trop de temps à répondre",
            remedy="Réessayez plus tard.",
        ) from error
    except httpcore.ProtocolError as error:
        raise FetchFailed(
            f"« {target.url} » ne répond pas en HTTP correct, ou s’interrompt"
        ) from error
    except httpcore.NetworkError as error:
        if any(isinstance(cause, ssl.SSLError) for cause in error.args):
            raise FetchFailed(
                f"« {target.url} » n’a pas de certificat valable pour « {target.host} »"
            ) from error
        raise FetchFailed(
            f"« {target.url} » ne peut pas être atteint",
            remedy="Vérifiez l’adresse et la connexion au réseau.",
        ) from error


def _joined(base: str, where: str) -> str:
    """Return where a redirect leads; the policy names what cannot be joined."""
    try:
        return urljoin(base, where)
    except ValueError:
        return where
