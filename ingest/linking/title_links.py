"""Which groups and waves a document is about, when its title names them.

The title is read as a passage would be, by the same linker. Only certain mentions
count, and only a title that names one group says whose document it is; what stands in
the text stays a mention.
"""

import re
from collections.abc import Iterator
from typing import Final

from ingest.ports import Linker
from ontology.model import DeclaredLink, Document, EntityKind, Passage

__all__ = ["TITLE", "title_links"]

TITLE: Final = "title"
_CERTAIN: Final = 0.9
_PART: Final = re.compile(r"[^:,;()«»–—]{3,}")
_KINDS: Final = (EntityKind.GROUP, EntityKind.WAVE)


def title_links(document: Document, linker: Linker) -> tuple[DeclaredLink, ...]:
    """Return links to the group and the wave that a title names, none declared yet.

    Args:
        document: With its own declared links; a kind declared there is not looked for.
        linker: Knows the names of groups and waves.
    """
    declared = {link.kind for link in document.links}
    found: dict[EntityKind, set[str]] = {}
    for mention in linker(document, tuple(_parts(document))):
        if mention.confidence >= _CERTAIN:
            found.setdefault(mention.kind, set()).add(mention.entity)
    return tuple(
        DeclaredLink(kind, min(found[kind]), TITLE)
        for kind in _KINDS
        if kind not in declared and len(found.get(kind, ())) == 1
    )


def _parts(document: Document) -> Iterator[Passage]:
    """Yield the title, then its parts: a production may bear all of it as its name."""
    title = document.title
    spans = [(0, len(title)), *(part.span() for part in _PART.finditer(title))]
    for position, (start, end) in enumerate(dict.fromkeys(spans)):
        yield Passage(
            identifier=f"{document.identifier}.{position}",
            document=document.identifier,
            position=position,
            page=1,
            start=start,
            end=end,
            text=title[start:end],
            language=document.language,
        )
