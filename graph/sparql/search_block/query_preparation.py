"""From the text of a query to what may run: guard first, then blocks, paths and rows.

A query without blocks passes the guard as it is. In a query with blocks every block is
first replaced by an empty row, and what is left passes the very same guard: the only
SERVICE that can be missed is one that has been taken out. Paths are written as the
engine needs them (``exact_paths``), and what comes of it passes the guard once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.errors import QueryRefused
from graph.sparql.exact_paths.counted_expressions import (
    count_edits,
    may_count_expressions,
)
from graph.sparql.exact_paths.group_reader import read_groups
from graph.sparql.exact_paths.path_rewriting import Edit, edits
from graph.sparql.exact_paths.token_stream import Unreadable
from graph.sparql.guard import Admission, GuardLimits, admit, check_size
from graph.sparql.query_scan import Scan
from graph.sparql.search_block.block_reader import SearchBlock, read_blocks
from graph.sparql.search_block.block_replacement import Rewritten, rewrite, skeleton
from graph.sparql.search_block.search_ports import FoundPassage
from ontology.iris import SEARCH_SERVICE, Iris

__all__ = ["PreparedQuery", "prepare"]

_LOSING: Final = frozenset("|!")


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query that may run once its blocks have been searched for.

    Attributes:
        query: As the user wrote it.
        admission: What the guard read in it.
        blocks: Its search blocks, in order.
        edits: How its paths and counts have to be written.
        has_unread_paths: Whether paths that lose rows could not be read: the engine may
            say that it is no SPARQL, but not answer.
    """

    query: str
    admission: Admission
    blocks: tuple[SearchBlock, ...] = ()
    edits: tuple[Edit, ...] = ()
    has_unread_paths: bool = False

    def with_rows(
        self, found: Sequence[Sequence[FoundPassage]], iris: Iris
    ) -> Rewritten:
        """Return the query for the engine; one sequence of rows per block.

        Raises:
            QueryError: If an identifier makes no IRI.
        """
        return rewrite(
            self.query, self.blocks, found=found, iris=iris, edits=self.edits
        )


def prepare(
    query: str, limits: GuardLimits, *, iris: Iris, has_search: bool = True
) -> PreparedQuery:
    """Let a query in, or say why not.

    Args:
        query: As the user wrote it.
        limits: What it may hold.
        iris: Reads the IRIs of entities in blocks.
        has_search: Whether blocks can be answered here.

    Raises:
        QueryRefused: If it passes a limit, updates, calls out, or searches where
            there is no search.
        QuerySyntaxError: If it is no query, or a block is not written as it should.
    """
    blocks: list[SearchBlock] = []
    if f"<{SEARCH_SERVICE}>" not in query:
        admission = admit(query, limits)
    else:
        check_size(query, limits)
        scan = Scan(query, limits, keeps_blocks=True)
        scan.run()
        blocks = read_blocks(query, scan.blocks, resolve=scan.resolve, iris=iris)
        if blocks and not has_search:
            raise QueryRefused(
                "ce service ne sait pas chercher dans les textes",
                rule="search",
                remedy="Retirez le bloc de recherche.",
            )
        admission = admit(skeleton(query, blocks), limits)
    is_read = admission.path_signs or admission.has_graphs
    if not (is_read or may_count_expressions(query)):
        return PreparedQuery(query, admission, tuple(blocks))
    return _with_paths(PreparedQuery(query, admission, tuple(blocks)), limits)


def _with_paths(prepared: PreparedQuery, limits: GuardLimits) -> PreparedQuery:
    """Write the paths as the engine needs them.

    Raises:
        QueryRefused: If a path cannot be written so, or only by passing a limit.
    """
    query, blocks = prepared.query, prepared.blocks
    scan = Scan(query, limits, keeps_blocks=True)
    scan.run()
    bound = {
        block.start: [variable[1:] for variable, _ in block.outputs] for block in blocks
    }
    try:
        groups = read_groups(scan.significant, bound)
    except Unreadable:
        loses_rows = not _LOSING.isdisjoint(prepared.admission.path_signs)
        return replace(prepared, has_unread_paths=loses_rows)
    changed = (*edits(query, groups), *count_edits(scan.significant))
    if changed:
        admit(skeleton(query, blocks, changed), limits)
    return replace(prepared, edits=changed)
