"""One harvest from its source to the mirror: tell what the source is, then take it.

The mirror is then read like any folder; see ``gtnum harvest``.
"""

from dataclasses import replace
from pathlib import Path

from ingest.harvest.address_lists import harvest_addresses, read_address_list
from ingest.harvest.errors import HarvestError
from ingest.harvest.feed_harvest import harvest_feed
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.linked_files import follow_files
from ingest.harvest.mirror import Mirror
from ingest.harvest.mirror_records import Origin
from ingest.harvest.oai_harvest import harvest_oai
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.harvest.sitemap_harvest import harvest_sitemap
from ingest.harvest.source_kinds import origin_of

__all__ = ["KINDS", "harvest"]

KINDS = ("auto", "feed", "oai", "sitemap", "addresses")
"""What a source may be said to be."""

_WORDS = {"feed": "le flux", "sitemap": "le plan du site"}


def harvest(
    source: str,
    folder: Path,
    fetcher: Fetcher,
    *,
    kind: str = "auto",
    set_spec: str = "",
    options: HarvestOptions | None = None,
    report: HarvestReport | None = None,
) -> HarvestReport:
    """Bring a mirror up to date.

    Args:
        source: Address of a feed, of a repository, of the home page of a site, of a
            sitemap or of one page, or the path of a list of addresses.
        folder: Of the mirror; made when it is not there.
        fetcher: Asks politely.
        kind: One of ``KINDS``.
        set_spec: Set of a repository.
        options: What else is wanted.
        report: Filled in as the run goes on; what it holds after an error was done.

    Raises:
        SourceError: If the list cannot be read.
        HarvestError: If the source cannot be had or believed; the mirror is whole and
            the next run goes on.
        OSError: If the disk refuses.
    """
    options, report = options or HarvestOptions(), report or HarvestReport()
    if kind not in KINDS:
        raise HarvestError(f"« {kind} » n’est pas une sorte de source")
    is_remote = source.lower().startswith(("http://", "https://"))
    if not is_remote:
        if kind not in ("auto", "addresses"):
            raise HarvestError(f"« {source} » n’est pas une adresse http ou https")
        addresses = read_address_list(Path(source))
        origin = Origin("addresses")
    else:
        addresses = (source.partition("#")[0],)
        origin = origin_of(source, folder, fetcher, kind=kind, set_spec=set_spec)
    with Mirror.opened(folder, origin) as mirror:
        if origin.address != source and origin.address:
            mirror.progress["start"] = source
            report.notes.append(f"suivi par {_WORDS[origin.kind]} : {origin.address}")
        if origin.kind == "oai":
            harvest_oai(mirror, fetcher, options, report)
        elif origin.kind == "feed":
            harvest_feed(mirror, fetcher, options, report)
        elif origin.kind == "sitemap":
            harvest_sitemap(mirror, fetcher, options, report)
        else:
            harvest_addresses(addresses, mirror, fetcher, options, report)
        is_site = origin.kind in ("feed", "sitemap")
        wants_files = is_site if options.files is None else options.files
        follow_files(mirror, fetcher, replace(options, files=wants_files), report)
        report.files = len(mirror.items) - len(mirror.documents)
        report.settle(len(mirror.items))
    return report
