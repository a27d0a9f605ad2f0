"""Writes given things into the ``VALUES`` lines of our own queries.

    VALUES ?groupe { group:example }  ─▶  VALUES ?groupe { <https://…/id/group/reve> }

A value is written into the text, because Oxigraph applies substitutions after
evaluation. Only IRIs get there, and only those without a sign that could end one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from graph.errors import GraphError

__all__ = ["fill_values", "values_of"]

_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_VALUES: Final = re.compile(r"(VALUES \?([a-z_]+) )\{([^}]*)\}")


def fill_values(text: str, values: Mapping[str, Sequence[str]]) -> str:
    """Return a query with other values; a variable that is not given keeps its own.

    Args:
        text: Of a query of ours.
        values: Variable → the IRIs it may have.

    Raises:
        GraphError: If a value is no IRI.
    """
    return _VALUES.sub(lambda found: found[1] + _listed(found, values), text)


def values_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return variable → values as written in a query, in order.

    >>> values_of("{ VALUES ?vague { wave:2020-2022 wave:2023-2026 } }")
    {'vague': ('wave:2020-2022', 'wave:2023-2026')}
    """
    return {found[2]: tuple(found[3].split()) for found in _VALUES.finditer(text)}


def _listed(found: re.Match[str], values: Mapping[str, Sequence[str]]) -> str:
    given = values.get(found[2])
    if not given:
        return found[0].removeprefix(found[1])
    for iri in given:
        if not _IRI.fullmatch(iri):
            raise GraphError(f"« {iri} » n’est pas une adresse de chose")
    return "{ " + " ".join(f"<{iri}>" for iri in given) + " }"
