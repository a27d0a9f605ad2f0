"""What can go wrong between a question and the statements.

GraphError
├── StoreError             the store cannot be opened, read or written
│   └── StoreUnavailable   the disk or the system refuses
├── ValidationError        statements break a shape
└── QueryError             a SPARQL query of a user
    ├── QuerySyntaxError   it does not parse: line, column
    ├── NotAcceptable      the answer cannot be given in a wanted format: the list
    ├── QueryRefused       the guard does not let it in: rule
    ├── QueryTimeout       no whole answer before the deadline
    ├── QueryTooLarge      the answer passes the cap
    ├── QueryFailed        the engine stopped (memory, crash of the worker)
    └── QueriesBusy        all workers are taken
"""

from ontology.errors import KnowledgeError

__all__ = [
    "GraphError",
    "NotAcceptable",
    "QueriesBusy",
    "QueryError",
    "QueryFailed",
    "QueryRefused",
    "QuerySyntaxError",
    "QueryTimeout",
    "QueryTooLarge",
    "StoreError",
    "StoreUnavailable",
    "ValidationError",
]


class GraphError(KnowledgeError):
    """Base of the errors of this package."""


class StoreError(GraphError):
    """The store cannot be opened, read or written."""


class StoreUnavailable(StoreError):  # noqa: N818 - a state of the disk
    """The disk or the system refuses to open, read or write the store."""


class ValidationError(GraphError):
    """Statements break a shape of ``ontology/shapes.ttl``."""


class QueryError(GraphError):
    """A query of a user has no answer."""


class QuerySyntaxError(QueryError):
    """The query does not parse.

    Attributes:
        line: From 1, or None when the parser does not tell.
        column: From 1, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.line = line
        self.column = column


class QueryRefused(QueryError):  # noqa: N818 - a refusal is an answer, not a fault
    """The guard does not let the query reach the engine.

    Attributes:
        rule: Stable name of the rule, for example ``nesting`` or ``service``.
        limit: The number that was passed, or None.
    """

    def __init__(
        self, message: str, *, rule: str, limit: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.rule = rule
        self.limit = limit


class NotAcceptable(QueryError):  # noqa: N818 - named like its HTTP status
    """The client wants none of the formats that the answer can be given in.

    Attributes:
        available: Media types, preferred first.
    """

    def __init__(
        self, message: str, *, available: tuple[str, ...], remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.available = available


class QueryTimeout(QueryError):  # noqa: N818 - named like the built-in TimeoutError's cause
    """No whole answer before the deadline.

    Attributes:
        seconds: The deadline that passed.
    """

    def __init__(self, message: str, *, seconds: float, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.seconds = seconds


class QueryTooLarge(QueryError):  # noqa: N818
    """The whole answer passes the cap; nothing of it is sent.

    Attributes:
        limit_bytes: The cap.
    """

    def __init__(self, message: str, *, limit_bytes: int, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.limit_bytes = limit_bytes


class QueryFailed(QueryError):  # noqa: N818
    """The engine or its process stopped: out of memory, or a crash."""


class QueriesBusy(QueryError):  # noqa: N818
    """All workers are taken; try again after ``retry_after_seconds``."""

    def __init__(
        self, message: str, *, retry_after_seconds: int = 1, remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after_seconds = retry_after_seconds
