"""Formulae of web pages as text a person can read, each once.

An author's own words go first (``alttext``), then the TeX that the formula was made of,
then MathML written in one line. A page may hold a formula in several forms: as TeX in
its text or in a script, drawn by MathJax or KaTeX, as an image.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of, words_of

__all__ = [
    "drawn_formula",
    "formula_text",
    "image_formula",
    "is_display",
    "is_drawn",
    "script_formula",
    "split_formulae",
]

_DEEPEST: Final = 60
_TEX: Final = ("application/x-tex", "tex", "latex", "application/x-latex")
_DRAWN: Final = frozenset(
    {"katex", "MathJax", "MathJax_CHTML", "MathJax_SVG", "MathJax_MathML"}
)
_DISPLAY: Final = frozenset(
    {
        "katex-display", "MathJax_Display", "MathJax_SVG_Display",
        "MJXc-display", "mwe-math-mathml-display", "mwe-math-fallback-image-display",
    }
)  # fmt: skip
_WRAPPERS: Final = 4
"""Elements around a formula of which one may say that it stands on its own line."""

_IMAGES: Final = frozenset(
    {
        "latex", "tex", "math", "mwe-math-fallback-image-inline",
        "mwe-math-fallback-image-display",
    }
)  # fmt: skip
_MAKERS = re.compile(
    r"latex\.php|latex\.codecogs|/math/render/|mathtex|mimetex|[?&]tex=", re.IGNORECASE
)
_COMMAND = re.compile(
    r"\\(?:[dt]?frac|sqrt|sum|int|prod|lim|infty|alpha|beta|gamma|delta|theta|lambda|mu"
    r"|pi|sigma|omega|left|right|mathbb|mathrm|displaystyle|cdot|times|leq?|geq?|vec)\b"
    r"|[\^_]\{"
)
_IN_TEXT = re.compile(
    r"\\\((.{1,2000}?)\\\)|\\\[(.{1,2000}?)\\\]|\$\$([^$]{1,2000})\$\$", re.DOTALL
)
_SIGN = re.compile(r"[\\^_={}<>+*/|]|^\s*[^\W\d_]\s*$")
"""What a formula holds; ``\\[1\\]`` is a bracket of Markdown."""

_FENCES = (("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("$", "$"))
_STYLED = re.compile(r"\{\\(?:display|text)style\s+(.*)\}", re.DOTALL)
_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "pre"})
_ACCENTS: Final = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "→": "\u20d7"}


def formula_text(math: HtmlElement) -> str:
    r"""Return a ``math`` element in one line, or an empty string.

    >>> from lxml.html import fromstring
    >>> formula_text(fromstring("<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>"))
    'a/b'
    """
    if stated := _plain(math.get("alttext") or ""):
        return stated
    for annotation in math.iter():
        if tag_of(annotation) != "annotation":
            continue
        if (annotation.get("encoding") or "").lower() in _TEX:
            return _plain("".join(annotation.itertext()))
    return " ".join(_written(math, 0).split())


def image_formula(image: HtmlElement) -> str:
    """Return the TeX that an image was made of, empty where it is no formula."""
    text = " ".join((image.get("alt") or "").split())
    is_formula = (
        not _IMAGES.isdisjoint(words_of(image.get("class")))
        or _MAKERS.search(image.get("src") or "")
        or _COMMAND.search(text)
        or (len(text) > 2 and text[0] == text[-1] == "$")
    )
    return _plain(text) if is_formula else ""


def script_formula(script: HtmlElement) -> str:
    """Return the TeX of a script that MathJax draws, empty for any other script."""
    if not (script.get("type") or "").lower().startswith("math/tex"):
        return ""
    return _plain(script.text or "")


def is_drawn(element: HtmlElement) -> bool:
    """Whether a program has drawn a formula in place of its source."""
    is_container = tag_of(element) == "mjx-container"
    return is_container or not _DRAWN.isdisjoint(words_of(element.get("class")))


def drawn_formula(element: HtmlElement) -> str | None:
    """Return the source of a drawn formula.

    Returns:
        None where the script behind the drawing says it.
    """
    for place in (element, element.getparent()):
        behind = () if place is None else place.itersiblings()
        for _, sibling in zip(range(2), behind, strict=False):
            if tag_of(sibling) == "script" and script_formula(sibling):
                return None
    for math in element.iter():
        if tag_of(math) == "math":
            return formula_text(math)
    stated = next((one.get("data-mathml") for one in element.iter()), None)
    try:
        return formula_text(lxml.html.fromstring(stated)) if stated else ""
    except (etree.LxmlError, ValueError):
        return ""


def is_display(element: HtmlElement) -> bool:
    """Whether a formula stands on a line of its own."""
    if "mode=display" in (element.get("type") or "").replace(" ", ""):
        return True
    ancestors = element.iterancestors()
    around = (one for _, one in zip(range(_WRAPPERS), ancestors, strict=False))
    return any(
        one.get("display") in ("block", "true")
        or not _DISPLAY.isdisjoint(words_of(one.get("class")))
        for one in (element, *around)
    )


def split_formulae(
    text: str, element: HtmlElement | None
) -> Iterator[tuple[str, str, bool]]:
    r"""Yield words, the formula behind them and whether that stands on its own line.

    Args:
        text: Of one element.
        element: That holds the text; code is left as it is.

    >>> list(split_formulae(r"On a \(x=1\), donc", None))
    [('On a ', 'x=1', False), (', donc', '', False)]
    """
    at = 0
    if ("\\" in text or "$$" in text) and not _is_code(element):
        for found in _IN_TEXT.finditer(text):
            tex = found[1] or found[2] or found[3]
            if _SIGN.search(tex):
                yield text[at : found.start()], _plain(tex), found[1] is None
                at = found.end()
    yield text[at:], "", False


def _is_code(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    return any(tag_of(one) in _CODE for one in (element, *element.iterancestors()))


def _plain(tex: str) -> str:
    """Return TeX in one line, without what only says how it is set."""
    text = " ".join(tex.split())
    for opening, closing in _FENCES:
        is_fenced = text.startswith(opening) and text.endswith(closing)
        inner = text[len(opening) : -len(closing)].strip()
        if is_fenced and inner and closing not in inner:
            text = inner
            break
    styled = _STYLED.fullmatch(text)
    return styled[1].strip() if styled else text


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
