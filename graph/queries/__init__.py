"""The questions we ask ourselves, one ``.rq`` file each.

A query is bound by substitution (``Store.query(..., substitutions=…)``), never by
putting values into its text.
"""

from functools import cache
from importlib import resources

from graph.errors import GraphError

__all__ = ["load_query", "query_names"]


@cache
def load_query(name: str) -> str:
    """Return the text of a query.

    Args:
        name: File name without ``.rq``, for example ``passages_of_document``.

    Raises:
        GraphError: If no such query ships with the package.
    """
    if name not in query_names():
        raise GraphError(f"la requête « {name} » ne fait pas partie du paquet graph")
    return resources.files(__name__).joinpath(f"{name}.rq").read_text(encoding="utf-8")


@cache
def query_names() -> tuple[str, ...]:
    """Return the names of all queries in this folder, sorted."""
    entries = resources.files(__name__).iterdir()
    return tuple(sorted(e.name[:-3] for e in entries if e.name.endswith(".rq")))
