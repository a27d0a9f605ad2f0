"""Makes text that a regular expression would have to look at again and again.

A repeat costs nothing by itself; what costs is text that fits it almost: many times
what it repeats, or the start of it, and then something that does not go on. Such texts
are made from the parsed pattern, so a new one is attacked without anybody naming it.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

ENDS = ("!", "\n")
LENGTHS = (8, 12, 16, 20, 24, 60, 250, 1000)
"""Small first: what grows exponentially is found before it takes a minute."""

_CATEGORIES = {
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_WORD: " ",
}
_OTHERS = "a1 ,.-A\té(\"'<[{|"
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_MANY = 20


@dataclass(frozen=True)
class Attack:
    """``start``, then ``unit`` as often as one likes, then ``end``."""

    start: str
    unit: str
    end: str

    def text(self, length: int) -> str:
        return self.start + self.unit * max(1, length // len(self.unit)) + self.end


def attacks(pattern: re.Pattern) -> set[Attack]:
    """Return the texts to try on a pattern."""
    is_text = isinstance(pattern.pattern, str)
    source = pattern.pattern if is_text else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & (re.VERBOSE | re.IGNORECASE))
    made = set()
    for before, unit in _repeats(tree, ""):
        for end in ENDS:
            made |= {Attack("", unit, end), Attack("", before + unit, end)}
            made.add(Attack(before, unit, end))
    return made


def _repeats(tree, before: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each repeat, and what it repeats."""
    for code, value in tree:
        if code in _REPEATS:
            _, most, repeated = value
            if most > _MANY:
                yield from ((before, unit) for unit in _samples(repeated) if unit)
            yield from _repeats(repeated, before)
        elif code is codes.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(value[1], before)
        before += _sample(code, value)


def _samples(tree) -> set[str]:
    whole = "".join(_sample(code, value) for code, value in tree)
    found = {whole}
    if len(tree) == 1 and tree[0][0] is codes.IN and not _is_negated(tree[0][1]):
        found |= {_member([member]) for member in tree[0][1]}
    return found


def _sample(code, value) -> str:
    """Return a text that fits a part of a pattern, more or less."""
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _member(value)
    if code is codes.BRANCH:
        return "".join(_sample(*part) for part in value[1][0])
    if code is codes.SUBPATTERN:
        return "".join(_sample(*part) for part in value[3])
    if code in _REPEATS:
        least, _, repeated = value
        return "".join(_sample(*part) for part in repeated) * max(least, 1)
    return ""


def _is_negated(members) -> bool:
    return bool(members) and members[0][0] is codes.NEGATE


def _member(members) -> str:
    if _is_negated(members):
        allowed = (each for each in _OTHERS if not _is_named(each, members[1:]))
        return next(allowed, "€")
    code, value = members[0]
    if code is codes.RANGE:
        return chr(value[0])
    return _CATEGORIES[value] if code is codes.CATEGORY else chr(value)


def _is_named(letter: str, members) -> bool:
    spelled = {
        codes.CATEGORY_SPACE: letter.isspace(),
        codes.CATEGORY_DIGIT: letter.isdigit(),
        codes.CATEGORY_WORD: letter.isalnum() or letter == "_",
    }
    for code, value in members:
        if code is codes.LITERAL and ord(letter) == value:
            return True
        if code is codes.RANGE and value[0] <= ord(letter) <= value[1]:
            return True
        if code is codes.CATEGORY and spelled.get(value):
            return True
    return False


def seconds(pattern: re.Pattern, method: str, text: str) -> float:
    """Return the processor time that a text costs."""
    subject = text if isinstance(pattern.pattern, str) else text.encode()
    began = time.thread_time()
    if method == "search":
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, method)(subject)
    return time.thread_time() - began


def grows(pattern: re.Pattern, method: str, attack: Attack, *, dear: float) -> bool:
    """Return whether a text four times as long costs far more than four times as much.

    Args:
        pattern: To try.
        method: ``search``, ``match`` or ``fullmatch``.
        attack: The text.
        dear: Seconds from which on the cost is compared.
    """
    for length in LENGTHS:
        if seconds(pattern, method, attack.text(length)) > dear:
            break
    else:
        length *= 4
        if seconds(pattern, method, attack.text(length)) < dear:
            return False
    short = max(2, length // 4)
    ratios = sorted(
        seconds(pattern, method, attack.text(4 * short))
        / max(seconds(pattern, method, attack.text(short)), 1e-6)
        for _ in range(3)
    )
    return ratios[1] > 8
