"""Which parts of a body are entries of a glossary or remarks about the text itself.

    ## Donnée                                   ┐ an entry, with the heading above it
    - donnée (data). Information enregistrée …  ┘
    - données ouvertes (open data). Données …     an entry
    ## Sources                                    a caveat

Told by the structure alone: the kind of the document, its headings, its items. They
answer as prose does, but weigh less; an entry is a passage of its own.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from ontology.model import Document, DocumentKind
from ontology.structure import Block, BlockKind, PassageRole

__all__ = ["entry_starts", "role_of_section"]

_FEWEST_ENTRIES: Final = 2
_NUMBERING: Final = r"(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})*\s*[.)–-]?\s+)?"
_GLOSSARY: Final = re.compile(
    rf"{_NUMBERING}(?:petit )?(?:glossaire|lexique|glossary|définitions?|definitions?)"
    r"\b.{0,40}",
    re.IGNORECASE,
)
_CAVEAT: Final = re.compile(
    rf"{_NUMBERING}(?:ce qui reste (?:incertain|à (?:savoir|vérifier|confirmer))|"
    r"ce que l[’']on ne sait pas|réserves?|incertitudes?|points? incertains?|"
    r"à vérifier|sources?(?: consultées?)?|caveats?|uncertainties|"
    r"what (?:remains|is) (?:uncertain|unknown))\s*[:.]?",
    re.IGNORECASE,
)


def role_of_section(titles: Sequence[str]) -> PassageRole:
    """Return the role of what stands under headings: ``body`` or ``caveat``.

    >>> role_of_section(("Fiche", "Ce qui reste incertain")).value
    'caveat'
    """
    is_caveat = any(_CAVEAT.fullmatch(title.strip()) for title in titles)
    return PassageRole.CAVEAT if is_caveat else PassageRole.BODY


def entry_starts(
    document: Document, start: int, end: int, titles: Sequence[str]
) -> list[int]:
    """Return where the entries of a part of a glossary begin, in order.

    An entry is an item with the deeper items behind it, or all that stands under a
    heading of a glossary without items.

    Args:
        document: With its blocks.
        start: Of the part, between two headings.
        end: Behind its last character.
        titles: The headings above it, outermost first.
    """
    is_glossary = document.kind is DocumentKind.GLOSSARY
    if not (is_glossary or any(_GLOSSARY.fullmatch(title.strip()) for title in titles)):
        return []
    items = _items(document.blocks, start, end)
    if not items:
        return [start] if is_glossary and titles else []
    least = min(item.level for item in items)
    starts = [item.start for item in items if item.level == least]
    return starts if is_glossary or len(starts) >= _FEWEST_ENTRIES else []


def _items(blocks: Sequence[Block], start: int, end: int) -> list[Block]:
    first = bisect_left(blocks, start, key=lambda block: block.start)
    last = bisect_left(blocks, end, key=lambda block: block.start)
    return [b for b in blocks[first:last] if b.kind is BlockKind.LIST_ITEM]
