"""A document for the pages of others: oEmbed 1.0, as JSON and XML.

Sites take little of what unknown providers send: a quotation and a link survive, so
that is what there is. Every text of the document is escaped.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass

from search_api.answers.own_fields import OwnFields
from search_api.answers.wording import date_words
from search_api.xml_elements import child, legal_text, new_root, written

__all__ = ["Box", "oembed_fields", "oembed_xml"]

_QUOTED = 300


@dataclass(frozen=True, slots=True)
class Box:
    """How much room there is at most, in pixels.

    Attributes:
        width: None where it does not matter.
        height: None where it does not matter.
    """

    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is shown within."""
        width, height = (600, 200)
        return (
            width if self.width is None else min(width, self.width),
            height if self.height is None else min(height, self.height),
        )


def oembed_fields(
    fields: OwnFields, box: Box, *, public_url: str, cache_seconds: int
) -> Mapping[str, str | int]:
    """Return the answer of oEmbed for a document: a quotation with a link.

    Args:
        fields: What the document says of itself.
        box: Room that the other page has.
        public_url: Address of this service.
        cache_seconds: How long it may be kept.
    """
    width, height = box.size
    told: dict[str, str | int] = {
        "version": "1.0",
        "type": "rich",
        "title": legal_text(fields.full_title),
        "provider_name": "GTnum",
        "provider_url": f"{public_url}/",
        "cache_age": cache_seconds,
        "html": legal_text(_quotation(fields)),
        "width": width,
        "height": height,
    }
    if fields.authors:
        told["author_name"] = legal_text(", ".join(fields.authors))
    return told


def oembed_xml(told: Mapping[str, str | int]) -> bytes:
    """Write an answer of oEmbed as XML."""
    root = new_root("oembed", {})
    for name, value in told.items():
        child(root, name, str(value))
    return written(root)


def _quotation(fields: OwnFields) -> str:
    abstract = " ".join((fields.abstract or "").split())
    if len(abstract) > _QUOTED:
        abstract = abstract[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"
    facts = [fields.kind_label, *fields.authors[:3], date_words(fields.date)]
    told = [
        html.escape(abstract),
        f'<a href="{html.escape(fields.page)}">'
        f"{html.escape(' '.join(fields.full_title.split()))}</a>",
        html.escape(" · ".join(fact for fact in facts if fact)),
    ]
    return f"<blockquote>{'<br>'.join(part for part in told if part)}</blockquote>"
