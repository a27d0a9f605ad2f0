"""Finds what the engine counts wrong in a query, and has it written otherwise.

Five faults of the engine are avoided (docs/decisions/0018-rows-the-engine-loses.md):

    ?s :p|:q ?o      →  { ?s :p ?o . } UNION { ?s :q ?o . }
    ?s !:p ?o        →  { ?s ?path_1 ?o . FILTER(?path_1 != :p) }
    <here> :p* ?o    →  { VALUES ?o { <here> } }
                        UNION { <here> :p* ?o . FILTER(!sameTerm(?o, <here>)) }
    GRAPH ?g { VALUES … }  →  GRAPH ?g { GRAPH ?g {} VALUES … }
    GRAPH ?g { { SELECT ?s { … } } }  →  GRAPH ?g { { SELECT ?s ?g { … } } }

That is how the standard defines them (18.2.2.4, 18.4). Names that are made here are new
to the query, and no ``*`` shows them.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence as Many
from dataclasses import dataclass

from graph.errors import QueryRefused
from graph.sparql.exact_paths.path_writer import PathWriter, is_written, needs_inside
from graph.sparql.exact_paths.query_groups import QueryGroups
from graph.sparql.exact_paths.triple_nodes import Kind, Node, Statement

__all__ = ["Edit", "edits"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in the place of a piece of a query."""

    start: int
    end: int
    text: str


def edits(query: str, groups: QueryGroups) -> tuple[Edit, ...]:
    """Return what to change in a query, in order; nothing where no triple needs it.

    Raises:
        QueryRefused: If something cannot be written otherwise.
    """
    for wide in groups.wide_in_graphs:
        raise QueryRefused(
            f"{wide.value} dans « GRAPH ?variable » porterait sur tous les graphes à "
            "la fois",
            rule="graph_scope",
            remedy="Mettez GRAPH à l’intérieur, et rendez sa variable : "
            "{ SELECT ?g … { GRAPH ?g { … } } }.",
        )
    writer = PathWriter(_new_name(query), _met_twice(groups.statements))
    changed = [
        Edit(statement.start, statement.end, writer.statement(statement))
        for statement in _connected(groups.statements)
    ]
    changed += _renamed(groups, changed, writer)
    if writer.named and groups.counts_distinct_rows:
        raise _changes_star()
    if writer.named or groups.graph_names:
        changed += _without_new_names(groups)
    changed += [
        Edit(place, place, f" {name} ") for place, name in groups.graph_names.items()
    ]
    changed += [
        Edit(start, start, f" GRAPH {name} {{}} ")
        for start, name in groups.tables_in_graphs.items()
    ]
    return tuple(sorted(changed, key=lambda edit: (edit.start, edit.end)))


def _new_name(query: str) -> str:
    name = "path"
    while name in query:
        name += "_"
    return name


def _met_twice(statements: Many[Statement]) -> frozenset[str]:
    """Return the variables that more than one place of the patterns binds."""
    met = Counter(name for own in statements for name in _variables(own.as_node))
    return frozenset(name for name, number in met.items() if number > 1)


def _variables(node: Node) -> Iterator[str]:
    if node.kind is Kind.VARIABLE:
        yield node.text
    for inner in node.inner_nodes():
        yield from _variables(inner)


def _connected(statements: Many[Statement]) -> list[Statement]:
    """Return the statements that need it, and all with labels where one of them has."""
    needing = [own for own in statements if _needs_writing(own)]
    if not any(_holds_label(own.as_node) for own in needing):
        return needing
    return [own for own in statements if own in needing or _holds_label(own.as_node)]


def _needs_writing(statement: Statement) -> bool:
    own = any(
        is_written(statement.subject, p.path, end)
        for p in statement.properties
        for end in p.objects
    )
    return own or needs_inside(statement.as_node)


def _holds_label(node: Node) -> bool:
    return node.kind is Kind.LABEL or any(map(_holds_label, node.inner_nodes()))


def _renamed(
    groups: QueryGroups, changed: Many[Edit], writer: PathWriter
) -> list[Edit]:
    """Give a new name to what only looks like the name of a graph.

    Raises:
        QueryRefused: If it stands where more has to change.
    """
    hidden = groups.hidden_names
    if not hidden:
        return []
    is_inside = any(e.start <= t.start < e.end for t in hidden for e in changed)
    if is_inside:
        raise QueryRefused(
            "dans « GRAPH ?variable », un sous-SELECT a une autre variable de ce nom",
            rule="graph_scope",
            remedy="Donnez-lui un autre nom.",
        )
    new = writer.new_name()
    return [Edit(token.start, token.end, new) for token in hidden]


def _without_new_names(groups: QueryGroups) -> list[Edit]:
    """Say what ``*`` means, now that there are names nobody wrote.

    Raises:
        QueryRefused: If that cannot be said.
    """
    if any(not star.names for star in groups.stars):
        raise _changes_star()
    return [
        Edit(
            star.token.start,
            star.token.end,
            " ".join(f"?{name}" for name in star.names),
        )
        for star in groups.stars
    ]


def _changes_star() -> QueryRefused:
    return QueryRefused(
        "un chemin avec « | » ou « ! » changerait le sens de « * » dans cette requête",
        rule="path",
        remedy="Nommez les variables à la place de « * ».",
    )
