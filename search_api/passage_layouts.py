"""What the blocks of documents say about passages that are shown, remembered.

A page of hits shows passages of ten documents or more, and the next page, or the same
question of another reader, shows many of them again: a generation never changes.
"""

from functools import lru_cache
from typing import Final

from graph.ports import Catalogue
from ontology.model import Passage
from search_api.french.whole_sentences import Layout, layout_of

__all__ = ["PassageLayouts"]

_REMEMBERED: Final = 4_096
"""Passages; some hundred bytes each."""


class PassageLayouts:
    """Knows the passages of one generation; safe to call from several threads.

    Args:
        catalogue: Knows the blocks of documents.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def of(self, passage: Passage) -> Layout:
        """Return what the blocks of its document say about a passage.

        Raises:
            StoreError: If the graph fails.
        """
        return self._remembered(passage)

    def _read(self, passage: Passage) -> Layout:
        return layout_of(passage, self._catalogue.structure(passage.document).blocks)
