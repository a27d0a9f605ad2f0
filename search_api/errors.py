"""What can go wrong between a question and its hits.

SearchError
├── BadQuestion        the question or a parameter cannot be used
├── UnknownDocument    no document under that identifier
│   └── WithdrawnDocument  there was one
├── StaleCursor        a ``next`` of another generation
├── StaleDraftFeed     the feed of a draft, made with another model
├── EmbedderError      a model cannot be loaded or does not fit
└── IndexMismatch      index files and settings do not belong together
    └── IndexDamaged   index files are missing, or not what was published
"""

from ontology.errors import KnowledgeError

__all__ = [
    "BadQuestion",
    "EmbedderError",
    "IndexDamaged",
    "IndexMismatch",
    "SearchError",
    "StaleCursor",
    "StaleDraftFeed",
    "UnknownDocument",
    "WithdrawnDocument",
]


class SearchError(KnowledgeError):
    """Base of the errors of this package."""


class BadQuestion(SearchError):  # noqa: N818 - the user's slip, not ours
    """The question or one of its parameters cannot be used.

    Attributes:
        parameter: Name of the parameter, for the pointer of the problem report.
    """

    def __init__(self, message: str, *, parameter: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.parameter = parameter


class UnknownDocument(SearchError):  # noqa: N818
    """No document (or page, or passage) is known under that identifier."""


class WithdrawnDocument(UnknownDocument):
    """The document was in the library and was taken out on demand."""


class StaleCursor(SearchError):  # noqa: N818
    """The cursor belongs to a generation that is no longer served."""


class StaleDraftFeed(SearchError):  # noqa: N818
    """The address of a draft's feed was made with a model that is not served."""


class EmbedderError(SearchError):
    """A model cannot be loaded, or gives vectors that do not fit."""


class IndexMismatch(SearchError):  # noqa: N818
    """Index files and settings do not belong together; ``gtnum reindex`` repairs."""


class IndexDamaged(IndexMismatch):
    """Index files are missing, cannot be read, or are not what was published."""
