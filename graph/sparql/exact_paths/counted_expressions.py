"""Writes COUNT of an expression so that errors are left out (SPARQL 1.1, 18.5.1.2).

    COUNT(YEAR(?d))  →  SUM(COALESCE(IF(isBlank(YEAR(?d)), 1, 1), 0))

The engine gives no number at all where the expression fails for one solution. What is
summed is 1 where it has a value and 0 where it fails; the sum of nothing is 0. COUNT of
a variable is right as it is, and COUNT(DISTINCT …) cannot be written so.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from graph.sparql.exact_paths.path_rewriting import Edit
from graph.sparql.tokens import Token

__all__ = ["count_edits", "may_count_expressions"]

_COUNT: Final = re.compile(r"\bCOUNT\s*\((?!\s*(?:\*|DISTINCT\b))", re.IGNORECASE)
_LEFT: Final = ("*", "DISTINCT")


def may_count_expressions(query: str) -> bool:
    """Return whether a query has to be looked at; sometimes it need not."""
    return _COUNT.search(query) is not None


def count_edits(tokens: Sequence[Token]) -> list[Edit]:
    """Return what to change in a query, in order.

    Args:
        tokens: Without blanks and comments.
    """
    changed = []
    for place, (word, opened) in enumerate(pairwise(tokens)):
        is_count = word.kind == "word" and word.text.upper() == "COUNT"
        if not is_count or opened.text != "(":
            continue
        end = _closing(tokens, place + 1)
        held = tokens[place + 2 : end]
        if len(held) > 1 and held[0].text.upper() not in _LEFT:
            changed += [
                Edit(word.start, word.end, "SUM"),
                Edit(opened.end, opened.end, "COALESCE(IF(isBlank("),
                Edit(tokens[end].start, tokens[end].start, "), 1, 1), 0)"),
            ]
    return changed


def _closing(tokens: Sequence[Token], place: int) -> int:
    """Return where a bracket closes; the last place where it does not."""
    depth = 0
    for here in range(place, len(tokens)):
        depth += (tokens[here].text == "(") - (tokens[here].text == ")")
        if depth == 0:
            return here
    return len(tokens) - 1
