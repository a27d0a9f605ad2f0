"""Property paths as an algebra (SPARQL 1.1, 18.1.7), and what they stand for.

A path outside of ``*``, ``+`` and ``?`` says how often it holds: an alternative is a
UNION, a sequence a join (18.2.2.4). Inside of a closure only *whether* counts (9.1).
"""

from dataclasses import dataclass

__all__ = [
    "Alternative",
    "Closure",
    "Inverse",
    "Link",
    "Negation",
    "Path",
    "Sequence",
    "inverted",
    "is_counted_right",
    "simplified",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A predicate, as written."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Inverse:
    """``^path``."""

    path: "Path"

    def __str__(self) -> str:
        return f"^{_grouped(self.path)}"


@dataclass(frozen=True, slots=True)
class Sequence:
    """``a/b``; at least two."""

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return "/".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Alternative:
    """``a|b``; at least two."""

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return "|".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Closure:
    """``path*``, ``path+`` or ``path?``: distinct pairs of nodes."""

    path: "Path"
    sign: str

    def __str__(self) -> str:
        return f"{_grouped(self.path)}{self.sign} "


@dataclass(frozen=True, slots=True)
class Negation:
    """``!(a|b)``, or ``!(^a|^b)``: predicates that are not followed.

    A negation of both directions is read as the alternative that it is.
    """

    names: tuple[str, ...]
    is_backwards: bool = False

    def __str__(self) -> str:
        if not self.is_backwards:
            return f"!({'|'.join(self.names)})"
        names = "|".join(f"^{name}" for name in self.names)
        return f"!({names})" if names else "^(!())"


Path = Link | Inverse | Sequence | Alternative | Closure | Negation


def simplified(path: Path) -> Path:
    """Return the same path without nested sequences, and without inverses of them.

    Inside of closures a path stays as it is.
    """
    match path:
        case Sequence(parts):
            flat: list[Path] = []
            for part in map(simplified, parts):
                flat += part.parts if isinstance(part, Sequence) else (part,)
            return Sequence(tuple(flat))
        case Alternative(parts):
            return Alternative(tuple(map(simplified, parts)))
        case Inverse(inner) if not isinstance(inner, Link):
            return simplified(inverted(inner))
        case _:
            return path


def is_counted_right(path: Path) -> bool:
    """Return whether the engine gives a simplified path as often as it holds."""
    if isinstance(path, Sequence):
        return all(map(is_counted_right, path.parts))
    return not isinstance(path, Alternative | Negation)


def inverted(path: Path) -> Path:
    """Return the path from the other end; no inverse of a sequence remains."""
    match path:
        case Inverse(inner):
            return inner
        case Sequence(parts):
            return Sequence(tuple(inverted(part) for part in reversed(parts)))
        case Alternative(parts):
            return Alternative(tuple(inverted(part) for part in parts))
        case Closure(inner, sign):
            return Closure(inverted(inner), sign)
        case Negation(names, is_backwards):
            return Negation(names, not is_backwards)
        case _:
            return Inverse(path)


def _grouped(path: Path) -> str:
    return str(path) if isinstance(path, Link | Negation) else f"({path})"
