"""What stands before and behind the passages of a page of hits."""

from collections.abc import Mapping

from graph.ports import Catalogue
from ontology.model import Passage
from search_api.identifiers import passage_identifier
from search_api.query import SearchResults

__all__ = ["neighbours_of"]


def neighbours_of(
    results: SearchResults, catalogue: Catalogue
) -> dict[str, tuple[Passage | None, Passage | None]]:
    """Return passage → the ones before and behind it, read in one go.

    None stands where the document begins or ends.

    Raises:
        StoreError: If the graph fails.
    """
    wanted: Mapping[str, tuple[str, str]] = {
        found.passage.identifier: (
            passage_identifier(found.passage.document, found.passage.position - 1),
            passage_identifier(found.passage.document, found.passage.position + 1),
        )
        for hit in results.hits
        for found in hit.passages
    }
    names = dict.fromkeys(name for pair in wanted.values() for name in pair)
    known = catalogue.passages(list(names))
    return {
        passage: (known.get(before), known.get(behind))
        for passage, (before, behind) in wanted.items()
    }
