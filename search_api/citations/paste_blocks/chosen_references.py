"""What an editor chose to cite: works, and what is quoted of them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ontology.model import DocumentSummary
from search_api.answers import links
from search_api.citations.citable import Citable
from search_api.citations.one_line import one_line, without_controls

__all__ = ["ChosenReference", "Quotation", "Sheet", "sheet_of"]

_MOST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    r"""A quotation with its place.

    Attributes:
        text: Verbatim, but for controls that no page can hold; lines end in ``\n``.
        page: From 1, None where the document has no pages.
        address: Where it can be checked, absolute.
        language: ISO 639-1, or ``und``.
    """

    text: str
    page: int | None
    address: str
    language: str = "und"

    def __post_init__(self) -> None:
        lines = self.text.strip().splitlines()
        object.__setattr__(self, "text", without_controls("\n".join(lines)))

    @property
    def place(self) -> str:
        """The page, in French, or what a link to the passage says."""
        return f"p.\u00a0{self.page}" if self.page else "lire le passage"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet describes, and what it was written after.

    Attributes:
        titles: Of what it describes, at least one.
        sources: Addresses of its sources, three at most.
        authors: Of the sheet, for want of sources.
    """

    titles: tuple[str, ...]
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def named_sources(self) -> tuple[tuple[str, str], ...]:
        """The sources as ``(name of the site, address)``."""
        return tuple(
            (urlsplit(address).hostname or address, address) for address in self.sources
        )


@dataclass(frozen=True, slots=True)
class ChosenReference:
    """A work to cite, with what is quoted of it.

    Attributes:
        work: How it is cited; of a sheet, the sheet.
        quotations: In their order; may be none.
        sheet: What it describes, where it is a sheet and not the work itself.
    """

    work: Citable
    quotations: tuple[Quotation, ...] = ()
    sheet: Sheet | None = None


def sheet_of(summary: DocumentSummary) -> Sheet | None:
    """Return what a document describes; None unless it is a sheet."""
    if not summary.is_record:
        return None
    named = [
        address
        for thing in summary.describes
        for address in (*thing.sources, thing.url)
        if _is_source(address)
    ]
    return Sheet(
        titles=tuple(one_line(thing.title) for thing in summary.describes),
        sources=tuple(dict.fromkeys(map(str, named)))[:_MOST_SOURCES],
        authors=tuple(map(one_line, summary.authors)),
    )


def _is_source(address: str | None) -> bool:
    """Say whether an address of strangers may become a link with the name of a site."""
    if links.web_address(address) is None or any(map(str.isspace, str(address))):
        return False
    try:
        return bool(urlsplit(str(address)).hostname)
    except ValueError:
        return False
