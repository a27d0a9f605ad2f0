"""Whether a library uses the terms of a query, asked of its own description (VoID).

A query over what a library does not hold would be empty without a word: the terms that
nothing uses are told instead.
"""

import json
from collections.abc import Collection
from typing import Final

from graph.ports import QueryService
from graph.sparql.named_terms import named_terms
from ontology.iris import DEFAULT_BASE
from ontology.terms import Class, Property, Reused

__all__ = ["unused_terms", "used_terms"]

_USED: Final = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?term WHERE {
  { ?partition void:property ?term } UNION { ?partition void:class ?term }
}"""
# Every library says of what class its things are.
_VOCABULARY: Final = frozenset(map(str, (*Class, *Property, *Reused))) - {Reused.TYPE}


def used_terms(queries: QueryService) -> frozenset[str]:
    """Return the IRIs of properties and classes that the published generation uses.

    Raises:
        QueryError: If there is no whole answer.
    """
    answer = queries.execute(_USED, accept="application/sparql-results+json")
    rows = json.loads(answer.body)["results"]["bindings"]
    return frozenset(row["term"]["value"] for row in rows)


def unused_terms(query: str, used: Collection[str]) -> tuple[str, ...]:
    r"""Return the words of our vocabulary in a query that nothing of a library uses.

    Args:
        query: Whole.
        used: From ``used_terms``.

    >>> org = "PREFIX org: <http://www.w3.org/ns/org#>"
    >>> unused_terms("\n".join((org, "ASK { ?a org:member ?b }")), ())
    ('http://www.w3.org/ns/org#member',)
    """
    named = named_terms(query, DEFAULT_BASE).iris
    return tuple(sorted(named & _VOCABULARY - set(used)))
