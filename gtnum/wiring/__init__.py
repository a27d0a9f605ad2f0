"""The one place that names concrete parts and puts them behind the ports.

settings ──▶ reading    knowledge()       a published generation, opened for reading
                        query_service()   SPARQL in killable workers
                        application()     the web service over all of it
         ──▶ writing    ingestion()       readers, linker, writers
                        index_makers()    what reindexing needs
         ──▶ upgrading  outdated()        what another version wrote
                        renewed()         the same as this one writes it
         ──▶ moving     moving_parts()    what another base of IRIs needs
         ──▶ harvesting harvests()        mirrors of what is published elsewhere
         ──▶ drafts     page_fetcher()    a public page that is a draft
         ──▶ deposits   deposit_desk()    takes documents from the network
                        deposit_worker()  reads them, in a process of its own

A part is loaded when it is first asked for: the command that lists generations needs no
web framework, the one that reads documents no service.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gtnum.wiring.base_change_parts import moving_parts
    from gtnum.wiring.deposit_parts import (
        deposit_desk,
        deposit_folder,
        deposit_worker,
        deposits_wait,
    )
    from gtnum.wiring.draft_parts import page_fetcher
    from gtnum.wiring.harvest_parts import harvests
    from gtnum.wiring.ingest_parts import index_makers, ingestion, makers
    from gtnum.wiring.inspection_parts import inspect_sources, repair
    from gtnum.wiring.server_parts import server_limits
    from gtnum.wiring.service_parts import (
        LinkedDocument,
        application,
        knowledge,
        linked_documents,
        query_service,
        violations,
    )
    from gtnum.wiring.shared_parts import library, sound_generation, withdrawals
    from gtnum.wiring.upgrade_parts import outdated, renewed

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
    "inspect_sources",
    "knowledge",
    "library",
    "linked_documents",
    "makers",
    "moving_parts",
    "outdated",
    "page_fetcher",
    "query_service",
    "renewed",
    "repair",
    "server_limits",
    "sound_generation",
    "violations",
    "withdrawals",
]

_PARTS = {
    "moving_parts": "base_change_parts",
    "deposit_desk": "deposit_parts",
    "deposit_folder": "deposit_parts",
    "deposit_worker": "deposit_parts",
    "deposits_wait": "deposit_parts",
    "page_fetcher": "draft_parts",
    "harvests": "harvest_parts",
    "inspect_sources": "inspection_parts",
    "repair": "inspection_parts",
    "index_makers": "ingest_parts",
    "ingestion": "ingest_parts",
    "makers": "ingest_parts",
    "server_limits": "server_parts",
    "LinkedDocument": "service_parts",
    "application": "service_parts",
    "knowledge": "service_parts",
    "linked_documents": "service_parts",
    "query_service": "service_parts",
    "violations": "service_parts",
    "library": "shared_parts",
    "sound_generation": "shared_parts",
    "withdrawals": "shared_parts",
    "outdated": "upgrade_parts",
    "renewed": "upgrade_parts",
}
"""Where each part stands."""


def __getattr__(name: str) -> object:
    """Load a part that is asked for the first time.

    Raises:
        AttributeError: If there is none of this name.
    """
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part: object = getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
    globals()[name] = part
    return part
