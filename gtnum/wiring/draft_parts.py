"""How drafts are read, and how pages that are drafts are fetched."""

from contextlib import nullcontext
from dataclasses import replace
from importlib.metadata import version

from gtnum.settings import Settings
from gtnum.wiring.shared_parts import limits, reading_options
from ingest.draft_pages import PageFetcher
from ingest.drafts import read_draft
from ingest.isolation.pool import ReaderPool
from ontology.model import DocumentRecord
from search_api.understanding.named_entities import Link
from search_api.web.services import FetchPage, ReadDraft, no_page

__all__ = ["draft_pool", "draft_reader", "fetched_pages", "page_fetcher"]

_PAGE_SECONDS = 20.0
_CHARACTERS = 6_000_000
"""About as many as ``Limits.passages`` hold."""

_MEGABYTE = 1_000_000


def draft_pool(settings: Settings) -> ReaderPool:
    """Start a reader of drafts with the options of the corpus, and shorter limits.

    Somebody waits: a text that would have too many passages is refused before it is
    cut into them.
    """
    own = limits(settings)
    bounds = replace(own, characters=min(own.characters, _CHARACTERS))
    return ReaderPool(bounds, workers=1, options=reading_options(settings))


def draft_reader(settings: Settings, link: Link, pool: ReaderPool | None) -> ReadDraft:
    """Return what reads, cuts and links a draft as the corpus was; nothing is kept.

    Args:
        settings: Of this process.
        link: Finds what passages name.
        pool: Reads drafts; None starts one for each draft.
    """

    def read(
        content: bytes, name: str | None, media_type: str | None
    ) -> DocumentRecord:
        with nullcontext(pool) if pool else draft_pool(settings) as readers:
            record = read_draft(content, name=name, media_type=media_type, pool=readers)
        mentions = tuple(link(record.document, record.passages))
        return DocumentRecord(
            record.document, record.passages, mentions, record.hyperlinks
        )

    return read


def fetched_pages(settings: Settings) -> FetchPage:
    """Return what fetches public pages for strangers, where the settings allow it."""
    return page_fetcher(settings) if settings.related_addresses else no_page


def page_fetcher(settings: Settings) -> FetchPage:
    """Return what fetches public pages; a draft is no harvest: no host is excepted."""
    contact = settings.harvest_contact or settings.public_url
    return PageFetcher(
        size_bytes=settings.upload_max_mb * _MEGABYTE,
        seconds=_PAGE_SECONDS,
        agent=f"gtnum/{version('gtnum')}" + (f" (+{contact})" if contact else ""),
    ).fetch
