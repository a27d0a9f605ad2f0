"""One reader per format, found by media type and imported on first use.

A reader turns bytes into ``ReadText``. It runs in a child process (see
``ingest.isolation``), so it may be slow, hungry or wrong without harm to others.
"""

from collections.abc import Mapping
from importlib import import_module

from ingest.errors import UnsupportedContent
from ingest.media_types import HTML, MARKDOWN, PDF, TEXT
from ingest.readers.reading import Reader

__all__ = ["READERS", "is_supported", "reader_for", "require_supported"]

READERS: Mapping[str, tuple[str, str]] = {
    PDF: ("ingest.readers.pdf", "read_pdf"),
    HTML: ("ingest.readers.html", "read_html"),
    MARKDOWN: ("ingest.readers.markdown", "read_markdown"),
    TEXT: ("ingest.readers.text", "read_text"),
}
"""Media type to module and function."""


def is_supported(media_type: str) -> bool:
    """Return whether a reader exists for a media type."""
    return media_type in READERS


def require_supported(media_type: str) -> None:
    """Check that a reader exists.

    Raises:
        UnsupportedContent: If there is none.
    """
    if media_type not in READERS:
        raise UnsupportedContent(
            f"aucun lecteur pour le format {media_type}",
            remedy="Convertissez le document en PDF, HTML, Markdown ou texte.",
        )


def reader_for(media_type: str) -> Reader:
    """Return the reader of a media type, imported now.

    Raises:
        UnsupportedContent: If there is none.
    """
    require_supported(media_type)
    module, name = READERS[media_type]
    reader: Reader = getattr(import_module(module), name)
    return reader
