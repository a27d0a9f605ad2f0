"""Servers on loopback, and a fetcher that may speak to them without pauses."""

from collections.abc import Iterator

import pytest

from ingest.harvest.fetcher import Fetcher, FetchLimits
from tests.ingest.harvest.local_site import LocalSite, serving


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with serving() as local:
        yield local


@pytest.fixture
def waits() -> list[float]:
    """Seconds the fetcher slept."""
    return []


@pytest.fixture
def fetcher(site: LocalSite, waits: list[float]) -> Fetcher:
    return Fetcher(
        site.policy,
        FetchLimits(size_bytes=2**20, seconds=100, longest_wait=60),
        agent="gtnum-essai (mailto:essai@exemple.fr)",
        delay=0,
        sleep=waits.append,
    )
