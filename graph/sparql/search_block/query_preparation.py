"""From the text of a query to what may run: guard first, then blocks, then rows.

A query without blocks passes the guard as it is. In a query with blocks every block is
first replaced by an empty row, and what is left passes the very same guard: the only
SERVICE that can be missed is one that has been taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import QueryRefused
from graph.sparql.guard import Admission, GuardLimits, admit, check_size
from graph.sparql.query_scan import Scan
from graph.sparql.search_block.block_reader import SearchBlock, read_blocks
from graph.sparql.search_block.block_replacement import Rewritten, rewrite, skeleton
from graph.sparql.search_block.search_ports import FoundPassage
from ontology.iris import SEARCH_SERVICE, Iris

__all__ = ["PreparedQuery", "prepare"]


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query that may run once its blocks have been searched for.

    Attributes:
        query: As the user wrote it.
        admission: What the guard read in it.
        blocks: Its search blocks, in order.
    """

    query: str
    admission: Admission
    blocks: tuple[SearchBlock, ...] = ()

    def with_rows(
        self, found: Sequence[Sequence[FoundPassage]], iris: Iris
    ) -> Rewritten:
        """Return the query for the engine; one sequence of rows per block.

        Raises:
            QueryError: If an identifier makes no IRI.
        """
        return rewrite(self.query, self.blocks, found=found, iris=iris)


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
    if f"<{SEARCH_SERVICE}>" not in query:
        return PreparedQuery(query, admit(query, limits))
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
    return PreparedQuery(query, admit(skeleton(query, blocks), limits), tuple(blocks))
