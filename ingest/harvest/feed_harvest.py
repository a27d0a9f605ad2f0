"""Harvest a feed: page after page the first time, then only what is new.

A feed is a window: an old entry leaves it without being taken away. An entry that is
missing where it should stand is therefore asked for at its own address, and leaves the
mirror only when the server says that it is gone.
"""

from collections.abc import Collection
from dataclasses import replace

from ingest.harvest.errors import (
    AddressGone,
    HarvestError,
    ProtocolError,
    RobotsRefused,
)
from ingest.harvest.feed_pages import FeedPages
from ingest.harvest.feeds import Feed, FeedEntry, parse_feed
from ingest.harvest.fetcher import Fetcher, Validators
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.page_visits import HarvestOptions, HarvestReport, visit
from ingest.sources.media_types import HTML
from ingest.sources.published_origin import Published

__all__ = ["harvest_feed"]

_MOST_PAGES = 2_000


def harvest_feed(
    mirror: Mirror, fetcher: Fetcher, options: HarvestOptions, report: HarvestReport
) -> None:
    """Bring the entries of a feed into the mirror.

    Raises:
        HarvestError: If the feed itself cannot be had or is no feed, if a feed that
            had entries has none, or if most of them would go at once.
        OSError: If the disk refuses.
    """
    _Harvest(mirror, fetcher, options, report).run()


class _Harvest:
    def __init__(
        self,
        mirror: Mirror,
        fetcher: Fetcher,
        options: HarvestOptions,
        report: HarvestReport,
    ) -> None:
        self._mirror = mirror
        self._fetcher = fetcher
        self._options = options
        self._report = report
        self._first_address = mirror.origin.address
        self._summaries = 0
        self._faults: dict[str, None] = {}

    def run(self) -> None:
        progress = self._mirror.progress
        is_full = (
            self._options.full or self._mirror.lost or not progress.get("is_complete")
        )
        if is_full:
            # Until the last page was read, the next run has to walk all the way too.
            progress["is_complete"] = False
            self._mirror.save()
        first = self._first_page(is_full=bool(is_full))
        if first is None:
            return
        seen, is_whole = self._walk(first, is_full=bool(is_full))
        if self._faults:
            self._report.notes.append(
                f"le flux est mal formé mais complet, il a été lu : "
                f"{', '.join(self._faults)}"
            )
        self._settle(seen, window=None if is_whole else progress.get("window", []))
        if self._summaries and not self._options.with_pages:
            self._report.notes.append(
                f"{self._summaries} entrées n’ont qu’un résumé dans le flux : "
                "--with-pages lit aussi leurs pages"
            )
        progress["window"] = [entry.key for entry in first.entries]
        progress["is_complete"] = True
        self._mirror.save()

    def _first_page(self, *, is_full: bool) -> Feed | None:
        """Return the newest page, or None when the server says nothing changed."""
        progress, address = self._mirror.progress, self._mirror.origin.address
        known = None if is_full else Validators(**progress.get("validators", {}))
        scratch = self._mirror.scratch()
        fetched = self._fetcher.fetch_to(scratch, address, known=known)
        if fetched.is_unchanged:
            return None
        self._first_address = fetched.final_address
        feed = parse_feed(scratch.read_bytes(), fetched.final_address)
        if not feed.entries and (self._mirror.items or is_full):
            raise ProtocolError(
                f"« {address} » ne contient aucune entrée",
                remedy="Vérifiez l’adresse du flux.",
            )
        progress["validators"] = {
            "etag": fetched.validators.etag,
            "last_modified": fetched.validators.last_modified,
        }
        return feed

    def _walk(self, feed: Feed, *, is_full: bool) -> tuple[set[str], bool]:
        """Take page after page; return what was seen and whether that was all."""
        seen: set[str] = set()
        pages = FeedPages(
            self._fetcher,
            self._mirror.scratch,
            self._first_address,
            known=str(self._mirror.progress.get("paging", "")),
            may_guess=is_full,
        )
        for _ in range(_MOST_PAGES):
            self._faults |= dict.fromkeys(feed.faults)
            fresh = [entry for entry in feed.entries if entry.key not in seen]
            seen.update(entry.key for entry in fresh)
            # All of them are taken, in any case: a later one may have changed.
            changes = [self._take(entry) for entry in fresh]
            if not is_full and not any(changes):
                return seen, False
            following = pages.after(feed, seen)
            if following is None:
                self._mirror.progress["paging"] = pages.scheme
                self._note_end(pages, len(seen), is_full=is_full)
                # A feed without pages only shows its newest entries.
                return seen, is_full and pages.is_whole
            feed = following
        raise ProtocolError(f"le flux a plus de {_MOST_PAGES} pages")

    def _note_end(self, pages: FeedPages, count: int, *, is_full: bool) -> None:
        if is_full and pages.number == 2 and not pages.is_whole:
            self._report.notes.append(
                f"seule la première page du flux a été lue ({count} entrées) : le site "
                "ne donne pas les plus anciennes, s’il y en a"
            )

    def _take(self, entry: FeedEntry) -> bool:
        """Take an entry; return whether it was new or changed."""
        before = self._mirror.items.get(entry.key)
        # With or without its page, an entry is not the same document.
        pages = "page" if self._options.with_pages else "entry"
        entry = replace(entry, version=f"{pages}:{entry.version}")
        self._summaries += not entry.is_whole
        if before is not None and before.version == entry.version:
            self._report.count(Put.UNCHANGED)
            return False
        try:
            self._report.count(self._put(entry))
        except HarvestError as error:
            self._report.fail(entry.address, error.message)
        return True

    def _put(self, entry: FeedEntry) -> Put:
        if self._options.with_pages:
            return visit(
                self._mirror,
                self._fetcher,
                entry.key,
                entry.address,
                stated=entry.stated,
                version=entry.version,
            )
        published = Published(entry.address, entry.stated)
        return self._mirror.put(
            entry.key, entry.page, HTML, published, version=entry.version
        )

    def _settle(self, seen: Collection[str], window: Collection[str] | None) -> None:
        """Ask for entries that are missing; drop those that are gone."""
        known = self._mirror.documents
        expected = known if window is None else window
        missing = [k for k in expected if k not in seen and k in known]
        gone = [key for key in missing if self._is_gone(key)]
        self._mirror.check_losses(gone, accept=self._options.accept_losses)
        for key in gone:
            self._mirror.remove(key)
            self._report.count_removed()

    def _is_gone(self, key: str) -> bool:
        address = self._mirror.items[key].published.address
        try:
            scratch = self._mirror.scratch()
            self._fetcher.fetch_to(scratch, address, obeys_robots=True)
        except AddressGone:
            return True
        except RobotsRefused:
            return False  # nobody can tell, and no person can mend it
        except HarvestError as error:
            self._report.fail(address, error.message)
        return False
