"""What can keep a source from becoming a document.

    IngestError
    ├── SourceError            the file, folder or address cannot be read
    ├── ReadingUnavailable     the system gives no process to read in
    └── ReadingError           the content cannot become text; carries the final state
        ├── EncryptedContent   ``encrypted``
        ├── NoText             ``no_text``
        ├── MalformedContent   ``malformed``
        ├── TooLarge           ``too_large``
        ├── ReadingTimeout     ``timeout``
        └── UnsupportedContent ``unsupported``

A ``ReadingError`` never stops a folder: the pipeline turns it into a row of the
report.
"""

from ontology.errors import KnowledgeError

__all__ = [
    "EncryptedContent",
    "IngestError",
    "MalformedContent",
    "NoText",
    "ReadingError",
    "ReadingTimeout",
    "ReadingUnavailable",
    "SourceError",
    "TooLarge",
    "UnsupportedContent",
]


class IngestError(KnowledgeError):
    """Base of the errors of this package."""


class SourceError(IngestError):
    """A file, a folder or an address cannot be read."""


class ReadingUnavailable(IngestError):  # noqa: N818 - a state of the system
    """The system gives no process to read in: memory, descriptors, processes."""


class ReadingError(IngestError):
    """The content cannot become text; ``state`` names how it ends in the report."""

    state = "malformed"


class EncryptedContent(ReadingError):  # noqa: N818 - a state of the source
    """The file asks for a password."""

    state = "encrypted"


class NoText(ReadingError):  # noqa: N818
    """The file is readable and holds no text (a scan, an empty file)."""

    state = "no_text"


class MalformedContent(ReadingError):  # noqa: N818
    """No reader can make sense of the bytes."""

    state = "malformed"


class TooLarge(ReadingError):  # noqa: N818
    """A limit on bytes, pages, characters or memory was passed."""

    state = "too_large"


class ReadingTimeout(ReadingError):  # noqa: N818
    """Reading took longer than allowed."""

    state = "timeout"


class UnsupportedContent(ReadingError):  # noqa: N818
    """No reader exists for this kind of content."""

    state = "unsupported"
