"""Pages by address in place of a fetcher: a harvest without servers."""

import hashlib
from pathlib import Path

from ingest.harvest.errors import AddressGone, HarvestError
from ingest.harvest.fetcher import Fetched, Validators
from ingest.sources.media_types import media_type_of

Answer = bytes | HarvestError | Fetched


class PagesAtHand:
    """Answers as ``Fetcher.fetch_to`` does.

    Attributes:
        pages: By address: content, an error to raise, or what was fetched (unchanged).
            A list is answered one by one.
        asked: Addresses in the order of the requests.
        known: What the last request knew of its address.
        robots: Addresses that were asked for as a robot.
    """

    def __init__(self, pages: dict[str, Answer | list[Answer]] | None = None) -> None:
        self.pages = pages or {}
        self.asked: list[str] = []
        self.known: Validators | None = None
        self.robots: list[str] = []

    def fetch_to(
        self,
        path: Path,
        address: str,
        *,
        known: Validators | None = None,
        obeys_robots: bool = False,
    ) -> Fetched:
        self.asked.append(address)
        self.known = known
        if obeys_robots:
            self.robots.append(address)
        answer = self.pages.get(address, AddressGone(f"« {address} » n’existe pas"))
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, HarvestError):
            raise answer
        if isinstance(answer, Fetched):
            return answer
        path.write_bytes(answer)
        sha256 = hashlib.sha256(answer).hexdigest()
        kind = media_type_of(answer[:4096], path.name)
        return Fetched(address, kind, "", len(answer), sha256, Validators('"1"'))


def unchanged(address: str) -> Fetched:
    return Fetched(address, "", "", 0, "", Validators(), True)
