"""The one place that names concrete parts and puts them behind the ports.

settings ──▶ reading    knowledge()       a published generation, opened for reading
                        query_service()   SPARQL in killable workers
                        application()     the web service over all of it
         ──▶ writing    ingestion()       readers, linker, writers
                        index_makers()    what reindexing needs
"""

from gtnum.wiring.reading import (
    LinkedDocument,
    application,
    draft_reader,
    knowledge,
    linked_documents,
    query_service,
    violations,
)
from gtnum.wiring.shared import library
from gtnum.wiring.writing import index_makers, ingestion, makers

__all__ = [
    "LinkedDocument",
    "application",
    "draft_reader",
    "index_makers",
    "ingestion",
    "knowledge",
    "library",
    "linked_documents",
    "makers",
    "query_service",
    "violations",
]
