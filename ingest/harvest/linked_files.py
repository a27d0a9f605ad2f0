"""Files that mirrored pages link to, each a document of its own in the mirror.

    pages of the mirror ─▶ file_links ─▶ new, or due? ─▶ fetch ─▶ mirror, with its page
                                         no page links to it, or gone: it leaves

What a person wrote is the page; the report it announces is the file. A file is known by
its address, whatever number of pages link to it. It is asked about again when its page
changed, when the server can say cheaply that it did not, or after some days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ingest.harvest.errors import (
    AddressGone,
    FetchTooLarge,
    HarvestError,
    ProtocolError,
    RobotsRefused,
    RobotsUnknown,
    UnusableContent,
)
from ingest.harvest.fetcher import Fetched, Fetcher
from ingest.harvest.file_links import FILE_TYPES, file_links, host_of
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.mirror_paths import EXTENSIONS
from ingest.harvest.mirror_records import Item
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.read_text import Found
from ingest.sources.media_types import HTML
from ingest.sources.published_origin import Published
from ontology.model import LINKING_PAGE, SOURCE_PAGE, SOURCE_TITLE

__all__ = ["follow_files"]

_PREFIX = "file "
"""Begins the key of a file; no key of an entry or record has a space there."""
_INHERITED = ("date", "licence", "publisher")
_ASK_AGAIN = timedelta(days=7)
_MOST_CONDITIONAL = 200
_SAVE_EVERY = 20
# Nothing that asking again tomorrow would change.
_LASTING = (AddressGone, FetchTooLarge, RobotsRefused, UnusableContent)


def _now() -> datetime:
    return datetime.now(UTC)


def follow_files(
    mirror: Mirror,
    fetcher: Fetcher,
    options: HarvestOptions,
    report: HarvestReport,
    *,
    now: Callable[[], datetime] = _now,
) -> None:
    """Bring the files of all mirrored pages into the mirror; drop what left.

    Where ``options.files`` is false, nothing is asked; files whose page left go.

    Raises:
        OSError: If the disk refuses.
    """
    _Files(mirror, fetcher, options, report, now()).run()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to have: its address and the pages that link to it, first one first."""

    address: str
    pages: tuple[Item, ...]

    @property
    def state(self) -> str:
        """Changes when one of its pages does."""
        return " ".join(sorted(page.sha256[:16] for page in self.pages))

    def published(self, address: str) -> Published:
        """Return what is said of it: where it stands, and what its page hands on."""
        page = self.pages[0].published
        handed = [Found("url", address, "address")]
        handed.append(Found(SOURCE_PAGE, page.address, LINKING_PAGE))
        titles = (one.value for one in page.stated if one.name == "title")
        if title := next(titles, ""):
            handed.append(Found(SOURCE_TITLE, title, LINKING_PAGE))
        for name in _INHERITED:
            values = (one.value for one in page.stated if one.name == name)
            if value := next(values, ""):
                handed.append(Found(name, value, LINKING_PAGE))
        return Published(address, tuple(handed))


class _Files:
    def __init__(
        self,
        mirror: Mirror,
        fetcher: Fetcher,
        options: HarvestOptions,
        report: HarvestReport,
        now: datetime,
    ) -> None:
        self._mirror = mirror
        self._fetcher = fetcher
        self._options = options
        self._report = report
        self._now = now
        self._bytes = 0
        # What was asked when, by address; also of files that could not be had.
        self._asked: dict[str, dict[str, str]] = mirror.progress.get("files", {})
        self._gone: set[str] = set()

    def run(self) -> None:
        held = {key for key in self._mirror.items if key.startswith(_PREFIX)}
        if not self._options.files and not held:
            return
        wanted = self._wanted()
        if self._options.files:
            self._fetch_due(wanted)
        linked = {_PREFIX + address for address in wanted}
        self._drop(sorted((held - linked) | self._gone), len(held))
        self._asked = {k: v for k, v in self._asked.items() if k in wanted}
        self._save()

    def _save(self) -> None:
        self._mirror.progress["files"] = self._asked
        self._mirror.save()

    def _wanted(self) -> dict[str, _Wanted]:
        pages: dict[str, list[Item]] = {}
        elsewhere = 0
        documents = self._mirror.documents
        direct = {item.published.address for item in documents.values()}
        for item in documents.values():
            if item.path.suffix != EXTENSIONS[HTML]:
                continue
            links = file_links(
                item.path.read_bytes(),
                item.published.address,
                hosts=self._options.file_hosts,
            )
            elsewhere += links.elsewhere
            if links.left_out:
                self._note(
                    f"{item.published.address} : {links.left_out} fichiers liés "
                    "laissés de côté, la page en a trop"
                )
            for address in links.addresses:
                if address not in direct:  # a list may name the file itself
                    pages.setdefault(address, []).append(item)
        if elsewhere and self._options.files:
            self._note(
                f"{elsewhere} liens vers des fichiers d’autres sites n’ont pas été "
                "suivis (GTNUM_HARVEST_FILE_HOSTS)"
            )
        return {key: self._of_pages(key, items) for key, items in pages.items()}

    def _of_pages(self, address: str, pages: list[Item]) -> _Wanted:
        """Order the pages of a file: what it was taken from stays its first page."""
        item = self._mirror.items.get(_PREFIX + address)
        known = item.parents if item else ()
        pages.sort(key=lambda page: (page.key not in known[:1], page.published.address))
        return _Wanted(address, tuple(pages))

    def _note(self, words: str) -> None:
        self._report.notes.append(words)

    def _fetch_due(self, wanted: Mapping[str, _Wanted]) -> None:
        due = self._due(wanted)
        for number, one in enumerate(due):
            is_full = number >= self._options.most_files
            if is_full or self._bytes >= self._options.most_file_bytes:
                self._note(
                    f"{len(due) - number} fichiers liés restent à demander : la limite "
                    "d’une moisson est atteinte, relancez"
                )
                return
            self._fetch(one)
            if number % _SAVE_EVERY == 0:
                self._save()

    def _due(self, wanted: Mapping[str, _Wanted]) -> list[_Wanted]:
        """Return what has to be asked: new ones first, then the longest not asked."""
        conditional: list[_Wanted] = []
        due: list[_Wanted] = []
        for one in wanted.values():
            asked = self._asked.get(one.address)
            item = self._mirror.items.get(_PREFIX + one.address)
            if self._is_due(one, item, asked):
                due.append(one)
            elif item is not None and item.validators.headers():
                conditional.append(one)
        due.sort(key=self._last_asked)
        conditional.sort(key=self._last_asked)
        return due + conditional[:_MOST_CONDITIONAL]

    def _last_asked(self, one: _Wanted) -> str:
        return self._asked.get(one.address, {}).get("at", "")

    def _is_due(
        self, one: _Wanted, item: Item | None, asked: Mapping[str, str] | None
    ) -> bool:
        if self._options.full or asked is None or asked["pages"] != one.state:
            return True
        if item is None and not asked["why"]:
            return True
        return asked["at"] < (self._now - _ASK_AGAIN).isoformat()

    def _fetch(self, one: _Wanted) -> None:
        why = ""
        try:
            self._report.count(self._put(one))
        except RobotsUnknown as error:
            self._report.fail(one.address, error.message)
            return
        except _LASTING as error:
            why = error.message
            self._refused(one, error)
        except HarvestError as error:
            self._report.fail(one.address, error.message)
            return  # asked again at the next run
        self._asked[one.address] = {
            "at": self._now.isoformat(),
            "pages": one.state,
            "why": why,
        }

    def _refused(self, one: _Wanted, error: HarvestError) -> None:
        if _PREFIX + one.address in self._mirror.items:
            if isinstance(error, AddressGone):
                self._gone.add(_PREFIX + one.address)
                return
            self._report.fail(one.address, error.message)
            return
        # A dead link in an old page is nothing that the operator can mend.
        page = one.pages[0].published.address
        self._note(f"fichier lié par {page} : {error.message}")

    def _put(self, one: _Wanted) -> Put:
        key = _PREFIX + one.address
        before = self._mirror.items.get(key)
        scratch = self._mirror.scratch()
        known = before.validators if before else None
        fetched = self._fetcher.fetch_to(
            scratch, one.address, known=known, obeys_robots=True
        )
        if fetched.is_unchanged and before is not None:
            published = one.published(before.published.address)
            self._mirror.note(replace(before, published=published, parents=_keys(one)))
            is_same = published == before.published
            return Put.UNCHANGED if is_same else Put.CHANGED
        self._require_file(one, fetched)
        self._bytes += fetched.size_bytes
        return self._mirror.put(
            key,
            scratch,
            fetched.media_type,
            one.published(fetched.final_address),
            validators=fetched.validators,
            parents=_keys(one),
        )

    def _require_file(self, one: _Wanted, fetched: Fetched) -> None:
        """Refuse what a page did not mean: another host, or a page in its place."""
        hosts = {host_of(one.address), *self._options.file_hosts}
        if host_of(fetched.final_address) not in hosts:
            raise UnusableContent(
                f"« {one.address} » mène à un autre site, « {fetched.final_address} »"
            )
        if fetched.media_type not in FILE_TYPES:
            raise UnusableContent(
                f"« {one.address} » donne un contenu {fetched.media_type or 'inconnu'}"
                " et non un fichier PDF ou bureautique"
            )

    def _drop(self, keys: list[str], held: int) -> None:
        accept = self._options.accept_losses
        try:
            self._mirror.check_losses(keys, accept=accept, among=held)
        except ProtocolError as error:
            self._report.fail("fichiers liés", error.message)
            return
        for key in keys:
            self._mirror.remove(key)
            self._report.count_removed()


def _keys(one: _Wanted) -> tuple[str, ...]:
    return tuple(page.key for page in one.pages)
