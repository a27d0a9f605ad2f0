"""Questions about given things, one ``.rq`` file each: labs of a place, who leads.

``bind`` writes what they are about into their ``VALUES`` lines (``filled_values``).
A line that ends with ``#? lieu`` stands only where ``lieu`` is bound: that is how one
file serves « labs of a place », « labs on a subject » and both together. All files
answer in the same columns:

    ?reponse ?nom            what answers, as IRI (or a date), and what it is called
    ?par ?par_nom            the thing through which it answers, where there is one
    ?precision               more about it, in French, for readers
    ?certitude…              certainty of each fact that the row rests on
    ?sources…                IRIs of the sources of each, separated by spaces
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from graph.errors import GraphError
from graph.queries.filled_values import fill_values
from ontology.iris import DEFAULT_BASE

__all__ = ["bind", "bound_names"]

_CONDITION: Final = re.compile(r"(?:(?<!\s)\s+)?#\? ([a-z ]+)$")
_PREFIX: Final = re.compile(r"PREFIX (\w+): ")


@cache
def bound_names() -> tuple[str, ...]:
    """Return the names of all questions, sorted."""
    entries = resources.files(__name__).iterdir()
    return tuple(sorted(e.name[:-3] for e in entries if e.name.endswith(".rq")))


def bind(
    name: str, values: Mapping[str, Sequence[str]], *, base: str = DEFAULT_BASE
) -> str:
    """Return the text of a question about given things, complete SPARQL 1.1.

    Args:
        name: For example ``labs``.
        values: Variable → the IRIs it may have; a condition without values of its own
            is given an empty sequence.
        base: Base of the IRIs of things, ends with ``/``.

    Raises:
        GraphError: If there is no such question, or a value is no IRI.
    """
    if name not in bound_names():
        raise GraphError(f"la question « {name} » ne fait pas partie du paquet graph")
    lines = []
    for line in _text(name).splitlines():
        condition = _CONDITION.search(line)
        if condition and not set(condition[1].split()) <= values.keys():
            continue
        lines.append(_CONDITION.sub("", line))
    text = "\n".join(lines).replace(f"<{DEFAULT_BASE}id/", f"<{base}id/")
    return _without_idle_prefixes(fill_values(text, values)) + "\n"


def _without_idle_prefixes(text: str) -> str:
    """Return a query without the prefixes that only lines now gone had needed."""
    return "\n".join(
        line
        for line in text.splitlines()
        if not (prefix := _PREFIX.match(line))
        or re.search(rf"(?<![\w:]){prefix[1]}:\w", text)
    )


@cache
def _text(name: str) -> str:
    return resources.files(__name__).joinpath(f"{name}.rq").read_text(encoding="utf-8")
