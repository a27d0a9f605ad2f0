"""Formulae of office documents as one readable line: ``x = (a + b)/2``, ``√(x)``.

Two notations are read: OMML of Word and PowerPoint (ECMA-376 part 1 section 22.1) and
MathML of OpenDocument. What neither table knows gives the texts inside it, in order.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lxml import etree

from ingest.readers.office.office_archive import local_name

__all__ = ["formula_text"]

_SPACED = frozenset("=<>≤≥≠≈+−→⇒∈")


def formula_text(formula: etree._Element) -> str:
    """Return a formula as a line of text, empty where it holds no sign."""
    return " ".join(_text(formula).split())


def _text(element: etree._Element) -> str:
    name = local_name(element)
    if name in ("t", "mi", "mn", "mo", "mtext", "ms"):
        words = (element.text or "").strip() if name != "t" else element.text or ""
        return f" {words} " if name == "mo" and words in _SPACED else words
    if name.endswith("Pr") or name in ("annotation", "annotation-xml"):
        return ""
    form = _FORMS.get(name)
    return form(element) if form is not None else _all(element)


def _all(element: etree._Element) -> str:
    return "".join(_text(child) for child in element)


def _parts(element: etree._Element) -> list[str]:
    return [
        _text(child).strip()
        for child in element
        if not local_name(child).endswith("Pr")
    ]


def _closed(text: str) -> str:
    """Put parentheses where a reader would lose track."""
    return f"({text})" if len(text) > 1 and not text.isalnum() else text


def _value(element: etree._Element, path: str, default: str) -> str:
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    if found is None:
        return default
    values: Sequence[str] = [
        value for key, value in found.attrib.items() if key.endswith("}val")
    ]
    return values[0] if values else default


def _fraction(element: etree._Element) -> str:
    over, under = [*_parts(element), "", ""][:2]
    return f"{_closed(over)}/{_closed(under)}"


def _scripts(*signs: str) -> Callable[[etree._Element], str]:
    def form(element: etree._Element) -> str:
        base, *scripts = [*_parts(element), ""]
        return base + "".join(
            f"{sign}{_closed(script)}"
            for sign, script in zip(signs, scripts, strict=False)
            if script
        )

    return form


def _before(element: etree._Element) -> str:
    """Scripts that stand before their base (sPre): they are printed first."""
    under, over, base = [*_parts(element), "", "", ""][:3]
    return f"_{_closed(under)}^{_closed(over)}{base}"


def _root(element: etree._Element) -> str:
    parts = [part for part in _parts(element) if part]
    degree = parts[0] if len(parts) > 1 else ""
    return f"{degree}√({parts[-1] if parts else ''})"


def _mathml_root(element: etree._Element) -> str:
    base, degree = [*_parts(element), "", ""][:2]
    return f"{degree}√({base})"


def _sum(element: etree._Element) -> str:
    sign = _value(element, "naryPr/chr", "∫")
    under, over, base = [*_parts(element), "", "", ""][:3]
    limits = (f"_{_closed(under)}" if under else "") + (
        f"^{_closed(over)}" if over else ""
    )
    return f"{sign}{limits} {base}"


def _delimited(element: etree._Element) -> str:
    begin = _value(element, "dPr/begChr", "(")
    end = _value(element, "dPr/endChr", ")")
    between = _value(element, "dPr/sepChr", "|")
    return begin + between.join(_parts(element)) + end


def _function(element: etree._Element) -> str:
    name, argument = [*_parts(element), "", ""][:2]
    return f"{name} {argument}"


def _rows(element: etree._Element) -> str:
    rows = [
        ", ".join(_parts(row)) if len(row) else ""
        for row in element
        if not local_name(row).endswith("Pr")
    ]
    return f"[{' ; '.join(rows)}]"


def _equations(element: etree._Element) -> str:
    return " ; ".join(part for part in _parts(element) if part)


def _accent(element: etree._Element) -> str:
    return _all(element) + _value(element, "accPr/chr", "\u0302")


_FORMS: Final[Mapping[str, Callable[[etree._Element], str]]] = {
    "f": _fraction,
    "mfrac": _fraction,
    "sSup": _scripts("^"),
    "sSub": _scripts("_"),
    "sSubSup": _scripts("_", "^"),
    "sPre": _before,
    "msup": _scripts("^"),
    "msub": _scripts("_"),
    "msubsup": _scripts("_", "^"),
    "limLow": _scripts("_"),
    "limUpp": _scripts("^"),
    "munder": _scripts("_"),
    "mover": _scripts("^"),
    "munderover": _scripts("_", "^"),
    "rad": _root,
    "msqrt": lambda element: f"√({_all(element).strip()})",
    "mroot": _mathml_root,
    "nary": _sum,
    "d": _delimited,
    "func": _function,
    "m": _rows,
    "mtable": _rows,
    "eqArr": _equations,
    "acc": _accent,
    "mspace": lambda _element: " ",
}
