"""Finds what passages name: labs, groups, académies, people, concepts.

``Linker(entities)`` is what the pipeline calls; see ``docs/explanation/linking.md``.
"""

from ingest.linking.linker import LINKER_VERSION, Linker

__all__ = ["LINKER_VERSION", "Linker"]
