"""Whether a library uses the terms of a query, asked of its own description (VoID).

A query over what a library does not hold would be empty without a word: the terms that
nothing uses are told instead.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Final

from graph.ports import QueryService
from ontology.terms import Class, Property, Reused

__all__ = ["unused_terms", "used_terms"]

_USED: Final = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?term WHERE {
  { ?partition void:property ?term } UNION { ?partition void:class ?term }
}"""
_VOCABULARY: Final = frozenset(map(str, (*Class, *Property, *Reused)))
_PREFIX: Final = re.compile(r"^PREFIX (\w+): <([^<>]+)>$", re.MULTILINE)
_NAME: Final = re.compile(r"(?<![\w:?<])(\w+):([A-Za-z][\w-]*)")
_NO_TERM: Final = re.compile(r'"[^"\n]*"|<[^<>\s]*>|#.*$', re.MULTILINE)


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
        query: One of ours: prefixes stand one on a line, names are prefixed.
        used: From ``used_terms``.

    >>> org = "PREFIX org: <http://www.w3.org/ns/org#>"
    >>> unused_terms("\n".join((org, "ASK { ?a org:member ?b }")), ())
    ('http://www.w3.org/ns/org#member',)
    """
    return tuple(
        dict.fromkeys(
            term for term in _terms(query) if term in _VOCABULARY and term not in used
        )
    )


def _terms(query: str) -> Iterator[str]:
    prefixes = dict(_PREFIX.findall(query))
    for prefix, local in _NAME.findall(_NO_TERM.sub(" ", query)):
        if prefix in prefixes:
            yield prefixes[prefix] + local
