"""What OAI-PMH 2.0 answers in place of records; always in XML, with HTTP 200.

SearchError
└── OaiError    one of the codes of the protocol
"""

from enum import StrEnum

from search_api.errors import SearchError

__all__ = ["OaiCode", "OaiError"]


class OaiCode(StrEnum):
    """Error codes of the protocol that we can meet."""

    BAD_ARGUMENT = "badArgument"
    BAD_RESUMPTION_TOKEN = "badResumptionToken"  # noqa: S105 - no password
    BAD_VERB = "badVerb"
    CANNOT_DISSEMINATE_FORMAT = "cannotDisseminateFormat"
    ID_DOES_NOT_EXIST = "idDoesNotExist"
    NO_RECORDS_MATCH = "noRecordsMatch"


class OaiError(SearchError):
    """A request that is answered by an error of the protocol.

    Attributes:
        code: Which.
    """

    def __init__(self, code: OaiCode, message: str) -> None:
        super().__init__(message)
        self.code = code
