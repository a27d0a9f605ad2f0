"""What the blocks say about a passage is read once for each generation."""

from dataclasses import replace

from ontology.structure import Block, BlockKind
from search_api.passage_layouts import PassageLayouts
from tests.search_api.fakes import MemoryCatalogue, record


class CountingCatalogue(MemoryCatalogue):
    """Counts how often the structure of a document is read."""

    reads = 0

    def structure(self, document):
        self.reads += 1
        return super().structure(document)


def test_a_layout_is_read_once():
    made = record("un", "Un titre", "Une phrase.")
    blocks = (Block(BlockKind.HEADING, 0, 8),)
    made = replace(made, document=replace(made.document, blocks=blocks))
    catalogue = CountingCatalogue([made])
    layouts = PassageLayouts(catalogue)
    first, second = made.passages
    assert layouts.of(first) is layouts.of(first)
    assert layouts.of(first).unfit == ((0, 8),)
    assert layouts.of(second).unfit == ()
    assert catalogue.reads == 2
