"""Questions over our own corpus, judged by people, asked as the service answers.

A line names a question and the groups, productions and concepts that answer it. A
target is a document about such a group or production: its sheet, or one that declares
the link. It counts when it stands in the first three, or, for the last number, when an
expected group or concept is shown as an entity.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from ontology.model import EntityKind
from search_api.query import SearchQuery, SearchResults
from search_api.web.services import Knowledge

__all__ = ["measure_places", "read_judged"]

Row = Mapping[str, str]


def read_judged(path: Path) -> list[Row]:
    """Return the lines: ``query_fr`` and ``expected_…``, names parted by ``;``.

    Raises:
        OSError: If the file is missing.
    """
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def measure_places(knowledge: Knowledge, rows: Sequence[Row]) -> dict[str, object]:
    """Return how often a target is in the first three, with and without intent."""
    counts = {"with": 0, "without": 0, "with_entities": 0}
    places: dict[str, object] = {}
    for row in rows:
        wanted = _names(row, "expected_groups", "expected_productions")
        targets = _targets(knowledge, wanted)
        own = {}
        for name, intent in (("with", True), ("without", False)):
            query = SearchQuery(row["query_fr"], limit=10, with_intent=intent)
            results = knowledge.searcher.search(query)
            own[name] = _place(results, targets)
            counts[name] += (own[name] or 99) <= 3
            if intent:
                cards = {card.identifier for card in results.entities}
                is_shown = cards & (wanted | _names(row, "expected_concepts"))
                counts["with_entities"] += bool(is_shown) or (own[name] or 99) <= 3
        places[row["query_fr"]] = own
        print(f"{own['without']!s:>5} → {own['with']!s:<5} {row['query_fr']}")
    print(
        f"a target in the first three for {counts['with']} of {len(rows)}, "
        f"{counts['without']} without what the graph knows of the question; "
        f"{counts['with_entities']} with the entities shown"
    )
    return {"questions": len(rows), "in_first_three": counts, "places": places}


def _names(row: Row, *columns: str) -> set[str]:
    cells = (cell for column in columns for cell in row[column].split(";"))
    return {cell.strip() for cell in cells if cell.strip()}


def _targets(knowledge: Knowledge, wanted: set[str]) -> set[str]:
    """Return the sheets of groups and productions, and what declares a link to them."""
    declared = {
        linked.document
        for kind in (EntityKind.GROUP, EntityKind.PRODUCTION)
        for name in wanted
        for linked in knowledge.entities.documents(kind, name)
        if linked.is_declared and not linked.document.startswith("glossaire")
    }
    return declared | {f"sheet-{name}" for name in wanted}


def _place(results: SearchResults, targets: set[str]) -> int | None:
    """Return where the first target stands, from 1."""
    names = [hit.document.identifier for hit in results.hits]
    return next((n for n, name in enumerate(names, 1) if name in targets), None)
