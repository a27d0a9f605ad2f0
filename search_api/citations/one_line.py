"""Text of strangers made fit for formats that end a value at the end of a line."""

import re

__all__ = ["one_line", "without_controls"]

# Controls, half surrogate pairs and signs that turn the direction of the text around.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def without_controls(text: str) -> str:
    """Return a text without the signs that no page and no file can hold."""
    return _UNWANTED.sub("", text)


def one_line(text: str) -> str:
    r"""Return a text without line ends and controls; runs of white space are one space.

    >>> one_line("Un titre\r\n  sur deux\x00 lignes\u2028ER  - ")
    'Un titre sur deux lignes ER -'
    """
    return _SPACE.sub(" ", without_controls(text)).strip()


# No-break spaces belong to French typography and stay.
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
