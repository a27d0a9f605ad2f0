"""Numbers of list items as office programs print them: ``1.``, ``b)``, ``•``."""

from collections.abc import Callable, Mapping
from typing import Final

__all__ = ["BULLET", "bullet", "written"]

BULLET: Final = "•"

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 4_000
_LETTERS = 26


def _letters(number: int) -> str:
    """Return ``a`` to ``z``, then ``aa``, ``bb`` as office programs count."""
    times, at = divmod(number - 1, _LETTERS)
    return chr(ord("a") + at) * (times + 1) if times < 10 else str(number)


def _roman(number: int) -> str:
    if number >= _MOST_ROMAN:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": _roman,
    "I": lambda number: _roman(number).upper(),
    "1": str,
    "01": lambda number: f"{number:02}",
    "1er": lambda number: "1er" if number == 1 else f"{number}e",
    "": lambda _number: "",
}


def written(number: int, form: str) -> str:
    """Return a number in one of the forms ``1 01 1er a A i I`` or, for ``""``, nothing.

    >>> [written(4, form) for form in ("1", "01", "a", "I", "")]
    ['4', '04', 'd', 'IV', '']
    """
    if number < 1:
        return str(number) if form else ""
    return _FORMATS.get(form, str)(number)


def bullet(character: str) -> str:
    """Return a bullet as people can read it: fonts of symbols use private codes."""
    if len(character) == 1 and 0xE000 <= ord(character) <= 0xF8FF:
        return BULLET
    return "◦" if character == "o" else character.strip()
