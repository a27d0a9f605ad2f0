"""One harvest from its source to the mirror: tell what the source is, then take it.

The mirror is then read like any folder; see ``gtnum harvest``.
"""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import ReadingError, SourceError
from ingest.harvest.address_lists import harvest_addresses, read_address_list
from ingest.harvest.errors import HarvestError, ProtocolError
from ingest.harvest.feed_harvest import harvest_feed
from ingest.harvest.feeds import parse_feed
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.linked_files import follow_files
from ingest.harvest.mirror import Mirror
from ingest.harvest.mirror_records import Origin, known_origin
from ingest.harvest.oai_harvest import harvest_oai
from ingest.harvest.oai_pmh import OaiClient
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.readers import is_supported
from ingest.safe_xml import parse_xml
from ingest.sources.media_types import HTML

__all__ = ["KINDS", "harvest"]

KINDS = ("auto", "feed", "oai", "addresses")
"""What a source may be said to be."""

_OAI_ROOT = "{http://www.openarchives.org/OAI/2.0/}OAI-PMH"


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
        source: Address of a feed, of a repository or of one page, or the path of a
            list of addresses.
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
        chosen = _kind(source, folder, fetcher) if kind == "auto" else kind
        origin = Origin(chosen, "" if chosen == "addresses" else source, set_spec)
    with Mirror.opened(folder, origin) as mirror:
        if origin.kind == "oai":
            harvest_oai(mirror, fetcher, options, report)
        elif origin.kind == "feed":
            harvest_feed(mirror, fetcher, options, report)
        else:
            harvest_addresses(addresses, mirror, fetcher, options, report)
        is_feed = origin.kind == "feed"
        wants_files = is_feed if options.files is None else options.files
        follow_files(mirror, fetcher, replace(options, files=wants_files), report)
        report.files = len(mirror.items) - len(mirror.documents)
        report.settle(len(mirror.items))
    return report


def _kind(address: str, folder: Path, fetcher: Fetcher) -> str:
    """Ask the address what it is, unless we know."""
    known = known_origin(folder)
    if known is not None:
        return known.kind
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / ".probe"
    try:
        fetched = fetcher.fetch_to(scratch, address)
        if _is_oai(scratch.read_bytes()):
            return "oai"
        if fetched.media_type == HTML and "oai" in urlsplit(address).path.lower():
            return _kind_of_front_page(address, fetcher, scratch)
        try:
            parse_feed(scratch.read_bytes(), fetched.final_address)
        except ProtocolError:
            if not is_supported(fetched.media_type):
                raise  # a broken feed rather than a page
            return "addresses"
    finally:
        scratch.unlink(missing_ok=True)
    return "feed"


def _is_oai(content: bytes) -> bool:
    """Whether an answer is of a repository, which complains that no verb was given."""
    try:
        return bool(parse_xml(content, what="la réponse").tag == _OAI_ROOT)
    except ReadingError:
        return False


def _kind_of_front_page(address: str, fetcher: Fetcher, scratch: Path) -> str:
    """Tell a repository that shows people a page from an ordinary page."""
    try:
        OaiClient(fetcher, address, scratch).identify()
    except SourceError:
        return "addresses"
    return "oai"
