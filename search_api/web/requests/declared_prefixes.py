"""Declares the prefixes of the house for a query that asks for it.

A declaration of the query itself comes later and so wins. The declarations stand on
the first line, before what was written there: only columns of that line have to be
moved back in what is said of a wrong query.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from graph.errors import QuerySyntaxError

__all__ = ["declarations", "places_as_written"]

_NAME: Final = re.compile(r"(?<![\w?$@<:/.\-])([A-Za-z][\w.\-]*):")


def declarations(query: str, prefixes: Mapping[str, str]) -> str:
    """Return the declarations that a query may need, on one line.

    Args:
        query: Text; a word with a colon in a string or comment costs a declaration.
        prefixes: Prefix → namespace.

    >>> declarations("SELECT * { ?a dc:title ?b }", {"dc": "urn:dc#", "x": "urn:x#"})
    'PREFIX dc: <urn:dc#> '
    """
    used = dict.fromkeys(found[1] for found in _NAME.finditer(query))
    return "".join(
        f"PREFIX {name}: <{prefixes[name]}> " for name in used if name in prefixes
    )


@contextmanager
def places_as_written(declared: str) -> Iterator[None]:
    """Name places of a wrong query as they are without what was declared before it.

    Raises:
        QuerySyntaxError: The one that was raised inside, with its place moved.
    """
    try:
        yield
    except QuerySyntaxError as wrong:
        if not declared or wrong.line != 1 or wrong.column is None:
            raise
        column = max(1, wrong.column - len(declared))
        raise QuerySyntaxError(
            wrong.message.replace(f"colonne {wrong.column}", f"colonne {column}", 1),
            line=1,
            column=column,
            remedy=wrong.remedy,
        ) from wrong
