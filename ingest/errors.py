"""What can keep a source from becoming a document.

    IngestError
    ├── SourceError            the file, folder or address cannot be read
    │   └── DraftNotFetched    the page that is a draft did not come
    │       ├── DraftAddressRefused  its address is not one of a public page
    │       ├── DraftPageTooLarge    it has more bytes than allowed
    │       └── DraftPageTooSlow     it did not come in the time allowed
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
    "DraftAddressRefused",
    "DraftNotFetched",
    "DraftPageTooLarge",
    "DraftPageTooSlow",
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


class DraftNotFetched(SourceError):  # noqa: N818 - a state of the address
    """The page that is a draft cannot be had."""


class DraftAddressRefused(DraftNotFetched):
    """The address is malformed, unknown or not public; which, strangers are not told.

    Who asks could otherwise learn which names and addresses a private network has.
    """


class DraftPageTooLarge(DraftNotFetched):
    """The page has more bytes than a draft may have."""


class DraftPageTooSlow(DraftNotFetched):
    """The page did not come in the time allowed."""


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
