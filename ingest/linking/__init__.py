"""Finds what passages name: labs, groups, académies, people, concepts.

``Linker(entities)`` is what the pipeline calls; see ``docs/explanation/linking.md``.
"""

from ingest.linking.linker import Linker

__all__ = ["Linker"]
