"""Harvests of a library: one mirror for each collection that comes from elsewhere.

    library/harvests/<collection>/     the mirror, see ``ingest.harvest.mirror``

A mirror is a source like any folder: deleting it loses no document, only the memory of
what was fetched when.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from ingest.errors import SourceError
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.harvest_run import harvest
from ingest.harvest.mirror_paths import is_address
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.harvest.source_kinds import Survey, survey
from ingest.identifiers import slug
from ingest.sources.source_files import require_collection

__all__ = ["Harvests"]


class Harvests:
    """Keeps the mirrors of a library up to date.

    Args:
        root: Folder of all mirrors.
        fetcher: Makes what fetches, with the politeness of the settings.
    """

    def __init__(self, root: Path, fetcher: Callable[[], Fetcher]) -> None:
        self._root = root
        self._fetcher = fetcher

    @staticmethod
    def collection(source: str, given: str | None = None) -> str:
        """Return the name of the collection: as given, else made from the source.

        >>> Harvests.collection("https://carnet.exemple.fr/feed")
        'carnet.exemple.fr'

        Raises:
            SourceError: If the name given cannot be one.
        """
        if given is None:
            host = urlsplit(source).hostname if is_address(source) else ""
            given = host or slug(Path(source).stem) or "moisson"
        require_collection(given)
        return given

    def survey(self, source: str) -> Survey:
        """Ask an address what it is and how it can be followed; nothing is kept.

        Raises:
            SourceError: If it is no address, cannot be had or cannot be read.
            OSError: If the disk refuses.
        """
        if not is_address(source):
            raise SourceError(
                f"« {source} » n’est pas une adresse http ou https",
                remedy="--dry-run demande à une adresse ce qu’elle est.",
            )
        with TemporaryDirectory(prefix="gtnum-survey-") as folder:
            return survey(source, self._fetcher(), Path(folder, "page"))

    def folder(self, collection: str) -> Path:
        """Return the mirror of a collection."""
        return self._root / collection

    def update(
        self,
        source: str,
        collection: str,
        *,
        kind: str,
        set_spec: str,
        options: HarvestOptions,
        report: HarvestReport,
    ) -> None:
        """Bring the mirror of a collection up to date.

        Args:
            source: Address, or path of a list of addresses.
            collection: Its name.
            kind: One of ``ingest.harvest.harvest_run.KINDS``.
            set_spec: Set of a repository, or empty.
            options: What else is wanted.
            report: Filled in as the run goes on.

        Raises:
            SourceError: If the source cannot be had or believed.
            OSError: If the disk refuses.
        """
        harvest(
            source,
            self.folder(collection),
            self._fetcher(),
            kind=kind,
            set_spec=set_spec,
            options=options,
            report=report,
        )
