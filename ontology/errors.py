"""The root of every error this project raises on purpose.

    KnowledgeError
    ├── OntologyError      ontology: a term, an identifier or a file of ours is wrong
    ├── IngestError        ingest: a source could not become a document
    ├── GraphError         graph: a statement or a query was refused or failed
    ├── SearchError        search_api: a question could not be answered
    └── LibraryError       gtnum: the library folder is missing, locked or damaged

A message says what happened, to which thing, and what to do next; ``remedy`` holds
that last part alone so that a page or a command line may show it apart.
"""

__all__ = ["KnowledgeError", "OntologyError"]


class KnowledgeError(Exception):
    """Base of all expected failures.

    Args:
        message: What happened and to which thing, in French where a user reads it.
        remedy: What the reader can do next, or an empty string.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class OntologyError(KnowledgeError):
    """A term, an identifier or a shipped data file is not what it must be."""
