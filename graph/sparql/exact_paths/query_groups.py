"""What the groups of a query hold that decides how it has to be written."""

from dataclasses import dataclass, field
from enum import Enum

from graph.sparql.exact_paths.triple_nodes import Statement
from graph.sparql.tokens import Token

__all__ = ["QueryGroups", "Star", "Wide"]


@dataclass(frozen=True, slots=True)
class Star:
    """A ``SELECT *`` or ``DESCRIBE *``: where the star stands, what it means."""

    token: Token
    names: tuple[str, ...]


class Wide(Enum):
    """What the engine evaluates over all graphs at once, though it is in one."""

    SELECT = "un sous-SELECT qui compte tout ou se limite"
    MINUS = "un MINUS sans variable commune"


@dataclass(slots=True)
class QueryGroups:
    """What the groups of a query hold.

    Attributes:
        statements: All triples, in order.
        stars: All projections of everything.
        counts_distinct_rows: Whether ``COUNT(DISTINCT *)`` stands somewhere.
        tables_in_graphs: Where a ``GRAPH ?name`` that holds VALUES opens its brace, and
            the name.
        graph_names: Where a SELECT in a ``GRAPH ?name`` has to have that name.
        hidden_names: The same name where such a SELECT has it for something else.
        wide_in_graphs: What in a ``GRAPH ?name`` would look beyond one graph.
    """

    statements: list[Statement] = field(default_factory=list)
    stars: list[Star] = field(default_factory=list)
    counts_distinct_rows: bool = False
    tables_in_graphs: dict[int, str] = field(default_factory=dict)
    graph_names: dict[int, str] = field(default_factory=dict)
    hidden_names: list[Token] = field(default_factory=list)
    wide_in_graphs: list[Wide] = field(default_factory=list)
