"""Which cells of a table a spreadsheet would run as formulas (OWASP, CSV injection).

Tables for people are written so that none is one; answers of SPARQL are data for
programmes and never changed, so there it is only told.
"""

import re

__all__ = ["FORMULA_SIGNS", "has_formulas"]

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula."""

_NUMBER = rb"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_FULL_WIDTH = b"|".join(sign.encode() for sign in FORMULA_SIGNS if not sign.isascii())
_FORMULA = re.compile(
    rb'(?:\A|[,\t\n])"?(?:[=@]|%b|[+-](?!%b"?(?:[,\t\r\n]|\Z)))'
    % (_FULL_WIDTH, _NUMBER)
)


def has_formulas(table: bytes) -> bool:
    r"""Return whether a table has cells that a spreadsheet would run.

    A line within a quoted cell counts like a cell; a signed number does not.

    Args:
        table: CSV with commas, or TSV, in UTF-8.

    >>> has_formulas(b"a,b\r\n1,=HYPERLINK(1)"), has_formulas(b"a\r\n-12.5\r\n")
    (True, False)
    """
    return _FORMULA.search(table) is not None
