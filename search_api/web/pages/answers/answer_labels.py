"""Finds the words that stand for IRIs: one more query through the same guard.

French first, then labels without language, then any other.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.errors import QueryError
from graph.ports import QueryService

__all__ = ["find_labels"]

_BATCH: Final = 100
_NAMING: Final = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://xmlns.com/foaf/0.1/name",
    "https://schema.org/name",
)
_PLAIN_IRI: Final = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')


def find_labels(
    queries: QueryService, iris: Sequence[str], *, language: str
) -> Mapping[str, str]:
    """Return the best label of each IRI that has one.

    A failure gives no label: the answer itself stands, with its IRIs.

    Args:
        queries: Answers SPARQL.
        iris: At most the IRIs of one page of an answer.
        language: Preferred, for example ``fr``.
    """
    found: dict[str, tuple[tuple[int, int], str]] = {}
    plain = [iri for iri in iris if _PLAIN_IRI.fullmatch(iri)]
    for start in range(0, len(plain), _BATCH):
        batch = plain[start : start + _BATCH]
        try:
            answer = queries.execute(
                _query(batch), accept="application/sparql-results+json"
            )
        except QueryError:
            return {}
        for row in json.loads(answer.body)["results"]["bindings"]:
            _keep_best(found, row, language)
    return {iri: label for iri, (_, label) in found.items()}


def _query(iris: Sequence[str]) -> str:
    things = " ".join(f"<{iri}>" for iri in iris)
    naming = " ".join(f"<{iri}>" for iri in _NAMING)
    return (
        "SELECT ?thing ?naming ?label WHERE { "
        f"VALUES ?thing {{ {things} }} VALUES ?naming {{ {naming} }} "
        "?thing ?naming ?label }"
    )


def _keep_best(
    found: dict[str, tuple[tuple[int, int], str]], row: dict[str, Any], language: str
) -> None:
    own = row["label"].get("xml:lang", "").partition("-")[0].lower()
    by_language = 0 if own == language else 1 if not own else 2
    rank = (by_language, _NAMING.index(row["naming"]["value"]))
    thing = row["thing"]["value"]
    if thing not in found or rank < found[thing][0]:
        found[thing] = (rank, row["label"]["value"])
