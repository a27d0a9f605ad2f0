"""What a document says of itself, apart from the work that it only describes.

Feeds, the OAI-PMH provider and oEmbed speak of documents through ``own_fields``, the
one place that decides which address, author and date are the document's own. A sheet
is a text of its own about somebody else's work: the work is named as what it is about,
never as the sheet.
"""

from dataclasses import dataclass
from urllib.parse import quote

from ontology.iris import Iris
from ontology.model import DocumentKind, DocumentSummary
from search_api.answers import links
from search_api.answers.described_wording import full_title
from search_api.answers.wording import kind_label

__all__ = ["OwnFields", "own_fields"]


@dataclass(frozen=True, slots=True)
class OwnFields:
    """A document as it is announced to others.

    Attributes:
        identifier: Ours.
        iri: Of the document.
        page: Absolute address of our page about it.
        title: Its own title.
        full_title: The same; that of a sheet says that it is one.
        is_sheet: Whether it only describes something else.
        kind: What it is.
        kind_label: The same in French.
        authors: Its own, in order.
        date: Its own, ISO 8601 of any precision, or None.
        language: ISO 639-1, or ``und``.
        publisher: Its own, or None.
        licence: As stated, or None.
        abstract: Or None.
        media_type: Of its file.
        addresses: Where the document itself stands elsewhere, official first.
        described: Addresses of what it describes; none unless it is a sheet.
    """

    identifier: str
    iri: str
    page: str
    title: str
    full_title: str
    is_sheet: bool
    kind: DocumentKind
    kind_label: str
    authors: tuple[str, ...]
    date: str | None
    language: str
    publisher: str | None
    licence: str | None
    abstract: str | None
    media_type: str
    addresses: tuple[str, ...]
    described: tuple[str, ...]

    @property
    def creators(self) -> tuple[str, ...]:
        """Who made it: its authors, else its publisher, else nobody that is known."""
        publisher = (self.publisher,) if self.publisher else ()
        return self.authors or publisher


def own_fields(summary: DocumentSummary, *, iris: Iris, public_url: str) -> OwnFields:
    """Return what a document says of itself.

    Args:
        summary: Of the document.
        iris: Mints the IRI of the document.
        public_url: Address that users see, without ``/`` at the end.
    """
    return OwnFields(
        identifier=summary.identifier,
        iri=iris.document(summary.identifier),
        page=public_url + links.document_page(summary.identifier),
        title=summary.title,
        full_title=full_title(summary),
        is_sheet=summary.is_record,
        kind=summary.kind,
        kind_label=kind_label(summary.kind.value),
        authors=summary.authors,
        date=summary.date,
        language=summary.language,
        publisher=summary.publisher,
        licence=summary.licence,
        abstract=summary.abstract,
        media_type=summary.media_type,
        addresses=_addresses(summary.url, summary.doi, summary.handle, summary.hal_id),
        described=tuple(
            address
            for thing in summary.describes
            for address in _addresses(thing.url, thing.doi)
        ),
    )


def _addresses(
    url: str | None,
    doi: str | None,
    handle: str | None = None,
    hal_id: str | None = None,
) -> tuple[str, ...]:
    """Return where a document, or what it describes, stands elsewhere."""
    found = [
        links.web_address(url),
        doi and f"https://doi.org/{quote(doi, safe='/')}",
        handle and f"https://hdl.handle.net/{quote(handle, safe='/')}",
        hal_id and f"https://hal.science/{quote(hal_id)}",
    ]
    return tuple(dict.fromkeys(address for address in found if address))
