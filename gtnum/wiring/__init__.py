"""The one place that names concrete parts and puts them behind the ports.

settings ──▶ reading    knowledge()       a published generation, opened for reading
                        query_service()   SPARQL in killable workers
                        application()     the web service over all of it
         ──▶ writing    ingestion()       readers, linker, writers
                        index_makers()    what reindexing needs
         ──▶ moving     moving_parts()    what another base of IRIs needs
         ──▶ harvesting harvests()        mirrors of what is published elsewhere
         ──▶ deposits   deposit_desk()    takes documents from the network
                        deposit_worker()  reads them, in a process of its own
"""

from gtnum.wiring.base_change_parts import moving_parts
from gtnum.wiring.deposit_parts import (
    deposit_desk,
    deposit_folder,
    deposit_worker,
    deposits_wait,
)
from gtnum.wiring.harvest_parts import harvests
from gtnum.wiring.ingest_parts import index_makers, ingestion, makers
from gtnum.wiring.service_parts import (
    LinkedDocument,
    application,
    knowledge,
    linked_documents,
    query_service,
    violations,
)
from gtnum.wiring.shared_parts import library, withdrawals

__all__ = [
    "LinkedDocument",
    "application",
    "deposit_desk",
    "deposit_folder",
    "deposit_worker",
    "deposits_wait",
    "harvests",
    "index_makers",
    "ingestion",
    "knowledge",
    "library",
    "linked_documents",
    "makers",
    "moving_parts",
    "query_service",
    "violations",
    "withdrawals",
]
