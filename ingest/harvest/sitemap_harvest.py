"""Harvest the pages of a sitemap; one whose stated day did not change is not asked."""

from ingest.harvest.address_lists import harvest_addresses
from ingest.harvest.errors import ProtocolError
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror import Mirror
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.harvest.sitemaps import read_sitemap

__all__ = ["harvest_sitemap"]


def harvest_sitemap(
    mirror: Mirror, fetcher: Fetcher, options: HarvestOptions, report: HarvestReport
) -> None:
    """Bring every page of a sitemap into the mirror; drop what it dropped.

    Pages of a part that could not be had, or beyond the bounds, stay.

    Raises:
        HarvestError: If the sitemap cannot be had, lists nothing, or if most pages
            would go at once.
        OSError: If the disk refuses.
    """
    address = mirror.origin.address
    sitemap = read_sitemap(address, fetcher, mirror.scratch())
    for part, why in sitemap.failures:
        report.fail(part, why)
    if not sitemap.pages:
        raise ProtocolError(
            f"le plan de site « {address} » ne liste aucune page ; rien n’a été retiré",
            remedy="Vérifiez l’adresse.",
        )
    listed = dict(sitemap.pages)
    if sitemap.is_cut:
        report.notes.append(
            f"le plan de site est trop grand : {len(listed)} pages sont suivies"
        )
    if sitemap.is_cut or sitemap.failures:
        listed |= dict.fromkeys(set(mirror.documents) - set(listed), "")
    harvest_addresses(listed, mirror, fetcher, options, report, versions=listed)
