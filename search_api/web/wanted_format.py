"""Which format of citations a client wants: ``format`` first, else ``Accept``.

The JSON of the API stays the answer to everything else, so that a client that never
heard of citations sees what it always saw.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field

from search_api.citations.export_formats import FORMATS, ExportFormat, FormatName
from search_api.web.accept_header import Acceptance

__all__ = ["EXPORT_CONTENT", "ExportParameters", "StyleName", "wanted_format"]

StyleName = Literal["iso690", "chicago", "apa"]

EXPORT_CONTENT: dict[str, Any] = {
    each.media_type: {"schema": {"type": "string"}} for each in FORMATS.values()
}
"""How the description of the API tells of all formats, beside its JSON."""


class ExportParameters(BaseModel):
    """In which form an answer is given."""

    format: FormatName | None = Field(
        default=None,
        description="Forme de la réponse ; sans elle, selon « Accept », sinon JSON",
    )
    style: StyleName = Field(
        default="iso690", description="Style des références en texte et en HTML"
    )

    def export_pairs(self) -> list[tuple[str, str]]:
        """Return the form as it stands in an address; nothing where it is not asked."""
        pairs = [] if self.format is None else [("format", self.format.value)]
        return pairs if self.style == "iso690" else [*pairs, ("style", self.style)]


def wanted_format(asked: FormatName | None, accept: str) -> ExportFormat | None:
    """Return the format that is wanted; None for the JSON of the API.

    Args:
        asked: Value of ``format``.
        accept: The ``Accept`` header.

    >>> wanted_format(None, "application/x-bibtex, */*;q=0.1").title
    'BibTeX'
    >>> wanted_format(None, "text/html, */*") is None
    True
    """
    if asked is not None:
        return FORMATS.get(asked)
    accepted = Acceptance.parse(accept)
    best, most = None, _exact(accepted, "application/json")
    for each in FORMATS.values():
        weight = _exact(accepted, each.media_type) if each.is_negotiated else 0.0
        if weight > most:
            best, most = each, weight
    return best


def _exact(accepted: Acceptance, media_type: str) -> float:
    """Return the weight of a type that is named itself, 0 where it is not."""
    weights = [
        found.weight for found in accepted.ranges if found.precision(media_type) == 2
    ]
    return max(weights, default=0.0)
