"""Formulae of web pages as text a person can read, each once.

An author's own words go first (``alttext``), then the TeX that the formula was made of,
then MathML written in one line.
"""

from collections.abc import Callable, Sequence
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of

__all__ = ["formula_text"]

_DEEPEST: Final = 60
_TEX: Final = ("application/x-tex", "tex", "latex", "application/x-latex")
_ACCENTS: Final = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "→": "\u20d7"}


def formula_text(math: HtmlElement) -> str:
    r"""Return a ``math`` element in one line, or an empty string.

    >>> from lxml.html import fromstring
    >>> formula_text(fromstring("<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>"))
    'a/b'
    """
    if stated := " ".join((math.get("alttext") or "").split()):
        return stated
    for annotation in math.iter():
        if tag_of(annotation) != "annotation":
            continue
        if (annotation.get("encoding") or "").lower() in _TEX:
            return " ".join("".join(annotation.itertext()).split())
    return " ".join(_written(math, 0).split())


def _written(element: HtmlElement, depth: int) -> str:
    tag = tag_of(element)
    if depth > _DEEPEST:
        return "".join(element.itertext())
    if tag in ("annotation", "annotation-xml"):
        return ""
    parts = [_written(child, depth + 1) for child in element if tag_of(child)]
    shape = _SHAPES.get(tag)
    if shape is not None:
        return shape(parts)
    own = " ".join((element.text or "").split())
    if tag == "mo" and own in ("=", "<", ">", "≤", "≥", "≠", "≈", "→", "⇒", "∈", "+"):
        return f" {own} "
    tails = [child.tail or "" for child in element if tag_of(child)]
    return own + "".join(
        part + " ".join(tail.split()) for part, tail in zip(parts, tails, strict=True)
    )


def _grouped(part: str) -> str:
    """Put brackets around what is more than one sign or number."""
    plain = part.strip()
    is_one = len(plain) <= 1 or plain.replace(",", "").replace(".", "").isalnum()
    return plain if is_one else f"({plain})"


def _at(parts: Sequence[str], index: int) -> str:
    return parts[index] if index < len(parts) else ""


def _over(parts: Sequence[str]) -> str:
    base, above = _at(parts, 0), _at(parts, 1).strip()
    if above in _ACCENTS and len(base.strip()) == 1:
        return base.strip() + _ACCENTS[above]
    return f"{base}^{_grouped(above)}"


_SHAPES: Final[dict[str, Callable[[Sequence[str]], str]]] = {
    "mfrac": lambda p: f"{_grouped(_at(p, 0))}/{_grouped(_at(p, 1))}",
    "msup": lambda p: f"{_grouped(_at(p, 0))}^{_grouped(_at(p, 1))}",
    "msub": lambda p: f"{_grouped(_at(p, 0))}_{_grouped(_at(p, 1))}",
    "munder": lambda p: f"{_at(p, 0)}_{_grouped(_at(p, 1))}",
    "mover": _over,
    "msubsup": lambda p: (
        f"{_grouped(_at(p, 0))}_{_grouped(_at(p, 1))}^{_grouped(_at(p, 2))}"
    ),
    "munderover": lambda p: f"{_at(p, 0)}_{_grouped(_at(p, 1))}^{_grouped(_at(p, 2))} ",
    "msqrt": lambda p: f"√{_grouped(''.join(p))}",
    "mroot": lambda p: f"{_grouped(_at(p, 1))}√{_grouped(_at(p, 0))}",
    "mfenced": lambda p: f"({', '.join(p)})",
    "mtd": lambda p: "".join(p),
    "mtr": lambda p: " ".join(p),
    "mtable": lambda p: " ; ".join(p),
}
