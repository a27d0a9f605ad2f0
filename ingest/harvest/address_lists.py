"""A list of addresses in a text file, one a line: pages, PDFs, Word files, exports.

# productions du groupe
https://exemple.fr/rapport.pdf
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.errors import ReadingError, SourceError
from ingest.harvest.errors import AddressGone, HarvestError
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.page_visits import HarvestOptions, HarvestReport, visit
from ingest.texts.encodings import decode

__all__ = ["harvest_addresses", "read_address_list"]

_LARGEST = 16 * 2**20


def read_address_list(path: Path) -> tuple[str, ...]:
    """Return the addresses of a file, each once, in order.

    Empty lines and those that begin with ``#`` are skipped.

    Raises:
        SourceError: If it cannot be read, or a line is no address.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise SourceError(f"la liste « {path} » pèse plus de 16 Mio")
        text = decode(path.read_bytes()).text
    except (OSError, ReadingError) as error:
        raise SourceError(
            f"la liste « {path} » ne peut pas être lue",
            remedy="Vérifiez le chemin : un fichier texte, une adresse par ligne.",
        ) from error
    found: dict[str, None] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if not address.lower().startswith(("http://", "https://")):
            raise SourceError(
                f"ligne {number} de « {path} » : « {address[:80]} » n’est pas une "
                "adresse",
                remedy="Écrivez une adresse http ou https par ligne.",
            )
        found[address.partition("#")[0]] = None
    return tuple(found)


def harvest_addresses(
    addresses: Iterable[str],
    mirror: Mirror,
    fetcher: Fetcher,
    options: HarvestOptions,
    report: HarvestReport,
    *,
    versions: Mapping[str, str] | None = None,
) -> None:
    """Bring every address of a list into the mirror; drop what the list dropped.

    Args:
        addresses: The list.
        mirror: Written to.
        fetcher: Asks politely.
        options: What else is wanted.
        report: Filled in as the run goes on.
        versions: What the source calls the versions of addresses; one that we have is
            not asked for, unless all of it is wanted.

    Raises:
        ProtocolError: If most documents would go at once.
        OSError: If the disk refuses.
    """
    listed = dict.fromkeys(addresses)
    gone = [key for key in mirror.documents if key not in listed]
    for address in listed:
        version = (versions or {}).get(address, "")
        before = mirror.items.get(address)
        if version and before and before.version == version and not options.full:
            report.count(Put.UNCHANGED)
            continue
        try:
            report.count(visit(mirror, fetcher, address, address, version=version))
        except AddressGone as error:
            if address in mirror.items:
                gone.append(address)
            else:
                report.fail(address, error.message)
        except HarvestError as error:
            report.fail(address, error.message)
    mirror.check_losses(gone, accept=options.accept_losses)
    for key in gone:
        mirror.remove(key)
        report.count_removed()
