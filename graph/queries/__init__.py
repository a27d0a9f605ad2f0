"""The questions we ask ourselves, one ``.rq`` file each.

None takes a value: Oxigraph applies substitutions after evaluation, which turns a
look-up into a scan (400 ms at 10^6 statements). What concerns one subject is looked up
by pattern in ``graph.stores``; no foreign value is ever put into the text of a query.
"""

from functools import cache
from importlib import resources

from graph.errors import GraphError

__all__ = ["load_query", "query_names"]


@cache
def load_query(name: str) -> str:
    """Return the text of a query.

    Args:
        name: File name without ``.rq``, for example ``document_fields`` or
            ``entities/facts``.

    Raises:
        GraphError: If no such query ships with the package.
    """
    if name not in query_names():
        raise GraphError(f"la requête « {name} » ne fait pas partie du paquet graph")
    return resources.files(__name__).joinpath(f"{name}.rq").read_text(encoding="utf-8")


@cache
def query_names() -> tuple[str, ...]:
    """Return the names of all queries here and in ``entities``, sorted."""
    root = resources.files(__name__)
    folders = {"": root, "entities/": root.joinpath("entities")}
    return tuple(
        sorted(
            f"{prefix}{entry.name[:-3]}"
            for prefix, folder in folders.items()
            for entry in folder.iterdir()
            if entry.name.endswith(".rq")
        )
    )
