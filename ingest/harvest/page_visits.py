"""What all harvests share: a page into the mirror, and the account of a run.

A page that fails is named in the report and its last good copy stays; a page that the
server says is gone leaves the mirror.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from ingest.harvest.errors import UnusableContent
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.mirror_paths import is_address
from ingest.read_text import Found
from ingest.readers import is_container, is_supported
from ingest.sources.published_origin import Published

__all__ = ["Failure", "HarvestOptions", "HarvestReport", "visit"]


@dataclass(frozen=True, slots=True)
class HarvestOptions:
    """Choices of the person who harvests.

    Attributes:
        with_pages: Whether the pages of feed entries and records are fetched too.
        full: Whether everything is listed again, not only what is new.
        accept_losses: Whether a source that lost most of its documents is believed.
        files: Whether files that pages link to are fetched; None: for sites only.
        file_hosts: Hosts whose files are taken beside those of the page's own.
        most_files: Files asked for in one run.
        most_file_bytes: After so many bytes of files, a run asks for no more.
    """

    with_pages: bool = False
    full: bool = False
    accept_losses: bool = False
    files: bool | None = None
    file_hosts: frozenset[str] = frozenset()
    most_files: int = 2_000
    most_file_bytes: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be fetched: its address or key, and why, in French."""

    what: str
    message: str


@dataclass(slots=True)
class HarvestReport:
    """The account of a run; it grows while the run goes on.

    Attributes:
        added: Documents that are new.
        changed: Documents with other content or metadata than before.
        unchanged: Documents that stand as before, asked about or not.
        removed: Documents taken away at the source.
        files: Files that pages link to, held at the end of the run.
        failures: What could not be fetched; earlier copies stay.
        notes: Remarks on the whole, in French.
        progress: Called after each document.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    files: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    progress: Callable[["HarvestReport"], None] | None = None

    @property
    def done(self) -> int:
        """How many documents were dealt with."""
        counted = self.added + self.changed + self.unchanged + self.removed
        return counted + len(self.failures)

    def count(self, put: Put) -> None:
        """Count what became of a document."""
        setattr(self, put.value, getattr(self, put.value) + 1)
        self._tell()

    def count_removed(self) -> None:
        """Count a document that left."""
        self.removed += 1
        self._tell()

    def fail(self, what: str, message: str) -> None:
        """Name something that could not be fetched."""
        self.failures.append(Failure(what, message))
        self._tell()

    def settle(self, held: int) -> None:
        """Count what nobody had to ask about among the documents held at the end."""
        self.unchanged = max(0, held - self.added - self.changed)

    def _tell(self) -> None:
        if self.progress:
            self.progress(self)


def visit(
    mirror: Mirror,
    fetcher: Fetcher,
    key: str,
    address: str,
    *,
    stated: tuple[Found, ...] = (),
    version: str = "",
) -> Put:
    """Bring one page or file into the mirror, if there is a newer one than ours.

    A site that asks robots not to read it is not read.

    Args:
        mirror: Written to.
        fetcher: Asks politely.
        key: Identity of the document at the source.
        address: Where it stands.
        stated: Metadata that came from elsewhere; the final address is added.
        version: What the source calls this version.

    Raises:
        HarvestError: The subclass that says why it cannot be had.
        OSError: If the disk refuses.
    """
    before = mirror.items.get(key)
    scratch = mirror.scratch(urlsplit(address).path if is_address(address) else "")
    known = before.validators if before else None
    fetched = fetcher.fetch_to(scratch, address, known=known, obeys_robots=True)
    if fetched.is_unchanged and before is not None:
        published = _published(before.published.address, stated)
        mirror.note(replace(before, published=published, version=version))
        is_same = published == before.published
        return Put.UNCHANGED if is_same else Put.CHANGED
    if not is_supported(fetched.media_type) and not is_container(fetched.media_type):
        raise UnusableContent(
            f"« {address} » est un fichier {fetched.media_type or 'inattendu'}, "
            "qu’aucun lecteur ne sait lire"
        )
    return mirror.put(
        key,
        scratch,
        fetched.media_type,
        _published(fetched.final_address, stated),
        version=version,
        validators=fetched.validators,
    )


def _published(address: str, stated: tuple[Found, ...]) -> Published:
    return Published(address, (*stated, Found("url", address, "address")))
