"""How much of each a query may hold, and what each is called before users."""

from dataclasses import dataclass
from typing import Final

__all__ = ["LIMIT_NAMES", "GuardLimits"]


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """How much of each a query may hold; chosen by measuring planning times.

    A hundred patterns around one node plan in 0.6 s, two hundred in 10 s.

    Attributes:
        size_bytes: Length in UTF-8.
        nesting: Depth of braces, brackets and parentheses together.
        patterns: Triple patterns, counted from above.
        optionals: OPTIONAL.
        graphs: GRAPH.
        unions: UNION.
        negations: MINUS and EXISTS.
        filters: FILTER.
        bindings: ``AS``, in BIND, SELECT and GROUP BY.
        selects: SELECT, the outer one included.
        path_steps: ``/``, ``|`` and ``^`` of property paths.
        operators: Operators in expressions.
        rows: Rows of VALUES.
        searches: Search blocks.
    """

    size_bytes: int = 65_536
    nesting: int = 64
    patterns: int = 150
    optionals: int = 60
    graphs: int = 50
    unions: int = 500
    negations: int = 100
    filters: int = 300
    bindings: int = 300
    selects: int = 100
    path_steps: int = 100
    operators: int = 1_000
    rows: int = 10_000
    searches: int = 8


LIMIT_NAMES: Final = {
    "nesting": "niveaux d’imbrication",
    "patterns": "motifs de triplets",
    "optionals": "OPTIONAL",
    "graphs": "GRAPH",
    "unions": "UNION",
    "negations": "MINUS ou EXISTS",
    "filters": "FILTER",
    "bindings": "AS",
    "selects": "SELECT imbriqués",
    "path_steps": "pas de chemins de propriétés",
    "operators": "opérateurs",
    "rows": "lignes de VALUES",
    "searches": "blocs de recherche",
}
"""In French, behind « plus de 150 »."""
