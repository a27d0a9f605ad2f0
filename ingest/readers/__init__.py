"""One reader per format, found by media type and imported on first use.

A reader turns bytes into ``ReadText``. It runs in a child process (see
``ingest.isolation.pool``), so it may be slow, hungry or wrong without harm to others.
"""

from collections.abc import Mapping
from importlib import import_module

from ingest.errors import UnsupportedContent
from ingest.read_text import ContainerReader, Reader
from ingest.sources.media_types import (
    EMAIL,
    EPUB,
    HTML,
    MARKDOWN,
    OAI_DC,
    PDF,
    TEXT,
    WXR,
)
from ingest.sources.office_types import (
    DOC,
    ENCRYPTED_OFFICE,
    OPENDOCUMENT,
    POWERPOINT,
    PPT,
    RTF,
    SHEETS,
    WORD,
    XLS,
)

__all__ = [
    "CONTAINERS",
    "READERS",
    "accepted_endings",
    "container_reader_for",
    "is_container",
    "is_supported",
    "reader_for",
    "require_supported",
]

READERS: Mapping[str, tuple[str, str]] = {
    PDF: ("ingest.readers.pdf.engine_chain", "read_pdf"),
    HTML: ("ingest.readers.html.html_page", "read_html"),
    MARKDOWN: ("ingest.readers.markdown", "read_markdown"),
    TEXT: ("ingest.readers.plain_text", "read_text"),
    EPUB: ("ingest.readers.epub", "read_epub"),
    RTF: ("ingest.readers.rtf.rich_text_rtf", "read_rtf"),
    OAI_DC: ("ingest.readers.oai_dc", "read_oai_dc"),
    EMAIL: ("ingest.readers.email_message", "read_message"),
    ENCRYPTED_OFFICE: ("ingest.readers.old_office", "refuse_encrypted"),
    **dict.fromkeys(WORD, ("ingest.readers.word.word_docx", "read_word")),
    **dict.fromkeys(
        POWERPOINT, ("ingest.readers.slides.powerpoint_pptx", "read_presentation")
    ),
    **dict.fromkeys(
        OPENDOCUMENT,
        ("ingest.readers.opendocument.opendocument_odt", "read_opendocument"),
    ),
    **dict.fromkeys(SHEETS, ("ingest.readers.sheets.excel_xlsx", "read_workbook")),
    **dict.fromkeys((DOC, XLS, PPT), ("ingest.readers.old_office", "read_old_office")),
}
"""Media type to module and function, for files that are one document."""

CONTAINERS: Mapping[str, tuple[str, str]] = {
    WXR: ("ingest.readers.wordpress.wxr", "read_wxr"),
    EMAIL: ("ingest.readers.email_message", "read_mail"),
}
"""The same for files that hold several documents; a message alone is also one."""


_ENDINGS: Mapping[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    **{kind: (ending,) for kind, ending in (*WORD.items(), *OPENDOCUMENT.items())},
    RTF: (".rtf",),
    HTML: (".html", ".htm"),
    MARKDOWN: (".md", ".markdown"),
    TEXT: (".txt",),
    EPUB: (".epub",),
    EMAIL: (".eml",),
    **{kind: (ending,) for kind, ending in (*POWERPOINT.items(), *SHEETS.items())},
}
"""How files are named that are read everywhere: those of before 2007 need a program."""


def accepted_endings() -> tuple[str, ...]:
    """Return the endings of files to offer where a person chooses one to be read."""
    return tuple(ending for own in _ENDINGS.values() for ending in own)


def is_container(media_type: str) -> bool:
    """Return whether files of a media type hold several documents."""
    return media_type in CONTAINERS


def container_reader_for(media_type: str) -> ContainerReader:
    """Return what lists the documents of a file, imported now.

    Raises:
        KeyError: If the media type is no container.
    """
    module, name = CONTAINERS[media_type]
    reader: ContainerReader = getattr(import_module(module), name)
    return reader


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
            remedy="Convertissez le document en PDF, DOCX, ODT, HTML ou texte.",
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
