"""The block ``describes`` of a front matter: what a sheet describes.

    describes:
      kind: production
      id: p-allouche-2024
      title: Transformation numérique de l’éducation …
      date: 2024-04-22
      authors: [Élie Allouche]
      url: https://doi.org/10.52358/mm.vi17.392
      certainty: high

One thing, or a list of things. Nothing in it is of the sheet itself.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ontology.described import Described, DescribedCertainty, DescribedKind

__all__ = ["described_things"]

_MOST = 50
_LONGEST = 2_000
_KINDS = {kind.value: kind for kind in DescribedKind}
_CERTAINTIES = {one.value: one for one in DescribedCertainty}


def described_things(value: object) -> tuple[tuple[Described, ...], str]:
    """Read the block.

    Args:
        value: As YAML gave it.

    Returns:
        The things, dates and DOIs as printed, and why some were left out, in French,
        or an empty string.
    """
    items = value if isinstance(value, list) else [value]
    things = [_thing(item) for item in items[:_MOST] if isinstance(item, Mapping)]
    known = tuple(thing for thing in things if thing is not None)
    if len(known) == len(items):
        return known, ""
    kinds = ", ".join(_KINDS)
    return known, (
        "« describes » : chaque chose décrite a un « title » et un « kind » parmi "
        f"{kinds} ; {len(items) - len(known)} laissée(s) de côté"
    )


def _thing(values: Mapping[Any, Any]) -> Described | None:
    stated = {str(key).casefold(): value for key, value in values.items()}

    def one(*names: str) -> str | None:
        return next((found[0] for name in names if (found := every(name))), None)

    def every(*names: str) -> tuple[str, ...]:
        return next(
            (found for name in names if (found := _texts(stated.get(name)))), ()
        )

    kind, title = _KINDS.get(one("kind") or ""), one("title")
    if kind is None or title is None:
        return None
    pages = one("pages")
    return Described(
        kind=kind,
        title=title,
        target=one("id", "target"),
        date=one("date"),
        authors=every("authors", "author"),
        publisher=one("publisher"),
        pages=int(pages) if pages and pages.isdecimal() and len(pages) < 7 else None,
        language=one("language", "lang"),
        url=one("url"),
        doi=one("doi"),
        licence=one("licence", "license"),
        sources=tuple(sorted(every("sources", "source"))),
        certainty=_CERTAINTIES.get(one("certainty", "confidence") or ""),
    )


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for item in items[:_MOST] if (text := _text(item)))


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())[:_LONGEST]
    return ""
