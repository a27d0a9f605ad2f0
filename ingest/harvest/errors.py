"""What can keep an address from being fetched or a source from being harvested.

SourceError
└── HarvestError
    ├── AddressRefused       the address is not one we speak to
    ├── RobotsRefused        the site asks robots not to read it
    │   └── RobotsUnknown    what it asks cannot be read at the moment
    ├── FetchFailed          the server did not give the content
    │   ├── AddressGone      404 or 410: what stood there was taken away
    │   ├── RequestRejected  another code of 4xx
    │   ├── ServerBusy       429 or 503; may say when to come back
    │   ├── FetchTimeout     it took longer than allowed
    │   └── FetchTooLarge    more bytes than allowed, packed or unpacked
    └── ProtocolError        a feed or an OAI-PMH answer that cannot be trusted
"""

from ingest.errors import SourceError

__all__ = [
    "AddressGone",
    "AddressRefused",
    "FetchFailed",
    "FetchTimeout",
    "FetchTooLarge",
    "HarvestError",
    "ProtocolError",
    "RequestRejected",
    "RobotsRefused",
    "RobotsUnknown",
    "ServerBusy",
    "UnusableContent",
]


class HarvestError(SourceError):
    """Base of the errors of this package."""


class AddressRefused(HarvestError):  # noqa: N818 - a state of the address
    """The address is malformed, not public, or asks for more than reading."""


class RobotsRefused(HarvestError):  # noqa: N818 - a state of the address
    """The site asks robots not to read the address."""


class RobotsUnknown(RobotsRefused):
    """The rules for robots cannot be had at the moment; later they may allow it."""


class FetchFailed(HarvestError):  # noqa: N818
    """The server cannot be reached or did not give the content."""


class AddressGone(FetchFailed):
    """The server says that nothing stands at the address (any more)."""


class RequestRejected(FetchFailed):
    """The server says that the request is wrong or not allowed (4xx)."""


class ServerBusy(FetchFailed):
    """The server asks to come back later.

    Args:
        message: In French.
        retry_after: Seconds the server asked for, or None when it did not say.
        remedy: What to do.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class FetchTimeout(FetchFailed):
    """The content did not come in the time allowed."""


class FetchTooLarge(FetchFailed):
    """The content has more bytes than allowed."""


class ProtocolError(HarvestError):
    """An answer breaks the rules of its format, or cannot be the whole truth."""


class UnusableContent(HarvestError):  # noqa: N818
    """What stands at the address is of a kind that no reader takes."""
